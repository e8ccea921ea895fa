package dev.godmode.server.routes;

import dev.godmode.control.ledger.LedgerFilter;
import dev.godmode.control.ledger.LedgerFilterBuilder;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.view.TaskFinder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads from a request which entries of the ledger are asked for. */
public final class LedgerAsk {

  private static final int TEXT_MAX = 200;

  /** Every kind of fact, by name. */
  static final List<String> KINDS = kinds(Event.class).sorted().toList();

  private final Orders orders;
  private final TaskFinder finder;

  public LedgerAsk(Orders orders, TaskFinder finder) {
    this.orders = orders;
    this.finder = finder;
  }

  private static Stream<String> kinds(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(LedgerAsk::kinds)
        : Stream.of(type.getSimpleName());
  }

  /** The parameters by which a route lets itself be narrowed. */
  static Route.Draft parameters(Route.Draft draft) {
    return between(
        draft
            .query("who", String.class, "who caused it: owner, a person, node:NAME, attempt")
            .query("kind", String.class, "the event's type, \"AttemptLeased\"")
            .query("stream", String.class, "only about tasks of this line of work")
            .query("agent", String.class, "only about tasks of this type of agent")
            .query("node", String.class, "only about this node, by name or id, and what ran on it")
            .query("task", String.class, "only about this task, by id, key or name")
            .query("subject", String.class, "a task's or node's very id, or \"fleet\"")
            .query("q", String.class, "a text in the sentence, in any case"));
  }

  /** The parameters of a span of time. */
  static Route.Draft between(Route.Draft draft) {
    return draft
        .query("from", String.class, "the first moment: 2026-11-26 or 2026-11-26T10:00:00Z")
        .query("to", String.class, "the moment behind the last; a day is taken as a whole");
  }

  LedgerFilter filter(Call call) {
    // A task's stream and agent are told by the tables where the entry itself does not.
    orders.awaitTables();
    var subject = call.query("task").map(words -> finder.id(words).value());
    return LedgerFilterBuilder.builder()
        .who(call.query("who"))
        .kind(call.query("kind").map(LedgerAsk::kind))
        .stream(call.query("stream"))
        .agent(call.query("agent"))
        .node(call.query("node").map(this::node))
        .subject(subject.or(() -> call.query("subject")))
        .from(from(call))
        .to(to(call))
        .text(call.query("q").map(LedgerAsk::text))
        .build();
  }

  static Optional<Instant> from(Call call) {
    return call.query("from").map(text -> moment("from", text, 0));
  }

  static Optional<Instant> to(Call call) {
    return call.query("to").map(text -> moment("to", text, 1));
  }

  /** A day stands for its begin, or for that of a later one. */
  private static Instant moment(String name, String text, int daysLater) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).plusDays(daysLater).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException _) {
      throw Refusal.invalid(
          "'%s' must be a day or a moment in UTC, 2026-11-26 or 2026-11-26T10:00:00Z, was '%s'"
              .formatted(name, text));
    }
  }

  private static String kind(String name) {
    if (!KINDS.contains(name)) {
      throw Refusal.invalid(
          "no fact is of the kind '%s'%s; /api/v1/ledger/kinds lists them"
              .formatted(name, Spelling.hint(name, KINDS)));
    }
    return name;
  }

  private static String text(String text) {
    if (text.length() > TEXT_MAX) {
      throw Refusal.invalid("'q' has at most %d characters".formatted(TEXT_MAX));
    }
    return text;
  }

  /** Also one that is gone has its entries, under its id. */
  private NodeId node(String nameOrId) {
    return orders
        .read(
            kernel ->
                kernel.nodes().stream()
                    .filter(node -> node.name().equals(nameOrId))
                    .map(node -> node.id())
                    .findFirst())
        .join()
        .orElseGet(() -> new NodeId(nameOrId));
  }
}
