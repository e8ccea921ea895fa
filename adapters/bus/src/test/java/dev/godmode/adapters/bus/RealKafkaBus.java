package dev.godmode.adapters.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.godmode.control.bus.BusAddress;
import dev.godmode.control.bus.BusEvent;
import dev.godmode.control.bus.EventBus;
import dev.godmode.control.outbox.Away;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.testkit.contract.EventBusContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Against a real Kafka, whose jars must lie in the folder {@code PROOF_KAFKA}. */
class RealKafkaBus extends EventBusContract {

  private static final String STORE = "javax.net.ssl.trustStore";
  private static final String STORE_PASSWORD = "javax.net.ssl.trustStorePassword";

  @TempDir private static Path folder;
  private static Optional<KafkaProcess> kafka = Optional.empty();

  private String topic = "";

  @BeforeAll
  static void format() throws IOException {
    var made = new KafkaProcess(folder);
    made.format();
    kafka = Optional.of(made);
  }

  @BeforeEach
  void start(TestInfo test) throws IOException, InterruptedException {
    kafka().start();
    topic = test.getTestMethod().orElseThrow().getName().replaceAll("(?<=^.{60}).*", "");
  }

  @AfterEach
  void trustAsBefore() {
    System.clearProperty(STORE);
    System.clearProperty(STORE_PASSWORD);
  }

  @AfterAll
  static void endIt() {
    kafka.ifPresent(KafkaProcess::end);
  }

  private static KafkaProcess kafka() {
    return kafka.orElseThrow();
  }

  @Override
  protected void end() {
    kafka().end();
  }

  @Override
  protected EventBus bus() {
    return bus(kafka().byScram(), KafkaProcess.USER + ":" + KafkaProcess.PASSWORD);
  }

  private EventBus bus(String url, String key) {
    var address = BusAddress.parse(url, Optional.of(topic), Optional.empty());
    return Buses.open(address, Optional.of(new SecretValue(key)));
  }

  @Override
  protected List<String> heard() {
    return records().stream().map(ConsumerRecord::value).toList();
  }

  private List<ConsumerRecord<String, String>> records() {
    var records = new ArrayList<ConsumerRecord<String, String>>();
    var text = new StringDeserializer();
    try (var reader = new KafkaConsumer<>(kafka().inside(), text, text)) {
      var partitions =
          reader.partitionsFor(topic).stream()
              .map(one -> new TopicPartition(topic, one.partition()))
              .toList();
      reader.assign(partitions);
      reader.seekToBeginning(partitions);
      var last = reader.endOffsets(partitions).values().stream().mapToLong(end -> end).sum();
      while (records.size() < last) {
        reader.poll(Duration.ofSeconds(1)).forEach(records::add);
      }
    }
    return records;
  }

  private static BusEvent event(String id) {
    return new BusEvent(id, "TaskSubmitted", "task", "{}");
  }

  @Test
  void a_reader_finds_in_headers_what_to_sort_by() {
    try (var bus = bus()) {
      bus.publish(List.of(event("hash")));
    }

    var record = records().getFirst();
    assertThat(record.key()).isEqualTo("task");
    assertThat(record.headers())
        .extracting(Header::key, header -> new String(header.value(), UTF_8))
        .containsExactlyInAnyOrder(
            tuple("content-type", "application/cloudevents+json; charset=UTF-8"),
            tuple("ce_id", "hash"),
            tuple("ce_type", "dev.godmode.TaskSubmitted"),
            tuple("ce_subject", "task"));
  }

  @Test
  void order_holds_in_a_topic_of_many_partitions_that_was_there()
      throws ExecutionException, InterruptedException {
    try (var admin = Admin.create(kafka().inside())) {
      admin
          .createTopics(List.of(new NewTopic(topic, Optional.of(3), Optional.empty())))
          .all()
          .get();
    }

    try (var bus = bus()) {
      bus.publish(List.of(event("one"), event("two"), event("three")));
    }

    assertThat(records()).hasSize(3).allMatch(record -> record.partition() == 0);
  }

  @Test
  void by_tls_it_gets_in_as_the_broker_wants_it() {
    System.setProperty(STORE, kafka().certificate().toString());
    System.setProperty(STORE_PASSWORD, KafkaProcess.certificatePassword());

    try (var bus = bus(kafka().byTls(), "ada:only-for-this-test")) {
      bus.publish(List.of(event("hash")));
    }

    assertThat(heard()).containsExactly("{}");
  }

  @Test
  void a_broker_whose_certificate_nobody_knows_gets_nothing() {
    assertThatThrownBy(() -> bus(kafka().byTls(), "ada:only-for-this-test"))
        .isInstanceOf(Away.class)
        .hasMessageContaining("SSL handshake failed")
        .hasMessageNotContaining("only-for-this-test");
  }

  @Test
  void a_wrong_password_is_told_and_not_repeated() {
    assertThatThrownBy(() -> bus(kafka().byScram(), KafkaProcess.USER + ":wrong-one"))
        .isInstanceOf(Away.class)
        .hasMessageContaining("kafka://127.0.0.1")
        .hasMessageContaining("invalid credentials")
        .hasMessageNotContaining("wrong-one");
  }

  @Test
  void a_key_without_a_user_is_told_what_one_looks_like() {
    assertThatThrownBy(() -> bus(kafka().byScram(), "wrong-one"))
        .isInstanceOf(Away.class)
        .hasMessageContaining("USER:PASSWORD")
        .hasMessageNotContaining("wrong-one");
  }
}
