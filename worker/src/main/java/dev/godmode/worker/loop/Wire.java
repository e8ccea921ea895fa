package dev.godmode.worker.loop;

import dev.godmode.protocol.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The line to its worker: an object each way, and {@code type} says what it is. */
final class Wire {

  /**
   * What a person said.
   *
   * @param allow whether they said yes; of questions always true
   */
  record Reply(boolean allow, String text) {}

  private final BufferedReader in;
  private final OutputStream out;
  private int asked;

  Wire(InputStream in, OutputStream out) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
  }

  /** What is to be done; the first thing that is said. */
  String goal() {
    return await("goal").path("text").asString("");
  }

  void began(String model) {
    tell("began", Map.of("model", model));
  }

  void said(String text) {
    tell("said", Map.of("text", text));
  }

  /** A tool is about to be used; what for is said in the log. */
  void uses(String id, String tool, String arguments) {
    tell("uses", Map.of("id", id, "tool", tool, "arguments", arguments));
  }

  void used(String id, boolean failed) {
    tell("used", Map.of("id", id, "failed", failed));
  }

  void spent(Spending all) {
    tell("spent", Map.of("input", all.input(), "cached", all.cached(), "output", all.output()));
  }

  void finished(String result) {
    tell("finished", Map.of("text", result));
  }

  void failed(int status, String why) {
    tell("failed", Map.of("text", why, "status", status));
  }

  /** Waits for a person's word on exactly what is shown. */
  Reply permission(String text, String payload) {
    return ask(Map.of("kind", "permission", "text", text, "payload", payload));
  }

  /** Waits for a person's answer. */
  Reply question(String text, List<String> options) {
    return ask(Map.of("kind", "choice", "text", text, "options", options));
  }

  private Reply ask(Map<String, Object> question) {
    var id = "q" + ++asked;
    var fields = new LinkedHashMap<>(question);
    fields.put("id", id);
    tell("asks", fields);
    while (true) {
      var answer = await("answer");
      if (answer.path("id").asString("").equals(id)) {
        return new Reply(answer.path("allow").asBoolean(false), answer.path("text").asString(""));
      }
    }
  }

  /** The next line of that type. */
  private JsonNode await(String type) {
    try {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        var said = tree(line);
        if (said.filter(one -> one.path("type").asString("").equals(type)).isPresent()) {
          return said.get();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("its worker is gone");
  }

  private static Optional<JsonNode> tree(String line) {
    try {
      return Optional.of(Json.tree(line));
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private void tell(String type, Map<String, ?> fields) {
    var line = new LinkedHashMap<String, Object>();
    line.put("type", type);
    line.putAll(fields);
    try {
      out.write((Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
