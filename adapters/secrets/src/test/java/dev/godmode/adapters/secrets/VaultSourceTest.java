package dev.godmode.adapters.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.godmode.control.secret.SecretSource;
import dev.godmode.control.secret.SecretSource.Absent;
import dev.godmode.control.secret.SecretSource.Trouble;
import dev.godmode.control.secret.SourceSpec;
import dev.godmode.protocol.json.Json;
import dev.godmode.testkit.contract.SecretSourceContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vault by a server that answers as the key-value store, version 2, does. */
class VaultSourceTest extends SecretSourceContract {

  private static final String TOKEN = "hvs.the-token";

  @TempDir Path folder;
  private HttpServer server;
  private volatile Map<String, String> kept = Map.of();
  private volatile int status = 200;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext("/", this::answer);
    server.start();
    token("rw-------");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void token(String permissions) throws IOException {
    var file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private void answer(HttpExchange exchange) throws IOException {
    var right =
        exchange.getRequestURI().getPath().equals("/v1/secret/data/godmode/fleet")
            && TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"));
    if (status == 307) {
      exchange.getResponseHeaders().add("Location", "/elsewhere");
    }
    var body =
        Json.write(Map.of("data", Map.of("data", kept, "metadata", Map.of("version", 3))))
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(right ? status : 403, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private VaultSource source(int port) {
    return new VaultSource(
        new SourceSpec.Vault(
            URI.create("http://127.0.0.1:%d/".formatted(port)),
            "secret",
            "godmode/fleet",
            folder.resolve("token")));
  }

  @Override
  protected SecretSource holding(Map<String, String> values) {
    kept = values;
    return source(server.getAddress().getPort());
  }

  @Override
  protected SecretSource changed(SecretSource source, Map<String, String> values) {
    kept = values;
    return source;
  }

  private Trouble trouble() {
    return (Trouble) holding(Map.of("key", "correct-horse")).find("key");
  }

  @Test
  void an_entry_that_is_not_there_has_nothing() {
    status = 404;

    assertThat(holding(Map.of()).find("key")).isEqualTo(new Absent());
  }

  @Test
  void a_token_that_may_not_read_is_named_by_its_file_and_never_told() {
    status = 403;

    assertThat(trouble().why()).contains("renew the token", "token").doesNotContain(TOKEN);
    assertThat(trouble().passing()).isFalse();
  }

  @Test
  void a_vault_that_is_sealed_or_away_is_trouble_that_may_pass() {
    status = 503;
    assertThat(trouble().passing()).isTrue();
    server.stop(0);

    assertThat(trouble().passing()).isTrue();
    assertThat(trouble().why()).contains("does not answer").doesNotContain(TOKEN);
  }

  @Test
  void a_redirection_is_not_followed_with_the_token() {
    status = 307;

    assertThat(trouble().why()).contains("answers 307");
  }

  @Test
  void a_token_that_others_can_read_is_not_used() throws IOException {
    token("rw-rw-rw-");

    assertThat(trouble().why()).contains("chmod 600");
  }
}
