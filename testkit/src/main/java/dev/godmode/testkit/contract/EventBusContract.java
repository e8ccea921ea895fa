package dev.godmode.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.bus.BusEvent;
import dev.godmode.control.bus.EventBus;
import dev.godmode.control.outbox.Away;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every bus promises, on a broker that has nothing yet. */
public abstract class EventBusContract {

  private static final int MANY = 1_200;

  protected abstract EventBus bus();

  /** The JSON of all events that the broker has, in its order. */
  protected abstract List<String> heard();

  /** Ends the broker. */
  protected abstract void end();

  private static BusEvent event(int number) {
    return new BusEvent(
        "hash-" + number,
        "TaskSubmitted",
        "task-" + number,
        "{\"id\":\"hash-%d\",\"data\":\"“ünïcode”\"}".formatted(number));
  }

  private static List<BusEvent> events(int from, int to) {
    return IntStream.range(from, to).mapToObj(EventBusContract::event).toList();
  }

  @Test
  void it_has_what_it_took_in_order_and_unchanged() {
    try (var bus = bus()) {
      bus.publish(events(0, 3));
      bus.publish(events(3, 5));
    }

    assertThat(heard()).containsExactlyElementsOf(json(0, 5));
  }

  @Test
  void it_takes_many_at_once() {
    try (var bus = bus()) {
      bus.publish(events(0, MANY));
    }

    assertThat(heard()).containsExactlyElementsOf(json(0, MANY));
  }

  @Test
  void it_is_found_again_as_it_was() {
    try (var bus = bus()) {
      bus.publish(events(0, 2));
    }
    try (var bus = bus()) {
      bus.publish(events(2, 3));
    }

    assertThat(heard()).containsExactlyElementsOf(json(0, 3));
  }

  @Test
  void a_broker_that_has_ended_takes_nothing_and_says_so_without_a_secret() {
    try (var bus = bus()) {
      end();

      assertThatThrownBy(() -> bus.publish(events(0, 1)))
          .isInstanceOf(Away.class)
          .hasMessageStartingWith("no connection to ")
          .hasMessageNotContaining("only for this test");
      assertThatThrownBy(this::bus).isInstanceOf(Away.class);
    }
  }

  private static List<String> json(int from, int to) {
    return events(from, to).stream().map(BusEvent::json).toList();
  }
}
