package dev.godmode.control.memory.summary;

import dev.godmode.control.memory.Asker;
import dev.godmode.control.memory.Memories;
import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryStore;
import dev.godmode.control.memory.Provenance;
import dev.godmode.control.memory.summary.Summarizer.Away;
import dev.godmode.control.memory.summary.Summarizer.Nothing;
import dev.godmode.control.memory.summary.Summarizer.Words;
import dev.godmode.protocol.text.PlainText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Brings old memories together, for a person who says so or has said so once. */
public final class Summaries {

  /** One that is longer is no summary. In characters. */
  static final int SUMMARY_MAX = 4_000;

  /** Of a scope so many old ones are looked at. */
  private static final int OLD_MAX = 10_000;

  private static final Duration FORGOTTEN_MIN = Duration.ofDays(1);

  /**
   * How it is done.
   *
   * @param forgottenAfter so long afterwards the originals are forgotten; empty: they are kept
   */
  public record Way(String model, Optional<Duration> forgottenAfter) {

    /**
     * A way.
     *
     * @throws IllegalArgumentException when it makes no sense, in words for people
     */
    public Way {
      if (model.isBlank()) {
        throw new IllegalArgumentException("say which model sums up: gm models lists them");
      }
      if (forgottenAfter.stream().anyMatch(after -> after.compareTo(FORGOTTEN_MIN) < 0)) {
        throw new IllegalArgumentException(
            "originals are forgotten after a day at least, so that somebody can look at the summary");
      }
    }
  }

  /** What came of a group. */
  public sealed interface Came {}

  public record SummedUp(Memory summary) implements Came {}

  /**
   * Everything is as it was.
   *
   * @param why in words for people
   */
  public record LeftAlone(String why) implements Came {}

  /**
   * Everything is as it was, and no other group would fare better.
   *
   * @param why in words for people
   * @param after so long the model need not be asked again, where that is known
   */
  public record NotNow(String why, Optional<Duration> after) implements Came {}

  private final MemoryStore store;
  private final Summarizer summarizer;
  private final Memories.Sources sources;

  public Summaries(MemoryStore store, Summarizer summarizer, Memories.Sources sources) {
    this.store = store;
    this.summarizer = summarizer;
    this.sources = sources;
  }

  /** What would be brought together; the largest group first. */
  public List<OldGroup> due(OldRule rule) {
    var before = sources.clock().instant().minus(rule.olderThan());
    return OldGroup.of(rule, store.old(rule.scope(), before, OLD_MAX));
  }

  /** Brings a group together. */
  public Came sumUp(Asker asker, OldGroup group, Way way) {
    return switch (summarizer.sumUp(asker.name(), way.model(), group)) {
      case Nothing(var why) -> new LeftAlone(why);
      case Away(var why, var after) -> new NotNow(why, after);
      case Words(var said) -> {
        var text = PlainText.of(sources.redactor().clean(asker, said));
        yield trouble(text, group)
            .<Came>map(LeftAlone::new)
            .orElseGet(() -> keep(summary(asker, group, way, text), group, way));
      }
    };
  }

  private static Optional<String> trouble(String text, OldGroup group) {
    var whole = group.memories().stream().mapToInt(one -> one.text().length()).sum();
    if (text.codePoints().noneMatch(Character::isLetterOrDigit)) {
      return Optional.of("the model said nothing");
    }
    return text.length() > Math.min(SUMMARY_MAX, whole)
        ? Optional.of(
            "the model said %d characters of %d, and a summary has %d at most"
                .formatted(text.length(), whole, Math.min(SUMMARY_MAX, whole)))
        : Optional.empty();
  }

  /** Scope, stream and tag are the group's: nothing that was said has a say in them. */
  private Memory summary(Asker asker, OldGroup group, Way way, String text) {
    return new Memory(
        sources.ids().get(),
        group.scope(),
        "%s\n\nSums up %s.".formatted(text, String.join(", ", group.ids())),
        Stream.of(group.tag(), MemoryStore.SUMMARY_TAG).filter(tag -> !tag.isEmpty()).toList(),
        new Provenance(
            asker.name(),
            Optional.empty(),
            "",
            group.stream(),
            "",
            "summary by " + way.model(),
            sources.clock().instant()),
        Optional.empty(),
        Optional.empty());
  }

  private Came keep(Memory summary, OldGroup group, Way way) {
    var until = way.forgottenAfter().map(sources.clock().instant()::plus);
    return store.sumUp(summary, group.ids(), until)
        ? new SummedUp(summary)
        : new LeftAlone("some of them were changed, forgotten or summed up meanwhile");
  }
}
