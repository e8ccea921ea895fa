package dev.godmode.control.memory.summary;

import dev.godmode.control.memory.Asker;
import dev.godmode.control.memory.summary.OldGroup.Kind;
import dev.godmode.control.memory.summary.Summaries.LeftAlone;
import dev.godmode.control.memory.summary.Summaries.NotNow;
import dev.godmode.control.memory.summary.Summaries.SummedUp;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * One carrying out of a rule, group after group. A group that no summary comes of stops no other.
 */
final class TidyRound {

  /** So many groups at a time: then other rules have their turn. */
  static final int GROUPS_MAX = 20;

  private final Summaries summaries;
  private final TidyRule rule;
  private final Set<Kind> passedOver = new HashSet<>();
  private int summedUp;
  private boolean more = true;
  private Optional<String> trouble = Optional.empty();
  private Optional<NotNow> away = Optional.empty();

  TidyRound(Summaries summaries, TidyRule rule) {
    this.summaries = summaries;
    this.rule = rule;
  }

  /**
   * Carries it out; takes as long as the model does.
   *
   * @param inForce whether the rule still is
   */
  void run(BooleanSupplier inForce) {
    while (more && away.isEmpty() && summedUp + passedOver.size() < GROUPS_MAX) {
      var group =
          summaries.due(rule.old()).stream()
              .filter(one -> !passedOver.contains(one.kind()))
              .findFirst();
      more = group.isPresent() && inForce.getAsBoolean();
      if (more) {
        group.ifPresent(this::sumUp);
      }
    }
  }

  private void sumUp(OldGroup group) {
    switch (summaries.sumUp(new Asker.Person(rule.by()), group, rule.way())) {
      case SummedUp _ -> summedUp++;
      case LeftAlone(var why) -> {
        passedOver.add(group.kind());
        trouble = trouble.or(() -> Optional.of(why));
      }
      case NotNow notNow -> away = Optional.of(notNow);
    }
  }

  int summedUp() {
    return summedUp;
  }

  /** Whether there is more to do, and nothing in its way. */
  boolean goesOn() {
    return more && away.isEmpty() && passedOver.isEmpty();
  }

  boolean isAway() {
    return away.isPresent();
  }

  /** When the model may be asked again, where that is known. */
  Optional<Duration> notBefore() {
    return away.flatMap(NotNow::after);
  }

  Optional<String> trouble() {
    return away.map(NotNow::why).or(() -> trouble);
  }
}
