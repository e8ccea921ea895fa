package dev.godmode.testkit.load;

import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.Frame;
import dev.godmode.protocol.stream.StreamProtocol;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Assignment;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import dev.godmode.worker.identity.NodeIdentity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/**
 * A node that speaks the worker's protocol and runs no programs: an attempt of the no-op driver
 * ends at once, any other runs until it is stopped. Dials again when its stream ends, as a worker
 * does, and says then what it runs.
 */
final class LoadNode {

  private static final Duration AGAIN = Duration.ofMillis(500);

  private final NodeIdentity identity;
  private final SSLContext tls;
  private final int slots;
  private final RandomGenerator random;
  private final Tally tally;
  private final Set<AttemptKey> running = ConcurrentHashMap.newKeySet();

  /** Reports that control has not confirmed. */
  private final Map<AttemptKey, WorkerMessage> unconfirmed = new ConcurrentHashMap<>();

  /** What its attempts may show, as soon as somebody wants to see it. */
  private final Map<AttemptKey, String> credentials = new ConcurrentHashMap<>();

  private volatile boolean credentialsWanted;
  private volatile boolean welcomed;
  private volatile Optional<Wire> dialled = Optional.empty();
  private volatile boolean dismissed;
  private volatile Duration beatEvery = Duration.ofSeconds(1);

  LoadNode(NodeIdentity identity, int slots, RandomGenerator random, Tally tally)
      throws IOException, GeneralSecurityException {
    this.identity = identity;
    this.tls = identity.tls();
    this.slots = slots;
    this.random = random;
    this.tally = tally;
  }

  boolean isConnected() {
    return welcomed;
  }

  int running() {
    return running.size();
  }

  /** What of its attempts' credentials has come; those that lack are asked for with a heartbeat. */
  List<String> credentials() {
    credentialsWanted = true;
    return List.copyOf(credentials.values());
  }

  /** Cuts its stream without a word; it dials again. */
  void hangUp() {
    welcomed = false;
    try {
      if (dialled.isPresent()) {
        dialled.get().close();
      }
    } catch (IOException e) {
      tally.trouble.set(identity.facts().name() + ": " + e.getMessage());
    }
  }

  /** Keeps in touch until it is dismissed or interrupted. */
  void live() {
    try {
      while (!dismissed) {
        connectOnce();
        welcomed = false;
        TimeUnit.MILLISECONDS.sleep(1 + random.nextLong(AGAIN.toMillis()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void connectOnce() throws InterruptedException {
    try (var wire = Wire.dial(tls, identity.facts().addresses().getFirst())) {
      tally.connects.increment();
      dialled = Optional.of(wire);
      say(
          wire,
          new WorkerMessage.Hello(
              StreamProtocol.VERSION, inventory(), slots, usage(), List.copyOf(running)));
      var reader = Thread.startVirtualThread(() -> listen(wire));
      while (!reader.join(beatEvery)) {
        say(wire, new WorkerMessage.Heartbeat(usage(), List.copyOf(running)));
        askForCredentials(wire);
      }
    } catch (IOException e) {
      tally.trouble.set(identity.facts().name() + ": " + e.getMessage());
    }
  }

  private void askForCredentials(Wire wire) throws IOException {
    if (credentialsWanted) {
      for (var attempt : running) {
        if (!credentials.containsKey(attempt)) {
          say(wire, new WorkerMessage.CredentialWanted(attempt));
        }
      }
    }
  }

  private static void say(Wire wire, WorkerMessage message) throws IOException {
    wire.send(Frame.pack(WorkerMessage.class, message, new ArrayDeque<>()).text());
  }

  private void listen(Wire wire) {
    try {
      while (!dismissed) {
        var answers = new ArrayDeque<WorkerMessage>();
        for (var message : Frame.unpack(ControlMessage.class, wire.receive())) {
          obey(message, answers);
        }
        for (var next = answers.poll(); next != null; next = answers.poll()) {
          wire.send(Frame.pack(WorkerMessage.class, next, answers).text());
        }
      }
    } catch (IOException e) {
      tally.trouble.set(identity.facts().name() + ": " + e.getMessage());
    }
  }

  private void obey(ControlMessage message, Queue<WorkerMessage> answers) {
    switch (message) {
      case ControlMessage.Welcome m -> {
        beatEvery = m.heartbeatEvery();
        welcomed = true;
        answers.addAll(unconfirmed.values());
      }
      case ControlMessage.Assign m -> accept(m.assignment(), answers);
      case ControlMessage.Stop m -> {
        tally.stopped.increment();
        running.remove(m.attempt());
        end(m.attempt(), Ending.STOPPED, answers);
      }
      case ControlMessage.Fence m -> {
        tally.fenced.increment();
        running.remove(m.attempt());
      }
      case ControlMessage.Confirm m -> unconfirmed.remove(m.attempt());
      case ControlMessage.Credential m -> credentials.put(m.attempt(), m.token());
      case ControlMessage.LogConfirm _,
          ControlMessage.Controls _,
          ControlMessage.OfDocuments _,
          ControlMessage.CodeNamed _,
          ControlMessage.NoCredential _,
          ControlMessage.Secrets _,
          ControlMessage.NoSecrets _,
          ControlMessage.CheckedOut _,
          ControlMessage.NoCheckout _,
          ControlMessage.Answered _ -> {}
      case ControlMessage.Dismiss _ -> dismissed = true;
    }
  }

  private void accept(Assignment assignment, Queue<WorkerMessage> answers) {
    var key = assignment.attempt();
    if (running.contains(key) || unconfirmed.containsKey(key)) {
      return;
    }
    tally.started.increment();
    answers.add(new WorkerMessage.Started(key));
    if (assignment.driver().equals(AgentProfile.NOOP_DRIVER)) {
      end(key, Ending.UNVERIFIED, answers);
    } else {
      running.add(key);
    }
  }

  private void end(AttemptKey key, Ending ending, Queue<WorkerMessage> answers) {
    var report = AttemptReport.of(ending).build();
    var message = new WorkerMessage.Ended(key, report);
    unconfirmed.put(key, message);
    answers.add(message);
  }

  /** A little different each time, as a machine's is. */
  private Usage usage() {
    return new Usage(random.nextDouble(), random.nextDouble(), 1L << 30, 1L << 36, running.size());
  }

  private Inventory inventory() {
    return Inventory.of(identity.facts().name())
        .os("linux")
        .arch("x86_64")
        .cpuModel("Simulated")
        .cores(slots)
        .memoryBytes(16L << 30)
        .diskBytes(1L << 38)
        .tools(Map.of("git", "2.47.0"))
        .skills(Set.of("linux", "x86_64", "git"))
        .addresses(List.of("127.0.0.1"))
        .version("load")
        .build();
  }
}
