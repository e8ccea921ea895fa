package dev.godmode.control.inference;

import dev.godmode.protocol.inference.ModelName;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How a provider does, as far as calls and probes have shown. Times are of one clock that only
 * grows, in nanoseconds.
 */
public final class ProviderStanding {

  /** Failures in a row after which it is left alone for a while. */
  static final int FAILURES_MAX = 3;

  /** Models that it lists. */
  static final int MODELS_MAX = 5_000;

  private static final Duration EJECTED_FIRST = Duration.ofSeconds(5);
  private static final Duration EJECTED_MAX = Duration.ofMinutes(1);

  /** How much the last answer counts in the mean. */
  private static final double LAST_SHARE = 0.3;

  /** How quickly it reads changes less than how much it has to do. */
  private static final double LAST_READING_SHARE = 0.05;

  /** Nobody has looked yet, it answers, or it does not. */
  public enum Pulse {
    UNKNOWN,
    UP,
    DOWN
  }

  /**
   * A moment of it.
   *
   * @param why it is down or left alone; empty when all is well
   * @param outstanding calls that are under way
   * @param latency until the first sign of an answer, a mean in which the last ones count most;
   *     zero as long as there was none
   * @param restedIn until it is asked again; zero when it may be asked
   */
  public record Snapshot(
      Provider provider,
      Pulse pulse,
      String why,
      Set<String> listed,
      int outstanding,
      Duration latency,
      Duration restedIn,
      long calls,
      long failed) {

    /** Whether it has a model, as far as is known. */
    public boolean offers(String model) {
      return provider.models().isEmpty()
          ? listed.contains(model)
          : provider.models().contains(model);
    }

    /** The models it can be asked for. */
    public Collection<String> models() {
      return provider.models().isEmpty() ? listed : provider.models();
    }

    public boolean isRested() {
      return restedIn.isZero() && pulse != Pulse.DOWN;
    }
  }

  private final Provider provider;
  private final PrefixMemory prefixes = new PrefixMemory();
  private Pulse pulse = Pulse.UNKNOWN;
  private String why = "";
  private Set<String> listed = Set.of();
  private int outstanding;
  private double latencyNanos;
  private double nanosPerBlock;
  private int unread;
  private int failuresInRow;
  private int ejections;
  private long ejectedUntil;
  private boolean ejected;
  private long calls;
  private long failed;

  ProviderStanding(Provider provider) {
    this.provider = provider;
  }

  Provider provider() {
    return provider;
  }

  synchronized Snapshot at(long nanos) {
    return new Snapshot(
        provider,
        pulse,
        why,
        listed,
        outstanding,
        Duration.ofNanos((long) latencyNanos),
        ejected && ejectedUntil - nanos > 0
            ? Duration.ofNanos(ejectedUntil - nanos)
            : Duration.ZERO,
        calls,
        failed);
  }

  /**
   * What it has to read for a call before it can answer.
   *
   * @param blocks of its question that it has not read before, and one for what is no whole block
   * @param ahead what it had to read first, blocks of other calls
   */
  record Reading(int blocks, int ahead) {}

  /**
   * How long until it has read a question, as far as is known; zero when nothing is known of it.
   */
  synchronized double nanosToRead(PrefixBlocks question) {
    return nanosPerBlock * (unread + anew(question));
  }

  private int anew(PrefixBlocks question) {
    return question.blocks().size() - prefixes.known(question) + 1;
  }

  /** A call begins, in which it reads this. */
  synchronized Reading begun(PrefixBlocks question) {
    var reading = new Reading(anew(question), unread);
    prefixes.read(question);
    unread += reading.blocks();
    outstanding++;
    calls++;
    return reading;
  }

  /**
   * The call that began is over, however it went.
   *
   * @param left what it will not read any more; empty when it answered
   */
  synchronized void over(Optional<Reading> left) {
    outstanding--;
    left.ifPresent(reading -> unread -= reading.blocks());
  }

  /** The first sign of an answer came after so long. */
  synchronized void answered(Reading reading, long tookNanos) {
    unread -= reading.blocks();
    var each = (double) tookNanos / (reading.ahead() + reading.blocks());
    nanosPerBlock = nanosPerBlock == 0 ? each : mean(nanosPerBlock, each, LAST_READING_SHARE);
    pulse = Pulse.UP;
    why = "";
    failuresInRow = 0;
    ejections = 0;
    ejected = false;
    latencyNanos =
        latencyNanos == 0 ? tookNanos : mean(latencyNanos, (double) tookNanos, LAST_SHARE);
  }

  private static double mean(double before, double last, double share) {
    return before * (1 - share) + last * share;
  }

  /** A call failed for a reason that lies with it. */
  synchronized void failed(String reason, long nanos) {
    failed++;
    why = reason;
    if (++failuresInRow >= FAILURES_MAX) {
      rest(pause(), nanos);
      ejections++;
    }
  }

  /** It asks to be left alone. */
  synchronized void busy(Duration pause, long nanos) {
    why = "it is busy";
    rest(pause.compareTo(EJECTED_MAX) > 0 ? EJECTED_MAX : pause, nanos);
  }

  private void rest(Duration pause, long nanos) {
    ejected = true;
    ejectedUntil = nanos + pause.toNanos();
  }

  private Duration pause() {
    var doubled = EJECTED_FIRST.multipliedBy(1L << Math.min(ejections, 10));
    return doubled.compareTo(EJECTED_MAX) > 0 ? EJECTED_MAX : doubled;
  }

  /** A probe heard it. */
  synchronized void alive(List<String> models) {
    if (pulse != Pulse.UP) {
      why = "";
      failuresInRow = 0;
      ejected = false;
    }
    pulse = Pulse.UP;
    listed =
        models.stream()
            .filter(ModelName::isOne)
            .limit(MODELS_MAX)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** A probe did not. */
  synchronized void silent(String reason) {
    pulse = Pulse.DOWN;
    why = reason;
  }

  /** The model that it was asked for is not there any more. */
  synchronized void lacks(String model) {
    var rest = new TreeSet<>(listed);
    rest.remove(model);
    listed = Set.copyOf(rest);
  }
}
