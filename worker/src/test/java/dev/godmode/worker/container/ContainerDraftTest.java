package dev.godmode.worker.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.ContainerSpec;
import dev.godmode.protocol.task.ContainerSpec.Mount;
import dev.godmode.protocol.task.ContainerSpec.Network;
import dev.godmode.protocol.task.ContainerSpec.Pull;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.worker.executor.Launch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ContainerDraftTest {

  private static final long MEMORY = 64L << 20;

  @Test
  void a_container_is_shut_unless_its_profile_opens_it() {
    var host = draft(ContainerSpec.of("busybox"), Map.of()).path("HostConfig");

    assertThat(host.path("ReadonlyRootfs").asBoolean()).isTrue();
    assertThat(host.path("CapDrop").toString()).isEqualTo("[\"ALL\"]");
    assertThat(host.path("SecurityOpt").toString()).isEqualTo("[\"no-new-privileges\"]");
    assertThat(host.path("NetworkMode").asString()).isEqualTo("none");
    assertThat(host.path("PidsLimit").asInt()).isEqualTo(ContainerSpec.PIDS_DEFAULT);
    assertThat(host.path("Memory").asLong()).isEqualTo(MEMORY);
    assertThat(host.path("MemorySwap").asLong()).isEqualTo(MEMORY);
    assertThat(host.path("LogConfig").path("Type").asString()).isEqualTo("none");
    assertThat(host.has("Privileged")).isFalse();
  }

  @Test
  void what_its_profile_opens_is_open() {
    var mounts = List.of(new Mount("/srv/cache", "/cache", true));
    var spec = new ContainerSpec("i", Pull.NEVER, Network.BRIDGE, false, 1.5, 7, 1 << 20, mounts);

    var host = draft(spec, Map.of()).path("HostConfig");

    assertThat(host.path("NetworkMode").asString()).isEqualTo("bridge");
    assertThat(host.path("ReadonlyRootfs").asBoolean()).isFalse();
    assertThat(host.path("NanoCpus").asLong()).isEqualTo(1_500_000_000);
    assertThat(host.path("Tmpfs").path("/tmp").asString()).endsWith("size=1048576");
    assertThat(host.path("Mounts").get(2).path("Source").asString()).isEqualTo("/srv/cache");
    assertThat(host.path("Mounts").get(2).path("ReadOnly").asBoolean()).isFalse();
  }

  @Test
  void a_secret_stands_nowhere_in_it() {
    var draft = draft(ContainerSpec.of("busybox"), Map.of("KEY", "correct-horse"));

    assertThat(draft.toString()).doesNotContain("correct-horse").doesNotContain("KEY");
    assertThat(draft.path("Cmd").get(0).asString()).isEqualTo("/bin/sh");
    assertThat(draft.path("Cmd").get(4).asString()).isEqualTo("make");
  }

  @Test
  void a_container_says_whose_it_is() {
    var labels = draft(ContainerSpec.of("busybox"), Map.of()).path("Labels");

    assertThat(labels.path(Engine.LABEL_NODE).asString()).isEqualTo("node1");
    assertThat(labels.path(Engine.LABEL_TASK).asString()).isEqualTo("task1");
    assertThat(labels.path(Engine.LABEL_ATTEMPT).asString()).isEqualTo("2");
    assertThat(labels.path(Engine.LABEL_FENCE).asString()).isEqualTo("7");
  }

  @Test
  void secrets_are_lines_for_a_shell_whatever_is_in_them() {
    assertThat(SealedEnvironment.lines(Map.of("A", "it's $HOME; rm -rf /", "B", "\\")))
        .isEqualTo("export A='it'\\''s $HOME; rm -rf /'\nexport B='\\'\n");
  }

  private static JsonNode draft(ContainerSpec spec, Map<String, String> secrets) {
    var launch =
        new Launch(
            new AttemptKey(new TaskId("task1"), 2, 7),
            List.of("make", "all"),
            new Launch.Place(Path.of("/a"), Path.of("/a/work"), Optional.empty(), Optional.empty()),
            Map.of("PLAIN", "value"),
            secrets,
            false,
            false);
    return Json.tree(
        Json.write(new ContainerDraft(spec, MEMORY, "1000:1000", "node1").body(launch)));
  }
}
