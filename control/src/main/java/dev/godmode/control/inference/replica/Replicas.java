package dev.godmode.control.inference.replica;

import dev.godmode.control.inference.Books;
import dev.godmode.control.inference.Books.Intent;
import dev.godmode.control.inference.Books.Line;
import dev.godmode.control.inference.TokenUse;
import dev.godmode.protocol.api.ReplicaViews.ReplicaReport;
import dev.godmode.protocol.api.ReplicaViews.ReplicaView;
import dev.godmode.protocol.inference.CallLine;
import dev.godmode.protocol.inference.CallNews;
import dev.godmode.protocol.inference.CallNews.Closed;
import dev.godmode.protocol.inference.CallNews.Kept;
import dev.godmode.protocol.inference.CallNews.Opened;
import dev.godmode.protocol.inference.CallNews.Struck;
import dev.godmode.protocol.inference.ModelFault;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The replicas that control hears of, and the calls that are under way there. When one falls silent
 * for too long, what it was asked is in the books as what brought no whole answer: it may have been
 * billed.
 */
public final class Replicas {

  /** A replica that says nothing for so long has ended, or is cut off. */
  static final Duration SILENCE_MAX = Duration.ofSeconds(15);

  /** More than there can be calls; who has more open does not tell what becomes of them. */
  static final int LINES_MAX = 100_000;

  private record OpenLine(CallLine call, Line line, long sinceNanos) {}

  /** One of them, since its first sign of life. */
  private static final class Known {
    private final Map<String, OpenLine> lines = new HashMap<>();
    private Optional<ReplicaReport> last = Optional.empty();
    private long heardNanos;
  }

  private final Books books;
  private final LongSupplier nanos;
  private final Map<String, Known> all = new HashMap<>();

  /**
   * None yet.
   *
   * @param books in which their calls stand
   * @param nanos a clock that only grows
   */
  public Replicas(Books books, LongSupplier nanos) {
    this.books = books;
    this.nanos = nanos;
  }

  private Known heard(String replica) {
    var known = all.computeIfAbsent(replica, _ -> new Known());
    known.heardNanos = nanos.getAsLong();
    return known;
  }

  /**
   * A replica wants to make a call that a budget limits.
   *
   * @return why it may not
   */
  public synchronized Optional<ModelFault> begin(String replica, CallLine call) {
    return switch (books.open(intent(call))) {
      case Books.Over(var fault) -> Optional.of(fault);
      case Books.Opened(var line) -> {
        enter(heard(replica), call, line);
        yield Optional.empty();
      }
    };
  }

  /** A replica's sign of life; what control has had of it already changes nothing. */
  public synchronized void report(String replica, ReplicaReport report) {
    var known = heard(replica);
    if (known.last.filter(last -> last.sequence() >= report.sequence()).isEmpty()) {
      known.last = Optional.of(report);
      report.news().forEach(news -> take(known, news));
    }
  }

  private void take(Known known, CallNews news) {
    switch (news) {
      case Opened(var call) -> enter(known, call, opened(call));
      case Closed(var call, var input, var output, var failed, var took) ->
          left(known, call).close(new TokenUse(input, output), failed, took);
      case Struck(var call) ->
          Optional.ofNullable(known.lines.remove(call)).ifPresent(open -> open.line().strike());
      case Kept(var caller, var model) -> books.noteKept(caller, model);
    }
  }

  private void enter(Known known, CallLine call, Line line) {
    if (known.lines.size() < LINES_MAX) {
      known.lines.put(call.id(), new OpenLine(call, line, nanos.getAsLong()));
    }
  }

  /** Of a call that began before control did nothing is known any more. */
  private Line left(Known known, CallLine call) {
    return Optional.ofNullable(known.lines.remove(call.id()))
        .map(OpenLine::line)
        .orElseGet(() -> opened(call));
  }

  /** It is under way already: a budget that has come since, or is spent, does not undo it. */
  private Line opened(CallLine call) {
    return switch (books.open(intent(call))) {
      case Books.Opened(var line) -> line;
      case Books.Over _ ->
          switch (books.open(intent(call, TokenUse.NONE))) {
            case Books.Opened(var line) -> line;
            case Books.Over(var fault) ->
                throw new IllegalStateException("what costs nothing is refused: " + fault.words());
          };
    };
  }

  private static Intent intent(CallLine call) {
    return intent(call, new TokenUse(call.worstInput(), call.worstOutput()));
  }

  private static Intent intent(CallLine call, TokenUse worst) {
    return new Intent(call.caller(), call.model(), call.provider(), worst, call.bytes());
  }

  /** Looks who has fallen silent. */
  public synchronized void look() {
    var now = nanos.getAsLong();
    all.values()
        .removeIf(
            known -> {
              var silent = now - known.heardNanos > SILENCE_MAX.toNanos();
              if (silent) {
                known.lines.values().forEach(open -> lost(open, now));
              }
              return silent;
            });
  }

  private static void lost(OpenLine open, long now) {
    open.line()
        .close(
            TokenUse.estimated(open.call().bytes(), 0),
            true,
            Duration.ofNanos(now - open.sinceNanos()));
  }

  /** Those that live, the oldest first. */
  public synchronized List<ReplicaView> views() {
    var now = nanos.getAsLong();
    return all.values().stream()
        .flatMap(known -> known.last.stream().map(last -> view(known, last, now)))
        .sorted(Comparator.comparing(ReplicaView::since).thenComparing(ReplicaView::name))
        .toList();
  }

  private static ReplicaView view(Known known, ReplicaReport last, long now) {
    return new ReplicaView(
        last.name(),
        last.address(),
        last.since(),
        Duration.ofNanos(now - known.heardNanos),
        known.lines.size());
  }
}
