package dev.godmode.worker.attempt;

import static dev.godmode.worker.attempt.AssignmentBuilder.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.Ending;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A persistent agent's lives follow one another in the same folder. */
class KeptFolderTest {

  private static final String COUNT =
      "echo x >> count; echo x >> \"$GODMODE_SESSION/count\";"
          + "cat count \"$GODMODE_SESSION/count\" | wc -l > \"$GODMODE_RESULT\"";

  @TempDir Path home;

  @Test
  void it_finds_again_what_it_left_in_its_workspace_and_its_session() throws Exception {
    try (var node = new Node(home)) {
      node.run(shell(COUNT).life("scribe", 1));
    }

    try (var later = new Node(home)) {
      var report = later.run(shell(COUNT).life("scribe", 2));

      assertThat(report.result().strip()).isEqualTo("4");
    }
  }

  @Test
  void agents_of_other_names_and_tasks_have_folders_of_their_own() throws Exception {
    try (var node = new Node(home)) {
      node.run(shell("touch mine").life("scribe", 1));

      assertThat(node.run(shell("test ! -e mine").life("other", 2)).ending())
          .isEqualTo(Ending.UNVERIFIED);
    }
  }

  @Test
  void a_result_of_an_earlier_life_is_not_taken_for_this_one() throws Exception {
    try (var node = new Node(home)) {
      node.run(shell("echo old > \"$GODMODE_RESULT\"").life("scribe", 1));

      assertThat(node.run(shell("true").life("scribe", 2)).result()).isEmpty();
    }
  }

  @Test
  void its_next_life_begins_when_nothing_of_the_one_before_is_left() throws Exception {
    var lives = "test ! -e alive || exit 9; touch alive; trap 'rm alive; exit' TERM; echo up;";
    try (var node = new Node(home)) {
      var first = node.begin(shell(lives + "while :; do sleep 0.05; done").life("scribe", 1));
      node.awaitLine("up");

      node.attempts.assign(shell(lives + "exit 3").life("scribe", 2).build());
      node.attempts.stop(first, "a restart");

      assertThat(node.await(WorkerMessage.Ended.class).report().ending()).isEqualTo(Ending.STOPPED);
      assertThat(node.await(WorkerMessage.Ended.class).report().exitCode()).contains(3);
    }
  }

  @Test
  void one_that_is_fenced_before_its_turn_never_begins() throws Exception {
    try (var node = new Node(home)) {
      var first = node.begin(shell("while :; do sleep 0.05; done").life("scribe", 1));
      var second = shell("touch came").life("scribe", 2).build();
      node.attempts.assign(second);

      node.attempts.fence(second.attempt(), "another has the lease");
      node.attempts.fence(first, "over");
      node.await(WorkerMessage.Ended.class);
      node.await(WorkerMessage.Ended.class);

      assertThat(home.resolve("agents/scribe/work/came")).doesNotExist();
    }
  }

  @Test
  void its_report_tells_its_last_words() throws Exception {
    try (var node = new Node(home)) {
      var report = node.run(shell("echo no such model >&2; exit 3").life("scribe", 1));

      assertThat(report.reason())
          .isEqualTo("its program ended with exit code 3, saying: no such model");
    }
  }

  @Test
  void a_link_that_an_earlier_life_left_in_place_of_its_workspace_is_not_followed()
      throws Exception {
    try (var node = new Node(home)) {
      node.run(shell("cd .. && rm -r work && ln -s /etc work").life("scribe", 1));

      var report = node.run(shell("true").life("scribe", 2));

      assertThat(report.ending()).isEqualTo(Ending.COULD_NOT_START);
      assertThat(report.reason()).contains("work is a link and must be a folder");
    }
  }
}
