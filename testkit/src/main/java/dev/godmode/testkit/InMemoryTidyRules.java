package dev.godmode.testkit;

import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.summary.TidyRule;
import dev.godmode.control.memory.summary.TidyRules;
import dev.godmode.control.memory.summary.TidyTurn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Rules that last as long as the test. */
public final class InMemoryTidyRules implements TidyRules {

  private final ConcurrentSkipListMap<String, Standing> standings = new ConcurrentSkipListMap<>();

  @Override
  public List<Standing> all() {
    return List.copyOf(standings.values());
  }

  @Override
  public Optional<TidyRule> set(TidyRule rule, Instant next) {
    var fresh = new Standing(rule, next, Optional.empty());
    return Optional.ofNullable(standings.put(rule.scope().word(), fresh)).map(Standing::rule);
  }

  @Override
  public boolean remove(MemoryScope scope) {
    return standings.remove(scope.word()) != null;
  }

  @Override
  public void note(TidyRule rule, TidyTurn turn, Instant next) {
    standings.computeIfPresent(
        rule.scope().word(),
        (_, now) -> now.rule().equals(rule) ? new Standing(rule, next, Optional.of(turn)) : now);
  }
}
