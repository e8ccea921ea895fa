package dev.godmode.testkit.contract;

import static dev.godmode.testkit.MemorySamples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.summary.OldRule;
import dev.godmode.control.memory.summary.Summaries.Way;
import dev.godmode.control.memory.summary.TidyRule;
import dev.godmode.control.memory.summary.TidyRules;
import dev.godmode.control.memory.summary.TidyRules.Standing;
import dev.godmode.control.memory.summary.TidyTurn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a store of rules for tidy scopes promises. */
public abstract class TidyRulesContract {

  private static final MemoryScope SHOP = MemoryScope.stream("shop");
  private static final Instant LATER = NOON.plusSeconds(90);

  /** The same store, empty at first, at each call within one test. */
  protected abstract TidyRules rules();

  private static TidyRule rule(MemoryScope scope, Optional<Duration> forgottenAfter, Instant at) {
    return new TidyRule(
        new OldRule(scope, Duration.ofHours(36), 3),
        new Way("日本/small", forgottenAfter),
        Duration.ofMinutes(90),
        "ada",
        at);
  }

  private static TidyRule rule(MemoryScope scope) {
    return rule(scope, Optional.empty(), NOON);
  }

  @Test
  void rules_come_back_as_they_were_by_scope() {
    var shop = rule(SHOP, Optional.of(Duration.ofDays(7)), NOON);
    var fleet = rule(MemoryScope.FLEET);

    assertThat(rules().set(shop, LATER)).isEmpty();
    assertThat(rules().set(fleet, NOON)).isEmpty();

    assertThat(rules().all())
        .containsExactly(
            new Standing(fleet, NOON, Optional.empty()),
            new Standing(shop, LATER, Optional.empty()));
  }

  @Test
  void a_second_rule_of_a_scope_takes_the_first_ones_place_and_begins_anew() {
    var first = rule(SHOP);
    rules().set(first, NOON);
    rules().note(first, new TidyTurn(NOON, 1, Optional.of("it was away"), 2), LATER);
    var second = rule(SHOP, Optional.empty(), LATER);

    assertThat(rules().set(second, LATER)).contains(first);
    assertThat(rules().all()).containsExactly(new Standing(second, LATER, Optional.empty()));
  }

  @Test
  void what_came_of_a_rule_stands_beside_it() {
    var rule = rule(SHOP);
    rules().set(rule, NOON);
    var away = new TidyTurn(NOON, 2, Optional.of("it was away"), 3);
    var well = new TidyTurn(LATER, 1, Optional.empty(), 0);

    rules().note(rule, away, LATER);
    assertThat(rules().all()).containsExactly(new Standing(rule, LATER, Optional.of(away)));

    rules().note(rule, well, LATER.plusSeconds(1));
    assertThat(rules().all())
        .containsExactly(new Standing(rule, LATER.plusSeconds(1), Optional.of(well)));
  }

  @Test
  void nothing_is_noted_of_a_rule_that_was_changed_or_taken_away() {
    var turn = new TidyTurn(LATER, 1, Optional.empty(), 0);
    var second = rule(SHOP, Optional.empty(), LATER);
    rules().set(second, LATER);

    rules().note(rule(SHOP), turn, NOON);
    rules().note(rule(MemoryScope.FLEET), turn, NOON);

    assertThat(rules().all()).containsExactly(new Standing(second, LATER, Optional.empty()));
  }

  @Test
  void a_rule_is_taken_away_once() {
    rules().set(rule(SHOP), NOON);
    rules().set(rule(MemoryScope.FLEET), NOON);

    assertThat(rules().remove(SHOP)).isTrue();
    assertThat(rules().remove(SHOP)).isFalse();
    assertThat(rules().all()).hasSize(1);
  }
}
