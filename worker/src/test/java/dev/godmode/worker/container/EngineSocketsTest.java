package dev.godmode.worker.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineSocketsTest {

  @Test
  void the_usual_places_are_looked_at_in_order() {
    assertThat(EngineSockets.places(Map.of("XDG_RUNTIME_DIR", "/run/user/1000")))
        .containsExactly(
            Path.of("/var/run/docker.sock"),
            Path.of("/run/user/1000/podman/podman.sock"),
            Path.of("/run/podman/podman.sock"));
  }

  @Test
  void what_the_environment_names_is_the_only_place() {
    assertThat(EngineSockets.places(Map.of("DOCKER_HOST", "unix:///tmp/d.sock")))
        .containsExactly(Path.of("/tmp/d.sock"));
  }

  @Test
  void an_engine_on_another_machine_is_not_this_nodes() {
    assertThat(EngineSockets.places(Map.of("DOCKER_HOST", "tcp://10.0.0.1:2375"))).isEmpty();
  }
}
