package dev.godmode.testkit.sim;

import dev.godmode.protocol.code.NodeCode;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.FleetEvent.CodeEvent;
import dev.godmode.protocol.event.FleetEvent.DocumentEvent;
import dev.godmode.protocol.event.FleetEvent.LossesFrozen;
import dev.godmode.protocol.event.NodeEvent.NodeLost;
import dev.godmode.protocol.event.TaskEvent;
import dev.godmode.protocol.event.TaskEvent.AttemptEnded;
import dev.godmode.protocol.event.TaskEvent.AttemptLeased;
import dev.godmode.protocol.event.TaskEvent.AttemptRecalled;
import dev.godmode.protocol.event.TaskEvent.TaskCancelled;
import dev.godmode.protocol.event.TaskEvent.TaskDelayed;
import dev.godmode.protocol.event.TaskEvent.TaskFailed;
import dev.godmode.protocol.event.TaskEvent.TaskQueued;
import dev.godmode.protocol.event.TaskEvent.TaskSucceeded;
import dev.godmode.protocol.event.TaskEvent.TaskUnverified;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.testkit.sim.Books.NodeBook;
import dev.godmode.testkit.sim.Books.TaskBook;
import dev.godmode.testkit.sim.Books.Where;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What must hold of every durable event, seen from outside: it knows the journal and what workers
 * really did, and nothing of the kernel's own books.
 */
final class Promises {

  private final Timeline time;
  private final boolean nodesMayFallSilent;

  /** A standby that took over hears nobody at first. */
  private final boolean changesHands;

  private final Books books = new Books();
  private final SharePromise shares = new SharePromise(books);
  private final Set<AttemptKey> leased = new HashSet<>();
  private final Set<AttemptKey> started = new HashSet<>();
  private final Set<AttemptKey> finished = new HashSet<>();
  private final Map<AttemptKey, Instant> over = new HashMap<>();
  private final DocumentPromise documents = new DocumentPromise();
  private final CodePromise code = new CodePromise();
  private final QuestionPromise questions;
  private final BreakerPromise breakers;

  Promises(Timeline time, Plan plan) {
    this.time = time;
    this.questions = new QuestionPromise(plan.has(Trouble.QUESTIONS));
    this.breakers = new BreakerPromise(plan.has(Trouble.ROUTES_BROKEN));
    this.changesHands = plan.has(Trouble.STANDBY_TAKES_OVER);
    this.nodesMayFallSilent = !Collections.disjoint(plan.troubles(), Trouble.SILENCING);
  }

  Books books() {
    return books;
  }

  BreakerPromise breakers() {
    return breakers;
  }

  /** One more event is durable; {@code at} is by control's clock. */
  void hold(Instant at, Event event) {
    switch (event) {
      case AttemptLeased e -> mayBeLeased(at, e);
      case AttemptEnded e -> mayEnd(e);
      case TaskDelayed e -> mayBeTriedAgain(e.task(), books.triesOf(known(e.task())) - 1);
      case TaskQueued e when known(e.task()).where == Where.RUNNING ->
          mayBeTriedAgain(e.task(), known(e.task()).triesMost);
      case AttemptRecalled e -> mayBeRecalled(at, e);
      case TaskSucceeded e -> endsOnce(e);
      case TaskUnverified e -> endsOnce(e);
      case TaskFailed e -> endsOnce(e);
      case TaskCancelled e -> endsOnce(e);
      case DocumentEvent e -> documents.hold(e);
      case CodeEvent e -> code.hold(e);
      case NodeLost e -> mayBeSilent(e.node() + " is lost");
      case LossesFrozen _ when !changesHands -> mayBeSilent("losses are frozen");
      case Event _ -> {}
    }
    if (event instanceof TaskEvent e) {
      questions.hold(e);
    }
    breakers.hold(event);
    books.enter(at, event);
    shares.hold(at, event);
  }

  /** A node is told what it is to have of shared code. */
  void told(NodeId node, List<NodeCode> named) {
    code.told(node, named);
  }

  private void mayBeLeased(Instant at, AttemptLeased e) {
    var key = e.attempt();
    var task = known(key.task());
    var node = books.node(e.node()).orElseThrow(() -> new Violation(e + ": what node is that?"));
    require(
        key.fence() > books.lastFence(),
        "fence %d does not grow past %d",
        key.fence(),
        books.lastFence());
    require(task.lease.isEmpty(), "two live leases: %s while another lives", key);
    require(task.where == Where.QUEUED, "%s is leased though its task is %s", key, task.where);
    require(key.number() == task.attempts + 1, "%s comes after attempt %d", key, task.attempts);
    mayGoOn(key, task);
    nodeMayTake(key, task, node);
    limitsHold(at, key, task);
    breakers.leased(at, e, task.spec);
    leased.add(key);
  }

  private void mayGoOn(AttemptKey key, TaskBook task) {
    require(!books.isStopped(), "%s is leased while the fleet is stopped", key);
    for (var before : task.spec.after()) {
      require(
          task.approved || known(before).endedWell,
          "%s is leased before %s has ended well",
          key,
          before);
    }
    require(
        !task.spec.approval() || task.approved, "%s is leased though nobody approved of it", key);
  }

