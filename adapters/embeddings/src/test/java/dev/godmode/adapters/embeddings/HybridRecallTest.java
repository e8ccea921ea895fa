package dev.godmode.adapters.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.adapters.lucene.LuceneMemoryIndex;
import dev.godmode.control.memory.Embedder.Source.Ready;
import dev.godmode.control.memory.IndexFollower;
import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryFilter;
import dev.godmode.control.memory.Part;
import dev.godmode.control.memory.Recall;
import dev.godmode.testkit.InMemoryMemoryStore;
import dev.godmode.testkit.MemorySamples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small labelled set: notes as agents write them, and questions as agents ask them, some by the
 * very words and some by other ones. Held against nDCG@10 of Järvelin and Kekäläinen, "Cumulated
 * gain-based evaluation of IR techniques", ACM TOIS 2002, with a gain of 1 for each right note.
 */
class HybridRecallTest {

  private static final int DEPTH = 10;

  /** A question, and the numbers of the notes that answer it. */
  private record Asked(String question, Set<Integer> right) {}

  @TempDir Path home;

  @Test
  void words_and_meaning_together_are_better_than_each_alone() {
    var store = new InMemoryMemoryStore();
    var notes = lines("notes.txt");
    for (var n = 0; n < notes.size(); n++) {
      store.keep(MemorySamples.memory(n + 1, notes.get(n)));
    }
    try (var index = new LuceneMemoryIndex(home.resolve("index"))) {
      var embedder = new MiniLmEmbedder();
      var follower = new IndexFollower(store, index, () -> new Ready(embedder), System::nanoTime);
      assertThat(follower.follow(Duration.ofMinutes(1))).isTrue();
      var recall = new Recall(store, follower, (_, _, _) -> List.of());

      var words = mean(recall, Set.of(Part.WORDS));
      var meaning = mean(recall, Set.of(Part.MEANING));
      var both = mean(recall, Set.of(Part.WORDS, Part.MEANING));

      System.Logger log = System.getLogger(HybridRecallTest.class.getName());
      log.log(
          System.Logger.Level.INFO, "nDCG@10 words {0} meaning {1} both {2}", words, meaning, both);
      assertThat(both).isGreaterThan(words).isGreaterThan(meaning);
    }
  }

  private static double mean(Recall recall, Set<Part> parts) {
    return questions().stream()
        .mapToDouble(asked -> ndcg(found(recall, asked.question(), parts), asked.right()))
        .average()
        .orElseThrow();
  }

  private static List<Integer> found(Recall recall, String question, Set<Part> parts) {
    var filter = MemoryFilter.everything(MemorySamples.NOON);
    return recall.find(new Recall.Question(question, filter, DEPTH, parts)).found().stream()
        .map(Recall.Found::memory)
        .map(Memory::id)
        .map(id -> Integer.parseInt(id.substring(1)))
        .toList();
  }

  private static double ndcg(List<Integer> found, Set<Integer> right) {
    var gain = 0.0;
    for (var i = 0; i < found.size(); i++) {
      gain += right.contains(found.get(i)) ? discount(i) : 0;
    }
    var best = 0.0;
    for (var i = 0; i < Math.min(DEPTH, right.size()); i++) {
      best += discount(i);
    }
    return gain / best;
  }

  private static double discount(int place) {
    return Math.log(2) / Math.log(place + 2.0);
  }

  /** "3,4 What …?" */
  private static List<Asked> questions() {
    return lines("questions.txt").stream()
        .map(
            line -> {
              var space = line.indexOf(' ');
              var right =
                  Arrays.stream(line.substring(0, space).split(",", -1))
                      .map(Integer::valueOf)
                      .toList();
              return new Asked(line.substring(space + 1), Set.copyOf(right));
            })
        .toList();
  }

  private static List<String> lines(String name) {
    try (var in = HybridRecallTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
