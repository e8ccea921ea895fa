package dev.godmode.adapters.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.godmode.control.bus.BusAddress;
import dev.godmode.control.bus.BusEvent;
import dev.godmode.control.bus.EventBus;
import dev.godmode.control.outbox.Away;
import dev.godmode.control.secret.SecretValue;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A stream of NATS JetStream, named by the topic; an event's subject is {@code TOPIC.KIND}. The
 * stream is made when it is not there, and left as it is when it is. An event that comes twice
 * within the stream's window for duplicates is there once.
 */
public final class NatsBus implements EventBus {

  /** A server counts the headers of a message to its size. */
  private static final int HEADERS_BYTES = 1 << 10;

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int NOT_FOUND = 404;

  /** The stream forgets what is older, or a broker that nobody reads would fill up. */
  static final long KEPT_MAX = 1_000_000;

  /** Work on the connection. */
  private interface Work<T> {
    T get() throws IOException, JetStreamApiException, InterruptedException;
  }

  private final BusAddress address;
  private final Connection connection;
  private final JetStream stream;

  /** Connects. */
  public NatsBus(BusAddress address, Optional<SecretValue> token) {
    this.address = address;
    var options =
        new Options.Builder()
            .server(address.url().toString())
            .connectionTimeout(PATIENCE)
            .noReconnect()
            .errorListener(new ErrorListener() {});
    token.ifPresent(secret -> options.token(secret.reveal().toCharArray()));
    this.connection = asked(() -> Nats.connect(options.build()));
    this.stream = asked(this::opened);
  }

  private JetStream opened() throws IOException, JetStreamApiException {
    var streams = connection.jetStreamManagement();
    try {
      streams.getStreamInfo(address.topic());
    } catch (JetStreamApiException e) {
      if (e.getErrorCode() != NOT_FOUND) {
        throw e;
      }
      streams.addStream(
          StreamConfiguration.builder()
              .name(address.topic())
              .subjects(address.topic() + ".>")
              .storageType(StorageType.File)
              .maxMessages(KEPT_MAX)
              .build());
    }
    return connection.jetStream();
  }

  @Override
  public void publish(List<BusEvent> events) {
    asked(
        () -> {
          var taken = events.stream().map(this::send).toArray(CompletableFuture<?>[]::new);
          return await(CompletableFuture.allOf(taken));
        });
  }

  private CompletableFuture<PublishAck> send(BusEvent event) {
    return stream.publishAsync(
        address.topic() + "." + event.kind(),
        event.within(connection.getMaxPayload() - HEADERS_BYTES).json().getBytes(UTF_8),
        PublishOptions.builder().messageId(event.id()).build());
  }

  private static Optional<Void> await(CompletableFuture<Void> taken)
      throws IOException, InterruptedException {
    try {
      return Optional.ofNullable(taken.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("it has not taken them", e);
    }
  }

  private <T> T asked(Work<T> work) {
    try {
      return work.get();
    } catch (JetStreamApiException e) {
      throw new Away("%s says: %s".formatted(address.url(), e.getErrorDescription()));
    } catch (IOException | IllegalStateException e) {
      throw new Away("no connection to %s: %s".formatted(address.url(), e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Away("interrupted");
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
