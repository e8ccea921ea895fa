package dev.godmode.adapters.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.bus.BusAddress;
import dev.godmode.control.bus.BusEvent;
import dev.godmode.control.bus.EventBus;
import dev.godmode.control.outbox.Away;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.testkit.Loopback;
import dev.godmode.testkit.contract.EventBusContract;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real NATS, whose program {@code nats-server} must be there. */
class RealNatsBus extends EventBusContract {

  private static final String TOKEN = "only for this test";

  @TempDir private Path folder;

  private final int port = Loopback.freePort();
  private final BusAddress address =
      BusAddress.parse("nats://127.0.0.1:" + port, Optional.empty(), Optional.empty());
  private Optional<Process> server = Optional.empty();

  @BeforeEach
  void start() throws IOException {
    server =
        Optional.of(
            new ProcessBuilder(
                    "nats-server",
                    "-js",
                    "-sd",
                    folder.toString(),
                    "-a",
                    "127.0.0.1",
                    "-p",
                    String.valueOf(port),
                    "--auth",
                    TOKEN)
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "log"))
                .start());
    Loopback.awaitListening(port);
  }

  @AfterEach
  @Override
  protected void end() {
    server.ifPresent(process -> process.destroyForcibly().onExit().join());
  }

  @Override
  protected EventBus bus() {
    return Buses.open(address, Optional.of(new SecretValue(TOKEN)));
  }

  @Override
  protected List<String> heard() {
    var options =
        new Options.Builder().server(address.url().toString()).token(TOKEN.toCharArray()).build();
    try {
      var connection = Nats.connect(options);
      try {
        return heard(connection.jetStreamManagement());
      } finally {
        connection.close();
      }
    } catch (IOException | JetStreamApiException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> heard(JetStreamManagement streams)
      throws IOException, JetStreamApiException {
    var last = streams.getStreamInfo(address.topic()).getStreamState().getLastSequence();
    var heard = new ArrayList<String>();
    for (var sequence = 1L; sequence <= last; sequence++) {
      heard.add(new String(streams.getMessage(address.topic(), sequence).getData(), UTF_8));
    }
    return heard;
  }

  @Test
  void what_comes_twice_is_there_once() {
    var event = new BusEvent("hash", "TaskSubmitted", "task", "{}");
    try (var bus = bus()) {
      bus.publish(List.of(event));
      bus.publish(List.of(event));
    }

    assertThat(heard()).containsExactly("{}");
  }

  @Test
  void what_is_too_big_for_the_server_goes_without_its_data_and_holds_nothing_up() {
    var patch = "x".repeat(2 << 20);
    var big =
        "{\"id\":\"big\",\"data\":{\"sequence\":41,\"event\":{\"patch\":\"%s\"}}}".formatted(patch);
    try (var bus = bus()) {
      bus.publish(
          List.of(
              new BusEvent("big", "AttemptEnded", "task", big),
              new BusEvent("behind", "TaskSucceeded", "task", "{}")));
    }

    assertThat(heard())
        .containsExactly("{\"id\":\"big\",\"dataref\":\"/api/v1/ledger?limit=1&cursor=42\"}", "{}");
  }

  @Test
  void a_wrong_token_is_told_and_not_repeated() {
    assertThatThrownBy(() -> Buses.open(address, Optional.of(new SecretValue("wrong-one"))))
        .isInstanceOf(Away.class)
        .hasMessageContaining("nats://127.0.0.1")
        .hasMessageNotContaining("wrong-one");
  }
}
