package dev.godmode.server.identity.oidc;

import static java.util.stream.Collectors.joining;

import dev.godmode.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Calls to a provider: bounded in time and size, and never sent on to somewhere else. */
final class ProviderCalls {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What it says of itself lies ready: whoever waits for that waits in front of a button. */
  private static final Duration SHORT_PATIENCE = Duration.ofSeconds(4);

  private static final int ANSWER_MAX_BYTES = 256 << 10;
  private static final int OK = 200;

  /** What came back. */
  record Answer(int status, String text) {

    boolean isGood() {
      return status == OK;
    }

    /** The body's fields; none when it is no JSON. */
    JsonNode json() {
      try {
        return Json.tree(text);
      } catch (JacksonException e) {
        return Json.tree("{}");
      }
    }

    /** The body's field as text. */
    Optional<String> field(String name) {
      return Optional.ofNullable(json().get(name))
          .filter(JsonNode::isString)
          .map(JsonNode::stringValue);
    }
  }

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  Answer get(URI from, Optional<String> bearer) {
    var request = HttpRequest.newBuilder(from).header("Accept", "application/json").GET();
    bearer.ifPresent(token -> request.header("Authorization", "Bearer " + token));
    return send(request, PATIENCE);
  }

  /** The same, of what lies ready. */
  Answer glance(URI from) {
    return send(
        HttpRequest.newBuilder(from).header("Accept", "application/json").GET(), SHORT_PATIENCE);
  }

  /** Sends a form, as the endpoints of OAuth want it. */
  Answer post(URI to, Map<String, String> form, Optional<String> authorization) {
    var request =
        HttpRequest.newBuilder(to)
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form(form)));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return send(request, PATIENCE);
  }

  /** "a=1&b=2": a query, or a form's body. */
  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(joining("&"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Answer send(HttpRequest.Builder request, Duration patience) {
    var whole = request.timeout(patience).build();
    try {
      var response = http.send(whole, BodyHandlers.ofInputStream());
      try (var body = response.body()) {
        var bytes = body.readNBytes(ANSWER_MAX_BYTES + 1);
        if (bytes.length > ANSWER_MAX_BYTES) {
          throw new ProviderTrouble(whole.uri().getHost() + " answers with too much");
        }
        return new Answer(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new ProviderTrouble(whole.uri().getAuthority() + " does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderTrouble("interrupted");
    }
  }
}
