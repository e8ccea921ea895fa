package dev.godmode.control.roadmap;

import dev.godmode.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON object's text whose fields can be replaced in place: all else keeps its bytes, its order
 * and its spaces. The text must be known to be an object.
 */
final class JsonLine {

  private final String text;
  private final List<Member> members = new ArrayList<>();
  private int at;

  private JsonLine(String text) {
    this.text = text;
  }

  /** One field: where its key ends, and where its value is. */
  private record Member(String key, int keyEnd, int valueStart, int valueEnd) {}

  static JsonLine of(String object) {
    var line = new JsonLine(object);
    line.walk();
    return line;
  }

  /** The field's value as it is written. */
  Optional<String> raw(String key) {
    return member(key).map(member -> text.substring(member.valueStart(), member.valueEnd()));
  }

  private Optional<Member> member(String key) {
    return members.stream().filter(member -> member.key().equals(key)).findFirst();
  }

  /**
   * The text with these fields: those it has are replaced where they are, others are put at its
   * end.
   *
   * @param values key to JSON text
   */
  String with(Map<String, String> values) {
    var result = new StringBuilder(text.length() + 64);
    var copied = 0;
    for (var member : members) {
      var value = values.get(member.key());
      if (value != null) {
        result.append(text, copied, member.valueStart()).append(value);
        copied = member.valueEnd();
      }
    }
    var end = members.isEmpty() ? text.indexOf('{') + 1 : members.getLast().valueEnd();
    result.append(text, copied, Math.max(copied, end));
    values.forEach(
        (key, value) -> {
          if (member(key).isEmpty()) {
            append(result, key, value);
          }
        });
    return result.append(text, Math.max(copied, end), text.length()).toString();
  }

  /** In the line's own manner: with spaces where it has spaces. */
  private void append(StringBuilder result, String key, String value) {
    var first = members.isEmpty();
    var colon =
        first ? ": " : text.substring(members.getLast().keyEnd(), members.getLast().valueStart());
    var comma = colon.endsWith(" ") ? ", " : ",";
    result.append(first && result.charAt(result.length() - 1) == '{' ? "" : comma);
    result.append(Json.write(key)).append(colon).append(value);
  }

  private void walk() {
    at = text.indexOf('{') + 1;
    skipBlank();
    while (text.charAt(at) != '}') {
      var keyStart = at;
      skipString();
      var keyEnd = at;
      skipBlank();
      at++;
      skipBlank();
      var valueStart = at;
      skipValue();
      var key = Json.read(String.class, text.substring(keyStart, keyEnd));
      members.add(new Member(key, keyEnd, valueStart, at));
      skipBlank();
      if (text.charAt(at) == ',') {
        at++;
        skipBlank();
      }
    }
  }

  private void skipBlank() {
    while (" \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void skipString() {
    at++;
    while (text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
  }

  private void skipValue() {
    switch (text.charAt(at)) {
      case '"' -> skipString();
      case '{', '[' -> skipNested();
      default -> {
        while (",}] \t\r\n".indexOf(text.charAt(at)) < 0) {
          at++;
        }
      }
    }
  }

  private void skipNested() {
    var depth = 0;
    do {
      switch (text.charAt(at)) {
        case '"' -> {
          skipString();
          continue;
        }
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {}
      }
      at++;
    } while (depth > 0);
  }
}
