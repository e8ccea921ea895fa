package dev.godmode.testkit.sim;

import dev.godmode.kernel.Command;
import dev.godmode.kernel.Effect;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A worker as control sees it: it keeps assignments and reports in a spool that outlives it, runs
 * each assignment once, and says everything again until it is confirmed.
 */
final class SimulatedWorker {

  static final int CORES = 4;
  static final long MEMORY_BYTES = 4L << 30;

  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

  /** Of the attempts that do not end well, one in so many. */
  private static final int REFUSED_EACH = 11;

  private static final double SUCCESS = 0.75;

  /** What a machine is. */
  record Machine(NodeId node, int slots, Set<String> skills, BrokenRoutes routes) {}

  private final Timeline time;
  private final Sabotage bug;
  private final Promises promises;
  private final SimulatedControl control;
  private final Machine machine;
  private final Map<AttemptKey, Optional<AttemptReport>> spool = new LinkedHashMap<>();

  /** Attempts whose programs wait for an answer, and what they do then. */
  private final Map<AttemptKey, Runnable> asking = new LinkedHashMap<>();

  private final Deque<Runnable> frozenOut = new ArrayDeque<>();
  private Optional<Link> link = Optional.empty();
  private Instant heardAt;
  private Instant cutOffUntil = Instant.MIN;
  private int life;
  private boolean up = true;
  private boolean frozen;
  private boolean dismissed;

  SimulatedWorker(
      Timeline time, Sabotage bug, Promises promises, SimulatedControl control, Machine machine) {
    this.time = time;
    this.bug = bug;
    this.promises = promises;
    this.control = control;
    this.machine = machine;
    this.heardAt = time.now();
    time.in(time.between(1, 1_000), () -> time.every(BEAT, this::beat));
  }

  NodeId node() {
    return machine.node();
  }

  boolean isUp() {
    return up && !dismissed;
  }

  boolean isDismissed() {
    return dismissed;
  }

  Optional<Link> link() {
    return link;
  }

  /** Whether nothing keeps it from hearing and being heard. */
  boolean isSound() {
    return isUp()
        && !frozen
        && link.filter(Link::isSound)
            .filter(open -> open.controlLife() == control.life())
            .isPresent();
  }

