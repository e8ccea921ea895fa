package dev.godmode.kernel;

import static dev.godmode.protocol.task.TaskState.CANCELLED;
import static dev.godmode.protocol.task.TaskState.PENDING;
import static dev.godmode.protocol.task.TaskState.QUEUED;
import static dev.godmode.protocol.task.TaskState.RUNNING;
import static dev.godmode.protocol.task.TaskState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.event.TaskEvent.TaskDelayed;
import dev.godmode.protocol.event.TaskEvent.TaskPinned;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Lifecycle.Persistent;
import dev.godmode.protocol.task.LossPolicy;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PersistentAgentTest {

  private static final Persistent TERMS =
      new Persistent(Optional.empty(), 3, Duration.ofMinutes(10));
  private static final AgentProfile SCRIBE = Profiles.persistent("scribe", TERMS);
  private static final Duration LOST = Duration.ofSeconds(8);

  private final Scenario s = new Scenario();

  @Test
  void it_is_started_again_on_its_node_however_its_program_ends() {
    var forge = s.node("forge", 1);
    var scribe = started();

    for (var ending : List.of(Ending.UNVERIFIED, Ending.PROGRAM_FAILED, Ending.TIMED_OUT)) {
      s.end(scribe, ending);
      assertThat(s.state(scribe)).isEqualTo(PENDING);
      s.pass(Duration.ofMinutes(11), forge);
      assertThat(s.running(scribe).node()).isEqualTo(forge);
    }

    assertThat(s.task(scribe).attemptsMade()).isEqualTo(4);
  }

  @Test
  void the_wait_before_it_is_started_again_doubles_while_it_keeps_ending() {
    var forge = s.node("forge", 1);
    var scribe = started();

    List<Instant> ends = List.of(endAgain(scribe, forge), endAgain(scribe, forge));

    var waits = s.events(TaskDelayed.class);
    assertThat(Duration.between(ends.get(0), waits.get(0).until())).hasSeconds(1);
    assertThat(Duration.between(ends.get(1), waits.get(1).until())).hasSeconds(2);
  }

  @Test
  void after_a_long_good_life_the_wait_is_short_again() {
    var forge = s.node("forge", 1);
    var scribe = started();
    endAgain(scribe, forge);
    endAgain(scribe, forge);

    s.pass(Duration.ofMinutes(11), forge);
    var end = s.now();
    s.end(scribe, Ending.PROGRAM_FAILED);

    assertThat(Duration.between(end, s.events(TaskDelayed.class).getLast().until())).hasSeconds(1);
  }

  @Test
  void one_that_ends_again_and_again_waits_for_a_person_who_lets_it_go_on() {
    var forge = s.node("forge", 1);
    var scribe = started();
    for (var ends = 0; ends < 3; ends++) {
      endAgain(scribe, forge);
    }

    s.end(scribe, Ending.PROGRAM_FAILED);
    s.pass(Duration.ofHours(1), forge);
    assertThat(s.state(scribe)).isEqualTo(WAITING);
    assertThat(s.kernel().explain(scribe).orElseThrow())
        .satisfies(
            why -> {
              assertThat(why.summary()).contains("ended 4 times within 600 s");
              assertThat(why.mend()).isEqualTo("gm agent restart scribe");
            });

    s.send(new Command.RestartAgent("scribe", "mended"));
    assertThat(s.state(scribe)).isEqualTo(RUNNING);
    s.end(scribe, Ending.PROGRAM_FAILED);
    assertThat(s.state(scribe)).isEqualTo(PENDING);
  }

  @Test
  void it_stays_on_the_node_that_placement_chose_though_others_are_emptier() {
    var forge = s.node("forge", 1);
    var scribe = started();
    var atlas = s.node("atlas", 8);

    s.end(scribe, Ending.UNVERIFIED);
    s.pass(Duration.ofSeconds(2), forge, atlas);

    assertThat(s.running(scribe).node()).isEqualTo(forge);
    assertThat(s.events(TaskPinned.class))
        .singleElement()
        .returns(Optional.of("forge"), TaskPinned::node);
  }

  @Test
  void a_pin_in_its_profile_chooses_the_first_node_too() {
    s.node("forge", 8);
    var atlas = s.node("atlas", 1);
    s.declare(
        Profiles.persistent(
            "scribe", new Persistent(Optional.of("atlas"), 3, Duration.ofMinutes(10))));

    assertThat(s.running(s.startAgent("scribe")).node()).isEqualTo(atlas);
  }

  @Test
  void one_pinned_by_its_profile_waits_for_its_lost_node() {
    s.node("forge", 1);
    s.declare(
        Profiles.persistent(
            "scribe", new Persistent(Optional.of("forge"), 3, Duration.ofMinutes(10))));
    var scribe = s.startAgent("scribe");
    var atlas = s.node("atlas", 1);

    s.pass(LOST, atlas);

    assertThat(s.state(scribe)).isEqualTo(QUEUED);
  }

  @Test
  void one_that_was_stopped_stays_so_until_it_is_started() {
    var forge = s.node("forge", 1);
    var scribe = started();

    s.send(new Command.StopAgent("scribe", "for the night"));
    assertThat(s.effects(Effect.StopAttempt.class)).hasSize(1);
    s.end(scribe, Ending.STOPPED);
    s.pass(Duration.ofHours(1), forge);
    assertThat(s.state(scribe)).isEqualTo(PENDING);
    assertThat(s.kernel().missingAgents()).isEmpty();

    s.send(new Command.StartAgent(new TaskId("other"), "scribe", "scribe", Optional.empty()));
    assertThat(s.running(scribe).node()).isEqualTo(forge);
  }

  @Test
  void a_restart_ends_it_and_starts_it_at_once() {
    s.node("forge", 1);
    var scribe = started();
    var first = s.attempt(scribe);

    s.send(new Command.RestartAgent("scribe", "to read its settings anew"));
    assertThat(s.effects(Effect.StopAttempt.class)).hasSize(1);
    s.end(scribe, Ending.STOPPED);

    assertThat(s.attempt(scribe)).isNotEqualTo(first);
  }

  @Test
  void it_moves_by_command_only_and_stays_where_it_was_moved() {
    s.node("forge", 1);
    var scribe = started();
    var atlas = s.node("atlas", 1);

    s.send(new Command.MoveAgent("scribe", "atlas"));
    s.end(scribe, Ending.STOPPED);

    assertThat(s.running(scribe).node()).isEqualTo(atlas);
    assertThat(s.send(new Command.MoveAgent("scribe", "atlsa")))
        .isInstanceOfSatisfying(
            Reply.Refused.class, no -> assertThat(no.why()).contains("did you mean 'atlas'"));
  }

  @Test
  void its_old_life_is_fenced_when_its_lost_node_comes_back() {
    var forge = s.node("forge", 1);
    var scribe = started();
    var old = s.attempt(scribe);
    s.start(old);

    s.silence(LOST);
    s.reconnect(forge, old);

    assertThat(s.effects(Effect.FenceAttempt.class)).extracting(f -> f.attempt()).contains(old);
    assertThat(s.events(AttemptLeased.class)).hasSize(2);
    assertThat(s.running(scribe).node()).isEqualTo(forge);
  }

  @Test
  void one_that_may_move_goes_elsewhere_when_its_node_is_lost() {
    s.node("forge", 1);
    var scribe = started();
    var atlas = s.node("atlas", 1);

    s.pass(LOST, atlas);

    assertThat(s.running(scribe).node()).isEqualTo(atlas);
  }

  @Test
  void one_that_waits_goes_on_when_its_lost_node_comes_back() {
    var forge = s.node("forge", 1);
    var scribe = patient();
    var life = s.attempt(scribe);

    s.silence(LOST);
    s.reconnect(forge, life);

    assertThat(s.attempt(scribe)).isEqualTo(life);
    assertThat(s.effects(Effect.FenceAttempt.class)).isEmpty();
  }

  @Test
  void one_that_has_waited_long_enough_moves_by_a_persons_word() {
    s.node("forge", 1);
    var scribe = patient();
    var atlas = s.node("atlas", 1);
    s.pass(LOST.plus(Duration.ofMinutes(10)), atlas);
    assertThat(s.state(scribe)).isEqualTo(WAITING);

    s.send(new Command.ApproveTask(scribe, "move"));

    assertThat(s.running(scribe).node()).isEqualTo(atlas);
  }

  @Test
  void one_that_waits_for_its_node_can_be_stopped_and_moved() {
    s.node("forge", 1);
    var scribe = patient();
    var atlas = s.node("atlas", 1);
    s.pass(LOST, atlas);

    s.send(new Command.StopAgent("scribe", "not now"));
    assertThat(s.state(scribe)).isEqualTo(PENDING);
    s.send(new Command.RestartAgent("scribe", "now"));
    assertThat(s.state(scribe)).isEqualTo(QUEUED);
    s.send(new Command.MoveAgent("scribe", "atlas"));

    assertThat(s.running(scribe).node()).isEqualTo(atlas);
  }

  private TaskId patient() {
    var scribe = Profiles.living(SCRIBE, TERMS, LossPolicy.WAIT);
    s.declare(scribe);
    var task = s.startAgent("scribe");
    s.start(s.attempt(task));
    return task;
  }

  @Test
  void losing_its_node_again_and_again_never_ends_it() {
    var forge = s.node("forge", 1);
    var scribe = started();

    for (var losses = 0; losses < 15; losses++) {
      s.silence(LOST);
      s.reconnect(forge);
    }

    assertThat(s.running(scribe).node()).isEqualTo(forge);
  }

  @Test
  void its_end_is_asked_for_when_its_profile_goes() {
    s.node("forge", 1);
    var scribe = started();

    s.declare();
    s.end(scribe, Ending.STOPPED);

    assertThat(s.state(scribe)).isEqualTo(CANCELLED);
    assertThat(s.kernel().persistentAgents()).isEmpty();
  }

  @Test
  void a_changed_program_starts_it_anew_and_changed_words_do_not() {
    s.node("forge", 1);
    var scribe = started();
    var first = s.attempt(scribe);

    s.declare(Profiles.persistent("scribe", new Persistent(Optional.empty(), 9, LOST)));
    assertThat(s.effects(Effect.StopAttempt.class)).isEmpty();
    s.declare(Profiles.withCommand(SCRIBE, "another-program"));
    s.end(scribe, Ending.STOPPED);

    assertThat(s.attempt(scribe)).isNotEqualTo(first);
    assertThat(s.dispatched(scribe).command()).containsExactly("another-program");
  }

  @Test
  void a_type_that_is_to_be_kept_is_missing_until_it_is_started() {
    s.declare(SCRIBE, Scenario.agent("builder", 1, LOST));
    assertThat(s.kernel().missingAgents()).containsExactly("scribe");

    s.startAgent("scribe");

    assertThat(s.kernel().missingAgents()).isEmpty();
  }

  @Test
  void who_cancels_it_is_told_how_to_stop_it() {
    s.node("forge", 1);
    var scribe = started();

    assertThat(s.send(new Command.CancelTask(scribe, "away")))
        .isInstanceOfSatisfying(
            Reply.Refused.class, no -> assertThat(no.why()).contains("gm agent stop scribe"));
  }

  @Test
  void only_a_profile_that_says_so_is_kept_running() {
    s.declare(Scenario.agent("builder", 1, LOST));

    assertThat(
            s.send(new Command.StartAgent(new TaskId("t"), "builder", "builder", Optional.empty())))
        .isInstanceOfSatisfying(
            Reply.Refused.class, no -> assertThat(no.why()).contains("lifecycle: persistent"));
  }

  @Test
  void its_assignment_names_the_folder_that_is_kept() {
    s.node("forge", 1);

    assertThat(s.dispatched(started()).keep()).contains("scribe");
  }

  private TaskId started() {
    s.declare(SCRIBE);
    return s.startAgent("scribe");
  }

  private Instant endAgain(TaskId scribe, NodeId node) {
    var end = s.now();
    s.end(scribe, Ending.PROGRAM_FAILED);
    s.pass(Duration.ofSeconds(5), node);
    return end;
  }
}
