package dev.godmode.worker.container;

import dev.godmode.protocol.task.Assignment;
import dev.godmode.protocol.task.ContainerSpec;
import dev.godmode.worker.executor.Executor;
import dev.godmode.worker.executor.ExecutorLost;
import dev.godmode.worker.executor.Launch;
import dev.godmode.worker.executor.ProcessExecutor;
import dev.godmode.worker.executor.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Starts programs in containers, each in one of its own, all of one image. */
public final class ContainerExecutor implements Executor {

  private static final String ROOT = "0:0";
  private static final int NOBODY = 65_534;

  private final EngineWatch watch;
  private final Path home;
  private final ContainerSpec spec;
  private final long memoryBytes;

  private ContainerExecutor(
      EngineWatch watch, Path home, Assignment assignment, ContainerSpec spec) {
    this.watch = watch;
    this.home = home;
    this.spec = spec;
    this.memoryBytes = assignment.limits().memoryBytes();
  }

  /**
   * Processes, but for assignments that ask for a container.
   *
   * @param home the worker's folder, which no container sees
   */
  public static Executor.Choice orProcess(EngineWatch watch, Path home) {
    var process = new ProcessExecutor();
    return assignment ->
        assignment.container().isPresent()
            ? new ContainerExecutor(watch, home, assignment, assignment.container().get())
            : process;
  }

  @Override
  public Program start(Launch launch) throws IOException, InterruptedException {
    var key = launch.attempt().toString();
    if (launch.spoken()) {
      throw new IOException(
          "its driver speaks to its program, and nobody speaks to a program in a container yet: leave 'container' out of its profile");
    }
    watch.began(key);
    try {
      return start(launch, engine());
    } catch (IOException | InterruptedException e) {
      SealedEnvironment.forget(launch.place().home());
      watch.ended(key);
      if (e instanceof ExecutorLost) {
        // Before anyone is told of it: this node can run no container just now.
        watch.look();
      }
      throw e;
    }
  }

  private Engine engine() throws ExecutorLost {
    return watch
        .engine()
        .orElseThrow(() -> new EngineDown("no container engine answers on this node"));
  }

  private Program start(Launch launch, Engine engine) throws IOException, InterruptedException {
    var rules = new MountRules(home, EngineSockets.forbidden(watch.sockets()));
    for (var mount : spec.mounts()) {
      rules.check(mount);
    }
    engine.provide(spec.image(), spec.pull());
    var owner = owner(engine);
    hand(launch, owner);
    var draft = new ContainerDraft(spec, memoryBytes, owner.inContainer(), watch.node());
    var id = engine.create(draft.body(launch));
    try {
      var attached = engine.attach(id);
      engine.start(id);
      return new ContainerProgram(
          engine, watch, launch, id, new OutputFrames(attached, launch.joined()));
    } catch (IOException | InterruptedException e) {
      engine.remove(id);
      throw e;
    }
  }

  /**
   * Who the program is.
   *
   * @param inContainer user and group there
   * @param chown whether its folders are given to {@link #NOBODY} first
   */
  private record Owner(String inContainer, boolean chown) {}

  /**
   * The worker's own user, so that the workspace is the program's. Never root: a worker that is
   * root has its programs run as nobody. Root of an engine without root is the worker's user.
   */
  private Owner owner(Engine engine) throws IOException {
    if (engine.facts().rootless()) {
      return new Owner(ROOT, false);
    }
    var uid = number(home, "unix:uid");
    return uid == 0
        ? new Owner(NOBODY + ":" + NOBODY, true)
        : new Owner(uid + ":" + number(home, "unix:gid"), false);
  }

  private static int number(Path file, String attribute) throws IOException {
    return (Integer) Files.getAttribute(file, attribute);
  }

  /** Gives the program its folders and its secrets. */
  private static void hand(Launch launch, Owner owner) throws IOException {
    var place = launch.place();
    if (!launch.secret().isEmpty()) {
      SealedEnvironment.write(place.home(), launch.secret());
    }
    if (owner.chown()) {
      give(place.home());
      give(place.work());
      try (var inside = Files.walk(place.home(), 2)) {
        for (var file : inside.toList()) {
          give(file);
        }
      }
    }
  }

  private static void give(Path file) throws IOException {
    Files.setAttribute(file, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(file, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
  }
}
