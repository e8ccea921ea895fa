package dev.godmode.control.memory;

import dev.godmode.control.line.LineScanner;
import dev.godmode.control.memory.Memories.Draft;
import dev.godmode.control.memory.MemoryStore.Fresh;
import dev.godmode.control.memory.MemoryStore.Known;
import dev.godmode.control.outcome.Outcome;
import dev.godmode.protocol.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;

/** Brings notes in, a line each; a bad line is left out and named, and spoils no other. */
public final class MemoryImport {

  /** The index takes in what was brought before more comes, for about so long. */
  private static final Duration KEEPING_UP = Duration.ofSeconds(20);

  private static final int LINE_MAX_BYTES = 1 << 20;

  /** So many are named; the others are counted. */
  private static final int NAMED_MAX = 1_000;

  /**
   * What came of it.
   *
   * @param remembered how many are there now that were not before
   * @param known how many were there already
   * @param leftOut how many lines were not taken
   * @param named the first of those
   * @param anew why none of the embeddings that came with them was taken, or no more of them
   */
  public record Taken(
      int remembered, int known, int leftOut, List<LeftOut> named, Optional<String> anew) {
    public Taken {
      named = List.copyOf(named);
    }
  }

  /** A line that was not taken, from 1, and why. */
  public record LeftOut(int line, String why) {}

  /**
   * Where the notes come from and go to.
   *
   * @param source what a memory says that it came from
   * @param scope of all of them; when empty each has its own, or the asker's usual one
   * @param embedder whose embeddings the notes bring along; empty when they bring none
   * @param scopes what the words of a note's own scope mean; may throw an IllegalArgumentException
   */
  public record Way(
      String source,
      Optional<MemoryScope> scope,
      Optional<String> embedder,
      Function<String, MemoryScope> scopes) {}

  private final Memories memories;
  private final Asker asker;
  private final Way way;
  private final Optional<BroughtEmbeddings> brought;
  private final List<LeftOut> named = new ArrayList<>();
  private int remembered;
  private int known;
  private int leftOut;

  private MemoryImport(Memories memories, Asker asker, Way way) {
    this.memories = memories;
    this.asker = asker;
    this.way = way;
    this.brought =
        way.embedder().map(from -> new BroughtEmbeddings(from, memories.follower().embedders()));
  }

  /** Takes in what is in these lines. */
  public static Taken take(Memories memories, Asker asker, Way way, byte[] lines) {
    var taking = new MemoryImport(memories, asker, way);
    try {
      LineScanner.scan(new ByteArrayInputStream(lines), LINE_MAX_BYTES, taking::take);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can be read", e);
    }
    if (way.embedder().isPresent()) {
      var _ = memories.follower().follow(KEEPING_UP);
    }
    return new Taken(
        taking.remembered,
        taking.known,
        taking.leftOut,
        taking.named,
        taking.brought.flatMap(BroughtEmbeddings::anew));
  }

  private void take(LineScanner.Line line) {
    if (line.unreadable().isPresent()) {
      leaveOut(line, line.unreadable().get());
    } else if (!line.text().isBlank()) {
      try {
        var tree = Json.tree(line.text());
        var note = Note.of(tree);
        take(line, note, brought.flatMap(all -> all.of(tree, note.text())));
      } catch (JacksonException e) {
        leaveOut(line, "is no JSON: " + e.getOriginalMessage());
      } catch (IllegalArgumentException e) {
        leaveOut(line, String.valueOf(e.getMessage()));
      }
    }
  }

  private void take(LineScanner.Line line, Note note, Optional<Embedding> meaning) {
    var draft =
        new Draft(
            note.text(),
            way.scope().or(() -> note.scope().map(way.scopes())),
            note.tags(),
            Optional.empty(),
            way.source(),
            note.at());
    switch (memories.remember(asker, draft)) {
      case Outcome.Refused(var _, var words) -> leaveOut(line, words);
      case Outcome.Done(Fresh(var memory)) -> {
        remembered++;
        meaning.ifPresent(said -> memories.follower().give(memory.id(), said));
      }
      case Outcome.Done(Known _) -> known++;
    }
  }

  private void leaveOut(LineScanner.Line line, String why) {
    leftOut++;
    if (named.size() < NAMED_MAX) {
      named.add(new LeftOut(line.number(), why));
    }
  }
}
