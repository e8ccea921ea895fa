package dev.godmode.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.godmode.protocol.api.StreamView.AgentQueue;
import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.StreamPolicy;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Who gets the slots when several lines of work want them. */
class StreamSharesTest {

  private static final NodeId NODE = new NodeId("node1");
  private static final int SLOTS = 4;

  private final Kernel kernel = new Kernel(KernelSettings.DEFAULT, Snapshot.EMPTY);
  private final Deque<AttemptKey> running = new ArrayDeque<>();
  private final List<String> served = new ArrayList<>();
  private Instant now = Scenario.START;
  private int submitted;

  StreamSharesTest() {
    tell(new Command.IssueJoinCode("secret", now.plusSeconds(60)));
    tell(new Command.EnrolNode(NODE, "forge", "fingerprint", "secret"));
    tell(
        new Command.ConnectNode(
            NODE,
            Inventory.of("forge").os("linux").arch("amd64").cores(4).version("0").build(),
            SLOTS,
            Usage.UNKNOWN,
            List.of()));
  }

  private void tell(Command command) {
    note(kernel.handle(now, command));
    note(kernel.place(now));
  }

  private void note(Decision decision) {
    for (var event : decision.events()) {
      if (event instanceof AttemptLeased leased) {
        running.add(leased.attempt());
        served.add(kernel.task(leased.attempt().task()).orElseThrow().spec().stream());
      }
    }
  }

  private void submit(int count, SpecBuilder spec) {
    for (var i = 0; i < count; i++) {
      submitted++;
      tell(
          new Command.SubmitTask(
              new TaskId("task%06d".formatted(submitted)), spec.build(), List.of()));
    }
  }

  private static SpecBuilder of(String stream) {
    return SpecBuilder.named("work").stream(stream);
  }

  private void weight(String stream, int weight) {
    tell(
        new Command.SetStream(
            new StreamPolicy(stream, weight, Optional.empty(), Optional.empty())));
  }

  /** Ends attempts, oldest first, until so many more were begun; who they were of is returned. */
  private List<String> serve(int count) {
    var from = served.size();
    while (served.size() < from + count) {
      end(running.remove());
    }
    return served.subList(from, from + count);
  }

  private void end(AttemptKey attempt) {
    tell(new Command.EndAttempt(NODE, attempt, AttemptReport.of(Ending.UNVERIFIED).build()));
  }

  private static Map<String, Integer> count(List<String> streams) {
    var counts = new HashMap<String, Integer>();
    streams.forEach(stream -> counts.merge(stream, 1, Integer::sum));
    return counts;
  }

