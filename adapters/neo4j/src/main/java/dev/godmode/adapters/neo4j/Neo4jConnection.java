package dev.godmode.adapters.neo4j;

import dev.godmode.control.memory.MemoryIndex.IndexFault;
import dev.godmode.control.memory.Outage;
import dev.godmode.control.memory.graph.GraphAddress;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.control.secret.UserPassword;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.neo4j.driver.AuthToken;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/**
 * The way to a Neo4j. It is opened when it is needed, and anew after a fault, with the key that
 * there is then. After a fault nobody waits for it for a while: recall has other parts.
 */
final class Neo4jConnection implements AutoCloseable {

  /** One that is there and does not answer would hold up whoever asks. */
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Held here: a logger that nobody holds forgets its level. */
  private static final Logger NEO4J = Logger.getLogger("org.neo4j");

  static {
    // What it has to say comes as an exception; and it would say it at each look at one that is
    // away.
    NEO4J.setLevel(Level.OFF);
  }

  private final GraphAddress address;
  private final Supplier<Optional<SecretValue>> key;
  private final Outage outage;
  private Optional<Driver> open = Optional.empty();

  Neo4jConnection(GraphAddress address, Supplier<Optional<SecretValue>> key, LongSupplier nanos) {
    this.address = address;
    this.key = key;
    this.outage = new Outage(nanos);
  }

  /**
   * Works with it.
   *
   * @throws IndexFault when it cannot
   */
  <T> T with(Function<Session, T> work) {
    var driver = driver();
    var answer =
        CompletableFuture.supplyAsync(() -> done(driver, work), Thread::startVirtualThread);
    try {
      return answer.get(ANSWERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      var why = e.getCause() == null ? e : e.getCause();
      throw why instanceof IndexFault fault ? fault : failed(driver, why);
    } catch (TimeoutException e) {
      throw failed(driver, new TimeoutException("it has not answered"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IndexFault("interrupted");
    }
  }

  private <T> T done(Driver driver, Function<Session, T> work) {
    try (var session = driver.session(database())) {
      return work.apply(session);
    }
  }

  private SessionConfig database() {
    var config = SessionConfig.builder();
    address.database().ifPresent(config::withDatabase);
    return config.build();
  }

  private synchronized Driver driver() {
    outage.requireTime();
    if (open.isEmpty()) {
      open = Optional.of(GraphDatabase.driver(address.url(), token(), config()));
    }
    return open.get();
  }

  private AuthToken token() {
    return key.get()
        .map(
            secret ->
                UserPassword.of(secret)
                    .map(user -> AuthTokens.basic(user.user(), user.password()))
                    .orElseThrow(
                        () ->
                            new IndexFault(
                                "the key of a graph is USER:PASSWORD in one line, and the secret that GODMODE_GRAPH_KEY names is not")))
        .orElseGet(AuthTokens::none);
  }

  private static Config config() {
    return Config.builder()
        .withConnectionTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .withConnectionAcquisitionTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .withMaxTransactionRetryTime(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .build();
  }

  private synchronized IndexFault failed(Driver driver, Throwable why) {
    var words = "the graph at %s is away: %s".formatted(address, why.getMessage());
    if (open.equals(Optional.of(driver))) {
      outage.began(words);
      close();
    }
    return new IndexFault(words, why);
  }

  @Override
  public synchronized void close() {
    open.ifPresent(Driver::closeAsync);
    open = Optional.empty();
  }
}
