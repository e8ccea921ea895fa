package dev.godmode.worker.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.DriverTerms;
import dev.godmode.protocol.task.DriverTerms.Permissions;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Question;
import dev.godmode.protocol.task.Question.Kind;
import dev.godmode.protocol.task.Tokens;
import dev.godmode.worker.driver.Happening.Asks;
import dev.godmode.worker.driver.Happening.Failed;
import dev.godmode.worker.driver.Happening.Finished;
import dev.godmode.worker.driver.Happening.SessionBegan;
import dev.godmode.worker.driver.Happening.Spent;
import dev.godmode.worker.driver.Happening.StepBegan;
import dev.godmode.worker.driver.Happening.StepEnded;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoopDialectTest {

  private final Dialect loop = new LoopDialect(Briefs.USUAL);

  @Test
  void it_is_started_from_this_build_with_its_terms_and_its_goal() {
    var terms = new DriverTerms(Optional.of("qwen3-8b"), Permissions.EDIT);

    var opening = new LoopDialect(Briefs.of(terms, Optional.empty(), Map.of())).opening();

    assertThat(opening.command()).contains("dev.godmode.worker.loop.Main");
    assertThat(opening.variables())
        .containsEntry("GODMODE_LOOP_MODEL", "qwen3-8b")
        .containsEntry("GODMODE_LOOP_PERMISSIONS", "edit")
        .containsEntry("GODMODE_LOOP_MEMORY", "/node/sessions/task1/program");
    assertThat(opening.lines()).containsExactly("{\"type\":\"goal\",\"text\":\"Make it good.\"}");
  }

  @Test
  void what_it_says_is_told_in_the_words_of_all_dialects() {
    var began = loop.heard("{\"type\":\"began\",\"model\":\"small\"}");
    var spent = loop.heard("{\"type\":\"spent\",\"input\":5,\"cached\":2,\"output\":3}");
    var done = loop.heard("{\"type\":\"finished\",\"text\":\"It works.\"}");

    assertThat(began.happenings()).contains(new SessionBegan("conversation"));
    assertThat(spent.happenings())
        .containsExactly(new Spent(new Tokens(5, 2, 3), Optional.empty()));
    assertThat(done.happenings()).containsExactly(new Finished("It works."));
  }

  @Test
  void a_tool_is_a_step_known_by_what_it_is_used_for() {
    var began =
        loop.heard(
            "{\"type\":\"uses\",\"id\":\"1-c\",\"tool\":\"run\",\"arguments\":\"{\\\"command\\\":\\\"ls\\\"}\"}");
    var ended = loop.heard("{\"type\":\"used\",\"id\":\"1-c\",\"failed\":true}");

    assertThat(began.happenings()).containsExactly(new StepBegan("1-c", "run", "ls"));
    assertThat(ended.happenings()).containsExactly(new StepEnded("1-c", true));
  }

  @Test
  void a_permission_shows_what_a_yes_allows_and_the_answer_reaches_it() {
    var asks =
        loop.heard(
            "{\"type\":\"asks\",\"kind\":\"permission\",\"text\":\"may it?\",\"payload\":\"rm"
                + " x\",\"id\":\"q1\"}");

    assertThat(asks.happenings())
        .containsExactly(
            new Asks(new Question("q1", Kind.PERMISSION, "may it?", List.of(), "rm x")));
    assertThat(loop.answered("q1", new Answer.Yes()).say())
        .containsExactly("{\"type\":\"answer\",\"id\":\"q1\",\"allow\":true,\"text\":\"\"}");
    assertThat(loop.answered("q1", new Answer.No("no")).say())
        .containsExactly("{\"type\":\"answer\",\"id\":\"q1\",\"allow\":false,\"text\":\"no\"}");
    assertThat(loop.answered("q2", new Answer.Words("blue")).say())
        .containsExactly("{\"type\":\"answer\",\"id\":\"q2\",\"allow\":true,\"text\":\"blue\"}");
  }

  @Test
  void its_troubles_are_sorted_by_the_models_status() {
    var limit = loop.heard("{\"type\":\"failed\",\"status\":429,\"text\":\"too many\"}");
    var away = loop.heard("{\"type\":\"failed\",\"status\":503,\"text\":\"busy\"}");
    var gaveUp = loop.heard("{\"type\":\"failed\",\"status\":0,\"text\":\"after 200 turns\"}");

    assertThat(ending(limit)).isEqualTo(Ending.LIMIT_REACHED);
    assertThat(ending(away)).isEqualTo(Ending.MODEL_UNREACHABLE);
    assertThat(ending(gaveUp)).isEqualTo(Ending.AGENT_FAILED);
    assertThat(loop.gone(137, "killed").ending()).isEqualTo(Ending.AGENT_FAILED);
  }

  private static Ending ending(Dialect.Turn turn) {
    return ((Failed) turn.happenings().getFirst()).ending();
  }
}
