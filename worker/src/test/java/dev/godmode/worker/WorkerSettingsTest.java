package dev.godmode.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerSettingsTest {

  @Test
  void skills_of_the_operator_are_added_one_by_one() {
    assertThat(parse("--skills", "gpu:a100, fast,").skills())
        .containsExactlyInAnyOrder("gpu:a100", "fast");
  }

  @Test
  void nobody_can_say_that_there_is_a_container_engine() {
    assertThatThrownBy(() -> parse("--skills", "container"))
        .hasMessage("'container' is not given but found, when Docker or Podman answers");
  }

  @Test
  void where_control_is_now_is_a_host_and_a_port() {
    assertThat(parse("--control", "100.64.0.1:5053").control()).contains("100.64.0.1:5053");
    assertThat(parse("--control", "[fd7a::1]:5053").control()).contains("[fd7a::1]:5053");
    assertThatThrownBy(() -> parse("--control", "https://forge:5053"))
        .hasMessage("--control must be host:port of the control node, was 'https://forge:5053'");
  }

  @Test
  void everything_that_is_wrong_is_told_at_once() {
    assertThatThrownBy(() -> parse("--slot", "4", "--slots", "none", "--skills", "two words"))
        .hasMessageContaining("unknown option --slot (did you mean '--slots'?)")
        .hasMessageContaining("--slots must be 1 to 10000, was 'none'")
        .hasMessageContaining("'two words' is not a skill tag");
  }

  @Test
  void the_launcher_that_started_it_is_known_where_there_is_one(@TempDir Path sources)
      throws Exception {
    var gm = Files.createFile(sources.resolve("gm"));
    var environment = Map.of("GODMODE_SRC", sources.toString());

    var before = WorkerSettings.parse(new String[0], environment, 2);
    Files.setPosixFilePermissions(gm, PosixFilePermissions.fromString("rwxr-xr-x"));
    var after = WorkerSettings.parse(new String[0], environment, 2);

    assertThat(before.gm()).isEmpty();
    assertThat(after.gm()).contains(gm);
  }

  private static WorkerSettings parse(String... arguments) {
    return WorkerSettings.parse(arguments, Map.of(), 2);
  }
}
