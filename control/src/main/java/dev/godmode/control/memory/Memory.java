package dev.godmode.control.memory;

import dev.godmode.protocol.text.PlainText;
import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One remembered text.
 *
 * @param tags in lower case, sorted, each once
 * @param expiresAt it is forgotten then
 * @param summedUpIn the id of a summary that says what it says; it comes behind others then
 */
public record Memory(
    String id,
    MemoryScope scope,
    String text,
    List<String> tags,
    Provenance from,
    Optional<Instant> expiresAt,
    Optional<Promotion> promoted,
    Optional<String> summedUpIn) {

  private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._/-]*");

  /**
   * A memory.
   *
   * @throws IllegalArgumentException when the text or a tag is none, in words for people
   */
  public Memory {
    text = PlainText.of(text);
    if (text.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to remember: the text is empty");
    }
    if (text.length() > MemoryLimits.TEXT_MAX) {
      throw new IllegalArgumentException(
          "the text has %d characters, a memory has at most %d: say what matters, or several"
              .formatted(text.length(), MemoryLimits.TEXT_MAX));
    }
    tags = tags.stream().map(Memory::tag).distinct().sorted().toList();
    if (tags.size() > MemoryLimits.TAGS_MAX) {
      throw new IllegalArgumentException(
          "a memory has at most %d tags, not %d".formatted(MemoryLimits.TAGS_MAX, tags.size()));
    }
  }

  /** One that nothing sums up. */
  public Memory(
      String id,
      MemoryScope scope,
      String text,
      List<String> tags,
      Provenance from,
      Optional<Instant> expiresAt,
      Optional<Promotion> promoted) {
    this(id, scope, text, tags, from, expiresAt, promoted, Optional.empty());
  }

  /**
   * A tag as it is kept.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static String tag(String word) {
    var tag = Normalizer.normalize(word.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    if (tag.length() > MemoryLimits.TAG_MAX || !TAG.matcher(tag).matches()) {
      throw new IllegalArgumentException(
          "'%.80s' is no tag: letters and digits, with . _ / - between, %d at most"
              .formatted(word, MemoryLimits.TAG_MAX));
    }
    return tag;
  }

  public boolean hasExpired(Instant now) {
    return expiresAt.stream().anyMatch(end -> !end.isAfter(now));
  }

  /** The same in another scope, where nothing sums it up. */
  public Memory promotedTo(MemoryScope to, String by, Instant at) {
    return new Memory(
        id,
        to,
        text,
        tags,
        from,
        expiresAt.filter(_ -> summedUpIn.isEmpty()),
        Optional.of(new Promotion(scope, by, at)));
  }

  /** The same, summed up in another one until it is forgotten, or for good. */
  public Memory summedUp(String summary, Optional<Instant> until) {
    return new Memory(id, scope, text, tags, from, until, promoted, Optional.of(summary));
  }

  /** The same with other words. */
  public Memory saying(String other) {
    return new Memory(id, scope, other, tags, from, expiresAt, promoted, summedUpIn);
  }
}
