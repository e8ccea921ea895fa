package dev.godmode.control.roadmap;

import dev.godmode.protocol.task.Check;
import dev.godmode.protocol.text.Quantities;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A row's fields under any of their names. What does not fit is noted and reads as absent, so that
 * one pass finds everything that is wrong.
 */
final class RowFields {

  private static final int SHOWN_MAX = 60;

  private final JsonNode row;
  private final List<String> problems = new ArrayList<>();

  RowFields(JsonNode row) {
    this.row = row;
  }

  List<String> problems() {
    return problems;
  }

  void problem(String message) {
    problems.add(message);
  }

  /** A field as it was found. */
  record Found(String name, JsonNode value) {}

  /** The first of the names that the row has; null counts as absent. */
  Optional<Found> find(String... names) {
    for (var name : names) {
      var value = row.path(name);
      if (!value.isMissingNode() && !value.isNull()) {
        return Optional.of(new Found(name, value));
      }
    }
    return Optional.empty();
  }

  private <T> Optional<T> wrong(Found found, String expected) {
    var shown = found.value().toString();
    var cut = shown.length() > SHOWN_MAX ? shown.substring(0, SHOWN_MAX) + "…" : shown;
    problem("'%s' must be %s, was %s".formatted(found.name(), expected, cut));
    return Optional.empty();
  }

  Optional<String> text(String... names) {
    return find(names)
        .flatMap(
            found ->
                found.value().isString()
                    ? Optional.of(found.value().asString())
                    : wrong(found, "a text"));
  }

  /** A text or a whole number, as ids are written. */
  Optional<String> name(String... names) {
    return find(names)
        .flatMap(found -> id(found.value()).or(() -> wrong(found, "a text or a whole number")));
  }

  private static Optional<String> id(JsonNode value) {
    return value.isString() || value.isIntegralNumber()
        ? Optional.of(value.asString())
        : Optional.empty();
  }

  /** A list of names, or one alone. */
  Set<String> names(String... names) {
    var all = new LinkedHashSet<String>();
    find(names)
        .ifPresent(
            found -> {
              for (var item : items(found.value())) {
                id(item)
                    .filter(text -> !text.isBlank())
                    .or(() -> wrong(found, "a list of texts"))
                    .ifPresent(all::add);
              }
            });
    return all;
  }

  private static Iterable<JsonNode> items(JsonNode value) {
    return value.isArray() ? value : List.of(value);
  }

  Optional<Boolean> flag(String... names) {
    return find(names)
        .flatMap(
            found ->
                found.value().isBoolean()
                    ? Optional.of(found.value().asBoolean())
                    : wrong(found, "true or false"));
  }

  Optional<Integer> number(int min, int max, String... names) {
    return find(names)
        .flatMap(
            found ->
                found.value().isIntegralNumber()
                        && found.value().canConvertToInt()
                        && found.value().asInt() >= min
                        && found.value().asInt() <= max
                    ? Optional.of(found.value().asInt())
                    : wrong(found, "a whole number from %d to %d".formatted(min, max)));
  }

  /** One of these words, or a whole number. */
  Optional<Integer> level(Map<String, Integer> words, int min, int max, String name) {
    var found = find(name).filter(field -> field.value().isString());
    if (found.isEmpty()) {
      return number(min, max, name);
    }
    var word = found.get().value().asString().strip().toLowerCase(Locale.ROOT);
    return Optional.ofNullable(words.get(word))
        .or(() -> wrong(found.get(), levels(words, min, max)));
  }

  private static String levels(Map<String, Integer> words, int min, int max) {
    return "one of %s, or a whole number from %d to %d"
        .formatted(String.join(", ", words.keySet()), min, max);
  }

  /** A number that may have a fraction. */
  Optional<Double> amount(String... names) {
    return find(names)
        .flatMap(
            found ->
                found.value().isNumber() && found.value().asDouble() >= 0
                    ? Optional.of(found.value().asDouble())
                    : wrong(found, "a number from 0"));
  }

  /** {@code "4GiB"}, or a number of bytes. */
  Optional<Long> size(String... names) {
    return find(names).flatMap(this::size);
  }

  private Optional<Long> size(Found found) {
    try {
      return found.value().isIntegralNumber() && found.value().asLong() >= 0
          ? Optional.of(found.value().asLong())
          : Optional.of(Quantities.bytes(found.value().isString() ? found.value().asString() : ""));
    } catch (IllegalArgumentException e) {
      return wrong(found, "a number of bytes, or written like 512MiB, 4GiB or 4g");
    }
  }

