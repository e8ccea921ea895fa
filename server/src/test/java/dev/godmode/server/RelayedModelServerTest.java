package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.adapters.models.HttpModelServer;
import dev.godmode.client.tls.PinnedTrust;
import dev.godmode.control.inference.Dialect;
import dev.godmode.control.inference.ModelServer.Answered;
import dev.godmode.control.inference.ModelServer.Ask;
import dev.godmode.control.inference.ModelServer.Outcome;
import dev.godmode.control.inference.Provider;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.protocol.api.ReplicaViews;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.stream.JoinCode;
import dev.godmode.protocol.stream.StreamProtocol;
import dev.godmode.testkit.contract.ModelServerContract;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a replica through control to a provider on a node, all its ends. */
class RelayedModelServerTest extends ModelServerContract {

  @TempDir Path home;
  private ServedControl control;
  private OfferingNode node;
  private HttpModelServer server;
  private String secret;

  @BeforeEach
  void offer() {
    control = new ServedControl(home.resolve("control"));
    node = OfferingNode.join(control, home.resolve("worker"), models);
    var offer = Json.tree(control.post("/api/v1/models/replicas/code", "{}").body());
    secret = JoinCode.parse(JoinCode.Kind.GATEWAY, offer.get("code").stringValue()).secret();
    server =
        HttpModelServer.throughControl(
            new PinnedTrust(control.authority.fingerprint(), StreamProtocol.CONTROL_NAME)
                .context());
  }

  @AfterEach
  void stop() {
    server.close();
    node.close();
    control.close();
  }

  @Override
  protected Outcome ask(Ask ask, Duration patience) {
    var relayed =
        new Provider(
            "control",
            URI.create(control.server.fleet() + ReplicaViews.PATH + "/nodes/" + node.provider()),
            Dialect.OPENAI,
            Optional.empty(),
            List.of(),
            patience);
    return server.ask(relayed, Optional.of(new SecretValue(secret)), ask, patience);
  }

  @Test
  void whoever_shows_anything_else_is_not_let_near() {
    secret = "a-guess";

    assertThat(ask(Ask.of("/models"), Duration.ofSeconds(10)))
        .isInstanceOfSatisfying(
            Answered.class,
            answered -> {
              try (var answer = answered.answer()) {
                assertThat(answer.status()).isEqualTo(401);
              }
            });
  }
}
