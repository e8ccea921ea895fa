package dev.godmode.worker.service;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

import dev.godmode.protocol.service.FromNode;
import dev.godmode.protocol.service.ServiceOffer;
import dev.godmode.protocol.service.ServiceProtocol;
import dev.godmode.protocol.service.ToNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * Offers this machine's servers of models to the fleet, and brings questions to them. While there
 * are none, control is not even asked for a connection.
 */
public final class Services implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Services.class.getName());
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  /** While a server of our own starts, somebody may be waiting for it. */
  private static final Duration LOOK_SOON = Duration.ofMillis(250);

  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);
  private static final Duration RETRY_FIRST = Duration.ofMillis(500);
  private static final Duration RETRY_MOST = Duration.ofSeconds(10);

  private final HttpClient fleet;
  private final HttpClient local;
  private final Supplier<Optional<String>> control;
  private final ModelAddresses addresses;
  private final OwnServers own;
  private final ModelWatch watch;
  private final Semaphore looks = new Semaphore(0);
  private final Semaphore news = new Semaphore(0);
  private final Semaphore lines = new Semaphore(ServiceProtocol.LINES_MAX);
  private volatile List<ServiceOffer> offers = List.of();
  private volatile Optional<ControlSocket> stream = Optional.empty();
  private List<Thread> threads = List.of();

  /**
   * None is known yet.
   *
   * @param addresses where servers are looked for that somebody else has started
   * @param own those that attempts run
   * @param tls with this node's certificate, towards its own control only
   * @param control where that is reached just now: host:port
   */
  public Services(
      ModelAddresses addresses,
      OwnServers own,
      SSLContext tls,
      Supplier<Optional<String>> control) {
    this.addresses = addresses;
    this.own = own;
    this.control = control;
    this.fleet =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(tls)
            .connectTimeout(CONNECT_PATIENCE)
            .build();
    this.local =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_PATIENCE)
            .build();
    this.watch = new ModelWatch(this::places, new ModelLook(local), System::nanoTime, this::found);
    own.whenChanged(looks::release);
  }

  private List<ModelPlace> places() {
    return Stream.concat(own.all().stream(), addresses.places().stream()).toList();
  }

  /** From now on, in threads of its own. */
  public void begin() {
    threads =
        List.of(
            Thread.ofVirtual().name("model-watch").start(this::lookOn),
            Thread.ofVirtual().name("service-offers").start(this::offerOn));
  }

  private void lookOn() {
    try {
      while (true) {
        looks.drainPermits();
        var _ = watch.look();
        var pause = watch.awaitsOwn() ? LOOK_SOON : LOOK_EVERY;
        var _ = looks.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void found(List<ServiceOffer> all) {
    offers = all;
    LOG.log(INFO, "servers of models on this machine: {0}", all);
    news.release();
    stream.ifPresent(ControlSocket::nudge);
  }

  /** Keeps a connection to control as long as there is something to offer. */
  private void offerOn() {
    var wait = RETRY_FIRST;
    try {
      while (true) {
        if (offers.isEmpty()) {
          news.acquire();
          continue;
        }
        var began = System.nanoTime();
        var address = control.get();
        address.ifPresent(this::offerAt);
        var lasted = Duration.ofNanos(System.nanoTime() - began);
        // Before the first stream to control is open there is nobody to lose patience with.
        wait = address.isEmpty() || lasted.compareTo(RETRY_MOST) > 0 ? RETRY_FIRST : longer(wait);
        TimeUnit.MILLISECONDS.sleep(wait.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One connection from begin to end. */
  private void offerAt(String address) {
    try {
      var open = ControlSocket.open(fleet, address, ServiceProtocol.OFFERS_PATH, () -> {});
      stream = Optional.of(open);
      open.say(new FromNode.Offered(offers));
      follow(open, address);
    } catch (IOException e) {
      LOG.log(DEBUG, "services are not offered at " + address, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stream.ifPresent(ControlSocket::end);
      stream = Optional.empty();
    }
  }

  private void follow(ControlSocket open, String address) throws IOException, InterruptedException {
    while (!offers.isEmpty()) {
      switch (open.take()) {
        case ControlSocket.Nudged _ -> open.say(new FromNode.Offered(offers));
        case ControlSocket.Said(ToNode.LineWanted _) -> openLine(address);
        case ControlSocket.Over(var why) -> throw new IOException(why);
        case ControlSocket.Said(ToNode.Ask _), ControlSocket.Piece _ ->
            throw new IOException("control asks on the stream of offers");
      }
    }
  }

  private void openLine(String address) {
    if (lines.tryAcquire()) {
      Thread.ofVirtual().name("service-line").start(() -> carry(address));
    }
  }

  private void carry(String address) {
    try {
      var self = Thread.currentThread();
      var open = ControlSocket.open(fleet, address, ServiceProtocol.LINE_PATH, self::interrupt);
      new Line(open, local, this::server).carryOn();
    } catch (IOException e) {
      LOG.log(DEBUG, "a line is over", e);
    } catch (InterruptedException _) {
      // Control ended it: there is nobody to answer.
    } finally {
      lines.release();
    }
  }

  private Optional<URI> server(String service) {
    return offers.stream().anyMatch(offer -> offer.name().equals(service))
        ? places().stream()
            .filter(place -> place.name().equals(service))
            .map(ModelPlace::address)
            .findFirst()
        : Optional.empty();
  }

  /** Offers nothing any more, and ends what is under way. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    fleet.shutdownNow();
    local.shutdownNow();
  }

  private static Duration longer(Duration wait) {
    var twice = wait.multipliedBy(2);
    return twice.compareTo(RETRY_MOST) < 0 ? twice : RETRY_MOST;
  }
}
