package dev.godmode.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.bus.Announcer;
import dev.godmode.control.bus.BusEvent;
import dev.godmode.control.journal.HashChain;
import dev.godmode.control.journal.Journal.Head;
import dev.godmode.control.outbox.Outbox;
import dev.godmode.protocol.event.JournalEntry;
import dev.godmode.protocol.event.TaskEvent.TaskFailed;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.testkit.InMemoryBus;
import dev.godmode.testkit.InMemoryJournal;
import dev.godmode.testkit.InMemoryOutboxPositions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a bus hears of the journal, whatever happens to either meanwhile. */
class OutboxTest {

  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(1);

  private final InMemoryJournal journal = new InMemoryJournal();
  private final InMemoryOutboxPositions positions = new InMemoryOutboxPositions();
  private final InMemoryBus bus = new InMemoryBus();
  private final Announcer announcer = new Announcer(bus, "/godmode/ab12");
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger opened = new AtomicInteger();
  private final HashChain chain = new HashChain(Head.EMPTY);
  private final Outbox outbox = outbox();

  private Outbox outbox() {
    return new Outbox(
        new Outbox.Ends(
            journal,
            () -> journal.head().sequence(),
            positions,
            () -> {
              opened.incrementAndGet();
              return announcer;
            }),
        "bus",
        "godmode on test",
        nanos::get);
  }

  @BeforeEach
  void begin() {
    happens(2);
    outbox.runOnce();
  }

  private void happens(int times) {
    for (var i = 0; i < times; i++) {
      journal.append(List.of(chain.seal(NOON, "owner", new TaskFailed(new TaskId("t1"), "boom"))));
    }
  }

  private List<String> hashes(int from, int to) {
    return journal.read(from, to - from).stream().map(JournalEntry::hash).toList();
  }

  private List<String> heard() {
    return bus.heard().stream().map(BusEvent::id).toList();
  }

  @Test
  void a_new_bus_hears_what_happens_from_now_on() {
    assertThat(heard()).isEmpty();

    happens(1);
    outbox.runOnce();

    assertThat(heard()).isEqualTo(hashes(2, 3));
    assertThat(outbox.behind()).isZero();
  }

  @Test
  void what_it_hears_is_a_cloud_event_with_the_entry_in_it() {
    happens(1);
    outbox.runOnce();

    var event = Json.tree(bus.heard().getFirst().json());
    assertThat(event.get("specversion").stringValue()).isEqualTo("1.0");
    assertThat(event.get("id").stringValue()).isEqualTo(hashes(2, 3).getFirst());
    assertThat(event.get("source").stringValue()).isEqualTo("/godmode/ab12");
    assertThat(event.get("type").stringValue()).isEqualTo("dev.godmode.TaskFailed");
    assertThat(event.get("subject").stringValue()).isEqualTo("t1");
    assertThat(event.get("time").stringValue()).isEqualTo("2026-11-26T12:00:00Z");
    assertThat(event.get("data").get("sequence").longValue()).isEqualTo(3);
    assertThat(event.get("data").get("event").get("type").stringValue()).isEqualTo("TaskFailed");
  }

  @Test
  void a_bus_that_was_away_hears_all_of_it_in_order_when_it_is_back() {
    happens(1);
    outbox.runOnce();
    bus.away(true);
    happens(3);
    outbox.runOnce();

    assertThat(outbox.trouble()).contains("it is away");
    assertThat(outbox.behind()).isEqualTo(3);

    bus.away(false);
    nanos.addAndGet(LONG.toNanos());
    outbox.runOnce();

    assertThat(outbox.trouble()).isEmpty();
    assertThat(heard()).isEqualTo(hashes(2, 6));
    assertThat(opened).as("the connection is made anew").hasValue(2);
  }

  @Test
  void a_bus_that_is_away_is_looked_for_only_now_and_then() {
    bus.away(true);
    happens(1);
    IntStream.range(0, 10).forEach(_ -> outbox.runOnce());

    assertThat(opened).hasValue(1);
  }

  @Test
  void a_control_that_was_started_anew_goes_on_where_it_was() {
    happens(2);
    outbox.runOnce();
    happens(2);
    outbox().runOnce();

    assertThat(heard()).isEqualTo(hashes(2, 6));
  }

  @Test
  void an_entry_may_come_twice_and_then_has_the_same_id() {
    happens(1);
    outbox.runOnce();
    var forgetful =
        new Outbox(
            new Outbox.Ends(
                journal,
                () -> journal.head().sequence(),
                positionsAt("godmode on test", 2),
                () -> announcer),
            "bus",
            "godmode on test",
            nanos::get);
    forgetful.runOnce();

    assertThat(heard()).hasSize(2).containsOnly(hashes(2, 3).getFirst());
  }

  private static InMemoryOutboxPositions positionsAt(String name, long sequence) {
    var positions = new InMemoryOutboxPositions();
    positions.advance(name, sequence);
    return positions;
  }

  @Test
  void a_backlog_of_thousands_is_told_bit_by_bit_and_nobody_else_waits_long() {
    happens(12_000);
    outbox.runOnce();

    assertThat(heard()).hasSize(10_000);
    assertThat(outbox.behind()).isEqualTo(2_000);

    outbox.runOnce();

    assertThat(heard()).isEqualTo(hashes(2, 12_002));
  }
}
