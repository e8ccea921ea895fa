package dev.godmode.worker.session;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.StreamProtocol;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.worker.attempt.Attempts;
import dev.godmode.worker.code.CodeShelf;
import dev.godmode.worker.document.DocumentPull;
import dev.godmode.worker.identity.NodeIdentity;
import dev.godmode.worker.inventory.Machine;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Keeps this node in touch with control: connects, says hello, beats, carries out what it is told,
 * and connects again for ever. Attempts run on while control is away.
 */
public final class Session {

  private static final int FORBIDDEN = 403;
  private static final System.Logger LOG = System.getLogger(Session.class.getName());
  private static final Duration RETRY_FIRST = Duration.ofMillis(200);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /** What people and other programs may know of the session. */
  public sealed interface Status {
    record Connecting() implements Status {}

    record Connected(String name) implements Status {}

    record Dismissed(String reason) implements Status {}
  }

  /**
   * What a hello tells.
   *
   * @param inventory as it is at the time
   * @param documents the fleet's, as this node has them
   * @param code the fleet's, as this node has it
   */
  public record Self(
      Machine machine,
      Supplier<Inventory> inventory,
      int slots,
      DocumentPull documents,
      CodeShelf code) {}

  private final NodeIdentity identity;
  private final KnownControls controls;
  private final Self self;
  private final RandomGenerator jitter;
  private final InstantSource clock;
  private final Consumer<Status> status;
  private final StandstillWatch standstill;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile Optional<Stream> stream = Optional.empty();
  private volatile Optional<String> address = Optional.empty();
  private volatile boolean stopping;
  private Optional<Attempts> attempts = Optional.empty();
  private Duration heartbeatEvery = Duration.ofSeconds(1);
  private long nextBeatNanos = System.nanoTime();
  private long nextPingNanos = System.nanoTime();

  /** Whether the stream that is followed has come to anything. */
  private boolean welcomed;

  /**
   * A node's session.
   *
   * @param clock the wall's, only to notice that the machine slept
   */
  public Session(
      NodeIdentity identity,
      Self self,
      RandomGenerator jitter,
      InstantSource clock,
      Consumer<Status> status) {
    this.identity = identity;
    this.controls = new KnownControls(identity.home(), identity.facts().addresses());
    this.self = self;
    this.jitter = jitter;
    this.clock = clock;
    this.status = status;
    this.standstill = new StandstillWatch(System.nanoTime(), clock.instant());
  }

  /** Says something to control, if it is there. */
  public void tell(WorkerMessage message) {
    stream.ifPresent(open -> open.send(message));
  }

  /** Where control is reached just now: host:port. */
  public Optional<String> address() {
    return address;
  }

  /** Runs until the worker stops or is dismissed; the last status is returned. */
  public Status run(Attempts all) throws InterruptedException {
    attempts = Optional.of(all);
    var wait = RETRY_FIRST;
    try {
      while (!stopping) {
        status.accept(new Status.Connecting());
        var began = System.nanoTime();
        var dismissed = connect(all);
        if (dismissed.isPresent()) {
          status.accept(dismissed.get());
          return dismissed.get();
        }
        var lasted = Duration.ofNanos(System.nanoTime() - began);
        var most = controls.patience().retryMost();
        wait = lasted.compareTo(most) > 0 ? RETRY_FIRST : longer(wait, most);
        pause(wait);
      }
      return new Status.Connecting();
    } finally {
      over.countDown();
    }
  }

  private static Duration longer(Duration wait, Duration most) {
    var twice = wait.multipliedBy(2);
    return twice.compareTo(most) < 0 ? twice : most;
  }

