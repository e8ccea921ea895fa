package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import dev.godmode.testkit.model.ScriptedModels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** A control with one provider, local, that has the models small and large. */
final class ScriptedGateway implements AutoCloseable {

  final ScriptedModels provider = new ScriptedModels(0, List.of("small", "large"));
  final RunningAttempts attempts;
  final ServedControl control;

  ScriptedGateway(Path home) {
    attempts = new RunningAttempts(home);
    control = attempts.control;
    add("local", provider.url(), "");
  }

  @Override
  public void close() {
    attempts.close();
    provider.close();
  }

  /** Four notes of years ago, of one tag and one stream, that tell the provider what to answer. */
  void rememberOld(String order) {
    var lines =
        IntStream.rangeClosed(1, 4)
            .mapToObj(
                n ->
                    "{\"text\":\"[[%s]] deploy %d went wrong\",\"tags\":[\"deploy\"],\"at\":\"2020-01-0%d\"}"
                        .formatted(order, n, n))
            .collect(Collectors.joining("\n"));
    assertThat(control.post("/api/v1/memory/import?scope=stream:shop", lines).statusCode())
        .isEqualTo(200);
  }

  HttpResponse<String> add(String name, String url, String more) {
    return control.post(
        "/api/v1/models/providers",
        "{\"name\":\"%s\",\"url\":\"%s\"%s}".formatted(name, url, more));
  }

  HttpResponse<String> chat(String model, String words) {
    return control.post("/v1/chat/completions", body(model, words, false));
  }

  HttpResponse<String> stream(String words) {
    return control.post("/v1/chat/completions", body("small", words, true));
  }

  static String body(String model, String words, boolean streams) {
    return "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(model, streams, words);
  }

  static String code(HttpResponse<String> reply) {
    return Json.tree(reply.body()).at("/error/code").stringValue();
  }

  static String words(HttpResponse<String> reply) {
    return Json.tree(reply.body()).at("/error/message").stringValue();
  }

  static String freeAddress() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }
  }

  List<JsonNode> entries() {
    control.models.books().settle().join();
    control.settle();
    return control
        .json("/api/v1/ledger?kind=ModelsCalled&limit=100")
        .get("items")
        .valueStream()
        .toList();
  }
}
