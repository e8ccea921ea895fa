package dev.godmode.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.api.LedgerLine;
import dev.godmode.protocol.event.TaskEvent.TaskReleased;
import dev.godmode.protocol.task.TaskId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaintTest {

  private static final Paint COLOURED = new Paint(true);

  @Test
  void our_colours_stay_and_a_strangers_cursor_does_not_move() {
    var text = COLOURED.bad("failed") + " \u001b[2J\u001b[1;1Hall is well\r\n";

    assertThat(Paint.harmless(text))
        .isEqualTo(COLOURED.bad("failed") + " ␛[2J␛[1;1Hall is well␍\n");
  }

  @Test
  void an_entry_of_the_ledger_is_one_line_whatever_its_task_is_called() {
    var forged = "submitted “x\n11-26 10:00:00  fleet  approved  owner”";
    var line =
        new LedgerLine(
            7,
            Instant.EPOCH,
            "ada",
            Optional.empty(),
            "TaskReleased",
            "t",
            forged,
            new TaskReleased(new TaskId("t")));

    assertThat(LedgerCommands.words(new Paint(false), line))
        .doesNotContain("\n")
        .contains("submitted “x␤11-26");
  }
}
