package dev.godmode.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.FleetEvent.AgentScaled;
import dev.godmode.protocol.event.FleetEvent.AgentWithdrawn;
import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.event.TaskEvent.TaskSubmitted;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Allotment;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.Check;
import dev.godmode.protocol.task.Demand;
import dev.godmode.protocol.task.Sticky;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonTest {

  private static final AttemptKey KEY = new AttemptKey(new TaskId("7f3a"), 2, 41);

  @Test
  void an_event_says_its_type_first_and_reads_back_equal() {
    Event leased = new AttemptLeased(KEY, new NodeId("n1"), "only ready node");

    var text = Json.write(Event.class, leased);

    assertThat(text)
        .isEqualTo(
            "{\"type\":\"AttemptLeased\",\"attempt\":{\"task\":\"7f3a\",\"number\":2,\"fence\":41},"
                + "\"node\":\"n1\",\"why\":\"only ready node\"}");
    assertThat(Json.read(Event.class, text)).isEqualTo(leased);
  }

  @Test
  void optionals_times_sets_and_maps_survive_the_round_trip() {
    Event submitted =
        new TaskSubmitted(
            new TaskId("a"),
            TaskSpec.named("name")
                .goal("goal")
                .agentType("builder")
                .command(List.of("true"))
                .checks(List.of(Check.shell("test -f x")))
                .requires(Set.of("git"))
                .priority(5)
                .deadline(Optional.of(Instant.parse("2026-11-24T10:00:00Z")))
                .after(Set.of(new TaskId("b")))
                .timeout(Optional.of(Duration.ofMinutes(3)))
                .approval(true)
                .env(Map.of("A", "b"))
                .roadmapKey(Optional.of("12"))
                .demand(
                    new Demand(
                        Optional.of(0.5),
                        Optional.of(1L << 30),
                        Optional.of(1),
                        Optional.of(8L << 30),
                        Optional.of("a100"),
                        Optional.of("forge"),
                        Optional.of(new Sticky(Optional.of("checkout"), Optional.of(true)))))
                .throttle(Optional.of(new Throttle("site", Optional.of(1), Optional.empty())))
                .keep(Optional.of("scribe"))
                .build(),
            List.of());

    assertThat(Json.read(Event.class, Json.write(Event.class, submitted))).isEqualTo(submitted);
  }

  @Test
  void a_profile_from_before_there_were_demands_asks_for_nothing() {
    var today = Json.write(AgentProfile.shell("shell"));

    var before = today.replaceAll(",\"demand\".*", "}");

    assertThat(before).doesNotContain("lifecycle", "loss");
    assertThat(Json.read(AgentProfile.class, before)).isEqualTo(AgentProfile.shell("shell"));
  }

  @Test
  void a_lease_from_before_there_were_allotments_sets_nothing_aside() {
    Event leased = new AttemptLeased(KEY, new NodeId("n"), "free");

    assertThat(Json.write(Event.class, leased)).doesNotContain("allotment");
    assertThat(Json.read(Event.class, Json.write(Event.class, leased))).isEqualTo(leased);
  }

  @Test
  void what_a_lease_sets_aside_reads_back_equal() {
    Event leased =
        new AttemptLeased(
            KEY, new NodeId("n"), "free", Optional.of(new Allotment(0.5, 1, List.of(0, 2))));

    assertThat(Json.read(Event.class, Json.write(Event.class, leased))).isEqualTo(leased);
  }

  @Test
  void events_of_types_of_agents_survive_the_round_trip() {
    for (Event event :
        List.of(
            new AgentWithdrawn("writer"),
            new AgentScaled("writer", 0, 3, "3 queued, one for each"))) {
      assertThat(Json.read(Event.class, Json.write(Event.class, event))).isEqualTo(event);
    }
  }

  @Test
  void a_message_to_a_worker_reads_back_equal() {
    ControlMessage confirm = new ControlMessage.Confirm(KEY);

    assertThat(Json.read(ControlMessage.class, Json.write(ControlMessage.class, confirm)))
        .isEqualTo(confirm);
  }

  @Test
  void unknown_keys_from_a_newer_peer_are_ignored() {
    assertThat(
            Json.read(
                ControlMessage.class,
                "{\"type\":\"Dismiss\",\"reason\":\"removed\",\"colour\":\"new\"}"))
        .isEqualTo(new ControlMessage.Dismiss("removed"));
  }
}
