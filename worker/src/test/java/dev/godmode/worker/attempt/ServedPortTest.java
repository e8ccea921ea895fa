package dev.godmode.worker.attempt;

import static dev.godmode.worker.attempt.AssignmentBuilder.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.task.Ending;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of a server of models is told where to listen. */
class ServedPortTest {

  private static final String TELL = "echo \"$GODMODE_PORT\" > \"$GODMODE_RESULT\"";

  @TempDir Path home;

  @Test
  void it_has_a_port_of_this_machine_in_each_of_its_lives() throws Exception {
    try (var node = new Node(home)) {
      var report = node.run(shell(TELL).serves("llama-1", "small"));

      assertThat(Integer.parseInt(report.result().strip())).isBetween(1_024, 65_535);
    }
  }

  @Test
  void whatever_its_own_environment_says() throws Exception {
    try (var node = new Node(home)) {
      var report = node.run(shell(TELL).serves("llama-1", "small").env("GODMODE_PORT", "80"));

      assertThat(report.result().strip()).isNotEqualTo("80");
    }
  }

  @Test
  void other_programs_have_none() throws Exception {
    try (var node = new Node(home)) {
      assertThat(node.run(shell("test -z \"$GODMODE_PORT\"")).ending())
          .isEqualTo(Ending.UNVERIFIED);
    }
  }
}
