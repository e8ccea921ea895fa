package dev.godmode.worker.loop;

import dev.godmode.client.tls.FileTrust;
import dev.godmode.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model behind OpenAI's chat completions: the fleet's own, or the one that the profile's
 * variables name.
 */
final class ChatModel {

  /** A small model on a slow machine thinks long. */
  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(15);

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  private static final int OK = 200;
  private static final int WORDS_MAX = 2_000;

  /** A call that the model makes. */
  record ToolCall(String id, String name, String arguments) {}

  /**
   * What it answers.
   *
   * @param message as it came, for the conversation
   */
  record Answer(ObjectNode message, String text, List<ToolCall> calls, Spending spent) {}

  private final HttpClient http;
  private final String base;
  private final Supplier<Optional<String>> key;
  private final String model;

  private ChatModel(
      HttpClient http, String base, Supplier<Optional<String>> key, Optional<String> model) {
    this.http = http;
    this.base = base;
    this.key = key;
    this.model = model.orElseGet(this::first);
  }

  /**
   * The model that the environment tells of.
   *
   * @throws ModelTrouble when there is none
   */
  static ChatModel of(Map<String, String> environment) {
    var wanted = LoopTerms.of(environment).model();
    var own = Optional.ofNullable(environment.get("OPENAI_BASE_URL"));
    var plain =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_WITHIN);
    if (own.isPresent()) {
      var key = Optional.ofNullable(environment.get("OPENAI_API_KEY"));
      return new ChatModel(plain.build(), own.get(), () -> key, wanted);
    }
    var fleet = Optional.ofNullable(environment.get("GODMODE_MODELS"));
    var credential = Optional.ofNullable(environment.get("GODMODE_CREDENTIAL")).map(Path::of);
    if (fleet.isEmpty() || credential.isEmpty()) {
      throw new ModelTrouble(
          0, "unable to connect: control is not in reach, and no OPENAI_BASE_URL is given");
    }
    Optional.ofNullable(environment.get("GODMODE_CA"))
        .ifPresent(file -> plain.sslContext(trust(file)));
    return new ChatModel(
        plain.build(), fleet.get(), () -> Optional.of(read(credential.get())), wanted);
  }

  private static SSLContext trust(String file) {
    try {
      return FileTrust.of(Path.of(file));
    } catch (IOException e) {
      throw new ModelTrouble(0, "GODMODE_CA cannot be used: " + e.getMessage());
    }
  }

  /** Anew each time: it changes every few minutes. */
  private static String read(Path credential) {
    try {
      return Files.readString(credential).strip();
    } catch (IOException e) {
      throw new ModelTrouble(0, "unable to connect: there is no credential in " + credential);
    }
  }

  private String first() {
    var listed = exchange(request("/models").GET()).path("data").path(0).path("id").asString("");
    if (listed.isEmpty()) {
      throw new ModelTrouble(0, "there is no model at %s: name one in the profile".formatted(base));
    }
    return listed;
  }

  String name() {
    return model;
  }

  Answer ask(ArrayNode messages, ArrayNode tools) {
    var body = Json.mapper().createObjectNode().put("model", model);
    body.set("messages", messages);
    body.set("tools", tools);
    var answer =
        exchange(
            request("/chat/completions")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.write(body))));
    if (!(answer.path("choices").path(0).path("message") instanceof ObjectNode message)) {
      throw new ModelTrouble(0, "the model's answer has no message: " + cut(answer.toString()));
    }
    return new Answer(
        message, message.path("content").asString(""), calls(message), spent(answer.path("usage")));
  }

  private static List<ToolCall> calls(JsonNode message) {
    var calls = new ArrayList<ToolCall>();
    for (var call : message.path("tool_calls")) {
      calls.add(
          new ToolCall(
              call.path("id").asString(""),
              call.path("function").path("name").asString(""),
              call.path("function").path("arguments").asString("")));
    }
    return calls;
  }

  private static Spending spent(JsonNode usage) {
    var cached = usage.path("prompt_tokens_details").path("cached_tokens").asLong(0);
    return new Spending(
        Math.max(0, usage.path("prompt_tokens").asLong(0) - cached),
        cached,
        usage.path("completion_tokens").asLong(0));
  }

  private HttpRequest.Builder request(String path) {
    var request =
        HttpRequest.newBuilder(URI.create(base.replaceFirst("/$", "") + path))
            .timeout(ANSWER_WITHIN);
    key.get().ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
    return request;
  }

  private JsonNode exchange(HttpRequest.Builder request) {
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() != OK) {
        throw new ModelTrouble(response.statusCode(), words(response));
      }
      return Json.tree(response.body());
    } catch (IOException e) {
      throw new ModelTrouble(0, "unable to connect to %s: %s".formatted(base, e.getMessage()));
    } catch (JacksonException e) {
      throw new ModelTrouble(0, "the model's answer is no JSON: " + e.getOriginalMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelTrouble(0, "interrupted");
    }
  }

  private static String words(HttpResponse<String> response) {
    try {
      var error = Json.tree(response.body()).path("error");
      return cut(error.path("message").asString(response.body()));
    } catch (JacksonException _) {
      return "HTTP %d: %s".formatted(response.statusCode(), cut(response.body()));
    }
  }

  private static String cut(String text) {
    return text.length() <= WORDS_MAX ? text : text.substring(0, WORDS_MAX) + "…";
  }
}