  /** The fields of an object inside the row; what is wrong in it is wrong in the row. */
  <T> Optional<T> inside(String name, Function<RowFields, T> reader) {
    return find(name)
        .flatMap(
            found -> {
              if (!found.value().isObject()) {
                return wrong(found, "an object");
              }
              var fields = new RowFields(found.value());
              try {
                var read = reader.apply(fields);
                fields.problems().forEach(problem -> problem(name + ": " + problem));
                return Optional.of(read);
              } catch (IllegalArgumentException e) {
                problem(name + ": " + e.getMessage());
                return Optional.empty();
              }
            });
  }

  /** {@code "5m"}, or a number of seconds. */
  Optional<Duration> duration(String... names) {
    return find(names).flatMap(found -> duration(found));
  }

  private Optional<Duration> duration(Found found) {
    try {
      var read =
          found.value().isNumber()
              ? Duration.ofMillis(Math.round(found.value().asDouble() * 1_000))
              : Quantities.duration(found.value().isString() ? found.value().asString() : "");
      return read.isPositive() ? Optional.of(read) : wrong(found, "longer than nothing");
    } catch (IllegalArgumentException e) {
      return wrong(found, "a number of seconds, or written like 30s, 5m or 1h30m");
    }
  }

  /** A time with its zone, or a day, which lasts until its end in UTC. */
  Optional<Instant> time(String... names) {
    return find(names).flatMap(this::time);
  }

  private Optional<Instant> time(Found found) {
    var text = found.value().isString() ? found.value().asString().strip() : "";
    try {
      return Optional.of(
          text.length() == 10
              ? LocalDate.parse(text).atTime(LocalTime.MAX).toInstant(ZoneOffset.UTC)
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return wrong(found, "a time like 2027-01-31T18:00:00Z or a day like 2027-01-31");
    }
  }

  /** A program and its arguments as a list, or one text for the shell. */
  List<String> command(String... names) {
    return find(names).flatMap(this::command).orElse(List.of());
  }

  private Optional<List<String>> command(Found found) {
    if (found.value().isString()) {
      var line = found.value().asString();
      return Optional.of(line.isBlank() ? List.of() : List.of("/bin/sh", "-c", line));
    }
    var words = new ArrayList<String>();
    for (var word : found.value()) {
      if (word.isString()) {
        words.add(word.asString());
      }
    }
    return found.value().isArray() && words.size() == found.value().size()
        ? Optional.of(words)
        : wrong(found, "a list of words, or one text for the shell");
  }

  List<Check> checks(String... names) {
    var all = new ArrayList<Check>();
    find(names)
        .ifPresent(
            found -> {
              for (var item : items(found.value())) {
                check(new Found(found.name(), item)).ifPresent(all::add);
              }
            });
    return all;
  }

  private Optional<Check> check(Found found) {
    if (found.value().isString() && !found.value().asString().isBlank()) {
      return Optional.of(Check.shell(found.value().asString()));
    }
    if (!found.value().isObject()) {
      return wrong(found, "a list of shell lines, or of objects with a command");
    }
    var fields = new RowFields(found.value());
    var command = fields.command("command");
    var name = fields.text("name").orElse(command.isEmpty() ? "" : command.getLast());
    var timeout = fields.duration("timeout").orElse(Check.DEFAULT_TIMEOUT);
    problems.addAll(fields.problems());
    return command.isEmpty()
        ? wrong(found, "a check with a command")
        : Optional.of(new Check(name, command, timeout));
  }

  Map<String, String> variables(String name) {
    var all = new LinkedHashMap<String, String>();
    find(name)
        .ifPresent(
            found -> {
              if (!found.value().isObject()) {
                wrong(found, "an object of names and values");
              }
              for (var entry : found.value().properties()) {
                if (entry.getKey().matches("[A-Za-z_][A-Za-z0-9_]*")
                    && entry.getValue().isValueNode()) {
                  all.put(entry.getKey(), entry.getValue().asString());
                } else {
                  wrong(found, "an object of variable names and plain values");
                }
              }
            });
    return all;
  }

  /** Whatever it is, as a text: a text itself, else its JSON. */
  String anything(String name) {
    return find(name)
        .map(Found::value)
        .map(value -> value.isString() ? value.asString() : value.toString())
        .orElse("");
  }
}