  /** Waits, a little unevenly so that a fleet does not come back all at once. */
  private void pause(Duration wait) throws InterruptedException {
    var millis = wait.toMillis() / 2 + jitter.nextLong(1 + wait.toMillis() / 2);
    var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!stopping && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(Math.min(50, millis));
    }
  }

  /** One connection from begin to end; empty when it should be tried again. */
  private Optional<Status> connect(Attempts all) throws InterruptedException {
    for (var reached : controls.inTurn()) {
      try (var client = client()) {
        var fresh = new Stream();
        var socket =
            client
                .newWebSocketBuilder()
                .connectTimeout(controls.patience().connect())
                .buildAsync(URI.create("wss://" + reached + StreamProtocol.PATH), fresh)
                .join();
        fresh.open(socket);
        address = Optional.of(reached);
        stream = Optional.of(fresh);
        fresh.send(
            new WorkerMessage.Hello(
                StreamProtocol.VERSION,
                self.inventory().get(),
                self.slots(),
                self.machine().usage(all.running()),
                all.keys(),
                Optional.of(self.documents().at()),
                Optional.of(self.code().held())));
        var outcome = follow(fresh, all);
        if (welcomed || outcome.isPresent()) {
          controls.lost(reached);
          return outcome;
        }
      } catch (CompletionException e) {
        LOG.log(INFO, "control not reached address={0}: {1}", reached, cause(e));
      } catch (IOException | GeneralSecurityException e) {
        LOG.log(WARNING, "this node's identity cannot be used", e);
      } finally {
        stream = Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static String cause(CompletionException e) {
    return switch (e.getCause()) {
      case WebSocketHandshakeException refused
          when refused.getResponse().statusCode() == FORBIDDEN ->
          "it is there, and does not let this machine come near: its network or its tailnet is"
              + " another; gm ledger --kind AccessDenied on the control node says why";
      case WebSocketHandshakeException refused ->
          "it is there, and opens no stream: status " + refused.getResponse().statusCode();
      case ConnectException _ -> "nothing listens there";
      case Throwable fault -> String.valueOf(fault.getMessage());
      case null -> String.valueOf(e.getMessage());
    };
  }

  private HttpClient client() throws IOException, GeneralSecurityException {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(identity.tls())
        .connectTimeout(controls.patience().connect())
        .build();
  }

  private Optional<Status> follow(Stream open, Attempts all) throws InterruptedException {
    welcomed = false;
    var _ = standstill.look(System.nanoTime(), clock.instant());
    var outcome = Optional.<Status>empty();
    var ended = false;
    while (!ended && outcome.isEmpty()) {
      var next = open.receive(Duration.ofMillis(100));
      if (next.isPresent()) {
        switch (next.get()) {
          case Stream.In.Message(var message) -> outcome = obey(message, all);
          case Stream.In.Closed(var reason) -> {
            LOG.log(INFO, "stream closed: {0}", reason);
            ended = true;
          }
        }
      }
      askAfterStandstill(open);
      beat(open, all);
    }
    open.close("over");
    return outcome;
  }

  /**
   * After a standstill its leases may have been given to others. A fresh stream asks: the hello
   * says what runs here, and control fences what does not hold, before anything else is said.
   */
  private void askAfterStandstill(Stream open) {
    standstill
        .look(System.nanoTime(), clock.instant())
        .ifPresent(
            gap -> {
              LOG.log(WARNING, "stood still for {0} s: asks control anew", gap.toSeconds());
              open.close("the worker stood still for %d s".formatted(gap.toSeconds()));
            });
  }

  private void beat(Stream open, Attempts all) {
    var now = System.nanoTime();
    if (now - nextBeatNanos >= 0) {
      nextBeatNanos = now + heartbeatEvery.toNanos();
      open.send(new WorkerMessage.Heartbeat(self.machine().usage(all.running()), all.keys()));
      all.renewCredentials();
    }
    if (now - nextPingNanos >= 0) {
      nextPingNanos = now + controls.patience().pingEvery().toNanos();
      open.ping();
    }
    if (open.silence().compareTo(controls.patience().silence()) > 0) {
      open.close("control has been silent for " + open.silence().toSeconds() + " s");
    }
  }

  private Optional<Status> obey(ControlMessage message, Attempts all) {
    switch (message) {
      case ControlMessage.Welcome m -> {
        welcomed = true;
        heartbeatEvery = m.heartbeatEvery();
        LOG.log(INFO, "in the fleet as name={0} node={1}", m.name(), m.node());
        status.accept(new Status.Connected(m.name()));
        all.resend();
      }
      case ControlMessage.Controls m -> controls.said(m.controls());
      case ControlMessage.Assign m -> all.assign(m.assignment());
      case ControlMessage.Stop m -> all.stop(m.attempt(), m.reason());
      case ControlMessage.Fence m -> all.fence(m.attempt(), m.reason());
      case ControlMessage.Credential m -> all.credential(m);
      case ControlMessage.NoCredential m -> all.noCredential(m.attempt(), m.reason());
      case ControlMessage.CheckedOut m -> all.checkedOut(m);
      case ControlMessage.NoCheckout m -> all.noCheckout(m);
      case ControlMessage.Answered m -> all.answered(m);
      case ControlMessage.Secrets m -> all.secrets(m);
      case ControlMessage.NoSecrets m -> all.noSecrets(m);
      case ControlMessage.CodeNamed m -> self.code().name(m.code());
      case ControlMessage.OfDocuments m -> self.documents().heard(m);
      case ControlMessage.Confirm m -> all.confirmed(m.attempt());
      case ControlMessage.LogConfirm m -> all.logConfirmed(m.attempt(), m.sequence());
      case ControlMessage.Dismiss m -> {
        LOG.log(INFO, "dismissed: {0}", m.reason());
        all.fenceAll(m.reason());
        return Optional.of(new Status.Dismissed(m.reason()));
      }
    }
    return Optional.empty();
  }

  /** Ends in good order: what runs is stopped and reported, then the stream is closed. */
  public void stop(Duration limit) {
    attempts.ifPresent(all -> all.stopAll("the worker stops", limit));
    tell(new WorkerMessage.Leaving("the worker stops"));
    var deadline = System.nanoTime() + LAST_WORDS.toNanos();
    while (!stream.map(Stream::isIdle).orElse(true) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    stopping = true;
    stream.ifPresent(open -> open.close("the worker stops"));
    try {
      over.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
