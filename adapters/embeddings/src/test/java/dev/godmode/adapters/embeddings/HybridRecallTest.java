package dev.godmode.adapters.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.adapters.lucene.LuceneMemoryIndex;
import dev.godmode.control.memory.Embedder.Source.Ready;
import dev.godmode.control.memory.IndexFollower;
import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryFilter;
import dev.godmode.control.memory.Part;
import dev.godmode.control.memory.Recall;
import dev.godmode.control.memory.graph.Entity;
import dev.godmode.control.memory.graph.Entity.Kind;
import dev.godmode.control.memory.graph.FleetNames;
import dev.godmode.control.memory.graph.GraphFollower;
import dev.godmode.control.memory.graph.NearbyMemories;
import dev.godmode.control.memory.graph.Surroundings;
import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.testkit.InMemoryKnowledgeGraph;
import dev.godmode.testkit.InMemoryMemoryStore;
import dev.godmode.testkit.MemorySamples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small labelled set: notes as agents write them, some with where they come from, and questions
 * as agents ask them: by the very words, by other ones, and by what something has to do with. Held
 * against nDCG@10 of Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques",
 * ACM TOIS 2002, with a gain of 1 for each right note.
 */
class HybridRecallTest {

  private static final int DEPTH = 10;

  /** A question, and the numbers of the notes that answer it. */
  private record Asked(String question, Set<Integer> right) {}

  @TempDir Path home;

  @Test
  void words_meaning_and_graph_together_are_better_than_each_alone() {
    var store = new InMemoryMemoryStore();
    var notes = lines("notes.txt");
    for (var n = 0; n < notes.size(); n++) {
      store.keep(memory(n + 1, notes.get(n)));
    }
    try (var index = new LuceneMemoryIndex(home.resolve("index"));
        var graph = new InMemoryKnowledgeGraph()) {
      var embedder = new MiniLmEmbedder();
      var follower = new IndexFollower(store, index, () -> new Ready(embedder), System::nanoTime);
      assertThat(follower.follow(Duration.ofMinutes(1))).isTrue();
      var nearby =
          new NearbyMemories(new GraphFollower(store, graph, new Known(), System::nanoTime));
      var recall = new Recall(store, follower, nearby);

      var words = mean(recall, Set.of(Part.WORDS));
      var meaning = mean(recall, Set.of(Part.MEANING));
      var near = mean(recall, Set.of(Part.GRAPH));
      var two = mean(recall, Set.of(Part.WORDS, Part.MEANING));
      var all = mean(recall, Set.of(Part.values()));

      System.Logger log = System.getLogger(HybridRecallTest.class.getName());
      log.log(
          System.Logger.Level.INFO,
          "nDCG@10 words {0} meaning {1} graph {2} words and meaning {3} all {4}",
          words,
          meaning,
          near,
          two,
          all);
      assertThat(all).isGreaterThan(words).isGreaterThan(meaning).isGreaterThan(near);
      assertThat(all).isGreaterThan(two);
    }
  }

  /** A text, and behind a tabulator where it comes from. */
  private static Memory memory(int number, String line) {
    var parts = line.split("\t", 2);
    var from = new HashMap<String, String>();
    for (var word : parts.length == 1 ? List.<String>of() : List.of(parts[1].split(" ", -1))) {
      from.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
    }
    return MemorySamples.from(
        MemorySamples.memory(number, parts[0]),
        Optional.ofNullable(from.get("task")).map(task -> new AttemptKey(new TaskId(task), 1, 1)),
        from.getOrDefault("agent", ""),
        from.getOrDefault("node", ""));
  }

  /** Machines and agents have their names; nothing else is known of the fleet. */
  private static final class Known implements Surroundings {
    private static final Set<String> NODES = Set.of("forge-2", "forge-3", "forge-7");
    private static final Set<String> AGENTS = Set.of("auditor", "builder", "releaser");

    @Override
    public FleetNames names() {
      return word ->
          NODES.contains(word)
              ? Optional.of(new Entity(Kind.NODE, word))
              : Optional.of(word)
                  .filter(AGENTS::contains)
                  .map(type -> new Entity(Kind.AGENT, type));
    }

    @Override
    public List<Task> tasks(Collection<TaskId> ids) {
      return List.of();
    }

    @Override
    public List<Node> nodes() {
      return List.of();
    }

    @Override
    public List<Page> documents() {
      return List.of();
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
