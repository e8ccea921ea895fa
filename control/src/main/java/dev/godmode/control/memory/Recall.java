package dev.godmode.control.memory;

import dev.godmode.control.memory.Embedder.Source.None;
import dev.godmode.control.memory.Embedder.Source.Ready;
import dev.godmode.control.memory.MemoryIndex.Hit;
import dev.godmode.control.memory.MemoryIndex.IndexFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds memories by words, by meaning and by what is near, in one call. Where a part cannot answer
 * the others do, and the answer says so.
 */
public final class Recall {

  /** What was remembered a moment ago is found: so long is waited for the index. */
  private static final Duration FRESH = Duration.ofMillis(300);

  /**
   * What is asked.
   *
   * @param parts by which it is looked for
   */
  public record Question(String text, MemoryFilter filter, int limit, Set<Part> parts) {

    public Question {
      parts = Set.copyOf(parts);
      text = text.strip();
      if (text.isEmpty()) {
        throw new IllegalArgumentException("say what to recall: the question is empty");
      }
      if (text.length() > MemoryLimits.QUERY_MAX) {
        throw new IllegalArgumentException(
            "the question has %d characters, at most %d are looked for: ask for what matters in it"
                .formatted(text.length(), MemoryLimits.QUERY_MAX));
      }
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("say at least one part: words, meaning, graph");
      }
    }
  }

  /** Which part found it, and as which: 1 is the best. */
  public record Citation(Part part, int rank) {}

  /**
   * One that was found.
   *
   * @param score of the joined ranks; it compares what one question found, and nothing else
   */
  public record Found(Memory memory, double score, List<Citation> citations) {
    public Found {
      citations = List.copyOf(citations);
    }
  }

  /**
   * The answer.
   *
   * @param missing parts that were asked for and could not answer, with why
   */
  public record Recalled(List<Found> found, Map<Part, String> missing) {
    public Recalled {
      found = List.copyOf(found);
      missing = Map.copyOf(missing);
    }
  }

  private final MemoryStore store;
  private final IndexFollower follower;
  private final Nearby nearby;

  public Recall(MemoryStore store, IndexFollower follower, Nearby nearby) {
    this.store = store;
    this.follower = follower;
    this.nearby = nearby;
  }

  /** Looks for it; the best first. */
  public Recalled find(Question question) {
    if (store.position() == 0) {
      return new Recalled(List.of(), Map.of());
    }
    var isThere = follower.follow(FRESH);
    var missing = new EnumMap<Part, String>(Part.class);
    var lists = new EnumMap<Part, List<String>>(Part.class);
    var unlikely = new ArrayList<String>();
    for (var part : Part.values()) {
      if (question.parts().contains(part)) {
        switch (ask(part, question)) {
          case Said(var likely, var others) -> {
            lists.put(part, likely);
            unlikely.addAll(others);
          }
          case Silent(var why) -> missing.put(part, why);
        }
      }
    }
    if (!isThere) {
      behind(question, missing);
    }
    if (question.parts().contains(Part.GRAPH)) {
      nearby.behind().ifPresent(why -> missing.putIfAbsent(Part.GRAPH, why));
    }
    return new Recalled(read(question, ranked(lists, unlikely)), missing);
  }

  private sealed interface Answer {}

  /**
   * Ids, the best first.
   *
   * @param unlikely they share a word with the question by chance, as it seems
   */
  private record Said(List<String> likely, List<String> unlikely) implements Answer {}

  private record Silent(String why) implements Answer {}

  private Answer ask(Part part, Question question) {
    try {
      return switch (part) {
        case WORDS ->
            said(index().byWords(question.text(), question.filter(), MemoryLimits.CANDIDATES));
        case MEANING -> byMeaning(question);
        case GRAPH ->
            new Said(
                nearby.find(question.text(), question.filter(), MemoryLimits.CANDIDATES),
                List.of());
      };
    } catch (IndexFault fault) {
      return new Silent(String.valueOf(fault.getMessage()));
    }
  }

  private MemoryIndex index() {
    return follower.index();
  }

  private Answer byMeaning(Question question) {
    return switch (follower.embedders().embedder()) {
      case None(var why) -> new Silent(why);
      case Ready(var embedder) when !index().head().embedder().equals(embedder.name()) -> {
        follower.notice(embedder.name());
        yield new Silent("the index is made anew, for " + embedder.name());
      }
      case Ready(var embedder) -> {
        var meaning = embedder.embed(List.of(question.text())).getFirst();
        yield said(index().byMeaning(meaning, question.filter(), MemoryLimits.CANDIDATES));
      }
    };
  }

  private static Said said(List<Hit> hits) {
    return new Said(ids(hits, Hit::isLikely), ids(hits, hit -> !hit.isLikely()));
  }

  private static List<String> ids(List<Hit> hits, Predicate<Hit> which) {
    return hits.stream().filter(which).map(Hit::id).toList();
  }

  /**
   * Parts that agree are worth more than one that is sure. So what shares a word by chance does not
   * take part: it comes after all others.
   */
  private static List<RankFusion.Ranked> ranked(
      Map<Part, List<String>> lists, List<String> unlikely) {
    var ranked = new ArrayList<>(RankFusion.join(lists));
    var known = ranked.stream().map(RankFusion.Ranked::id).collect(Collectors.toSet());
    RankFusion.join(Map.of(Part.WORDS, unlikely)).stream()
        .filter(one -> !known.contains(one.id()))
        .forEach(ranked::add);
    return ranked;
  }

  private void behind(Question question, Map<Part, String> missing) {
    var progress = follower.progress();
    if (!progress.isThere()) {
      var why =
          progress
              .trouble()
              .orElseGet(
                  () ->
                      "the index has %d of %d changes so far"
                          .formatted(progress.position(), progress.of()));
      for (var part : Set.of(Part.WORDS, Part.MEANING)) {
        if (question.parts().contains(part)) {
          missing.putIfAbsent(part, why);
        }
      }
    }
  }

  /** The truth of each, held against the filter once more. */
  private List<Found> read(Question question, List<RankFusion.Ranked> ranked) {
    Map<String, Memory> memories =
        store.all(ranked.stream().map(RankFusion.Ranked::id).toList()).stream()
            .collect(Collectors.toMap(Memory::id, Function.identity()));
    var found = new ArrayList<Found>();
    for (var one : ranked) {
      Optional.ofNullable(memories.get(one.id()))
          .filter(question.filter()::admits)
          .ifPresent(memory -> found.add(new Found(memory, one.score(), citations(one))));
    }
    // What a summary says already comes behind; the order is kept otherwise.
    found.sort(Comparator.comparing(one -> one.memory().summedUpIn().isPresent()));
    return found.subList(0, Math.min(found.size(), question.limit()));
  }

  private static List<Citation> citations(RankFusion.Ranked one) {
    return one.ranks().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(rank -> new Citation(rank.getKey(), rank.getValue()))
        .toList();
  }
}
