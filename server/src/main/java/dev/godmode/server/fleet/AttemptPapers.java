package dev.godmode.server.fleet;

import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.control.step.Step;
import dev.godmode.kernel.node.Node;
import dev.godmode.protocol.recent.RecentMap;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.StepKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What one worker tells of its attempts while they run: log lines, and steps. Of attempts that are
 * not its own nothing is taken.
 */
final class AttemptPapers {

  private static final System.Logger LOG = System.getLogger(AttemptPapers.class.getName());
  private static final int OWN_ATTEMPTS_KEPT = 1_000;

  /** No attempt is older; whoever says so lies. */
  private static final Duration AGO_MAX = Duration.ofDays(366);

  private final WorkerSessions sessions;
  private final Consumer<ControlMessage> answer;
  private final Set<AttemptKey> own = Collections.newSetFromMap(RecentMap.byAge(OWN_ATTEMPTS_KEPT));

  AttemptPapers(WorkerSessions sessions, Consumer<ControlMessage> answer) {
    this.sessions = sessions;
    this.answer = answer;
  }

  void log(Node from, WorkerMessage.Logged message) {
    var key = message.attempt();
    if (isOwn(from, key, "log")) {
      sessions.control().logs().append(key, message.chunk());
    }
    // Also what was refused is confirmed, or the worker would send it for ever.
    answer.accept(new ControlMessage.LogConfirm(key, message.chunk().sequence()));
  }

  void step(Node from, WorkerMessage.Stepped message) {
    if (isOwn(from, message.attempt(), "step")) {
      sessions.control().steps().note(step(message, sessions.now()));
    }
  }

  private static Step step(WorkerMessage.Stepped message, Instant now) {
    var told = message.step();
    var began = now.minus(sane(told.ago()));
    return new Step(
        message.attempt(),
        "tool-" + told.id(),
        StepKind.TOOL,
        told.name(),
        told.detail(),
        began,
        told.took().map(took -> began.plus(sane(took))),
        told.failed(),
        Optional.empty(),
        Optional.empty());
  }

  private static Duration sane(Duration told) {
    return told.isNegative() || told.compareTo(AGO_MAX) > 0 ? Duration.ZERO : told;
  }

  private boolean isOwn(Node from, AttemptKey key, String what) {
    if (own.contains(key) || sessions.holds(from.id(), key)) {
      own.add(key);
      return true;
    }
    LOG.log(WARNING, "{0} refused: not its attempt node={1} attempt={2}", what, from.id(), key);
    return false;
  }
}
