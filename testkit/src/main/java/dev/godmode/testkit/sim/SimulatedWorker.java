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

  private static final Duration SILENCE_MAX = Duration.ofSeconds(10);
  private static final double SUCCESS = 0.75;

  private final Timeline time;
  private final Sabotage sabotage;
  private final Promises promises;
  private final SimulatedControl control;
  private final NodeId node;
  private final int slots;
  private final Set<String> skills;
  private final Map<AttemptKey, Optional<AttemptReport>> spool = new LinkedHashMap<>();
  private Optional<Link> link = Optional.empty();
  private Instant heardAt;
  private int life;
  private boolean up = true;
  private boolean dismissed;

  SimulatedWorker(
      Timeline time,
      Sabotage sabotage,
      Promises promises,
      SimulatedControl control,
      NodeId node,
      int slots,
      Set<String> skills) {
    this.time = time;
    this.sabotage = sabotage;
    this.promises = promises;
    this.control = control;
    this.node = node;
    this.slots = slots;
    this.skills = skills;
    this.heardAt = time.now();
    time.every(Duration.ofSeconds(1), this::beat);
  }

  NodeId node() {
    return node;
  }

  boolean isUp() {
    return up;
  }

  Optional<Link> link() {
    return link;
  }

  void crash() {
    up = false;
    life++;
    disconnect();
  }

  /** Up again: what was running is reported as orphaned, by what the spool says. */
  void restart() {
    up = true;
    spool.replaceAll(
        (_, report) -> report.isPresent() ? report : Optional.of(report(Ending.ORPHANED, "")));
  }

  private void disconnect() {
    link.ifPresent(Link::close);
    link = Optional.empty();
  }

  private void beat() {
    if (!up || dismissed) {
      return;
    }
    var silent = Duration.between(heardAt, time.now()).compareTo(SILENCE_MAX) > 0;
    if (link.isPresent() && (silent || !link.get().isOpen())) {
      disconnect();
    }
    if (link.isEmpty()) {
      connect();
    } else {
      say(new Command.Heartbeat(node, Usage.UNKNOWN, List.copyOf(spool.keySet())));
    }
  }

  private void connect() {
    if (!control.isUp()) {
      return;
    }
    heardAt = time.now();
    link = Optional.of(new Link(time, control.life()));
    say(
        new Command.ConnectNode(
            node,
            new Inventory(
                "sim", "linux", "amd64", "", 4, 0, 0, List.of(), Map.of(), skills, List.of(), "0"),
            slots,
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

  /** Control says something over the link. */
  void hear(Effect effect) {
    var saidIn = life;
    link.ifPresent(
        open ->
            open.down(
                () -> {
                  if (saidIn == life && up) {
                    obey(effect);
                  }
                }));
  }

  private void obey(Effect effect) {
    switch (effect) {
      case Effect.Dispatch e -> begin(e.assignment().attempt());
      case Effect.StopAttempt e -> endSoon(e.attempt(), Ending.STOPPED, time.between(5, 300));
      case Effect.FenceAttempt e -> endSoon(e.attempt(), Ending.STOPPED, Duration.ZERO);
      case Effect.ConfirmAttempt e ->
          spool.computeIfPresent(e.attempt(), (_, report) -> report.isPresent() ? null : report);
      case Effect.WelcomeNode _ -> resend();
      case Effect.DismissNode _ -> {
        dismissed = true;
        life++;
        disconnect();
      }
    }
  }

  private void begin(AttemptKey key) {
    if (spool.containsKey(key)) {
      return;
    }
    promises.starts(key);
    spool.put(key, Optional.empty());
    say(new Command.StartAttempt(node, key));
    var ending =
        time.chance(SUCCESS)
            ? (time.chance(0.5) ? Ending.SUCCEEDED : Ending.UNVERIFIED)
            : Ending.PROGRAM_FAILED;
    endSoon(key, ending, time.chance(0.1) ? time.between(5_000, 20_000) : time.between(5, 2_000));
  }

  private void endSoon(AttemptKey key, Ending ending, Duration delay) {
    var begunIn = life;
    time.in(
        delay,
        () -> {
          if (begunIn == life && Optional.of(Optional.empty()).equals(held(key))) {
            end(key, ending);
          }
        });
  }

  private Optional<Optional<AttemptReport>> held(AttemptKey key) {
    return Optional.ofNullable(spool.get(key));
  }

  private void end(AttemptKey key, Ending ending) {
    promises.finishes(key);
    var good = ending == Ending.SUCCEEDED || ending == Ending.UNVERIFIED;
    var report = report(ending, good ? Promises.result(key) : "");
    spool.put(key, Optional.of(report));
    send(() -> control.report(node, key, report));
    if (sabotage == Sabotage.REPORT_NOT_SPOOLED) {
      spool.remove(key);
    }
  }

  private void resend() {
    spool.forEach(
        (key, report) -> {
          say(new Command.StartAttempt(node, key));
          report.ifPresent(said -> send(() -> control.report(node, key, said)));
        });
  }

  private static AttemptReport report(Ending ending, String result) {
    return new AttemptReport(
        ending, Optional.empty(), "", List.of(), result, Duration.ofSeconds(1), 0);
  }
}
