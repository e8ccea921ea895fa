package dev.godmode.worker.driver;

import static dev.godmode.worker.driver.Lines.text;

import dev.godmode.protocol.task.Tokens;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What an agent tells of its turn while it goes on: words in pieces, and its tools. */
final class AcpUpdates {

  private static final Set<String> OVER = Set.of("completed", "failed");
  private static final String DOLLARS = "USD";

  private final Map<String, AcpCall> calls = new LinkedHashMap<>();

  /** What it has said since it used a tool last. */
  private final StringBuilder message = new StringBuilder();

  /** So much of it is in the log. */
  private int logged;

  private String messageId = "";
  private Optional<BigDecimal> cost = Optional.empty();

  List<Happening> heard(JsonNode update) {
    return switch (text(update, "sessionUpdate")) {
      case "agent_message_chunk" -> chunk(update);
      case "tool_call", "tool_call_update" -> tool(update);
      case "usage_update" -> paid(update.path("cost"));
      default -> List.of();
    };
  }

  /** Another message begins on a line of its own. */
  private List<Happening> chunk(JsonNode update) {
    var id = text(update, "messageId");
    var isAnother = !id.equals(messageId) && message.length() > logged;
    messageId = id;
    return words((isAnother ? "\n" : "") + text(update, "content", "text"));
  }

  /** Words come in pieces; the log has them by lines. */
  private List<Happening> words(String piece) {
    message.append(piece);
    return logged(message.lastIndexOf("\n") + 1);
  }

  private List<Happening> logged(int end) {
    if (end <= logged) {
      return List.of();
    }
    var line = message.substring(logged, end).stripTrailing();
    logged = end;
    return line.isBlank() ? List.of() : List.of(new Happening.Said(line));
  }

  /** A use is often told before what it is used for is. */
  private List<Happening> tool(JsonNode update) {
    var happenings = new ArrayList<>(logged(message.length()));
    var id = text(update, "toolCallId");
    if (!calls.containsKey(id)) {
      message.setLength(0);
      logged = 0;
    }
    var call = calls.computeIfAbsent(id, AcpCall::new);
    happenings.addAll(call.learn(update, OVER.contains(text(update, "status"))));
    return happenings;
  }

  private List<Happening> paid(JsonNode told) {
    var dollars = Lines.dollars(told.path("amount")).filter(_ -> isDollars(told));
    cost = dollars.or(() -> cost);
    return dollars.isEmpty() ? List.of() : List.of(new Happening.Spent(Tokens.NONE, cost));
  }

  private static boolean isDollars(JsonNode cost) {
    return text(cost, "currency").equals(DOLLARS);
  }

  /** The turn is over. */
  List<Happening> end(JsonNode usage) {
    var happenings = new ArrayList<>(logged(message.length()));
    if (usage.isObject()) {
      happenings.add(
          new Happening.Spent(
              new Tokens(
                  Lines.number(usage, "inputTokens") + Lines.number(usage, "cachedWriteTokens"),
                  Lines.number(usage, "cachedReadTokens"),
                  Lines.number(usage, "outputTokens")),
              cost));
    }
    return happenings;
  }

  /** What it said last, after all its tools. */
  String lastMessage() {
    return message.toString().strip();
  }

  /** A use that it has told of; one that says nothing where it has not. */
  AcpCall call(String id) {
    return Optional.ofNullable(calls.get(id)).orElseGet(() -> new AcpCall(id));
  }
}
