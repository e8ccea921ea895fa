package dev.godmode.worker.service;

import dev.godmode.protocol.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** One look at whether a server of models answers at an address. */
final class ModelLook {

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int LIST_MAX_BYTES = 4 << 20;

  /** What is there. */
  sealed interface Seen {}

  /** A server of models. */
  record Serves() implements Seen {}

  /** Nothing, or what does not answer just now. */
  record Silent(String why) implements Seen {}

  /** Something else. */
  record Other(String why) implements Seen {}

  private final HttpClient http;

  ModelLook(HttpClient http) {
    this.http = http;
  }

  /** Asks for its models; many a program answers anything on such a port, so it is read closely. */
  Seen at(URI address) throws InterruptedException {
    var where = address.getAuthority();
    var request =
        HttpRequest.newBuilder(URI.create(address + "/models"))
            .timeout(PATIENCE)
            .header("Accept", "application/json")
            .build();
    try {
      var reply = http.send(request, BodyHandlers.ofInputStream());
      try (var body = reply.body()) {
        return seen(where, reply.statusCode(), body);
      }
    } catch (HttpConnectTimeoutException | ConnectException _) {
      return new Silent("nothing listens at " + where);
    } catch (HttpTimeoutException _) {
      return new Silent("%s says nothing for %d s".formatted(where, PATIENCE.toSeconds()));
    } catch (IOException _) {
      return new Silent(where + " breaks off before it answers");
    }
  }

  private static Seen seen(String where, int status, InputStream body) throws IOException {
    if (status == 401 || status == 403) {
      return new Other(
          "%s wants a key: gm models add NAME URL --key, on the control node".formatted(where));
    }
    if (status >= 500) {
      return new Silent("%s answers with status %d".formatted(where, status));
    }
    if (status != 200) {
      return new Other("%s lists no models: status %d".formatted(where, status));
    }
    var bytes = body.readNBytes(LIST_MAX_BYTES + 1);
    return bytes.length <= LIST_MAX_BYTES && isList(bytes)
        ? new Serves()
        : new Other(where + " answers, but not with a list of models");
  }

  private static boolean isList(byte[] bytes) {
    try {
      var tree = Json.mapper().readTree(bytes);
      var data = tree.path("data");
      return tree.isObject()
          && (data.isArray() || data.isNull())
          && data.valueStream().allMatch(ModelLook::isModel);
    } catch (JacksonException _) {
      return false;
    }
  }

  private static boolean isModel(JsonNode one) {
    var id = one.path("id");
    return id.isString() && !id.stringValue().isBlank();
  }
}
