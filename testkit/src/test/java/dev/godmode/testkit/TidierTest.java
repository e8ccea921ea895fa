package dev.godmode.testkit;

import static dev.godmode.testkit.MemorySamples.NOON;
import static dev.godmode.testkit.MemorySamples.id;
import static dev.godmode.testkit.MemorySamples.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.memory.Memories;
import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.MemoryStore;
import dev.godmode.control.memory.summary.OldGroup;
import dev.godmode.control.memory.summary.OldRule;
import dev.godmode.control.memory.summary.Summaries;
import dev.godmode.control.memory.summary.Summaries.Way;
import dev.godmode.control.memory.summary.Summarizer.Away;
import dev.godmode.control.memory.summary.Summarizer.Nothing;
import dev.godmode.control.memory.summary.Summarizer.Said;
import dev.godmode.control.memory.summary.Summarizer.Words;
import dev.godmode.control.memory.summary.Tidier;
import dev.godmode.control.memory.summary.TidyRule;
import dev.godmode.control.memory.summary.TidyRules.Standing;
import dev.godmode.control.memory.summary.TidyTurn;
import dev.godmode.control.outcome.Outcome;
import dev.godmode.control.outcome.Outcome.Done;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Scopes that are kept tidy because a person said so once. */
class TidierTest {

  private static final MemoryScope SHOP = MemoryScope.stream("shop");
  private static final MemoryScope GARDEN = MemoryScope.stream("garden");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Said AWAY = new Away("it is away", Optional.empty());

  private final InMemoryMemoryStore store = new InMemoryMemoryStore();
  private final InMemoryTidyRules rules = new InMemoryTidyRules();
  private final AtomicInteger ids = new AtomicInteger(9_000);
  private final List<String> asked = new ArrayList<>();
  private Instant now = NOON.plus(Duration.ofDays(40));
  private Function<OldGroup, Said> model = group -> new Words("of " + group.tag());
  private final Tidier tidier =
      new Tidier(
          rules,
          store,
          new Summaries(
              store,
              (who, with, group) -> {
                asked.add("%s %s %s".formatted(who, with, group.tag()));
                return model.apply(group);
              },
              new Memories.Sources(() -> now, () -> id(ids.incrementAndGet()), (_, text) -> text)),
          () -> now);

  private void remember(int from, int to, MemoryScope scope, String tag) {
    for (var n = from; n <= to; n++) {
      store.keep(memory(n, scope, "number %d went through the gate".formatted(n), tag));
    }
  }

  private TidyRule rule(MemoryScope scope, Duration every) {
    return new TidyRule(
        new OldRule(scope, Duration.ofDays(30), 3),
        new Way("small", Optional.empty()),
        every,
        "ada",
        now);
  }

  private Outcome<Optional<TidyRule>> keepTidy(MemoryScope scope) {
    return tidier.set(rule(scope, HOUR));
  }

  private Standing standing() {
    return tidier.standings().getFirst();
  }

  private TidyTurn last() {
    return standing().last().orElseThrow();
  }

  private Duration pause() {
    return Duration.between(now, standing().next());
  }

  private int summaries() {
    return store
        .list(
            new MemoryStore.Listing(
                Optional.empty(), Optional.of(MemoryStore.SUMMARY_TAG), Optional.empty(), 1_000))
        .size();
  }

  private void later(Duration step) {
    now = now.plus(step);
    tidier.runOnce();
  }

  @Test
  void every_old_group_is_summed_up_in_the_name_of_who_said_so_and_again_after_the_time() {
    remember(1, 4, SHOP, "deploy");
    remember(5, 8, SHOP, "test");
    keepTidy(SHOP);

    tidier.runOnce();

    assertThat(asked).containsExactly("ada small deploy", "ada small test");
    assertThat(last()).isEqualTo(new TidyTurn(now, 2, Optional.empty(), 0));
    assertThat(pause()).isEqualTo(HOUR);
    remember(11, 13, SHOP, "build");
    later(HOUR.minusSeconds(1));
    assertThat(asked).hasSize(2);
    later(Duration.ofSeconds(1));
    assertThat(asked).hasSize(3);
    assertThat(summaries()).isEqualTo(3);
  }

  @Test
  void where_nothing_is_old_and_many_enough_no_model_is_asked() {
    remember(1, 2, SHOP, "deploy");
    keepTidy(SHOP);

    tidier.runOnce();

    assertThat(asked).isEmpty();
    assertThat(last()).isEqualTo(new TidyTurn(now, 0, Optional.empty(), 0));
  }

