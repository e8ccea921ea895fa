package dev.godmode.testkit;

import static dev.godmode.testkit.MemorySamples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.godmode.control.memory.Asker;
import dev.godmode.control.memory.Embedder;
import dev.godmode.control.memory.Embedder.Source.None;
import dev.godmode.control.memory.Embedder.Source.Ready;
import dev.godmode.control.memory.Embedding;
import dev.godmode.control.memory.IndexFollower;
import dev.godmode.control.memory.Memories;
import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryImport;
import dev.godmode.control.memory.MemoryLedger;
import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.Recall;
import dev.godmode.control.outcome.Outcome.Done;
import dev.godmode.control.outcome.Outcome.Refused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Notes that bring along what they mean. */
class MemoryImportTest {

  private static final Asker ADA = new Asker.Person("ada");
  private static final WordEmbedder WORDS = new WordEmbedder();

  /** Writes down what it was asked. */
  private static final class Asked implements Embedder {
    private final List<String> texts = new ArrayList<>();

    @Override
    public String name() {
      return WORDS.name();
    }

    @Override
    public int dimensions() {
      return WORDS.dimensions();
    }

    @Override
    public List<Embedding> embed(List<String> asked) {
      texts.addAll(asked);
      return WORDS.embed(asked);
    }
  }

  private static final class NoLedger implements MemoryLedger {
    @Override
    public void promoted(String by, Memory memory, MemoryScope from) {}

    @Override
    public void forgotten(String by, List<Memory> gone) {}
  }

  private final Asked embedder = new Asked();
  private Embedder.Source.Found inUse = new Ready(embedder);
  private final AtomicInteger ids = new AtomicInteger();
  private final InMemoryMemoryStore store = new InMemoryMemoryStore();
  private final InMemoryMemoryIndex index = new InMemoryMemoryIndex();
  private final IndexFollower follower =
      new IndexFollower(store, index, () -> inUse, System::nanoTime);
  private final Memories memories =
      new Memories(
          store,
          new Recall(store, follower, (_, _, _) -> List.of()),
          follower,
          new NoLedger(),
          new Memories.Sources(
              () -> NOON, () -> MemorySamples.id(ids.incrementAndGet()), (_, text) -> text));

  private static Embedding meaning(String text) {
    return WORDS.embed(List.of(text)).getFirst();
  }

  private static String line(String text, String embedding) {
    return "{\"text\":\"%s\",\"embedding\":\"%s\"}\n".formatted(text, embedding);
  }

  private static String line(String text) {
    return line(text, meaning(text).base64());
  }

  private MemoryImport.Taken take(String embedder, String lines) {
    return MemoryImport.take(
        memories,
        ADA,
        new MemoryImport.Way(
            "notes", Optional.empty(), Optional.of(embedder), _ -> MemoryScope.FLEET),
        lines.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void vectors_of_the_embedder_in_use_are_taken_and_only_some_are_tried() {
    var lines = new StringBuilder();
    IntStream.range(0, 100).forEach(n -> lines.append(line("note number " + n)));

    var taken = take("words", lines.toString());

    assertThat(taken.remembered()).isEqualTo(100);
    assertThat(taken.anew()).isEmpty();
    assertThat(embedder.texts).hasSizeLessThan(10);
    assertThat(index.meanings(List.of(MemorySamples.id(100))).values())
        .allSatisfy(
            last -> assertThat(last.dot(meaning("note number 99"))).isCloseTo(1, within(1e-6)))
        .hasSize(1);
  }

  @Test
  void vectors_of_another_embedder_are_not_taken_whatever_they_are() {
    var taken = take("others", line("a note", "bad") + line("another note"));

    assertThat(taken.remembered()).isEqualTo(2);
    assertThat(taken.anew()).hasValueSatisfying(why -> assertThat(why).contains("'others'"));
    assertThat(embedder.texts).containsExactly("a note", "another note");
  }

  @Test
  void vectors_that_only_say_that_they_are_its_own_are_not_taken() {
    var taken =
        take(
            "words",
            line("the linker needs memory", meaning("gates open at nine").base64())
                + line("gates open at nine", meaning("the linker needs memory").base64()));

    assertThat(taken.remembered()).isEqualTo(2);
    assertThat(taken.anew())
        .hasValueSatisfying(why -> assertThat(why).contains("in another order"));
    assertThat(index.meanings(List.of(MemorySamples.id(1))).values())
        .containsExactly(meaning("the linker needs memory"));
  }

  @Test
  void a_vector_that_is_none_leaves_its_line_out_and_no_other() {
    var nan = Base64.getEncoder().encodeToString(new byte[] {0, 0, (byte) 0xc0, 0x7f});
    var taken =
        take(
            "words",
            line("one", "!")
                + line("two", nan)
                + line("three", "AAAA")
                + "{\"text\":\"four\",\"embedding\":[1,2]}\n"
                + line("five")
                + "{\"text\":\"six\"}\n");

    assertThat(taken.remembered()).isEqualTo(2);
    assertThat(taken.named().stream().map(MemoryImport.LeftOut::line)).containsExactly(1, 2, 3, 4);
    assertThat(taken.named().stream().map(MemoryImport.LeftOut::why).toList())
        .satisfiesExactly(
            why -> assertThat(why).contains("base64"),
            why -> assertThat(why).contains("1 dimensions, 64"),
            why -> assertThat(why).contains("3 bytes"),
            why -> assertThat(why).contains("base64"));
    assertThat(taken.anew()).isEmpty();
  }

  @Test
  void without_an_embedder_texts_are_taken_and_it_is_said() {
    inUse = new None("there is no model");

    var taken = take("words", line("a note"));

    assertThat(taken.remembered()).isEqualTo(1);
    assertThat(taken.anew()).contains("there is no model");
  }

  @Test
  void what_memories_mean_is_given_away_by_the_index_or_embedded_and_by_no_other_embedder() {
    take("words", line("a note"));
    embedder.texts.clear();
    var unknown = MemorySamples.memory(7, "not in the index");
    var known = store.find(MemorySamples.id(1)).orElseThrow();

    var meanings = memories.meanings("words");

    assertThat(meanings).isInstanceOf(Done.class);
    if (meanings instanceof Done(var ofWords)) {
      assertThat(ofWords.of(List.of(known, unknown))).containsOnlyKeys(known.id(), unknown.id());
    }
    assertThat(embedder.texts).containsExactly("not in the index");
    assertThat(memories.meanings("others")).isInstanceOf(Refused.class);
  }
}