  private static void nodeMayTake(AttemptKey key, TaskBook task, NodeBook node) {
    require(node.isHomeOf(task), "%s is a life elsewhere than at home", key);
    require(node.ready, "%s is leased to %s, which is not ready", key, node.id);
    require(node.open, "%s is leased to %s, which takes no work", key, node.id);
    require(node.leases.size() < node.slots, "%s is one more than %s has slots", key, node.id);
    require(
        node.use.hasRoomFor(task.spec.demand()),
        "%s is leased to %s, which has not so much left",
        key,
        node.id);
    require(
        node.skills.containsAll(task.spec.requires()),
        "%s is leased to %s, which lacks what it requires",
        key,
        node.id);
  }

  private void limitsHold(Instant at, AttemptKey key, TaskBook task) {
    var stream = books.stream(task.spec.stream());
    require(stream.paused().isEmpty(), "%s is leased though its stream is paused", key);
    require(
        books.running(stream.stream()) < stream.maxRunning().orElse(Integer.MAX_VALUE),
        "%s is one more than its stream may run",
        key);
    var agent = task.spec.agentType();
    require(
        books.runningOfAgent(agent) < books.agentLimit(agent),
        "%s is one more than its agent may run",
        key);
    require(!books.isThrottled(task.spec, at), "%s is one more than its key may run", key);
  }

  /** What never began anywhere, since control died before it said so, may be taken back. */
  private void mayEnd(AttemptEnded e) {
    var lease = known(e.task()).lease;
    require(
        lease.map(AttemptLeased::attempt).equals(Optional.of(e.attempt())),
        "%s ended without a live lease",
        e.attempt());
    over.put(e.attempt(), time.now());
    var ending = e.report().ending();
    if (ending == Ending.SUCCEEDED || ending == Ending.UNVERIFIED) {
      require(finished.contains(e.attempt()), "%s is said to be done, nobody did it", e.attempt());
      require(
          e.report().result().equals(result(e.attempt())),
          "%s was given the result of another attempt: %s",
          e.attempt(),
          e.report().result());
    }
    if (ending == Ending.ORPHANED && !nodesMayFallSilent && started.contains(e.attempt())) {
      var node = books.node(lease.orElseThrow().node());
      require(
          node.filter(known -> known.removed).isPresent(),
          "%s was taken from a node that never fell silent",
          e.attempt());
    }
  }

  /**
   * A task that was stopped may have failed just then; that try is not held against it. What is
   * kept running is tried for ever, until a person is asked.
   */
  private void mayBeTriedAgain(TaskId task, int failuresMost) {
    require(
        known(task).spec.keep().isPresent() || known(task).failures <= failuresMost,
        "task %s is tried again after %d failures",
        task,
        known(task).failures);
  }

  /**
   * What is kept running is recalled to be moved or started anew, too; and a drain that hands over
   * need not wait.
   */
  private void mayBeRecalled(Instant at, AttemptRecalled e) {
    if (known(e.task()).spec.keep().isPresent()) {
      return;
    }
    var node = known(e.task()).lease.flatMap(lease -> books.node(lease.node()));
    require(
        node.filter(known -> known.drainBy.isPresent())
            .filter(known -> known.handsOver || !at.isBefore(known.drainBy.get()))
            .isPresent(),
        "%s is recalled before its node's drain is due",
        e.attempt());
  }

  private void mayBeSilent(String said) {
    require(nodesMayFallSilent, "%s, though no node ever fell silent", said);
  }

  private void endsOnce(TaskEvent e) {
    var task = known(e.task());
    require(task.where != Where.ENDED, "task %s ended twice", e.task());
    require(task.lease.isEmpty(), "task %s ended while an attempt is leased", e.task());
  }

  private TaskBook known(TaskId task) {
    return books.task(task).orElseThrow(() -> new Violation("nobody submitted task " + task));
  }

  /** A worker begins to run an attempt. */
  void starts(AttemptKey key) {
    require(leased.contains(key), "%s runs though its lease is not durable", key);
    require(started.add(key), "%s was started twice", key);
  }

  /** A worker's program came to its end. */
  void finishes(AttemptKey key) {
    finished.add(key);
  }

  /** Whether the program of this attempt asks before it ends. */
  boolean asks(AttemptKey key) {
    return questions.asks(key);
  }

  /** A worker tells its program the answer to what it asked. */
  void told(AttemptKey key, Answer answer) {
    questions.told(key, answer);
  }

  /** When the attempt's lease ended; empty while it lives. */
  Optional<Instant> over(AttemptKey key) {
    return Optional.ofNullable(over.get(key));
  }

  /** The run is over and long quiet: nothing may be left. */
  void settle(Set<TaskId> accepted) {
    for (var id : accepted) {
      var task = books.task(id);
      require(task.isPresent(), "task %s was accepted and is lost", id);
      var where = task.orElseThrow().where;
      require(where == Where.ENDED, "task %s never ended, it is %s", id, where);
    }
    require(books.leases() == 0, "%d leases are left", books.leases());
  }

  static String result(AttemptKey key) {
    return "done by " + key;
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would cost a library
  static void require(boolean holds, String what, Object... values) {
    if (!holds) {
      throw new Violation(what.formatted(values));
    }
  }
}
