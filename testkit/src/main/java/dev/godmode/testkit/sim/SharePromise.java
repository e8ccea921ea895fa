package dev.godmode.testkit.sim;

import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.FleetEvent.ControlStarted;
import dev.godmode.protocol.event.FleetEvent.StreamSet;
import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.event.TaskEvent.TaskAmended;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Streams that all want the same nodes get service by their weights. Held between each two streams
 * over every span of time in which both had equal tasks queued all along: then neither is further
 * ahead than about one service of each, which is the bound of stride scheduling, doubled because a
 * span begins anywhere in a round.
 *
 * <p>Only tasks that are alike are counted: no requirement, no priority, no limit of the stream. A
 * span ends with a restart of control (who was ahead is not in the journal), with a new weight, and
 * when nothing was served for so long that waiting may have gained a stream a point of priority.
 */
final class SharePromise {

  private static final Duration AGEING = Duration.ofSeconds(50);
  private final Books books;
  private final Map<String, Integer> served = new HashMap<>();

  /** The smallest weight at which each was ever served: so much may one be ahead to begin with. */
  private final Map<String, Integer> least = new HashMap<>();

  private Instant lastServed = Instant.MIN;
  private boolean unlike;

  SharePromise(Books books) {
    this.books = books;
  }

  /** One more event is durable and in the books. */
  void hold(Instant at, Event event) {
    switch (event) {
      case ControlStarted _, StreamSet _ -> served.clear();
      case TaskAmended _ -> served.clear();
      case AttemptLeased e -> serve(at, e);
      case Event _ -> {}
    }
    served.keySet().removeIf(stream -> books.queued(stream) == 0);
  }

  private void serve(Instant at, AttemptLeased e) {
    var spec = books.task(e.task()).orElseThrow().spec;
    least.merge(spec.stream(), books.stream(spec.stream()).weight(), Math::min);
    unlike |= spec.priority() != 0 || !spec.requires().isEmpty();
    if (unlike) {
      return;
    }
    if (Duration.between(lastServed, at).abs().compareTo(AGEING) > 0) {
      served.clear();
    }
    lastServed = at;
    begin("left");
    begin("middle");
    begin("right");
    served.computeIfPresent(spec.stream(), (_, count) -> count + 1);
    served.keySet().forEach(other -> compare(spec.stream(), other));
  }

  private void begin(String stream) {
    if (books.queued(stream) > 0 && unlimited(stream)) {
      if (!served.containsKey(stream)) {
        served.put(stream, 0);
        served.replaceAll((_, _) -> 0); // all are counted over the same span
      }
    } else {
      served.remove(stream);
    }
  }

  private boolean unlimited(String stream) {
    var policy = books.stream(stream);
    return policy.paused().isEmpty() && policy.maxRunning().isEmpty();
  }

  private void compare(String one, String other) {
    if (one.equals(other) || !served.containsKey(one)) {
      return;
    }
    var weightOfOne = books.stream(one).weight();
    var weightOfOther = books.stream(other).weight();
    var ahead =
        (double) served.getOrDefault(one, 0) / weightOfOne
            - (double) served.getOrDefault(other, 0) / weightOfOther;
    Promises.require(
        ahead
            <= 1.0 / weightOfOne
                + 1.0 / weightOfOther
                + 1.0 / least.getOrDefault(one, weightOfOne)
                + 1.0 / least.getOrDefault(other, weightOfOther)
                + 1e-9,
        "stream '%s' of weight %d was served %d times while '%s' of weight %d waited and was served %d times",
        one,
        weightOfOne,
        served.getOrDefault(one, 0),
        other,
        weightOfOther,
        served.getOrDefault(other, 0));
  }
}
