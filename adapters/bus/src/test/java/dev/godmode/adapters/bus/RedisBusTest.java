package dev.godmode.adapters.bus;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.bus.BusAddress;
import dev.godmode.control.bus.EventBus;
import dev.godmode.control.outbox.Away;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.testkit.Loopback;
import dev.godmode.testkit.contract.EventBusContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/** Against a real Redis, which the build brings along. */
class RedisBusTest extends EventBusContract {

  private static final String PASSWORD = "only for this test";

  private final int port = Loopback.freePort();
  private final BusAddress address =
      BusAddress.parse("redis://127.0.0.1:" + port, Optional.empty(), Optional.empty());
  private final RedisServer server = server();

  private RedisServer server() {
    try {
      return RedisServer.newRedisServer()
          .port(port)
          .setting("requirepass \"" + PASSWORD + "\"")
          .setting("save \"\"")
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  @Override
  protected void end() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected EventBus bus() {
    return Buses.open(address, Optional.of(new SecretValue(PASSWORD)));
  }

  @Override
  protected List<String> heard() {
    try (var redis = new Jedis(address.url())) {
      redis.auth(PASSWORD);
      return redis.xrange(address.topic(), "-", "+").stream()
          .map(entry -> entry.getFields().get("event"))
          .toList();
    }
  }

  @Test
  void a_wrong_password_is_told_and_not_repeated() {
    assertThatThrownBy(() -> Buses.open(address, Optional.of(new SecretValue("wrong-one"))))
        .isInstanceOf(Away.class)
        .hasMessageContaining("redis://127.0.0.1")
        .hasMessageNotContaining("wrong-one");
  }
}
