package dev.godmode.worker.driver;

import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.text.Redaction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** JSON lines, as programs say and read them. */
final class Lines {

  /** Of what is shown of a tool's call or its outcome. */
  static final int SHOWN_MAX = 2_000;

  private static final int DOLLAR_DIGITS = 9;

  private Lines() {}

  /** The object on a line; empty when it is none. */
  static Optional<JsonNode> object(String line) {
    if (!line.startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.tree(line)).filter(JsonNode::isObject);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** A field as text; empty text where there is none. */
  static String text(JsonNode node, String... path) {
    var at = at(node, path);
    return at.isString() ? at.stringValue() : at.isValueNode() && !at.isNull() ? at.toString() : "";
  }

  static long number(JsonNode node, String... path) {
    var at = at(node, path);
    return at.isNumber() ? at.longValue() : 0;
  }

  static JsonNode at(JsonNode node, String... path) {
    var at = node;
    for (var step : path) {
      at = at.path(step);
    }
    return at;
  }

  /** An amount of money; programs add it up in binary: less than a billionth is none. */
  static Optional<BigDecimal> dollars(JsonNode amount) {
    return amount.isNumber()
        ? Optional.of(
            amount
                .decimalValue()
                .setScale(DOLLAR_DIGITS, RoundingMode.HALF_UP)
                .stripTrailingZeros())
        : Optional.empty();
  }

  static String write(Map<String, ?> object) {
    return Json.write(object);
  }

  /** An object in the order in which it is said; values are never null. */
  static Map<String, Object> map(Object... keysAndValues) {
    var map = new LinkedHashMap<String, Object>();
    for (var i = 0; i < keysAndValues.length; i += 2) {
      map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return map;
  }

  static String cut(String text) {
    return cut(text, SHOWN_MAX);
  }

  /** By its mark it is known that a secret may have been cut in two. */
  static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + Redaction.CUT_SHORT;
  }
}
