package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.control.event.EventHub;
import dev.godmode.control.ledger.LedgerFilter;
import dev.godmode.protocol.api.NodeView;
import dev.godmode.protocol.event.JournalEntry;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Feed;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.http.SlowClients;
import dev.godmode.server.view.Ledger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The journal as a stream. A client that comes back says which entry it saw last and misses none:
 * what is live is collected first, then what lies between is read from the journal, then both are
 * joined by their sequence numbers.
 */
public final class EventRoutes {

  static final Duration PING_EVERY = Duration.ofSeconds(15);

  /** A client further behind does better to look at the world anew. */
  static final int REPLAY_MAX = 20_000;

  private static final int PAGE = 500;

  /** What may wait for one client, in batches of entries. */
  private static final int WAITING_MAX = 256;

  private sealed interface Item {
    record Entries(List<JournalEntry> entries) implements Item {}

    record Nodes(List<NodeView> nodes) implements Item {}
  }

  private final Ledger ledger;
  private final EventHub hub;
  private final NodePulse pulse;
  private final SlowClients slow;
  private final LedgerAsk ask;

  public EventRoutes(
      Ledger ledger, EventHub hub, NodePulse pulse, SlowClients slow, LedgerAsk ask) {
    this.ledger = ledger;
    this.hub = hub;
    this.pulse = pulse;
    this.slow = slow;
    this.ask = ask;
  }

  public List<Route> routes() {
    return List.of(
        LedgerAsk.parameters(
                Route.get(
                        "/api/v1/events",
                        "Every new fact that is asked for, and the nodes' usage, as server-sent events")
                    .needs(Scope.FLEET_READ))
            .header("Last-Event-ID", "sequence number of the last entry seen")
            .query("after", long.class, "the same, for the first time")
            .writes("text/event-stream", this::stream));
  }

  private void stream(Call call) {
    var after = after(call);
    var filter = ask.filter(call);
    var feed = new Feed<Item>(WAITING_MAX);
    Consumer<List<NodeView>> nodes = views -> feed.giveIfRoom(new Item.Nodes(views));
    try (var _ = hub.follow(entries -> feed.give(new Item.Entries(entries)));
        var events = call.events();
        var _ = slow.watch(feed::isOverrun)) {
      pulse.follow(nodes);
      write(feed, new Outlet(events, filter), after);
    } finally {
      pulse.leave(nodes);
    }
  }

  private long after(Call call) {
    var last = call.header("Last-Event-ID").filter(id -> !id.isBlank());
    if (last.isPresent()) {
      try {
        return Long.parseLong(last.get().strip());
      } catch (NumberFormatException _) {
        throw Refusal.invalid("Last-Event-ID must be a sequence number, was " + last.get());
      }
    }
    return call.number("after", ledger.journal().head().sequence(), 0, Long.MAX_VALUE);
  }

  /** Where one client's events go, and which of them it wants. */
  private record Outlet(Call.Events events, LedgerFilter filter) {}

  private void write(Feed<Item> feed, Outlet out, long after) {
    var events = out.events();
    events.ping();
    var head = ledger.journal().head().sequence();
    if (after > head || head - after > REPLAY_MAX) {
      reset(events, "too far from entry %d, where the journal is".formatted(head));
      return;
    }
    var sent = replay(out, after);
    while (!feed.isOverrun()) {
      var item = feed.take(PING_EVERY);
      if (item.isEmpty()) {
        events.ping();
      } else if (!feed.isOverrun()) {
        sent = write(item.get(), out, sent);
      }
    }
    reset(events, "the client reads too slowly");
  }

  private long replay(Outlet out, long after) {
    var sent = after;
    while (true) {
      var page = ledger.journal().read(sent, PAGE);
      if (page.isEmpty()) {
        return sent;
      }
      sent = write(new Item.Entries(page), out, sent);
    }
  }

  private long write(Item item, Outlet out, long sent) {
    return switch (item) {
      case Item.Nodes(var nodes) -> {
        out.events().emit("nodes", nodes);
        yield sent;
      }
      case Item.Entries(var entries) -> {
        var fresh = entries.stream().filter(entry -> entry.sequence() > sent).toList();
        for (var entry : ledger.fitting(out.filter(), fresh)) {
          out.events().emit(entry.sequence(), "entry", Ledger.line(entry));
        }
        yield fresh.isEmpty() ? sent : fresh.getLast().sequence();
      }
    };
  }

  /** The client must look at the world anew and follow from there. */
  private static void reset(Call.Events events, String reason) {
    events.emit("reset", Map.of("reason", reason));
  }
}
