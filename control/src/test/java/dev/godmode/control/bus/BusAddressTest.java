package dev.godmode.control.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.bus.BusAddress.Broker;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How people say where a bus is, and what is not taken. */
class BusAddressTest {

  private static BusAddress address(String url) {
    return BusAddress.parse(url, Optional.empty(), Optional.empty());
  }

  @Test
  void an_address_alone_is_enough() {
    var address = address("nats://broker.example:4222");

    assertThat(address).hasToString("godmode on nats://broker.example:4222");
    assertThat(address.broker()).isEqualTo(Broker.NATS);
    assertThat(address.isTls()).isFalse();
    assertThat(address.key()).isEmpty();
  }

  @Test
  void a_topic_and_a_key_can_be_said() {
    var address =
        BusAddress.parse(
            "rediss://broker.example", Optional.of("fleet-1"), Optional.of("secret://redis"));

    assertThat(address.broker()).isEqualTo(Broker.REDIS);
    assertThat(address.isTls()).isTrue();
    assertThat(address.topic()).isEqualTo("fleet-1");
    assertThat(address.port(6379)).isEqualTo(6379);
    assertThat(address.key().orElseThrow().name()).isEqualTo("redis");
  }

  @Test
  void a_kafka_has_many_servers_and_each_its_port() {
    var address = address("kafkas://one.example,two.example:19092");

    assertThat(address.broker()).isEqualTo(Broker.KAFKA);
    assertThat(address.isTls()).isTrue();
    assertThat(address.hosts(9092)).containsExactly("one.example:9092", "two.example:19092");
    assertThat(address).hasToString("godmode on kafkas://one.example,two.example:19092");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "natz://host:1 | did you mean",
        "host:4222 | a bus is one of",
        "nats:// | no address of a bus",
        "redis://user:pass@host:1 | has no user or password",
        "nats://a b | no address of a bus",
        "kafka://one:1, | no address of a bus",
        "kafka://one:1,user:pass@two:1 | has no user or password",
        "nats://one:1,two:1 | only a Kafka has more than one"
      })
  void an_address_that_cannot_be_meant_is_told_what_one_looks_like(String url, String why) {
    assertThatThrownBy(() -> address(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("pass@");
  }

  @Test
  void a_key_that_is_written_down_is_not_taken_and_not_repeated() {
    assertThatThrownBy(
            () -> BusAddress.parse("redis://host", Optional.empty(), Optional.of("hunter2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("secret://NAME")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void a_topic_that_brokers_would_read_otherwise_is_not_taken() {
    assertThatThrownBy(() -> BusAddress.parse("nats://host", Optional.of("a.>"), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("small letters");
  }
}
