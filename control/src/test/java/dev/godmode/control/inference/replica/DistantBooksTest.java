package dev.godmode.control.inference.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.inference.Books;
import dev.godmode.control.inference.Books.Intent;
import dev.godmode.control.inference.Budget;
import dev.godmode.control.inference.ModelTable;
import dev.godmode.control.inference.Price;
import dev.godmode.control.inference.TokenUse;
import dev.godmode.control.inference.cache.CacheRules;
import dev.godmode.protocol.inference.CallNews;
import dev.godmode.protocol.inference.Caller;
import dev.godmode.protocol.inference.ModelFault;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DistantBooksTest {

  private static final Intent ASKED =
      new Intent(Caller.person("ann"), "small", "local", new TokenUse(10, 20), 40);
  private static final ModelTable LIMITED =
      new ModelTable(
          List.of(),
          Map.of(),
          List.of(new Price("small", BigDecimal.ONE, BigDecimal.ONE)),
          List.of(Budget.of("all", false, BigDecimal.ONE)),
          CacheRules.OFF);

  private final ScriptedControl control = new ScriptedControl();
  private final Reporter reporter =
      new Reporter(
          new Reporter.Self("forge:5055", "127.0.0.1:5055", Instant.EPOCH),
          control,
          () -> 0,
          _ -> {});
  private int ids;
  private final DistantBooks books =
      new DistantBooks(control, reporter, InstantSource.system(), () -> "call-" + ids++);

  private List<CallNews> told() {
    reporter.runOnce();
    return control.reports.getLast().news();
  }

  private Books.Line opened() {
    return ((Books.Opened) books.open(ASKED)).line();
  }

  @Test
  void what_nothing_limits_is_told_afterwards() {
    opened().close(new TokenUse(3, 4), false, Duration.ofMillis(5));

    assertThat(control.begun).isEmpty();
    assertThat(told())
        .singleElement()
        .isInstanceOfSatisfying(
            CallNews.Closed.class,
            closed -> {
              assertThat(closed.call().worstOutput()).isEqualTo(20);
              assertThat(closed.output()).isEqualTo(4);
            });
  }

  @Test
  void what_a_budget_limits_is_asked_for_before() {
    books.set(LIMITED);

    opened();

    assertThat(control.begun).extracting(call -> call.model()).containsExactly("small");
    assertThat(told()).isEmpty();
  }

  @Test
  void what_control_refuses_is_not_made() {
    books.set(LIMITED);
    control.refusal = Optional.of(ModelFault.overBudget("it is spent"));

    assertThat(books.open(ASKED)).isEqualTo(new Books.Over(ModelFault.overBudget("it is spent")));
  }

  @Test
  void while_control_is_away_nothing_is_spent_of_a_budget() {
    books.set(LIMITED);
    control.away = true;

    assertThat(books.open(ASKED))
        .isInstanceOfSatisfying(
            Books.Over.class,
            over -> {
              assertThat(over.fault().status()).isEqualTo(503);
              assertThat(over.fault().words()).contains("what is left of the budget");
            });

    control.away = false;
    assertThat(told()).containsExactly(new CallNews.Struck("call-0"));
  }

  @Test
  void what_takes_longer_is_told_when_it_begins_and_when_it_is_over() {
    var line = opened();
    assertThat(told()).singleElement().isInstanceOf(CallNews.Opened.class);

    line.close(new TokenUse(3, 4), false, Duration.ofMillis(5));

    assertThat(told()).singleElement().isInstanceOf(CallNews.Closed.class);
  }

  @Test
  void what_was_not_carried_out_is_struck() {
    var line = opened();
    told();

    line.strike();

    assertThat(told()).containsExactly(new CallNews.Struck("call-0"));
  }

  @Test
  void what_began_and_was_not_carried_out_before_control_heard_of_it_is_not_told() {
    opened().strike();

    assertThat(told()).isEmpty();
  }
}
