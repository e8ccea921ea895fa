package dev.godmode.control.memory.summary;

import static java.lang.System.Logger.Level.INFO;

import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.MemoryStore;
import dev.godmode.control.memory.summary.TidyRules.Standing;
import dev.godmode.control.outcome.Outcome;
import dev.godmode.control.outcome.Outcome.Done;
import dev.godmode.control.outcome.Outcome.Why;
import dev.godmode.protocol.text.Spelling;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Keeps scopes tidy where a person said so once: one rule at a time, and of it one question. */
public final class Tidier {

  static final int RULES_MAX = 100;

  private static final System.Logger LOG = System.getLogger(Tidier.class.getName());

  private final TidyRules rules;
  private final MemoryStore store;
  private final Summaries summaries;
  private final InstantSource clock;

  public Tidier(TidyRules rules, MemoryStore store, Summaries summaries, InstantSource clock) {
    this.rules = rules;
    this.store = store;
    this.summaries = summaries;
    this.clock = clock;
  }

  public List<Standing> standings() {
    return rules.all();
  }

  /**
   * From now on a scope is kept tidy by this rule; it is carried out soon.
   *
   * @return the rule that it takes the place of
   */
  public Outcome<Optional<TidyRule>> set(TidyRule rule) {
    var scope = rule.scope();
    if (store.count(scope) == 0) {
      var known = store.counts().keySet().stream().map(MemoryScope::word).toList();
      return Outcome.refused(
          Why.INVALID,
          "nothing is remembered in %s%s: gm memory status lists the scopes"
              .formatted(scope.word(), Spelling.hint(scope.word(), known)));
    }
    var others = rules.all().stream().filter(one -> !one.rule().scope().equals(scope)).count();
    if (others >= RULES_MAX) {
      return Outcome.refused(
          Why.FULL,
          "there are %d rules already, and no more are taken: gm memory tidy SCOPE --by-hand takes one away"
              .formatted(others));
    }
    return new Done<>(rules.set(rule, rule.since()));
  }

  /** A scope is tidied by hand only; false when it was so before. */
  public boolean remove(MemoryScope scope) {
    return rules.remove(scope);
  }

  /** Carries out the rule whose time came first, if one's has. */
  public void runOnce() {
    var now = clock.instant();
    rules.all().stream()
        .filter(one -> !one.next().isAfter(now))
        .min(Comparator.comparing(Standing::next))
        .ifPresent(this::carryOut);
  }

  private void carryOut(Standing standing) {
    var rule = standing.rule();
    var round = new TidyRound(summaries, rule);
    round.run(() -> rules.all().stream().anyMatch(one -> one.rule().equals(rule)));
    if (Thread.currentThread().isInterrupted()) {
      return; // control ends, which is nobody's trouble: the next one begins where this one was
    }
    var turn = turn(standing, round);
    rules.note(rule, turn, next(rule, turn, round));
    if (turn.summaries() > 0 || turn.trouble().isPresent()) {
      LOG.log(
          INFO,
          "tidied scope={0} summaries={1} trouble={2}",
          rule.scope().word(),
          turn.summaries(),
          turn.trouble().orElse("none"));
    }
  }

  private TidyTurn turn(Standing standing, TidyRound round) {
    var before = standing.last().map(TidyTurn::away).orElse(0);
    return new TidyTurn(
        clock.instant(), round.summedUp(), round.trouble(), round.isAway() ? before + 1 : 0);
  }

  private static Instant next(TidyRule rule, TidyTurn turn, TidyRound round) {
    if (round.isAway()) {
      return turn.again(rule.every(), round.notBefore());
    }
    return round.goesOn() ? turn.at() : turn.at().plus(rule.every());
  }
}
