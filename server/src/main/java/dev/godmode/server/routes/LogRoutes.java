package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.control.event.EventHub;
import dev.godmode.control.log.LogHub;
import dev.godmode.protocol.api.Requests.LogOf;
import dev.godmode.protocol.api.Requests.LogPage;
import dev.godmode.protocol.event.JournalEntry;
import dev.godmode.protocol.event.TaskEvent.AttemptEnded;
import dev.godmode.protocol.stream.LogLine;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Feed;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.http.SlowClients;
import dev.godmode.server.view.TaskFinder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What attempts printed: in pages, as a live tail, as a file, and by search. */
public final class LogRoutes {

  private static final String LOG = "/api/v1/tasks/{id}/log";
  private static final int PAGE_USUAL = 1_000;
  private static final int PAGE_MAX = 10_000;
  private static final int FOUND_USUAL = 200;
  private static final int WAITING_MAX = 256;

  private sealed interface Item {
    record Lines(List<LogLine> lines) implements Item {}

    record Over() implements Item {}
  }

  private record Source(TaskId task, int attempt) {}

  private final TaskFinder finder;
  private final LogHub logs;
  private final EventHub hub;
  private final SlowClients slow;
  private final OwnTasks own;

  public LogRoutes(TaskFinder finder, LogHub logs, EventHub hub, SlowClients slow) {
    this.finder = finder;
    this.logs = logs;
    this.hub = hub;
    this.slow = slow;
    this.own = new OwnTasks(finder);
  }

  public List<Route> routes() {
    return List.of(
        of(Route.get(LOG, "Lines of an attempt").needsOwn(Scope.LOGS_READ))
            .query("limit", int.class, "at most so many, up to " + PAGE_MAX)
            .answers(LogPage.class, this::page),
        of(Route.get(LOG + "/tail", "Lines of an attempt as they come, as server-sent events")
                .needs(Scope.LOGS_READ))
            .header("Last-Event-ID", "number of the last line seen")
            .writes("text/event-stream", this::tail),
        Route.get(LOG + "/download", "All lines of an attempt as a text file")
            .needsOwn(Scope.LOGS_READ)
            .query("attempt", int.class, "the attempt's number; the last one if left out")
            .writes("text/plain; charset=utf-8", this::download),
        Route.get("/api/v1/logs/search", "Newest lines that hold a text")
            .needs(Scope.LOGS_READ)
            .query("q", String.class, "the text, in any case")
            .query("task", String.class, "only of this task")
            .query("limit", int.class, "at most so many, up to " + PAGE_MAX)
            .answers(LogOf[].class, this::search));
  }

  private static Route.Draft of(Route.Draft draft) {
    return draft
        .query("attempt", int.class, "the attempt's number; the last one if left out")
        .query("from", long.class, "the first line wanted, from 1");
  }

  private Source source(Call call) {
    var task = finder.task(own.id(call, call.path("id")));
    var last = Math.max(1, task.attemptsMade());
    return new Source(task.id(), (int) call.number("attempt", last, 1, Integer.MAX_VALUE));
  }

  private LogPage page(Call call) {
    var source = source(call);
    var from = call.number("from", 1, 1, Long.MAX_VALUE);
    var limit = (int) call.number("limit", PAGE_USUAL, 1, PAGE_MAX);
    // Asked before the lines are read: what comes in between must not look complete.
    var over = isOver(source);
    var lines = read(source, from, limit);
    var next = lines.isEmpty() ? from : lines.getLast().number() + 1;
    return new LogPage(lines, next, over && lines.size() < limit);
  }

  private List<LogLine> read(Source source, long from, int limit) {
    return logs.store().read(source.task(), source.attempt(), from, limit);
  }

  private boolean isOver(Source source) {
    var task = finder.task(source.task());
    return task.attempts().stream()
        .filter(attempt -> attempt.number() == source.attempt())
        .findFirst()
        .map(attempt -> attempt.endedAt().isPresent())
        .orElse(task.state().isTerminal() || source.attempt() <= task.attemptsMade());
  }

