package dev.godmode.control.memory;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A note as other systems write them: its text under any of the usual names, and what else is known
 * of it where it can be read. What cannot be read beside the text is left out, the text never.
 *
 * @param scope in words, where it says one
 * @param at when it was first said
 */
record Note(String text, Optional<String> scope, List<String> tags, Optional<Instant> at) {

  private static final List<String> TEXTS = List.of("text", "message", "content");
  private static final String TITLE = "title";
  private static final List<String> TIMES =
      List.of("at", "time", "timestamp", "ts", "created_at", "created", "date");

  /** Numbers above are milliseconds since 1970, those below are seconds. */
  private static final long SECONDS_MAX = 100_000_000_000L;

  private static final List<Function<String, Instant>> FORMS =
      List.of(
          text -> OffsetDateTime.parse(text).toInstant(),
          text -> LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC),
          text -> LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());

  Note {
    tags = List.copyOf(tags);
  }

  /**
   * Reads a note.
   *
   * @throws IllegalArgumentException when it has no text, in words for people
   */
  static Note of(JsonNode line) {
    if (line.isString()) {
      return new Note(line.stringValue(), Optional.empty(), List.of(), Optional.empty());
    }
    if (!line.isObject()) {
      throw new IllegalArgumentException("is neither an object nor a text");
    }
    var text = TEXTS.stream().flatMap(name -> text(line, name)).findFirst();
    var title = text(line, TITLE).findFirst();
    return new Note(
        text.map(
                said ->
                    title
                            .filter(head -> !said.startsWith(head))
                            .map(head -> head + "\n\n")
                            .orElse("")
                        + said)
            .or(() -> title)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "has no text under 'text', 'message', 'content' or 'title'")),
        text(line, "scope").findFirst(),
        tags(line.path("tags")),
        TIMES.stream().flatMap(name -> time(line.path(name))).findFirst());
  }

  private static Stream<String> text(JsonNode line, String name) {
    var value = line.path(name);
    return value.isString() && !value.stringValue().isBlank()
        ? Stream.of(value.stringValue())
        : Stream.empty();
  }

  /** A list of them, or one text with commas or spaces between. */
  private static List<String> tags(JsonNode value) {
    var words = new ArrayList<String>();
    if (value.isString()) {
      words.addAll(List.of(value.stringValue().split("[,\\s]+", -1)));
    }
    for (var item : value.isArray() ? value : List.<JsonNode>of()) {
      if (item.isValueNode()) {
        words.add(item.asString());
      }
    }
    return words.stream()
        .map(Note::tag)
        .filter(tag -> !tag.isEmpty())
        .distinct()
        .limit(MemoryLimits.TAGS_MAX)
        .toList();
  }

  /** As near to what was written as a tag can be. */
  private static String tag(String word) {
    var tag =
        word.toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N}._/-]+", "-")
            .replaceAll("^[._/-]+|[._/-]+$", "");
    return tag.length() <= MemoryLimits.TAG_MAX ? tag : tag.substring(0, MemoryLimits.TAG_MAX);
  }

  private static Stream<Instant> time(JsonNode value) {
    if (value.isNumber()) {
      var number = value.asDouble();
      var millis = Math.abs(number) < SECONDS_MAX ? number * 1_000 : number;
      return Stream.of(Instant.ofEpochMilli(Math.round(millis)));
    }
    return value.isString()
        ? FORMS.stream().flatMap(form -> time(form, value.stringValue().strip())).limit(1)
        : Stream.empty();
  }

  private static Stream<Instant> time(Function<String, Instant> form, String text) {
    try {
      return Stream.of(form.apply(text));
    } catch (DateTimeException e) {
      return Stream.empty();
    }
  }
}
