package dev.godmode.adapters.lucene;

import dev.godmode.control.memory.Embedding;
import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryFilter;
import dev.godmode.control.memory.MemoryIndex.Batch;
import dev.godmode.control.memory.MemoryIndex.Entry;
import dev.godmode.control.memory.MemoryIndex.Hit;
import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.Provenance;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/**
 * Measures the index with a hundred thousand memories: how long it takes them in, how many of the
 * ten nearest it finds, how long a question takes. Points lie around a thousand centres, as
 * sentences of a thousand subjects do; points without any order have no neighbours worth a search.
 */
final class MemoryBench {

  private static final int MEMORIES = 100_000;
  private static final int DIMENSIONS = 384;
  private static final int CENTRES = 1_000;
  private static final double SPREAD = 0.7;
  private static final int VOCABULARY = 20_000;
  private static final int WORDS = 15;
  private static final int STREAMS = 20;
  private static final int BATCH = 64;
  private static final int WARM_UP = 300;
  private static final int ASKED = 1_000;
  private static final int JUDGED = 200;
  private static final int CANDIDATES = 50;
  private static final int NEAREST = 10;
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  /** Others on the machine make a question wait, and change little of what it costs. */
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Random random = new Random(42);
  private final float[][] centres = new float[CENTRES][];
  private final List<Entry> entries = new ArrayList<>(MEMORIES);

  private MemoryBench() {}

  public static void main(String[] args) throws IOException {
    var folder = Files.createTempDirectory("godmode-memory-bench");
    try {
      var bench = new MemoryBench();
      try (var index = new LuceneMemoryIndex(folder)) {
        bench.takeIn(index);
        bench.judge(index);
        bench.ask("while merging", index);
      }
      try (var index = new LuceneMemoryIndex(folder)) {
        bench.ask("merged", index); // to close it was to wait for that
      }
      System.out.printf("on disk %d MB%n", size(folder) >> 20);
    } finally {
      try (var files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private static long size(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private void takeIn(LuceneMemoryIndex index) {
    for (var c = 0; c < CENTRES; c++) {
      centres[c] = gaussian(new float[DIMENSIONS], 1);
    }
    for (var n = 0; n < MEMORIES; n++) {
      entries.add(new Entry(memory(n), Optional.of(point())));
    }
    var began = System.nanoTime();
    index.begin("bench", DIMENSIONS);
    for (var n = 0; n < MEMORIES; n += BATCH) {
      index.apply(
          new Batch(entries.subList(n, Math.min(MEMORIES, n + BATCH)), List.of(), n, n + BATCH));
    }
    index.flush();
    System.out.printf("%d taken in after %.1f s%n", index.size(), seconds(began));
  }

  private void ask(String when, LuceneMemoryIndex index) {
    System.out.println(when);
    var all = MemoryFilter.everything(NOON);
    var one = scoped();
    time("by meaning, all scopes", point -> index.byMeaning(point, all, CANDIDATES));
    time("by meaning, one stream and the fleet", point -> index.byMeaning(point, one, CANDIDATES));
    time("by words, all scopes", _ -> index.byWords(text(5), all, CANDIDATES));
    time(
        "both, one after the other",
        point -> {
          index.byWords(text(5), all, CANDIDATES);
          return index.byMeaning(point, all, CANDIDATES);
        });
  }

  private static MemoryFilter scoped() {
    return new MemoryFilter(
        Optional.of(Set.of(MemoryScope.FLEET, MemoryScope.stream("s3"))),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        NOON);
  }

  private float[] gaussian(float[] values, double spread) {
    for (var i = 0; i < values.length; i++) {
      values[i] += (float) (random.nextGaussian() * spread);
    }
    return values;
  }

  private Embedding point() {
    return Embedding.of(gaussian(centres[random.nextInt(CENTRES)].clone(), SPREAD), DIMENSIONS);
  }

  private Memory memory(int number) {
    return new Memory(
        "m%07d".formatted(number),
        MemoryScope.stream("s" + number % STREAMS),
        text(WORDS) + " " + number,
        List.of(),
        new Provenance("bench", Optional.empty(), "", "", "", "", NOON),
        Optional.empty(),
        Optional.empty());
  }

  /** Few words are frequent, as in every language. */
  private String text(int words) {
    var text = new StringBuilder();
    for (var w = 0; w < words; w++) {
      text.append('w').append((int) Math.pow(VOCABULARY, random.nextDouble())).append(' ');
    }
    return text.toString();
  }

  private void judge(LuceneMemoryIndex index) {
    var found = 0;
    for (var q = 0; q < JUDGED; q++) {
      var asked = point();
      var nearest = nearest(asked);
      var both =
          new HashSet<>(
              index.byMeaning(asked, MemoryFilter.everything(NOON), CANDIDATES).stream()
                  .limit(NEAREST)
                  .map(Hit::id)
                  .toList());
      both.retainAll(nearest);
      found += both.size();
    }
    System.out.printf(
        "recall@%d %.4f against looking at all, %d questions%n",
        NEAREST, found / (double) (JUDGED * NEAREST), JUDGED);
  }

  /** By looking at all of them. */
  private List<String> nearest(Embedding asked) {
    return entries.parallelStream()
        .map(
            entry -> new Hit(entry.memory().id(), asked.dot(entry.embedding().orElseThrow()), true))
        .sorted(Comparator.comparingDouble(Hit::score).reversed())
        .limit(NEAREST)
        .map(Hit::id)
        .toList();
  }

  private void time(String what, Function<Embedding, List<Hit>> ask) {
    for (var q = 0; q < WARM_UP; q++) {
      var _ = ask.apply(point());
    }
    var wall = new long[ASKED];
    var processor = new long[ASKED];
    for (var q = 0; q < ASKED; q++) {
      var asked = point();
      var began = System.nanoTime();
      var worked = THREADS.getCurrentThreadCpuTime();
      var _ = ask.apply(asked);
      processor[q] = THREADS.getCurrentThreadCpuTime() - worked;
      wall[q] = System.nanoTime() - began;
    }
    System.out.printf("  %s: %s; of a processor %s%n", what, words(wall), words(processor));
  }

  private static String words(long[] nanos) {
    Arrays.sort(nanos);
    return "p50 %.1f ms, p99 %.1f ms, most %.1f ms"
        .formatted(nanos[ASKED / 2] / 1e6, nanos[ASKED * 99 / 100] / 1e6, nanos[ASKED - 1] / 1e6);
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}
