package dev.godmode.control.roadmap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replacing a field in an object's text changes that field and nothing else. */
class JsonLineTest {

  private static final List<String> TEXTS =
      List.of(
          "", "a", "\"", "\\", "a\\\"b", "{", "}]", ",:", "\n\t\u0001", "ä€😀", "status", "null");
  private static final List<String> SPACES = List.of("", "", " ", "  ", "\t");

  static LongStream seeds() {
    return LongStream.range(0, 400);
  }

  @Test
  void new_fields_are_added_in_the_manner_of_the_line() {
    assertThat(JsonLine.of("{\"a\":1}").with(Map.of("b", "2"))).isEqualTo("{\"a\":1,\"b\":2}");
    assertThat(JsonLine.of("{\"a\": 1 }").with(Map.of("b", "2")))
        .isEqualTo("{\"a\": 1, \"b\": 2 }");
    assertThat(JsonLine.of("{ }").with(Map.of("b", "2"))).isEqualTo("{\"b\": 2 }");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothing_replaced_is_nothing_changed(long seed) {
    var line = new Line(new SplittableRandom(seed));

    assertThat(JsonLine.of(line.text).with(Map.of())).isEqualTo(line.text);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_replaced_field_has_its_value_and_all_else_keeps_its_text(long seed) {
    var random = new SplittableRandom(seed);
    var line = new Line(random);
    var key = line.key(random);
    var value = Json.write(value(random, 2));

    var replaced = JsonLine.of(JsonLine.of(line.text).with(Map.of(key, value)));

    assertThat(replaced.raw(key)).contains(value);
    line.values.forEach(
        (other, raw) -> {
          assertThat(JsonLine.of(line.text).raw(other)).contains(raw);
          if (!other.equals(key)) {
            assertThat(replaced.raw(other)).contains(raw);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void what_is_replaced_and_put_back_is_the_same_text(long seed) {
    var random = new SplittableRandom(seed);
    var line = new Line(random);
    var replaced = new LinkedHashMap<String, String>();
    line.values.keySet().forEach(key -> replaced.put(key, Json.write(value(random, 2))));

    var there = JsonLine.of(line.text).with(replaced);

    assertThat(JsonLine.of(there).with(line.values)).isEqualTo(line.text);
  }

  /** A random object's text, with random spaces, and each field's raw value. */
  private static final class Line {
    final Map<String, String> values = new LinkedHashMap<>();
    final String text;

    Line(RandomGenerator random) {
      var count = random.nextInt(6);
      for (var i = 0; i < count; i++) {
        values.put(pick(random, TEXTS) + i, Json.write(value(random, 3)));
      }
      var fields = new ArrayList<String>();
      values.forEach(
          (key, value) ->
              fields.add(
                  space(random)
                      + Json.write(key)
                      + space(random)
                      + ":"
                      + space(random)
                      + value
                      + space(random)));
      text = space(random) + "{" + String.join(",", fields) + "}" + space(random);
    }

    String key(RandomGenerator random) {
      var keys = List.copyOf(values.keySet());
      return keys.isEmpty() || random.nextInt(4) == 0 ? "new" : pick(random, keys);
    }
  }

  private static String space(RandomGenerator random) {
    return pick(random, SPACES);
  }

  private static <T> T pick(RandomGenerator random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static Object value(RandomGenerator random, int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 4)) {
      case 0 -> pick(random, TEXTS);
      case 1 -> random.nextInt();
      case 2 -> random.nextBoolean();
      case 3 -> random.nextDouble();
      case 4 -> List.of(value(random, depth - 1), value(random, depth - 1));
      default -> Map.of(pick(random, TEXTS), value(random, depth - 1));
    };
  }
}
