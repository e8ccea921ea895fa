package dev.godmode.adapters.secrets;

import dev.godmode.control.secret.Named;
import dev.godmode.control.secret.SecretFiles;
import dev.godmode.control.secret.SecretSource;
import dev.godmode.control.secret.SourceSpec;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.text.SecretReference;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;

/**
 * One entry of a Vault's or OpenBao's key-value store (version 2 of its HTTP API): each key of the
 * entry is a secret. The token is read anew each time, so an agent of Vault's may renew it.
 */
public final class VaultSource implements SecretSource {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int ANSWER_MAX_BYTES = 4 << 20;
  private static final int OK = 200;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final SourceSpec.Vault spec;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER) // the token goes to nobody else
          .connectTimeout(PATIENCE)
          .build();

  public VaultSource(SourceSpec.Vault spec) {
    this.spec = spec;
  }

  @Override
  public String words() {
    return "%s of the vault at %s".formatted(place(), spec.address().getAuthority());
  }

  private String place() {
    return "%s/%s".formatted(spec.mount(), spec.path());
  }

  private sealed interface Entry {}

  private record Values(Map<String, String> all) implements Entry {}

  private record Unreadable(Trouble trouble) implements Entry {}

  private static Entry unreadable(String why, boolean passing) {
    return new Unreadable(new Trouble(why, passing));
  }

  private Entry entry() {
    String token;
    try {
      token = new String(SecretFiles.readPrivate(spec.tokenFile()), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return unreadable("the vault's token: " + e.getMessage(), false);
    }
    try {
      return entry(ask(token));
    } catch (IOException e) {
      return unreadable(
          "the vault at %s does not answer".formatted(spec.address().getAuthority()), true);
    } catch (IllegalArgumentException e) {
      return unreadable("%s holds no token".formatted(spec.tokenFile()), false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unreadable("it was interrupted", true);
    }
  }

  private HttpResponse<byte[]> ask(String token) throws IOException, InterruptedException {
    var where =
        URI.create(
            "%s/v1/%s/data/%s"
                .formatted(
                    spec.address().toString().replaceFirst("/+$", ""), spec.mount(), spec.path()));
    var request =
        HttpRequest.newBuilder(where)
            .timeout(PATIENCE)
            .header("X-Vault-Token", token)
            .header("X-Vault-Request", "true")
            .GET()
            .build();
    return http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_MAX_BYTES));
  }

  private Entry entry(HttpResponse<byte[]> answer) {
    return switch (answer.statusCode()) {
      case OK -> values(answer.body());
      case NOT_FOUND -> new Values(Map.of());
      case FORBIDDEN ->
          unreadable(
              "the vault lets its token not read %s: renew the token in %s, or let it read that path"
                  .formatted(place(), spec.tokenFile()),
              false);
      default ->
          unreadable(
              "the vault at %s answers %d: is it sealed?"
                  .formatted(spec.address().getAuthority(), answer.statusCode()),
              answer.statusCode() >= 500);
    };
  }

  private Entry values(byte[] body) {
    try {
      var data = Json.tree(new String(body, StandardCharsets.UTF_8)).path("data").path("data");
      var all = new HashMap<String, String>();
      data.properties().stream()
          .filter(field -> SecretReference.isName(field.getKey()) && field.getValue().isString())
          .forEach(field -> all.put(field.getKey(), field.getValue().stringValue()));
      return new Values(all);
    } catch (JacksonException e) {
      return unreadable("what answers at %s is no vault".formatted(spec.address()), false);
    }
  }

  @Override
  public Finding find(String name) {
    return switch (entry()) {
      case Values(var all) -> Named.find(all, name, name, words());
      case Unreadable(var trouble) -> trouble;
    };
  }

  @Override
  public Set<String> names() {
    return switch (entry()) {
      case Values(var all) -> all.keySet();
      case Unreadable _ -> Set.of();
    };
  }
}
