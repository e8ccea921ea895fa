package dev.godmode.server.http;

import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.text.Spelling;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/**
 * Reads the bodies of requests, strictly: a typing error must not be taken for a default. All that
 * is wrong is said at once, with its place.
 */
final class RequestReader {

  private static final int COMPLAINTS_MAX = 10;

  /** Tells alternatives apart. */
  private static final String TYPE = "type";

  private static final ObjectReader TREES =
      Json.mapper().reader().with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private final List<String> complaints = new ArrayList<>();

  private RequestReader() {}

  /**
   * Reads one document.
   *
   * @throws Refusal 400 when it is not JSON, 422 when it does not fit
   */
  static <T> T read(Class<T> type, byte[] utf8) {
    var tree = tree(utf8);
    var reader = new RequestReader();
    reader.check("", tree, Shapes.of(type));
    if (!reader.complaints.isEmpty()) {
      throw Refusal.invalid(String.join("; ", reader.complaints));
    }
    try {
      return Json.mapper().treeToValue(tree, type);
    } catch (JacksonException e) {
      throw Refusal.invalid(innermost(e));
    }
  }

  private static JsonNode tree(byte[] utf8) {
    try {
      var tree = TREES.readTree(utf8);
      if (tree.isMissingNode()) {
        throw new Refusal(400, "malformed", "the body is empty; JSON is expected");
      }
      return tree;
    } catch (JacksonException e) {
      var at = e.getLocation();
      throw new Refusal(
          400,
          "malformed",
          "the body is not JSON, line %d column %d: %s"
              .formatted(at.getLineNr(), at.getColumnNr(), e.getOriginalMessage()));
    }
  }

  private static String innermost(Throwable fault) {
    var cause = fault;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof JacksonException jackson
        ? jackson.getOriginalMessage()
        : String.valueOf(cause.getMessage());
  }

  private void check(String place, JsonNode value, Shape shape) {
    if (complaints.size() >= COMPLAINTS_MAX) {
      return;
    }
    switch (shape) {
      case Shape.Text text -> text(place, value, text.format());
      case Shape.Whole _ ->
          require(value.isIntegralNumber() && value.canConvertToLong(), place, "a whole number");
      case Shape.Real _ -> require(value.isNumber(), place, "a number");
      case Shape.Truth _ -> require(value.isBoolean(), place, "true or false");
      case Shape.Word word -> word(place, value, word.words());
      case Shape.Several several -> several(place, value, several.each());
      case Shape.Table table -> table(place, value, table.each());
      case Shape.Thing thing -> thing(place, value, thing);
      case Shape.Either either -> either(place, value, either);
    }
  }

  private void text(String place, JsonNode value, Shape.Format format) {
    switch (format) {
      case PLAIN -> require(value.isString(), place, "a text");
      case DATE_TIME ->
          require(
              value.isString() && parses(() -> Instant.parse(value.stringValue())),
              place,
              "a time like \"2026-11-24T10:00:00Z\"");
      case DURATION ->
          require(
              value.isString() && parses(() -> Duration.parse(value.stringValue())),
              place,
              "a duration like \"PT30S\"");
    }
  }

  private static boolean parses(Runnable parse) {
    try {
      parse.run();
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private void word(String place, JsonNode value, List<String> words) {
    var known = value.isString() && words.contains(value.stringValue().toLowerCase(Locale.ROOT));
    var hint = value.isString() ? Spelling.hint(value.stringValue(), words) : "";
    require(known, place, "one of " + String.join(", ", words) + hint);
  }

  private void several(String place, JsonNode value, Shape each) {
    if (require(value.isArray(), place, "a list")) {
      for (var i = 0; i < value.size(); i++) {
        check("%s[%d]".formatted(place, i), value.get(i), each);
      }
    }
  }

  private void table(String place, JsonNode value, Shape each) {
    if (require(value.isObject(), place, "an object")) {
      value
          .properties()
          .forEach(entry -> check(inside(place, entry.getKey()), entry.getValue(), each));
    }
  }

  private void either(String place, JsonNode value, Shape.Either either) {
    if (require(value.isObject(), place, "an object")) {
      var named = value.path(TYPE).asString("");
      if (either.things().get(named) instanceof Shape.Thing thing) {
        fields(place, value, thing, TYPE);
      } else {
        var words = List.copyOf(either.things().keySet());
        complaints.add(
            "%s must be one of %s%s"
                .formatted(
                    quoted(inside(place, TYPE)),
                    String.join(", ", words),
                    Spelling.hint(named, words)));
      }
    }
  }

  private void thing(String place, JsonNode value, Shape.Thing thing) {
    if (require(value.isObject(), place, "an object")) {
      fields(place, value, thing, "");
    }
  }

  private void fields(String place, JsonNode value, Shape.Thing thing, String ignored) {
    for (var name : value.propertyNames()) {
      if (!thing.fields().containsKey(name) && !ignored.equals(name)) {
        complaints.add(
            "%s is unknown%s"
                .formatted(
                    quoted(inside(place, name)), Spelling.hint(name, thing.fields().keySet())));
      }
    }
    thing.fields().forEach((name, field) -> field(inside(place, name), value.get(name), field));
  }

  private void field(String place, @Nullable JsonNode value, Shape.Field field) {
    if (value == null || value.isNull()) {
      if (field.required()) {
        complaints.add(quoted(place) + " is missing");
      }
    } else {
      check(place, value, field.shape());
    }
  }

  private boolean require(boolean fits, String place, String expected) {
    if (!fits) {
      complaints.add(
          "%s must be %s".formatted(place.isEmpty() ? "the body" : quoted(place), expected));
    }
    return fits;
  }

  private static String inside(String place, String name) {
    return place.isEmpty() ? name : place + "." + name;
  }

  private static String quoted(String place) {
    return "'" + place + "'";
  }
}
