package dev.godmode.kernel.scaling;

import dev.godmode.protocol.task.ScalingRule;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Decides how many attempts of a type may run at once. Pure.
 *
 * <p><b>Up</b> it goes at once, to as many as the queue asks for ({@code ceil(queued /
 * target_queue)}, or one for each task), and when the oldest waits longer than {@code target_wait}
 * it doubles; then it gives the new ones one {@code target_wait} to take effect before it doubles
 * again.
 *
 * <p><b>Down</b> it goes only when fewer have been enough for all of {@code cool_down}, and then no
 * lower than the most that were needed in the last of it. What runs is never stopped by it.
 *
 * <p><b>When a figure is missing</b> that the rule asks for, it holds.
 */
public final class Scaling {

  /**
   * What is seen of a type of agent.
   *
   * @param queued tasks that wait for a place; empty when that is not known
   * @param oldestWait of them; empty when that is not known
   * @param running attempts that are leased
   * @param desired how many may run at once just now
   * @param sinceChange how long that has been so
   * @param lull how long fewer have been enough
   * @param peak the most that were needed in the last {@code cool_down}
   */
  public record Observation(
      Optional<Integer> queued,
      Optional<Duration> oldestWait,
      int running,
      int desired,
      Duration sinceChange,
      Duration lull,
      int peak) {}

  /**
   * What is decided.
   *
   * @param desired how many may run at once from now on
   * @param needed how many are needed now: fewer than desired while it cools down
   * @param why put into words only when somebody asks: most decisions change nothing
   */
  public record Decision(int desired, int needed, Supplier<String> why) {

    public String reason() {
      return why.get();
    }
  }

  private record Need(int count, Supplier<String> why) {}

  private static final int STEPS_DOWN_PER_COOL_DOWN = 4;
  private static final Need NONE = new Need(0, () -> "");

  private Scaling() {}

  /** How many may run at once from now on, and why. */
  public static Decision decide(ScalingRule rule, Observation seen) {
    return decide(rule, seen, Scaling::need);
  }

  /**
   * How many servers there are to be, and why: each is to have {@code target_queue} calls at most.
   * What is queued are all calls, those under way and those that wait; none counts as running.
   */
  public static Decision servers(ScalingRule rule, Observation seen) {
    return decide(rule, seen, Scaling::byCalls);
  }

  private static Decision decide(
      ScalingRule rule, Observation seen, BiFunction<ScalingRule, Observation, Need> needed) {
    var now = seen.desired();
    var within = rule.clamp(now);
    if (within != now) {
      return new Decision(
          within, within, () -> "its rule says %d to %d at once".formatted(rule.min(), rule.max()));
    }
    var missing = missing(rule, seen);
    if (missing.isPresent()) {
      return new Decision(
          now, now, () -> "held at %d: %s is not known".formatted(now, missing.get()));
    }
    var need = needed.apply(rule, seen);
    if (need.count() > now) {
      return new Decision(need.count(), need.count(), need.why());
    }
    return need.count() < now ? down(rule, seen, need) : new Decision(now, now, need.why());
  }

  private static Optional<String> missing(ScalingRule rule, Observation seen) {
    if (seen.queued().isEmpty()) {
      return Optional.of("how much is queued");
    }
    return rule.targetWait().isPresent() && seen.oldestWait().isEmpty()
        ? Optional.of("how long the oldest has waited")
        : Optional.empty();
  }

  private static Decision down(ScalingRule rule, Observation seen, Need need) {
    var left = longer(rule.coolDown().minus(seen.lull()), settling(rule, seen));
    var target = rule.clamp(Math.max(need.count(), seen.peak()));
    if (left.isPositive()) {
      return new Decision(
          seen.desired(),
          need.count(),
          () -> "%d would do: fewer in %s, if it stays so".formatted(need.count(), words(left)));
    }
    return target < seen.desired()
        ? new Decision(
            target,
            need.count(),
            () -> "no more than %d were needed for %s".formatted(target, words(rule.coolDown())))
        : new Decision(seen.desired(), need.count(), need.why());
  }

  /** Steps down follow one another slowly: many small ones would fill the ledger. */
  private static Duration settling(ScalingRule rule, Observation seen) {
    return rule.coolDown().dividedBy(STEPS_DOWN_PER_COOL_DOWN).minus(seen.sinceChange());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** How many are needed, within the rule's bounds, and what says so. */
  private static Need need(ScalingRule rule, Observation seen) {
    var queued = seen.queued().orElse(0);
    var most = (long) queued + seen.running();
    var byWork = more(inUse(rule, seen, queued), byQueue(rule, seen, queued));
    var need = more(byWork, byWait(rule, seen, queued));
    // One for each task is as many as can be of use.
    return bounded(rule, need, (int) Math.min(most, ScalingRule.MOST));
  }

  private static Need byCalls(ScalingRule rule, Observation seen) {
    var calls = seen.queued().orElse(0);
    var each = Math.max(1, rule.targetQueue().orElse(1));
    return bounded(
        rule,
        new Need(
            Math.ceilDiv(calls, each),
            () -> "%d %s, %d for each".formatted(calls, calls == 1 ? "call" : "calls", each)),
        calls);
  }

  private static Need bounded(ScalingRule rule, Need need, int most) {
    var count = rule.clamp(Math.min(need.count(), most));
    if (count == rule.max() && need.count() >= count) {
      return new Need(count, () -> need.why().get() + "; max is %d".formatted(rule.max()));
    }
    return count > need.count()
        ? new Need(count, () -> "nothing asks for more than its min of " + rule.min())
        : new Need(count, need.why());
  }

  private static Need more(Need one, Need other) {
    return other.count() > 0 && other.count() >= one.count() ? other : one;
  }

  /** Those that run are in use; by a wait alone nobody goes while anything waits. */
  private static Need inUse(ScalingRule rule, Observation seen, int queued) {
    return rule.targetQueue().isEmpty() && queued > 0
        ? new Need(
            Math.max(seen.desired(), seen.running()),
            () -> "%d wait, not too long".formatted(queued))
        : new Need(seen.running(), () -> "%d in use, %d queued".formatted(seen.running(), queued));
  }

  private static Need byQueue(ScalingRule rule, Observation seen, int queued) {
    if (rule.targetQueue().isEmpty()) {
      return NONE;
    }
    var each = rule.targetQueue().get();
    return each == 0
        ? new Need(seen.running() + queued, () -> "%d queued, one for each".formatted(queued))
        : new Need(
            Math.ceilDiv(queued, each), () -> "%d queued, %d behind each".formatted(queued, each));
  }

  private static Need byWait(ScalingRule rule, Observation seen, int queued) {
    var target = rule.targetWait();
    var wait = seen.oldestWait().orElse(Duration.ZERO);
    if (target.isEmpty() || queued == 0 || wait.compareTo(target.get()) <= 0) {
      return NONE;
    }
    Supplier<String> said =
        () -> "the oldest waits %s, longer than %s".formatted(words(wait), words(target.get()));
    if (seen.desired() > 0 && seen.sinceChange().compareTo(target.get()) < 0) {
      return new Need(
          seen.desired(),
          () ->
              said.get()
                  + "; the last change has %s to take effect"
                      .formatted(words(target.get().minus(seen.sinceChange()))));
    }
    return new Need((int) Math.min(Math.max(1, 2L * seen.desired()), ScalingRule.MOST), said);
  }

  private static String words(Duration time) {
    return time.compareTo(Duration.ofSeconds(10)) < 0
        ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0)
        : time.toSeconds() + " s";
  }
}
