package dev.godmode.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.LogChunks;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.KnownControl;
import dev.godmode.protocol.stream.LogLine;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.server.ServedControl;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerStreamTest {

  private static final AttemptReport GOOD =
      AttemptReport.of(Ending.UNVERIFIED)
          .exitCode(Optional.of(0))
          .result("42")
          .took(Duration.ofSeconds(1))
          .outputBytes(6)
          .build();

  @TempDir Path home;
  private ServedControl control;

  @BeforeEach
  void serve() {
    control = new ServedControl(home);
  }

  @AfterEach
  void stop() {
    control.close();
  }

  private static WorkerMessage.Logged logged(AttemptKey key, long sequence, String text) {
    var line = new LogLine(sequence, Instant.EPOCH, LogLine.Source.STDOUT, text, false);
    return new WorkerMessage.Logged(key, LogChunks.encode(sequence, List.of(line)));
  }

  @Test
  void a_worker_is_told_which_controls_there_are_at_its_welcome_and_when_that_changes() {
    var forge = new KnownControl("forge", List.of("10.0.0.1:5053"));
    var atlas = new KnownControl("atlas", List.of("10.0.0.2:5053"));
    control.streams.announce(List.of(forge));
    try (var worker = control.enrolled("host").join()) {
      assertThat(worker.await(ControlMessage.Controls.class).controls()).containsExactly(forge);

      control.streams.announce(List.of(forge));
      control.streams.announce(List.of(atlas, forge));

      assertThat(worker.await(ControlMessage.Controls.class).controls())
          .containsExactly(atlas, forge);
    }
  }

  @Test
  void a_control_that_may_have_been_replaced_sends_its_workers_away() {
    try (var worker = control.enrolled("host").join()) {
      control.streams.sendAway("this control lost the database: ask another");

      worker.awaitClosed();
    }
  }

  @Test
  void a_task_goes_to_a_worker_and_comes_back() {
    try (var worker = control.enrolled("forge").join()) {
      var task = control.submit("hello");
      var assigned = worker.await(ControlMessage.Assign.class).assignment();
      var key = assigned.attempt();

      worker.say(new WorkerMessage.Started(key));
      worker.say(logged(key, 1, "hello"));
      worker.say(new WorkerMessage.Ended(key, GOOD));

      assertThat(assigned.name()).isEqualTo("hello");
      assertThat(worker.await(ControlMessage.LogConfirm.class).sequence()).isEqualTo(1);
      assertThat(worker.await(ControlMessage.Confirm.class).attempt()).isEqualTo(key);
      var detail = control.json("/api/v1/tasks/" + task);
      assertThat(detail.at("/task/state").stringValue()).isEqualTo("unverified");
      assertThat(detail.at("/result").stringValue()).isEqualTo("42");
      assertThat(control.get("/api/v1/tasks/" + task + "/log/download").body())
          .isEqualTo("hello\n");
    }
  }

  @Test
  void a_stream_without_a_certificate_is_refused() {
    try (var stranger = TestWorker.stranger(control.joinCode(), control.authority.certificate())) {
      stranger.connect();

      assertThat(stranger.awaitClosed().code()).isEqualTo(WorkerSession.NOT_A_MEMBER);
    }
  }

  @Test
  void a_certificate_of_another_authority_is_refused(@TempDir Path elsewhere) {
    try (var other = new ServedControl(elsewhere)) {
      var foreign = other.enrolled("forge");

      try (var intruder = foreign.at(control.joinCode(), control.authority.certificate())) {
        assertThat(intruder.tryToConnect()).isFalse();
      }
    }
  }

  @Test
  void a_removed_node_is_dismissed_and_not_let_in_again() {
    try (var worker = control.enrolled("forge").join()) {
      control.send(control.request("/api/v1/nodes/forge").DELETE());

      assertThat(worker.await(ControlMessage.Dismiss.class).reason()).contains("removed");
      assertThat(worker.awaitClosed().code()).isEqualTo(WorkerSession.NOT_A_MEMBER);
      try (var again = worker.again().connect()) {
        assertThat(again.awaitClosed().code()).isEqualTo(WorkerSession.NOT_A_MEMBER);
      }
    }
  }

  @Test
  void the_log_of_another_nodes_attempt_cannot_be_written() {
    try (var holder = control.enrolled("forge").join();
        var other = control.enrolled("anvil")) {
      var task = control.submit("mine");
      var key = holder.await(ControlMessage.Assign.class).assignment().attempt();
      other.join();

      other.say(logged(key, 1, "forged"));
      holder.say(logged(key, 1, "true"));

      assertThat(other.await(ControlMessage.LogConfirm.class).attempt()).isEqualTo(key);
      assertThat(holder.await(ControlMessage.LogConfirm.class).attempt()).isEqualTo(key);
      assertThat(control.get("/api/v1/tasks/" + task + "/log/download").body()).isEqualTo("true\n");
    }
  }

  @Test
  void a_newer_stream_replaces_the_older_one_and_the_node_stays_ready() {
    try (var older = control.enrolled("forge").join();
        var newer = older.again().join()) {
      older.awaitClosed();

      control.submit("for the newer one");

      assertThat(newer.await(ControlMessage.Assign.class).assignment().name())
          .isEqualTo("for the newer one");
      assertThat(control.ledgerKinds()).doesNotContain("NodeSuspected", "NodeLost");
    }
  }

  @Test
  void of_two_machines_with_one_identity_one_keeps_the_stream_and_the_other_is_named() {
    var streams = new ArrayList<TestWorker>();
    streams.add(control.enrolled("forge").join());
    for (var i = 0; i < TwinWatch.TAKEOVERS_MAX; i++) {
      streams.add(streams.getLast().again().join());
    }

    try (var twin = streams.getLast().again().connect()) {
      assertThat(twin.awaitClosed().code()).isEqualTo(WorkerSession.TWIN);
      control.submit("for the one that stays");
      assertThat(streams.getLast().await(ControlMessage.Assign.class).assignment().name())
          .isEqualTo("for the one that stays");
      assertThat(control.ledgerKinds()).contains("NodeCloned");
    }
    streams.forEach(TestWorker::close);
  }

  @Test
  void a_worker_that_vanishes_is_missed_before_its_silence_is_long() {
    try (var events = control.follow("/api/v1/events");
        var worker = control.enrolled("forge").join()) {
      worker.vanish();

      events.awaitEntry("NodeSuspected");
      assertThat(control.json("/api/v1/nodes").at("/items/0/state").stringValue())
          .isEqualTo("suspect");
    }
  }

  @Test
  void a_malformed_message_ends_the_stream() {
    try (var worker = control.enrolled("forge").join()) {
      worker.sayText("{\"type\":\"Heartbeat\",");

      assertThat(worker.awaitClosed().code()).isEqualTo(WorkerSession.BAD_MESSAGE);
    }
  }

  @Test
  void the_first_message_must_be_a_hello() {
    try (var worker = control.enrolled("forge").connect()) {
      worker.say(new WorkerMessage.Leaving("no hello"));

      assertThat(worker.awaitClosed().reason()).contains("Hello");
    }
  }

  @Test
  void a_worker_of_another_version_is_told_to_update() {
    var hello = TestWorker.hello();
    try (var worker = control.enrolled("forge").connect()) {
      worker.say(
          new WorkerMessage.Hello(
              99, hello.inventory(), hello.slots(), hello.usage(), hello.running()));

      assertThat(worker.awaitClosed().reason()).contains("update");
    }
  }

  @Test
  void a_report_under_a_stale_fence_is_refused_and_confirmed() {
    try (var worker = control.enrolled("forge").join()) {
      var task = control.submit("once");
      var key = worker.await(ControlMessage.Assign.class).assignment().attempt();
      worker.say(new WorkerMessage.Ended(new AttemptKey(key.task(), 1, key.fence() + 5), GOOD));

      worker.await(ControlMessage.Confirm.class);

      assertThat(control.json("/api/v1/tasks/" + task).at("/task/state").stringValue())
          .isEqualTo("running");
    }
  }

  @Test
  void a_late_report_goes_on_record_though_its_task_has_ended_and_left() {
    try (var killed = control.enrolled("forge").join()) {
      var task = control.submit("survives");
      var stale = killed.await(ControlMessage.Assign.class).assignment().attempt();
      killed.say(new WorkerMessage.Started(stale));
      try (var worker = killed.again().join()) {
        var again = worker.await(ControlMessage.Assign.class).assignment().attempt();
        worker.say(new WorkerMessage.Ended(again, GOOD));
        worker.await(ControlMessage.Confirm.class);
        control.awaitLeft(task);

        worker.say(new WorkerMessage.Ended(stale, GOOD));

        assertThat(worker.await(ControlMessage.Confirm.class).attempt()).isEqualTo(stale);
        var detail = control.json("/api/v1/tasks/" + task);
        assertThat(detail.at("/attempts/0").has("refused")).isTrue();
        assertThat(detail.at("/attempts/1").has("refused")).isFalse();
      }
    }
  }

  @Test
  void a_report_of_a_task_nobody_knows_is_confirmed_so_that_it_is_not_sent_for_ever() {
    try (var worker = control.enrolled("forge").join()) {
      var unknown = new AttemptKey(new TaskId("nowhere"), 1, 1);

      worker.say(new WorkerMessage.Ended(unknown, GOOD));

      assertThat(worker.await(ControlMessage.Confirm.class).attempt()).isEqualTo(unknown);
    }
  }

  @Test
  void a_ping_is_answered_so_that_the_worker_knows_control_lives() {
    try (var worker = control.enrolled("forge").join()) {
      assertThat(worker.ping("are you there?")).isEqualTo("are you there?");
    }
  }
}
