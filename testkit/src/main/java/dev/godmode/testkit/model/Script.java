package dev.godmode.testkit.model;

import com.sun.net.httpserver.HttpExchange;
import dev.godmode.testkit.model.Wire.Said;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** One question, and what the script has for it. */
final class Script {

  private static final int FLOOD_BYTES = 10 << 20;
  private static final String DROP = "drip ";
  private static final long DRIP_MILLIS = 20;
  private static final Pattern APART = Pattern.compile("\\[\\[(.*?)]]");

  private final HttpExchange exchange;
  private final JsonNode body;
  private final Wire wire;
  private final CountDownLatch stopped;

  Script(HttpExchange exchange, JsonNode body, Wire wire, CountDownLatch stopped) {
    this.exchange = exchange;
    this.body = body;
    this.wire = wire;
    this.stopped = stopped;
  }

  void play() throws IOException, InterruptedException {
    var last = lastMessage();
    var order = order(last).split("\\s+", 2);
    var rest = order.length > 1 ? order[1] : "";
    switch (order[0]) {
      case "hang" -> stopped.await(); // it never answers
      case "busy" -> {
        exchange.getResponseHeaders().set("Retry-After", "7");
        ScriptedModels.send(exchange, 429, "{\"error\": {\"message\": \"too many\"}}");
      }
      case "fail" ->
          ScriptedModels.send(exchange, 500, "{\"error\": {\"message\": \"out of memory\"}}");
      case "refuse" ->
          ScriptedModels.send(exchange, 400, "{\"error\": {\"message\": \"too long a prompt\"}}");
      case "garble" -> garble();
      case "flood" -> say(List.of("x".repeat(FLOOD_BYTES)), false);
      case "lie" -> say(words(rest), true);
      case "drip" -> drip();
      case "break" -> breakOff(words(rest), true);
      case "stop" -> breakOff(words(rest), false);
      case "call" -> call(rest.isBlank() ? "{\"city\":\"Paris\"}" : rest);
      default -> say(words(order[0].equals("say") ? rest : "you said: " + last), false);
    }
  }

  /** Where somebody else writes around it, it stands between double brackets. */
  private static String order(String message) {
    var apart = APART.matcher(message);
    return apart.find() ? apart.group(1) : message;
  }

  /** A message's text, or the texts of its parts; a tool's result stands for itself. */
  private String lastMessage() {
    var messages = body.path("messages");
    var last = messages.path(messages.size() - 1);
    var text = text(last.path("content"));
    return last.path("role").asString("").equals("tool") ? "say the tool said " + text : text;
  }

  private static String text(JsonNode content) {
    if (content.isString()) {
      return content.stringValue();
    }
    var text = new StringBuilder();
    for (var part : content) {
      if (part.path("type").asString("").equals("tool_result")) {
        text.append("say the tool said ").append(text(part.path("content")));
      }
      text.append(part.path("text").asString(""));
    }
    return text.toString();
  }

  private static List<String> words(String text) {
    return Arrays.asList(text.split("(?<= )"));
  }

  private boolean streams() {
    return body.path("stream").asBoolean(false);
  }

  private void call(String arguments) throws IOException {
    var first = body.path("tools").path(0);
    var name = first.path("function").path("name").asString(first.path("name").asString(""));
    answer(new Said(List.of(), name, arguments), false);
  }

  private void say(List<String> words, boolean lies) throws IOException {
    answer(new Said(words, "", ""), lies);
  }

  private void answer(Said said, boolean lies) throws IOException {
    if (!streams()) {
      ScriptedModels.send(exchange, 200, wire.whole(body, said, lies));
      return;
    }
    begin();
    for (var event : wire.events(body, said, lies)) {
      write(event);
    }
  }

  private void begin() throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
  }

  private void write(String event) throws IOException {
    exchange.getResponseBody().write((event + "\n\n").getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
  }

  private void garble() throws IOException {
    if (!streams()) {
      ScriptedModels.send(exchange, 200, "{\"choices\": [NaN");
      return;
    }
    begin();
    write(wire.events(body, new Said(List.of("so "), "", ""), false).getFirst());
    write("data: {\"choices\": [{");
  }

  /** Dies in the middle: the connection is cut, or the stream ends as if that were all. */
  private void breakOff(List<String> words, boolean cut) throws IOException {
    begin();
    var events = wire.events(body, new Said(words, "", ""), false);
    for (var event : events.subList(0, Math.max(1, events.size() / 2))) {
      write(event);
    }
    if (cut) {
      throw new IOException("the script cuts the connection");
    }
  }

  /** Word after word until its client goes. */
  private void drip() throws IOException, InterruptedException {
    begin();
    for (var event : wire.events(body, new Said(List.of(DROP), "", ""), false)) {
      write(event);
      if (event.contains(DROP)) {
        break;
      }
    }
    while (!stopped.await(DRIP_MILLIS, TimeUnit.MILLISECONDS)) {
      write(wire.word(body, DROP));
    }
  }
}
