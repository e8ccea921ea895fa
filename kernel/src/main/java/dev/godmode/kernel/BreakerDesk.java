package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;
import static dev.godmode.kernel.Turn.refused;

import dev.godmode.kernel.Command.CloseBreaker;
import dev.godmode.kernel.Reply.Code;
import dev.godmode.kernel.breaker.Breaker;
import dev.godmode.kernel.breaker.Breakers;
import dev.godmode.kernel.breaker.Breakers.Common;
import dev.godmode.kernel.breaker.Mishap;
import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.protocol.event.FleetEvent.BreakerClosed;
import dev.godmode.protocol.event.FleetEvent.BreakerOpened;
import dev.godmode.protocol.event.FleetEvent.BreakerStaysOpen;
import dev.godmode.protocol.event.TaskEvent.AttemptExcused;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.FailureRoute;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Opens a breaker where attempts fail alike, lets one attempt try when a while is over, and closes
 * it when that one did not fail so (the circuit breaker of Nygard, "Release It!", 2007).
 */
final class BreakerDesk {

  static final Duration PAUSE = Duration.ofMinutes(1);
  static final Duration PAUSE_MAX = Duration.ofMinutes(30);

  /** What fails alike fails within twice the time that others took to, and within this. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration PATIENCE_MAX = Duration.ofDays(1);
  private static final int DOUBLINGS_MAX = 5;

  private BreakerDesk() {}

  /**
   * An attempt has ended, and that is known.
   *
   * @param tried the breakers that it tried
   */
  static void learn(Turn turn, List<Breaker> tried, AttemptKey key, AttemptReport report) {
    var mishap = breakers(turn).mishap(key);
    tried.forEach(breaker -> judge(turn, breaker, key, report, mishap));
    mishap.ifPresent(
        known ->
            breakers(turn)
                .covering(known)
                .ifPresentOrElse(
                    breaker -> excuse(turn, breaker.id(), key),
                    () ->
                        breakers(turn)
                            .common(known)
                            .ifPresent(common -> open(turn, known, common, report))));
  }

  private static Breakers breakers(Turn turn) {
    return turn.state().fleet().breakers();
  }

  /** What the attempt says that tried it. */
  private static void judge(
      Turn turn, Breaker breaker, AttemptKey key, AttemptReport report, Optional<Mishap> mishap) {
    var print = mishap.map(Mishap::fingerprint);
    if (print.equals(Optional.of(breaker.fingerprint()))) {
      var until = until(turn, report, breaker.probes() + 1);
      turn.emit(new BreakerStaysOpen(breaker.id(), key, until));
    } else if (mishap.isPresent() || endedByItself(report.ending())) {
      var how = report.ending().cause().isEmpty() ? "went well" : "did not fail like the others";
      turn.emit(
          new BreakerClosed(
              breaker.id(), "attempt %d of %s %s".formatted(key.number(), key.task(), how)));
    }
  }

  /** Nobody took it away, so it says something of its route. */
  private static boolean endedByItself(Ending ending) {
    return !ending.isLoss() && ending != Ending.STOPPED && ending != Ending.SECRET_MISSING;
  }

  private static void open(Turn turn, Mishap last, Common common, AttemptReport report) {
    var id = "b" + last.attempt().fence();
    var attempts = common.mishaps().stream().map(Mishap::attempt).toList();
    var narrower = breakers(turn).narrower(last.fingerprint(), common.route());
    turn.emit(
        new BreakerOpened(
            id,
            common.route(),
            Optional.of(words(turn.state(), common.route())),
            last.fingerprint(),
            Setbacks.reason(report),
            attempts,
            until(turn, report, 0),
            patience(report)));
    narrower.forEach(
        part -> turn.emit(new BreakerClosed(part.id(), "it is a part of %s".formatted(id))));
    attempts.forEach(attempt -> excuse(turn, id, attempt));
  }

  /** A limit of use says itself when it ends; all else is tried after twice as long each time. */
  private static Instant until(Turn turn, AttemptReport report, int probes) {
    if (report.ending() == Ending.LIMIT_REACHED) {
      return Setbacks.limitedUntil(turn, report);
    }
    var pause = PAUSE.multipliedBy(1L << Math.min(probes, DOUBLINGS_MAX));
    return turn.now().plus(pause.compareTo(PAUSE_MAX) < 0 ? pause : PAUSE_MAX);
  }

  private static Duration patience(AttemptReport report) {
    var twice =
        report.took().compareTo(PATIENCE_MAX) < 0 ? report.took().multipliedBy(2) : PATIENCE_MAX;
    return twice.compareTo(PATIENCE) > 0 ? twice : PATIENCE;
  }

  private static void excuse(Turn turn, String breaker, AttemptKey key) {
    turn.state()
        .tasks()
        .find(key.task())
        .filter(task -> !task.state().isTerminal())
        .flatMap(task -> task.attempt(key))
        .filter(attempt -> attempt.excused().isEmpty())
        .ifPresent(_ -> turn.emit(new AttemptExcused(key, breaker)));
  }

  /** Time has passed. */
  static void look(Turn turn) {
    for (var breaker : breakers(turn).open()) {
      var over = over(turn, breaker);
      if (!over.isEmpty()) {
        turn.emit(new BreakerClosed(breaker.id(), over));
      } else if (breaker.admits(turn.now())) {
        turn.state().placementDue();
      }
    }
  }

  /** Why it needs to be open no more; empty when it does. */
  private static String over(Turn turn, Breaker breaker) {
    var state = turn.state();
    var type = breaker.route().agentType();
    if (type.isPresent() && state.fleet().agent(type.get()).isEmpty()) {
      return "there is no agent '%s' any more".formatted(type.get());
    }
    var node = breaker.route().node().flatMap(state.nodes()::find);
    if (node.filter(known -> known.state() == NodeState.REMOVED).isPresent()) {
      return "%s has left the fleet".formatted(node.map(Node::name).orElse(""));
    }
    return breaker
        .probe()
        .flatMap(key -> state.tasks().find(key.task()).flatMap(task -> task.attempt(key)))
        .flatMap(Attempt::startedAt)
        .filter(at -> !turn.now().isBefore(at.plus(breaker.patience())))
        .map(at -> "an attempt has run since %s and did not fail like the others".formatted(at))
        .orElse("");
  }

  /** A person says that what was wrong is mended. */
  static Reply close(Turn turn, CloseBreaker command) {
    if (breakers(turn).find(command.breaker()).isEmpty()) {
      var open = breakers(turn).open().stream().map(Breaker::id).toList();
      return refused(
          Code.NOT_FOUND,
          "there is no open breaker '%s'; %s",
          command.breaker(),
          open.isEmpty() ? "none is open" : "open are " + String.join(", ", open));
    }
    turn.emit(new BreakerClosed(command.breaker(), command.why()));
    return DONE;
  }

  /** What keeps a task from being placed, in words with what can be done. */
  static String words(State state, Breaker breaker) {
    return "breaker %s is open for %s (%s): one tries it at %s; gm breaker close %s when it is mended"
        .formatted(
            breaker.id(),
            words(state, breaker.route()),
            breaker.reason(),
            breaker.until().truncatedTo(ChronoUnit.SECONDS),
            breaker.id());
  }

  private static String words(State state, FailureRoute route) {
    return route.words(route.node().map(state.nodes()::name).orElse(""));
  }
}
