package dev.godmode.worker.container;

import dev.godmode.protocol.task.ContainerSpec;
import dev.godmode.protocol.task.ContainerSpec.Mount;
import dev.godmode.worker.executor.Launch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A container as an engine is asked for it: shut as far as its program can do without.
 *
 * <p>Its root is read-only, it has no capability and gets none, its processes and its memory are
 * counted, its network is what its agent asks for, and of the node it sees its attempt's folders
 * and its mounts. What it prints is not kept by the engine. The first process in it is the engine's
 * own, which buries the dead and hands signals on.
 */
record ContainerDraft(ContainerSpec spec, long memoryBytes, String user, String node) {

  private static final double NANOS = 1e9;

  /** Reads secrets from a file, once, so that they stand in no container's description. */
  private static final String UNSEAL =
      ". %1$s && rm -f %1$s && exec \"$@\"".formatted(ContainerPlaces.SECRETS);

  /** The body of the engine's call to create it. */
  Map<String, Object> body(Launch launch) {
    return Map.of(
        "Image",
        spec.image(),
        "Entrypoint",
        List.of(""), // none, not the image's own
        "Cmd",
        command(launch),
        "Env",
        launch.plain().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .sorted()
            .toList(),
        "User",
        user,
        "WorkingDir",
        ContainerPlaces.WORK,
        "AttachStdout",
        true,
        "AttachStderr",
        true,
        "Labels",
        labels(launch),
        "HostConfig",
        hostConfig(launch));
  }

  private static List<String> command(Launch launch) {
    if (launch.secret().isEmpty()) {
      return launch.command();
    }
    var command = new ArrayList<>(List.of("/bin/sh", "-c", UNSEAL, "sh"));
    command.addAll(launch.command());
    return command;
  }

  private Map<String, String> labels(Launch launch) {
    var key = launch.attempt();
    return Map.of(
        Engine.LABEL_NODE, node,
        Engine.LABEL_TASK, key.task().value(),
        Engine.LABEL_ATTEMPT, String.valueOf(key.number()),
        Engine.LABEL_FENCE, String.valueOf(key.fence()));
  }

  private Map<String, Object> hostConfig(Launch launch) {
    return Map.ofEntries(
        Map.entry("Init", true),
        Map.entry("ReadonlyRootfs", spec.readOnly()),
        Map.entry("CapDrop", List.of("ALL")),
        Map.entry("SecurityOpt", List.of("no-new-privileges")),
        Map.entry("NetworkMode", spec.network().name().toLowerCase(Locale.ROOT)),
        Map.entry("PidsLimit", spec.pids()),
        Map.entry("Memory", memoryBytes),
        Map.entry("MemorySwap", memoryBytes),
        Map.entry("NanoCpus", Math.round(spec.cpus() * NANOS)),
        Map.entry(
            "Tmpfs", Map.of("/tmp", "rw,exec,nosuid,nodev,mode=1777,size=" + spec.tmpBytes())),
        Map.entry("LogConfig", Map.of("Type", "none")),
        Map.entry("Mounts", mounts(launch.place())));
  }

  private List<Map<String, Object>> mounts(Launch.Place place) {
    var mounts = new ArrayList<Map<String, Object>>();
    mounts.add(mount(place.home(), ContainerPlaces.HOME, true));
    mounts.add(mount(place.work(), ContainerPlaces.WORK, true));
    place.docs().ifPresent(docs -> mounts.add(mount(docs, ContainerPlaces.DOCS, false)));
    place.snapshot().ifPresent(root -> mounts.add(mount(root, ContainerPlaces.SNAPSHOT, false)));
    for (Mount mount : spec.mounts()) {
      mounts.add(mount(Path.of(mount.from()), mount.to(), mount.writable()));
    }
    return mounts;
  }

  private static Map<String, Object> mount(Path from, String to, boolean writable) {
    return Map.of(
        "Type",
        "bind",
        "Source",
        from.toAbsolutePath().toString(),
        "Target",
        to,
        "ReadOnly",
        !writable);
  }
}