  /** Attempts whose programs run just now. */
  List<AttemptKey> running() {
    return spool.entrySet().stream()
        .filter(entry -> entry.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  void crash() {
    up = false;
    frozen = false;
    frozenOut.clear();
    asking.clear();
    life++;
    disconnect();
  }

  /** Up again: what was running is reported as orphaned, by what the spool says. */
  void restart() {
    up = true;
    spool.replaceAll(
        (_, report) -> report.isPresent() ? report : Optional.of(report(Ending.ORPHANED, "")));
  }

  void freeze(Duration standstill) {
    frozen = true;
    var begun = life;
    time.in(
        standstill,
        () -> {
          if (begun == life) {
            frozen = false;
            while (!frozenOut.isEmpty()) {
              frozenOut.poll().run();
            }
          }
        });
  }

  /** Nothing gets through, either way, and no new connection either. */
  void cutOff(Duration spell) {
    cutOffUntil = time.now().plus(spell);
    link.ifPresent(open -> open.goDeaf(true, true));
  }

  private void disconnect() {
    link.ifPresent(Link::close);
    link = Optional.empty();
  }

  private void beat() {
    if (!up || dismissed || frozen) {
      return;
    }
    var silent = Duration.between(heardAt, time.now()).compareTo(SILENCE_MAX) > 0;
    if (link.isPresent() && (silent || !link.get().isOpen())) {
      disconnect();
    }
    if (link.isEmpty()) {
      connect();
    } else {
      say(new Command.Heartbeat(node(), Usage.UNKNOWN, List.copyOf(spool.keySet())));
    }
  }

  private void connect() {
    if (!control.isUp() || time.now().isBefore(cutOffUntil)) {
      return;
    }
    heardAt = time.now();
    link = Optional.of(new Link(time, control.life()));
    say(
        new Command.ConnectNode(
            node(),
            Inventory.of("sim")
                .os("linux")
                .arch("amd64")
                .cores(CORES)
                .memoryBytes(MEMORY_BYTES)
                .skills(machine.skills())
                .version("0")
                .build(),
            machine.slots(),
            Usage.UNKNOWN,
            List.copyOf(spool.keySet())));
  }

  private void say(Command command) {
    send(() -> control.submit(command, _ -> {}));
  }

  private void send(Runnable message) {
    link.ifPresent(
        open ->
            open.up(
                () -> {
                  if (control.isUp() && control.life() == open.controlLife()) {
                    message.run();
                    open.down(() -> heardAt = time.now());
                  }
                }));
  }

  /** A life of control says something over the link that was opened to it. */
  void hear(long controlLife, Effect effect) {
    link.filter(open -> open.controlLife() == controlLife)
        .ifPresent(open -> open.down(() -> thawed(() -> obey(effect))));
  }

  /** Now, or when it goes on after it stood still; never in another of its lives. */
  private void thawed(Runnable what) {
    var begun = life;
    if (!up) {
      return;
    }
    if (frozen) {
      frozenOut.add(
          () -> {
            if (begun == life) {
              what.run();
            }
          });
    } else {
      what.run();
    }
  }

  private void obey(Effect effect) {
    switch (effect) {
      case Effect.Dispatch e -> begin(e.assignment().attempt(), e.assignment().agentType());
      case Effect.StopAttempt e -> endSoon(e.attempt(), Ending.STOPPED, time.between(5, 300));
      case Effect.FenceAttempt e -> {
        if (bug != Sabotage.FENCE_NOT_SENT) {
          end(e.attempt(), Ending.STOPPED);
        }
      }
      case Effect.AnswerAttempt e -> {
        promises.told(e.attempt(), e.answer());
        Optional.ofNullable(asking.remove(e.attempt())).ifPresent(Runnable::run);
      }
      case Effect.ConfirmAttempt e ->
          spool.computeIfPresent(e.attempt(), (_, report) -> report.isPresent() ? null : report);
      case Effect.WelcomeNode _ -> resend();
      case Effect.NameCode e -> promises.told(e.node(), e.code());
      case Effect.DismissNode _ -> {
        dismissed = true;
        life++;
        disconnect();
      }
    }
  }

  private void begin(AttemptKey key, String agentType) {
    if (spool.containsKey(key)) {
      return;
    }
    promises.starts(key);
    spool.put(key, Optional.empty());
    say(new Command.StartAttempt(node(), key));
    if (machine.routes().isBroken(agentType, node())) {
      endSoon(key, Ending.AGENT_FAILED, time.between(5, 500));
      return;
    }
    var ending =
        time.chance(SUCCESS)
            ? (time.chance(0.5) ? Ending.SUCCEEDED : Ending.UNVERIFIED)
            : isRefusedItsSecret(key) ? Ending.SECRET_MISSING : Ending.PROGRAM_FAILED;
    var delay = time.chance(0.1) ? time.between(5_000, 20_000) : time.between(5, 2_000);
    if (promises.asks(key)) {
      asking.put(key, () -> endSoon(key, ending, delay));
      ask(key);
    } else {
      endSoon(key, ending, delay);
    }
  }

  private void ask(AttemptKey key) {
    say(new Command.AskQuestion(node(), key, QuestionPromise.of(key)));
  }

  /** Nothing random: a story of old goes on as it did until the first of these. */
  private static boolean isRefusedItsSecret(AttemptKey key) {
    return key.fence() % REFUSED_EACH == 0;
  }

  private void endSoon(AttemptKey key, Ending ending, Duration delay) {
    var begunIn = life;
    time.in(
        delay,
        () -> {
          if (begunIn == life) {
            thawed(() -> end(key, ending));
          }
        });
  }

  private void end(AttemptKey key, Ending ending) {
    if (!Optional.of(Optional.empty()).equals(held(key))) {
      return;
    }
    promises.finishes(key);
    asking.remove(key);
    var good = ending == Ending.SUCCEEDED || ending == Ending.UNVERIFIED;
    var report =
        ending == Ending.AGENT_FAILED
            ? BrokenRoutes.report(key.fence())
            : report(ending, good ? Promises.result(key) : "");
    spool.put(key, Optional.of(report));
    send(() -> control.report(node(), key, report));
    if (bug == Sabotage.REPORT_NOT_SPOOLED) {
      spool.remove(key);
    }
  }

  private Optional<Optional<AttemptReport>> held(AttemptKey key) {
    return Optional.ofNullable(spool.get(key));
  }

  private void resend() {
    spool.forEach(
        (key, report) -> {
          say(new Command.StartAttempt(node(), key));
          report.ifPresent(said -> send(() -> control.report(node(), key, said)));
        });
    asking.keySet().forEach(this::ask);
  }

  private static AttemptReport report(Ending ending, String result) {
    return AttemptReport.of(ending).result(result).took(Duration.ofSeconds(1)).build();
  }
}