  @Test
  void a_model_that_cannot_be_asked_is_asked_again_later_each_time_but_once_in_the_rules_time() {
    remember(1, 4, SHOP, "deploy");
    remember(5, 8, SHOP, "test");
    keepTidy(SHOP);
    model = _ -> AWAY;

    var pauses = new ArrayList<Long>();
    tidier.runOnce();
    pauses.add(pause().toSeconds());
    for (var turn = 0; turn < 8; turn++) {
      later(pause());
      pauses.add(pause().toSeconds());
    }

    assertThat(pauses).containsExactly(30L, 60L, 120L, 240L, 480L, 960L, 1920L, 3600L, 3600L);
    assertThat(asked).hasSize(9);
    assertThat(last().trouble()).contains("it is away");
    assertThat(summaries()).isZero();
    model = group -> new Words("of " + group.tag());
    later(pause());
    assertThat(last()).isEqualTo(new TidyTurn(now, 2, Optional.empty(), 0));
    model = _ -> AWAY;
    remember(11, 13, SHOP, "build");
    later(pause());
    assertThat(pause()).hasSeconds(30);
  }

  @Test
  void a_budget_that_is_spent_until_tomorrow_is_not_asked_before() {
    remember(1, 4, SHOP, "deploy");
    keepTidy(SHOP);
    model = _ -> new Away("it is spent", Optional.of(Duration.ofHours(9)));

    tidier.runOnce();

    assertThat(pause()).isEqualTo(Duration.ofHours(9));
  }

  @Test
  void a_group_that_no_summary_comes_of_stops_no_other_and_is_not_asked_about_again_at_once() {
    remember(1, 5, SHOP, "poison");
    remember(6, 9, SHOP, "deploy");
    keepTidy(SHOP);
    model =
        group -> group.tag().equals("poison") ? new Nothing("it said no") : new Words("of deploys");

    tidier.runOnce();

    assertThat(asked).containsExactly("ada small poison", "ada small deploy");
    assertThat(last()).isEqualTo(new TidyTurn(now, 1, Optional.of("it said no"), 0));
    assertThat(pause()).isEqualTo(HOUR);
  }

  @Test
  void a_scope_with_very_much_to_do_lets_others_have_their_turn() {
    for (var tag = 0; tag < 25; tag++) {
      remember(tag * 3 + 1, tag * 3 + 3, SHOP, "tag%02d".formatted(tag));
    }
    remember(100, 103, GARDEN, "roses");
    keepTidy(SHOP);
    now = now.plusSeconds(1);
    keepTidy(GARDEN);

    tidier.runOnce();
    assertThat(asked).hasSize(20).last().asString().endsWith("tag19");
    tidier.runOnce();
    assertThat(asked.getLast()).endsWith("roses");
    tidier.runOnce();
    assertThat(asked).hasSize(26).last().asString().endsWith("tag24");
  }

  @Test
  void a_rule_that_is_taken_away_in_the_middle_ends_after_the_summary_in_hand() {
    remember(1, 4, SHOP, "deploy");
    remember(5, 8, SHOP, "test");
    keepTidy(SHOP);
    model =
        group -> {
          tidier.remove(SHOP);
          return new Words("of " + group.tag());
        };

    tidier.runOnce();

    assertThat(summaries()).isEqualTo(1);
    assertThat(tidier.standings()).isEmpty();
    assertThat(tidier.remove(SHOP)).isFalse();
  }

  @Test
  void an_end_of_control_is_no_trouble_of_the_rule() {
    remember(1, 4, SHOP, "deploy");
    keepTidy(SHOP);
    model =
        _ -> {
          Thread.currentThread().interrupt();
          return AWAY;
        };

    tidier.runOnce();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(standing().last()).isEmpty();
    assertThat(standing().next()).isEqualTo(now);
  }

  @Test
  void another_rule_for_a_scope_takes_the_first_ones_place() {
    remember(1, 4, SHOP, "deploy");
    var first = rule(SHOP, HOUR);
    tidier.set(first);
    tidier.runOnce();

    var second = tidier.set(rule(SHOP, Duration.ofDays(1)));

    assertThat(second).isEqualTo(new Done<>(Optional.of(first)));
    assertThat(tidier.standings()).hasSize(1);
    assertThat(standing().last()).isEmpty();
  }

  @Test
  void a_scope_without_memories_and_a_time_that_makes_no_sense_are_refused() {
    remember(1, 4, SHOP, "deploy");

    assertThat(keepTidy(MemoryScope.stream("shpo")))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.words()).contains("did you mean 'stream:shop'"));
    assertThat(tidier.standings()).isEmpty();
    Stream.of(Duration.ZERO, Duration.ofSeconds(59), Duration.ofDays(367))
        .forEach(
            every ->
                assertThatThrownBy(() -> rule(SHOP, every)).hasMessageContaining("every minute"));
  }

  @Test
  void there_are_only_so_many_rules() {
    for (var n = 0; n < 100; n++) {
      var scope = MemoryScope.stream("s" + n);
      remember(n, n, scope, "deploy");
      keepTidy(scope);
    }
    remember(101, 101, SHOP, "deploy");

    assertThat(keepTidy(SHOP)).isInstanceOf(Outcome.Refused.class);
    assertThat(keepTidy(MemoryScope.stream("s7"))).isInstanceOf(Done.class);
  }
}
