package dev.godmode.adapters.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.godmode.control.bus.BusAddress;
import dev.godmode.control.bus.BusEvent;
import dev.godmode.control.bus.EventBus;
import dev.godmode.control.outbox.Away;
import dev.godmode.control.secret.SecretValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A topic of Kafka. All events go to its first partition; a record's key is the event's subject,
 * its value a CloudEvent in JSON.
 */
public final class KafkaBus implements EventBus {

  private static final int PORT_USUAL = 9092;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /**
   * Its client goes on trying for so long: far longer than we wait, so that no event is given up
   * while one behind it gets through.
   */
  private static final Duration TRIED_AGAIN = Duration.ofMinutes(10);

  /** Held here: a logger that nobody holds forgets its level. */
  private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

  static {
    // What it has to say comes as an exception; and it would say it at each look at a broker that
    // is away.
    KAFKA.setLevel(Level.OFF);
  }

  /** Work with the broker. */
  private interface Work<T> {
    T get() throws ExecutionException, TimeoutException, InterruptedException;
  }

  private final BusAddress address;
  private final KafkaProducer<String, String> producer;

  private KafkaBus(BusAddress address, Map<String, Object> settings) {
    this.address = address;
    this.producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  /**
   * Connects; where there is a key, in the strongest way that the broker knows.
   *
   * @param key {@code USER:PASSWORD}
   */
  public static KafkaBus open(BusAddress address, Optional<SecretValue> key) {
    return KafkaLogin.ways(address, key).stream()
        .map(way -> asked(address, () -> opened(address, way)))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(
            () ->
                new Away(
                    "%s knows none of the ways to show a password that are used here: SCRAM, and by TLS (kafkas://) PLAIN"
                        .formatted(address.where())));
  }

  /** Empty when the broker does not know that way in. */
  private static Optional<KafkaBus> opened(BusAddress address, Map<String, String> way)
      throws ExecutionException, InterruptedException {
    var settings = settings(address, way);
    try {
      KafkaTopic.make(address.topic(), settings);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnsupportedSaslMechanismException) {
        return Optional.empty();
      }
      throw e;
    }
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) TRIED_AGAIN.toMillis());
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, KafkaTopic.EVENT_BYTES_MAX);
    return Optional.of(new KafkaBus(address, settings));
  }

  private static Map<String, Object> settings(BusAddress address, Map<String, String> way) {
    var settings = new HashMap<String, Object>(way);
    settings.put(
        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, String.join(",", address.hosts(PORT_USUAL)));
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    settings.put(AdminClientConfig.METRIC_REPORTER_CLASSES_CONFIG, List.of());
    settings.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    return settings;
  }

  @Override
  public void publish(List<BusEvent> events) {
    asked(
        address,
        () ->
            CompletableFuture.allOf(sent(events))
                .thenApply(_ -> events.size())
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Ends at the first that cannot even be sent, for each behind it would wait as long. */
  private CompletableFuture<?>[] sent(List<BusEvent> events) {
    var sent = new ArrayList<CompletableFuture<Void>>();
    for (var event : events) {
      var one = new CompletableFuture<Void>();
      sent.add(one);
      var _ = producer.send(told(event), (_, failure) -> end(one, failure));
      if (one.isCompletedExceptionally()) {
        break;
      }
    }
    return sent.toArray(CompletableFuture<?>[]::new);
  }

  private static void end(CompletableFuture<Void> sent, @Nullable Exception failure) {
    if (failure == null) {
      sent.complete(null);
    } else {
      sent.completeExceptionally(failure);
    }
  }

  private ProducerRecord<String, String> told(BusEvent event) {
    var told =
        new ProducerRecord<>(address.topic(), KafkaTopic.PARTITION, event.subject(), event.json());
    Map.of(
            "content-type", "application/cloudevents+json; charset=UTF-8",
            "ce_id", event.id(),
            "ce_type", event.type(),
            "ce_subject", event.subject())
        .forEach((name, value) -> told.headers().add(name, value.getBytes(UTF_8)));
    return told;
  }

  private static <T> T asked(BusAddress address, Work<T> work) {
    try {
      return work.get();
    } catch (ExecutionException e) {
      throw down(address, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw down(address, new KafkaException("it has not taken them"));
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
      throw new Away("interrupted");
    } catch (KafkaException e) {
      throw down(address, e);
    }
  }

  private static Away down(BusAddress address, Throwable why) {
    var answered = why instanceof ApiException && !(why instanceof RetriableException);
    return new Away(
        (answered ? "%s says: %s" : "no connection to %s: %s")
            .formatted(address.where(), why.getMessage()));
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
