package dev.godmode.worker.container;

import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.ContainerSpec.Pull;
import dev.godmode.worker.container.EngineFacts.Kind;
import dev.godmode.worker.executor.Program.Exit;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A container engine's words, as the Docker Engine API has them; Podman understands them too.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/">Docker Engine API</a>
 */
final class Engine implements AutoCloseable {

  static final String LABEL_NODE = "dev.godmode.node";
  static final String LABEL_TASK = "dev.godmode.task";
  static final String LABEL_ATTEMPT = "dev.godmode.attempt";
  static final String LABEL_FENCE = "dev.godmode.fence";

  private static final Duration GREETING_LIMIT = Duration.ofSeconds(3);
  private static final Duration PULL_LIMIT = Duration.ofMinutes(10);
  private static final Duration FOR_EVER = Duration.ofDays(365);

  private final EngineClient client;
  private final EngineFacts facts;
  private final String api;

  private Engine(EngineClient client, EngineFacts facts) {
    this.client = client;
    this.facts = facts;
    this.api = "/v" + facts.apiVersion();
  }

  /**
   * A container that a worker made.
   *
   * @param attempt its attempt's key, as {@link AttemptKey#toString} writes it
   */
  record Found(String id, String attempt) {}

  /**
   * Meets the engine that listens there.
   *
   * @throws IOException when there is none, or it may not be asked
   */
  static Engine at(Path socket) throws IOException, InterruptedException {
    var client = new EngineClient(socket);
    try {
      return new Engine(client, ask(client));
    } catch (IOException | InterruptedException e) {
      client.close();
      throw e;
    }
  }

  private static EngineFacts ask(EngineClient client) throws IOException, InterruptedException {
    var version = client.get("/version", GREETING_LIMIT);
    var info = client.get("/info", GREETING_LIMIT);
    var podman =
        version.path("Components").values().stream()
            .anyMatch(part -> part.path("Name").asString("").startsWith("Podman"));
    var rootless =
        info.path("SecurityOptions").values().stream()
            .anyMatch(option -> option.asString("").contains("name=rootless"));
    return new EngineFacts(
        podman ? Kind.PODMAN : Kind.DOCKER,
        version.path("Version").asString("?"),
        version.path("ApiVersion").asString("1.41"),
        rootless);
  }

  EngineFacts facts() {
    return facts;
  }

  /** Whether it still is what it was. */
  boolean answers() throws InterruptedException {
    try {
      return ask(client).equals(facts);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Sees to it that the image is there.
   *
   * @throws IOException in words for people when it is not
   */
  void provide(String image, Pull pull) throws IOException, InterruptedException {
    var here = pull != Pull.ALWAYS && has(image);
    if (!here && pull == Pull.NEVER) {
      throw new IOException(
          "this node has no image '%s', and its agent says pull: never; on the node: %s pull %s"
              .formatted(image, facts.kind().skill(), image));
    }
    if (!here) {
      pull(image);
    }
  }

  private boolean has(String image) throws IOException, InterruptedException {
    try {
      var _ = client.get(api + "/images/" + place(image) + "/json", EngineClient.CALL_LIMIT);
      return true;
    } catch (EngineRefusal e) {
      if (e.isNotFound()) {
        return false;
      }
      throw e;
    }
  }

  private void pull(String image) throws IOException, InterruptedException {
    var name = image.substring(image.lastIndexOf('/') + 1).matches(".*[:@].*") ? "" : ":latest";
    var path = api + "/images/create?fromImage=" + encoded(image + name);
    try {
      var error =
          client.call("POST", path, Optional.empty(), PULL_LIMIT).path("error").asString("");
      if (!error.isEmpty()) {
        throw new IOException("image '%s' cannot be pulled: %s".formatted(image, error));
      }
    } catch (EngineRefusal e) {
      throw new IOException("image '%s' cannot be pulled: %s".formatted(image, e.getMessage()), e);
    }
  }

  /** Makes a container; its id. */
  String create(Map<String, Object> draft) throws IOException, InterruptedException {
    return post("/containers/create", Optional.of(draft)).path("Id").asString("");
  }

  /** What it prints from now on, in {@link OutputFrames}. */
  InputStream attach(String id) throws IOException, InterruptedException {
    return client.open("POST", at(id) + "/attach?stream=1&stdout=1&stderr=1");
  }

  void start(String id) throws IOException, InterruptedException {
    var _ = post("/containers/" + id + "/start", Optional.empty());
  }

  /** Waits, however long it takes, for the container's end. */
  Exit awaitEnd(String id) throws IOException, InterruptedException {
    var status = client.call("POST", at(id) + "/wait", Optional.empty(), FOR_EVER);
    var state = client.get(at(id) + "/json", EngineClient.CALL_LIMIT).path("State");
    return new Exit(status.path("StatusCode").asInt(-1), state.path("OOMKilled").asBoolean(false));
  }

  /** Sends a signal; nothing happens when the container has ended. */
  void signal(String id, String name) throws EngineDown, InterruptedException {
    unlessGone("POST", at(id) + "/kill?signal=" + name);
  }

  /** Ends it, if it runs, and removes it with its volumes. */
  void remove(String id) throws EngineDown, InterruptedException {
    unlessGone("DELETE", at(id) + "?force=1&v=1");
  }

  private void unlessGone(String method, String path) throws EngineDown, InterruptedException {
    try {
      var _ = client.call(method, path, Optional.empty(), EngineClient.CALL_LIMIT);
    } catch (EngineDown e) {
      throw e;
    } catch (IOException e) {
      // It is not there, or does not run: what was asked for is so.
    }
  }

  /** Containers that a worker of this node made, also those that have ended. */
  List<Found> ofNode(String node) throws IOException, InterruptedException {
    var filter = "{\"label\":[\"%s=%s\"]}".formatted(LABEL_NODE, node);
    var all =
        client.get(
            api + "/containers/json?all=1&filters=" + encoded(filter), EngineClient.CALL_LIMIT);
    var found = new ArrayList<Found>();
    all.values().forEach(one -> found.add(found(one)));
    return found;
  }

  private static Found found(JsonNode container) {
    var labels = container.path("Labels");
    return new Found(
        container.path("Id").asString(""),
        "%s#%s/%s"
            .formatted(
                labels.path(LABEL_TASK).asString(""),
                labels.path(LABEL_ATTEMPT).asString(""),
                labels.path(LABEL_FENCE).asString("")));
  }

  private JsonNode post(String path, Optional<Object> body)
      throws IOException, InterruptedException {
    return client.call("POST", api + path, body, EngineClient.CALL_LIMIT);
  }

  private String at(String id) {
    return api + "/containers/" + id;
  }

  /** A name as part of a path: its slashes are the path's. */
  private static String place(String image) {
    return encoded(image).replace("%2F", "/");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.close();
  }
}
