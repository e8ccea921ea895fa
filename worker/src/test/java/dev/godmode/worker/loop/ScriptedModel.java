package dev.godmode.worker.loop;

import com.sun.net.httpserver.HttpServer;
import dev.godmode.protocol.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/** A real server of chat completions on loopback that says what a test tells it to. */
final class ScriptedModel implements AutoCloseable {

  private record Answer(int status, String body) {}

  private final HttpServer server;
  private final Queue<Answer> answers = new ArrayDeque<>();
  private final List<JsonNode> heard = new CopyOnWriteArrayList<>();

  ScriptedModel() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/models",
        exchange -> {
          try (exchange) {
            var body = "{\"data\":[{\"id\":\"small\"}]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.createContext(
        "/v1/chat/completions",
        exchange -> {
          try (exchange) {
            heard.add(
                Json.tree(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            var answer = answers.remove();
            var body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  String base() {
    return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
  }

  ScriptedModel says(String text) {
    return message("{\"role\":\"assistant\",\"content\":%s}".formatted(Json.write(text)));
  }

  ScriptedModel calls(String tool, String arguments) {
    return message(
        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"%s\",\"arguments\":%s}}]}"
            .formatted(tool, Json.write(arguments)));
  }

  private ScriptedModel message(String message) {
    return answers(
        200,
        "{\"choices\":[{\"message\":%s}],\"usage\":{\"prompt_tokens\":100,\"prompt_tokens_details\":{\"cached_tokens\":20},\"completion_tokens\":10}}"
            .formatted(message));
  }

  ScriptedModel answers(int status, String body) {
    answers.add(new Answer(status, body));
    return this;
  }

  /** What it was asked, in order. */
  List<JsonNode> heard() {
    return List.copyOf(heard);
  }

  /** What the last tool said. */
  String lastResult() {
    var messages = heard.getLast().path("messages");
    return messages.get(messages.size() - 1).path("content").asString("");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
