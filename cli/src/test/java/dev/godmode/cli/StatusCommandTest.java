package dev.godmode.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godmode.protocol.api.Requests.Component;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {

  @TempDir Path folder;
  private ScriptedControl control;

  @BeforeEach
  void a_control_that_is_well() throws IOException {
    control = new ScriptedControl();
    says("ok", true);
    control.on(
        "/api/v1/world", 503, "{\"status\":503,\"code\":\"starting\",\"detail\":\"not yet\"}");
  }

  @AfterEach
  void away() {
    control.close();
  }

  @Test
  void a_machine_without_a_control_says_how_to_get_one() {
    var report = StatusCommand.look(new Home(folder));

    assertThat(report.healthy()).isFalse();
    assertThat(report.components())
        .containsExactly(new Component("control", false, "not running: ./gmup"));
  }

  @Test
  void a_control_elsewhere_that_is_well_makes_a_machine_without_one_well() {
    var report = StatusCommand.look(new Home(folder, Optional.of(control.url())));

    assertThat(report.healthy()).isTrue();
    assertThat(report.components())
        .extracting(Component::name, Component::detail)
        .containsExactly(tuple("control", control.url()), tuple("database", "so it is"));
    assertThat(report.hud()).as("it listens on that machine's loopback").isEmpty();
  }

  @Test
  void a_control_elsewhere_that_is_unwell_says_what_ails_it() {
    says("degraded", false);

    var report = StatusCommand.look(new Home(folder, Optional.of(control.url())));

    assertThat(report.healthy()).isFalse();
  }

  private void says(String status, boolean well) {
    control.on(
        "/health",
        well ? 200 : 503,
        """
        {"status":"%s","version":"1","components":[{"name":"database","ok":%s,"detail":"so it is"}]}"""
            .formatted(status, well));
  }
}
