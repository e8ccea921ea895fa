package dev.godmode.testkit;

import dev.godmode.control.ledger.Spending;
import dev.godmode.control.ledger.Spending.Source;
import dev.godmode.control.ledger.SpendingBook;
import dev.godmode.protocol.api.Totals.Sums;
import dev.godmode.protocol.api.Totals.Total;
import dev.godmode.protocol.api.Totals.TotalsBy;
import dev.godmode.protocol.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Books that last as long as the test. */
public final class InMemorySpendingBook implements SpendingBook {

  private record Group(String of, String currency) {}

  private final Map<String, Spending> lines = new LinkedHashMap<>();
  private long position;

  @Override
  public synchronized long position() {
    return position;
  }

  @Override
  public synchronized void add(long upTo, List<Spending> more) {
    more.forEach(line -> lines.putIfAbsent(line.id(), line));
    position = Math.max(position, upTo);
  }

  @Override
  public synchronized List<Total> totals(
      TotalsBy by, Optional<Instant> from, Optional<Instant> to) {
    var order = Comparator.comparing(Group::of);
    var groups =
        new TreeMap<Group, Total>(
            (by == TotalsBy.DAY ? order.reversed() : order).thenComparing(Group::currency));
    lines.values().stream()
        .filter(line -> from.stream().noneMatch(line.at()::isBefore))
        .filter(line -> to.stream().allMatch(line.at()::isBefore))
        .filter(this::counts)
        .forEach(
            line -> groups.merge(group(by, line), total(by, line), InMemorySpendingBook::plus));
    return List.copyOf(groups.values());
  }

  private boolean counts(Spending line) {
    Predicate<Spending> measured =
        other -> other.source() == Source.METERED && other.attempt().equals(line.attempt());
    return line.source() != Source.TOLD || lines.values().stream().noneMatch(measured);
  }

  private static Group group(TotalsBy by, Spending line) {
    return new Group(of(by, line), line.money().map(Money::currency).orElse(""));
  }

  private static String of(TotalsBy by, Spending line) {
    return switch (by) {
      case STREAM -> line.place().stream();
      case AGENT -> line.place().agent();
      case NODE -> line.place().node().map(id -> id.value()).orElse("");
      case DAY -> line.at().atZone(ZoneOffset.UTC).toLocalDate().toString();
      case MODEL -> line.model();
      case TASK -> line.attempt().map(key -> key.task().value()).orElse("");
    };
  }

  private static Total total(TotalsBy by, Spending line) {
    return new Total(
        of(by, line),
        line.money().map(money -> sums(line.source(), money)),
        line.tokens(),
        line.calls());
  }

  private static Sums sums(Source source, Money money) {
    var amount = money.amount();
    var entered = source == Source.ENTERED;
    return new Sums(
        new Money(entered ? BigDecimal.ZERO : amount.negate(), money.currency()),
        new Money(
            entered ? amount.min(BigDecimal.ZERO).negate() : BigDecimal.ZERO, money.currency()),
        new Money(entered ? amount.max(BigDecimal.ZERO) : BigDecimal.ZERO, money.currency()));
  }

  private static Total plus(Total one, Total other) {
    return new Total(
        one.of(),
        Stream.concat(one.money().stream(), other.money().stream())
            .reduce(InMemorySpendingBook::plus),
        one.tokens().plus(other.tokens()),
        one.calls() + other.calls());
  }

  private static Sums plus(Sums one, Sums other) {
    return new Sums(
        plus(one.models(), other.models()),
        plus(one.paid(), other.paid()),
        plus(one.received(), other.received()));
  }

  private static Money plus(Money one, Money other) {
    return new Money(one.amount().add(other.amount()), one.currency());
  }
}