  @Property(tries = 100)
  void each_stream_gets_its_share_by_weight(
      @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 20) Integer> weights) {
    var test = new StreamSharesTest();
    for (var i = 0; i < weights.size(); i++) {
      test.weight("s" + i, weights.get(i));
      test.submit(1_000, of("s" + i));
    }
    test.serve(2 * SLOTS);

    var counts = count(test.serve(800));

    var all = weights.stream().mapToInt(Integer::intValue).sum();
    for (var i = 0; i < weights.size(); i++) {
      var due = 800.0 * weights.get(i) / all;
      assertThat(counts.getOrDefault("s" + i, 0).doubleValue())
          .isCloseTo(due, within(Math.max(2, due * 0.05)));
    }
  }

  @Test
  void a_stream_tells_since_when_its_oldest_task_waits_for_each_agent() {
    submit(SLOTS, of("docs")); // these run at once
    submit(3, of("docs"));
    now = now.plusSeconds(5);
    submit(2, of("docs"));
    submit(1, of("docs").agent("nobody"));
    var later = now;

    assertThat(kernel.streams().getFirst().agents())
        .containsExactly(
            new AgentQueue("nobody", 1, later), new AgentQueue("shell", 5, Scenario.START));

    var _ = serve(3);
    assertThat(kernel.streams().getFirst().agents())
        .containsExactly(new AgentQueue("nobody", 1, later), new AgentQueue("shell", 2, later));
    assertThat(kernel.streams().getFirst().oldest()).contains(later);
  }

  @Test
  void a_flood_in_one_stream_does_not_keep_another_waiting() {
    submit(2_000, of("flood"));
    submit(1, of("small"));

    assertThat(serve(2)).contains("small");
  }

  @Test
  void a_stream_that_had_nothing_to_do_has_saved_nothing_up() {
    submit(1_000, of("busy"));
    serve(500);
    submit(300, of("late"));

    assertThat(count(serve(100)).get("busy")).isBetween(49, 51);
  }

  @Test
  void a_stream_that_was_paused_has_saved_nothing_up() {
    submit(1_000, of("busy"));
    submit(300, of("late"));
    tell(
        new Command.SetStream(
            new StreamPolicy("late", 1, Optional.empty(), Optional.of("the lab is shut"))));
    serve(500);

    tell(new Command.SetStream(StreamPolicy.usual("late")));

    assertThat(count(serve(100)).get("busy")).isBetween(48, 52);
  }

  @Test
  void a_greater_priority_goes_first_whatever_the_shares() {
    weight("heavy", 1_000);
    submit(100, of("heavy"));
    submit(10, of("light").priority(1));

    assertThat(count(serve(10))).containsOnlyKeys("light");
  }

  @Test
  void a_stream_that_is_always_outbid_is_served_in_the_end() {
    submit(SLOTS, of("urgent").priority(5));
    submit(1, of("humble"));
    for (var minute = 0; minute < 7; minute++) {
      submit(20, of("urgent").priority(5));
      now = now.plus(Duration.ofMinutes(1));
      serve(10);
    }

    assertThat(served).contains("humble");
  }

  @Test
  void what_fits_nowhere_costs_the_others_nothing() {
    submit(100, of("impossible").requires("quantum").priority(50));
    submit(50, of("possible"));

    assertThat(count(serve(40))).containsOnlyKeys("possible");
  }

  @Test
  void the_types_of_agents_of_one_stream_take_turns() {
    tell(
        new Command.DeclareAgents(
            List.of(AgentProfile.shell("coder"), AgentProfile.shell("tester"))));
    submit(500, of("all").agent("coder"));
    submit(20, of("all").agent("tester"));

    serve(40);

    var testers =
        running.stream()
            .map(key -> kernel.task(key.task()).orElseThrow().spec().agentType())
            .filter("tester"::equals)
            .count();
    assertThat(testers).isBetween(1L, 3L);
  }

  @Test
  void a_paused_stream_starts_nothing_and_says_so() {
    tell(
        new Command.SetStream(
            new StreamPolicy("tests", 1, Optional.empty(), Optional.of("the lab is shut"))));
    submit(5, of("tests"));
    submit(5, of("docs"));

    assertThat(count(served)).isEqualTo(Map.of("docs", SLOTS));
    assertThat(kernel.explain(new TaskId("task000001")).orElseThrow().summary())
        .contains("stream 'tests' is paused (the lab is shut)", "gm stream resume tests");

    tell(new Command.SetStream(StreamPolicy.usual("tests")));
    assertThat(count(serve(5))).containsKey("tests");
  }

  @Test
  void a_stream_runs_at_most_as_many_as_it_may() {
    tell(new Command.SetStream(new StreamPolicy("tests", 1, Optional.of(1), Optional.empty())));
    submit(5, of("tests"));

    assertThat(running).hasSize(1);
    assertThat(kernel.explain(new TaskId("task000002")).orElseThrow().summary())
        .contains("stream 'tests' runs 1 at once");
    end(running.remove());
    assertThat(running).hasSize(1);
  }

  @Test
  void a_long_line_is_counted_only_so_far() {
    submit(1_500, of("flood"));
    submit(1, of("small"));

    assertThat(kernel.explain(new TaskId("task001500")).orElseThrow().summary())
        .endsWith("1000 or more of its stream go first, and another stream has its share");
  }

  @Test
  void streams_are_told_with_what_waits_and_runs() {
    submit(6, of("docs"));
    weight("idle", 3);

    var streams = kernel.streams();

    assertThat(streams).extracting(view -> view.policy().stream()).containsExactly("docs", "idle");
    assertThat(streams.getFirst().queued()).isEqualTo(2);
    assertThat(streams.getFirst().running()).isEqualTo(SLOTS);
    assertThat(streams.getLast().policy().weight()).isEqualTo(3);
  }
}
