package dev.godmode.testkit.sim;

import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.Queued;
import dev.godmode.protocol.api.Explanation.NodeVerdict;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.testkit.sim.Books.NodeBook;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What must hold at moments at which nothing is on its way: each queued task has a reason to be, no
 * program outlives its lease where it can be told, a drain that is due is over.
 */
final class QuietPromises {

  /** A heartbeat, an answer, and a program's end. */
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(5);

  /** A key that bears so many a minute is free again when control next looks. */
  private static final Duration LOOKS_EACH = Duration.ofMillis(300);

  private static final int ASKED_MOST = 5;

  private final Timeline time;
  private final SimulatedControl control;
  private final Promises promises;
  private final Map<NodeId, Instant> soundSince = new HashMap<>();
  private final Map<NodeId, Instant> dueSince = new HashMap<>();
  private Instant uneasyAt;

  QuietPromises(Timeline time, SimulatedControl control, Promises promises) {
    this.time = time;
    this.control = control;
    this.promises = promises;
    this.uneasyAt = time.now();
  }

  /** Looks; a few times each second. */
  void look(Collection<SimulatedWorker> workers) {
    if (!control.isUp() || control.isFrozen() || !control.isSwift()) {
      uneasyAt = time.now();
    }
    for (var worker : workers) {
      if (worker.isSound()) {
        soundSince.putIfAbsent(worker.node(), time.now());
      } else {
        soundSince.remove(worker.node());
      }
    }
    if (control.isAtEase()) {
      everyQueuedTaskHasAReason();
    }
    if (since(uneasyAt)) {
      workers.forEach(this::noProgramOutlivesItsLease);
      promises.books().nodes().forEach(this::drainsEnd);
    }
  }

  private boolean since(Instant moment) {
    return time.now().isAfter(moment.plus(TOLD_WITHIN));
  }

  private boolean isLongSound(NodeId node) {
    return soundSince.containsKey(node) && since(soundSince.get(node));
  }

  private void noProgramOutlivesItsLease(SimulatedWorker worker) {
    if (!isLongSound(worker.node())) {
      return;
    }
    var running = worker.running();
    var slots = promises.books().node(worker.node()).map(node -> node.slots).orElse(0);
    Promises.require(
        running.size() <= slots,
        "%s runs %d programs in %d slots",
        worker.node(),
        running.size(),
        slots);
    for (var key : running) {
      var over = promises.over(key);
      Promises.require(
          over.isEmpty() || !since(over.get()),
          "%s still runs on %s, %d s after its lease ended",
          key,
          worker.node(),
          over.map(at -> Duration.between(at, time.now()).toSeconds()).orElse(0L));
    }
  }

  private void drainsEnd(NodeBook node) {
    if (node.drainBy.filter(by -> control.now().isAfter(by)).isEmpty()) {
      dueSince.remove(node.id);
      return;
    }
    var due = dueSince.computeIfAbsent(node.id, _ -> time.now());
    Promises.require(
        !since(due) || !isLongSound(node.id),
        "%s still drains, though that was due at %s",
        node.id,
        node.drainBy);
  }

  private void everyQueuedTaskHasAReason() {
    for (var task : control.kernel().tasks()) {
      if (task.phase() instanceof Queued) {
        hasAReason(task);
      }
    }
  }

  private void hasAReason(Task task) {
    var books = promises.books();
    if (obstructed(books, task)
        || books.mayBeThrottled(task.spec(), control.now().minus(LOOKS_EACH))) {
      return;
    }
    for (var node : books.nodes()) {
      if (fits(books, task, node)) {
        throw new Violation(
            "task %s is queued though %s could take it: %s"
                .formatted(task.id(), node.id, control.kernel().explain(task.id())));
      }
    }
  }

  /** Whether the explanation of each queued task says the truth; costs more, so now and then. */
  void askWhy() {
    if (!control.isAtEase()) {
      return;
    }
    var asked = 0;
    for (var task : control.kernel().tasks()) {
      if (task.phase() instanceof Queued && asked < ASKED_MOST) {
        asked++;
        var why = control.kernel().explain(task.id()).orElseThrow();
        Promises.require(!why.summary().isBlank(), "task %s is queued for no reason", task.id());
        if (!promises.breakers().mayBar(task.spec().agentType())) {
          why.nodes().forEach(verdict -> isTrue(task, verdict));
        }
      }
    }
  }

  private void isTrue(Task task, NodeVerdict verdict) {
    var node = promises.books().node(verdict.node());
    Promises.require(
        node.filter(known -> fits(promises.books(), task, known)).isPresent() == verdict.fits(),
        "it is said of task %s that %s %s",
        task.id(),
        verdict.node(),
        verdict);
  }

  private boolean obstructed(Books books, Task task) {
    var stream = books.stream(task.spec().stream());
    var agent = task.spec().agentType();
    return promises.breakers().mayBar(agent)
        || books.isStopped()
        || stream.paused().isPresent()
        || books.running(stream.stream()) >= stream.maxRunning().orElse(Integer.MAX_VALUE)
        || books.runningOfAgent(agent) >= books.agentLimit(agent);
  }

  private static boolean fits(Books books, Task task, NodeBook node) {
    return node.isHomeOf(books.task(task.id()).orElseThrow())
        && node.ready
        && node.open
        && node.leases.size() < node.slots
        && node.use.hasRoomFor(task.spec().demand())
        && node.skills.containsAll(task.spec().requires());
  }
}
