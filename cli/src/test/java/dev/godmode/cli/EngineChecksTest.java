package dev.godmode.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.cli.Finding.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineChecksTest {

  @TempDir Path run;
  private Path docker;
  private Path podman;

  @BeforeEach
  void engines() throws IOException {
    docker = Files.createFile(run.resolve("docker.sock"));
    podman = run.resolve("podman.sock");
  }

  @Test
  void an_engine_that_one_may_not_use_is_named_with_how_to_be_let_in() {
    var findings = new EngineChecks(mends(), _ -> false).look();

    assertThat(findings)
        .singleElement()
        .returns(Rule.ENGINE_SHUT.id(), Finding::rule)
        .returns(docker.toString(), Finding::where)
        .returns("join the group", Finding::mend);
  }

  @Test
  void one_engine_that_may_be_used_is_enough() throws IOException {
    Files.createFile(podman);

    assertThat(new EngineChecks(mends(), podman::equals).look()).isEmpty();
  }

  @Test
  void a_machine_without_an_engine_has_nothing_to_mend() throws IOException {
    Files.delete(docker);

    assertThat(new EngineChecks(mends(), _ -> false).look()).isEmpty();
  }

  private Map<Path, String> mends() {
    return Map.of(docker, "join the group", podman, "use your own");
  }
}