  private void tail(Call call) {
    var source = source(call);
    var from =
        call.header("Last-Event-ID")
            .map(LogRoutes::lineAfter)
            .orElseGet(() -> call.number("from", 1, 1, Long.MAX_VALUE));
    var feed = new Feed<Item>(WAITING_MAX);
    try (var _ = following(source, feed);
        var _ = hub.follow(entries -> noticeEnd(entries, source, feed));
        var events = call.events();
        var _ = slow.watch(feed::isOverrun)) {
      if (isOver(source)) {
        feed.give(new Item.Over());
      }
      write(source, from, feed, events);
    }
  }

  /** The log hub's subscription, closed without checked exceptions. */
  private interface Following extends AutoCloseable {
    @Override
    void close();
  }

  private Following following(Source source, Feed<Item> feed) {
    var subscription =
        logs.follow(source.task(), source.attempt(), lines -> feed.give(new Item.Lines(lines)));
    return () -> {
      try {
        subscription.close();
      } catch (Exception e) {
        throw new IllegalStateException("a log's follower could not leave", e);
      }
    };
  }

  private static long lineAfter(String id) {
    try {
      return Long.parseLong(id.strip()) + 1;
    } catch (NumberFormatException e) {
      throw Refusal.invalid("Last-Event-ID must be a line number, was " + id);
    }
  }

  private static void noticeEnd(List<JournalEntry> entries, Source source, Feed<Item> feed) {
    for (var entry : entries) {
      if (entry.event() instanceof AttemptEnded ended
          && ended.task().equals(source.task())
          && ended.attempt().number() == source.attempt()) {
        feed.give(new Item.Over());
      }
    }
  }

  private void write(Source source, long from, Feed<Item> feed, Call.Events events) {
    events.ping();
    var next = replay(source, from, events);
    while (!feed.isOverrun()) {
      switch (feed.take(EventRoutes.PING_EVERY).orElse(new Item.Lines(List.of()))) {
        case Item.Lines(var lines) when lines.isEmpty() -> events.ping();
        case Item.Lines(var lines) -> next = write(lines, next, events);
        case Item.Over() -> {
          replay(source, next, events);
          events.emit("end", Map.of());
          return;
        }
      }
    }
    events.emit("reset", Map.of("reason", "the client reads too slowly"));
  }

  private long replay(Source source, long from, Call.Events events) {
    var next = from;
    while (true) {
      var lines = read(source, next, PAGE_USUAL);
      if (lines.isEmpty()) {
        return next;
      }
      next = write(lines, next, events);
    }
  }

  private static long write(List<LogLine> lines, long next, Call.Events events) {
    var fresh = lines.stream().filter(line -> line.number() >= next).toList();
    if (fresh.isEmpty()) {
      return next;
    }
    events.emit(fresh.getLast().number(), "lines", fresh);
    return fresh.getLast().number() + 1;
  }

  private void download(Call call) {
    var source = source(call);
    call.header(
        "Content-Disposition",
        "attachment; filename=\"%s-%d.log\"".formatted(source.task(), source.attempt()));
    try (var out = call.stream("text/plain; charset=utf-8")) {
      var next = 1L;
      for (var lines = read(source, next, PAGE_USUAL);
          !lines.isEmpty();
          lines = read(source, next, PAGE_USUAL)) {
        for (var line : lines) {
          out.write(line.text().getBytes(StandardCharsets.UTF_8));
          if (!line.partial()) {
            out.write('\n');
          }
        }
        next = lines.getLast().number() + 1;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LogOf[] search(Call call) {
    var text =
        call.query("q").orElseThrow(() -> Refusal.invalid("'q' is missing: the text to look for"));
    var limit = (int) call.number("limit", FOUND_USUAL, 1, PAGE_MAX);
    return logs.store()
        .search(call.query("task").map(finder::id), text, limit)
        .toArray(LogOf[]::new);
  }
}
