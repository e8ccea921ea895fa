package dev.godmode.kernel;

import static dev.godmode.kernel.SpecBuilder.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.api.Explanation;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExplainTest {

  private final Scenario s = new Scenario();

  private Explanation why(TaskId task) {
    return s.kernel().explain(task).orElseThrow();
  }

  @Test
  void a_task_without_a_node_says_how_to_get_one() {
    assertThat(why(s.submit("a")))
        .returns("queued: there is no node yet", Explanation::summary)
        .returns("start a worker with ./gmup, or gm join-code", Explanation::mend);
  }

  @Test
  void the_node_that_fits_best_is_named_with_what_it_lacks() {
    s.node("far", 0, "git");
    s.node("near", 2, "git", "java");
    s.node("shut", 2, "gpu");

    assertThat(why(s.submit(named("a").requires("java", "gpu"))))
        .returns(
            "never, as the fleet is: no node has all it asks for; nearest is near: lacks gpu",
            Explanation::summary)
        .returns(true, Explanation::never);
  }

  @Test
  void what_no_node_offers_is_said_to_be_never_with_what_may_be_meant() {
    s.node("far", 0, "git");
    s.node("near", 2, "git", "java", "gpu:a100");

    assertThat(why(s.submit(named("a").requires("java", "gpu:a10"))))
        .returns(true, Explanation::never)
        .returns(
            "never, as the fleet is: no node offers 'gpu:a10' (did you mean 'gpu:a100'?); nearest is near",
            Explanation::summary)
        .returns("start a worker with ./gmup --skills gpu:a10, or require less", Explanation::mend);
  }

  @Test
  void an_agent_in_a_container_waits_for_a_node_that_has_an_engine() {
    var node = s.node("forge", 1, "git");
    s.declare(Scenario.contained("sealed"));
    var task = s.submit(named("a").agent("sealed"));

    assertThat(why(task).summary()).contains("no node offers 'container'");

    s.equip(node, "git", "container");
    assertThat(s.attempt(task).number()).isEqualTo(1);
  }

  @Test
  void a_skill_of_a_node_that_is_lost_just_now_is_not_never() {
    var node = s.node("far", 1, "gpu");
    s.node("near", 1, "git");
    s.send(new Command.DisconnectNode(node, "gone"));
    s.silence(Duration.ofSeconds(30));

    assertThat(why(s.submit(named("a").requires("gpu"))).never()).isFalse();
  }

  @Test
  void a_task_that_only_waits_its_turn_says_so() {
    s.node("forge", 1);
    s.submit("first");
    s.submit("second");

    assertThat(why(s.submit("third")).summary())
        .isEqualTo("queued: waits for a slot on forge; 1 go first");
  }

  @Test
  void each_rule_of_each_node_is_told_passed_or_not() {
    s.node("forge", 1, "git");
    var task = s.submit(named("a").requires("gpu"));

    assertThat(why(task).nodes())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.fits()).isFalse();
              assertThat(verdict.rules())
                  .extracting(rule -> rule.rule() + " " + rule.passed())
                  .containsExactly(
                      "alive true", "takes work true", "skills false", "free slot true");
            });
  }

  @Test
  void a_misspelt_agent_is_told_with_the_nearest_name() {
    s.node("forge", 1);
    s.declare(Scenario.agent("reviewer", 1, Duration.ofSeconds(1)));

    assertThat(why(s.submit(named("a").agent("reveiwer"))).summary())
        .contains("there is no agent 'reveiwer'")
        .contains("reviewer");
  }

  @Test
  void a_stopped_fleet_says_so_and_how_to_go_on() {
    s.node("forge", 1);
    s.send(new Command.StopFleet("smoke"));

    assertThat(why(s.submit("a")))
        .returns("queued: the fleet is stopped: smoke", Explanation::summary)
        .returns("gm resume", Explanation::mend);
  }

  @Test
  void a_held_task_says_who_lets_it_go() {
    var task = s.submit(named("a").held());

    assertThat(why(task).mend()).isEqualTo("gm task release " + task);
  }

  @Test
  void a_running_task_says_why_there() {
    s.node("forge", 2);

    assertThat(why(s.submit("a")).summary()).startsWith("runs on forge: 2 of 2 slots free");
  }

  @Test
  void a_task_that_comes_after_others_names_them() {
    var first = s.submit("the first of all");

    assertThat(why(s.submit(named("a").after(first))).summary())
        .isEqualTo("pending after the first of all");
  }

  @Test
  void an_unknown_task_has_no_explanation() {
    assertThat(s.kernel().explain(new TaskId("nowhere"))).isEmpty();
  }
}
