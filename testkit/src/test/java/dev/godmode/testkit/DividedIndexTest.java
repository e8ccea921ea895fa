package dev.godmode.testkit;

import static dev.godmode.testkit.MemorySamples.NOON;
import static dev.godmode.testkit.MemorySamples.id;
import static dev.godmode.testkit.MemorySamples.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.memory.DividedIndex;
import dev.godmode.control.memory.Embedding;
import dev.godmode.control.memory.MeaningIndex;
import dev.godmode.control.memory.MemoryFilter;
import dev.godmode.control.memory.MemoryIndex;
import dev.godmode.control.memory.MemoryIndex.Batch;
import dev.godmode.control.memory.MemoryIndex.Entry;
import dev.godmode.control.memory.MemoryIndex.Head;
import dev.godmode.control.memory.MemoryIndex.Hit;
import dev.godmode.control.memory.MemoryIndex.IndexFault;
import dev.godmode.testkit.contract.MemoryIndexContract;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Words in one index and meanings in another, which may be away. */
class DividedIndexTest extends MemoryIndexContract {

  private static final WordEmbedder WORDS = new WordEmbedder();
  private static final MemoryFilter EVERYTHING = MemoryFilter.everything(NOON);

  private final MemoryIndex local = new InMemoryMemoryIndex();
  private final Switched remote = new Switched();
  private final DividedIndex index = new DividedIndex(local, remote);

  @Override
  protected MemoryIndex index() {
    return index;
  }

  /** One that can be away. */
  private static final class Switched implements MeaningIndex {
    private final MemoryIndex inner = new InMemoryMemoryIndex();
    private boolean away;

    private <T> T there(Supplier<T> work) {
      if (away) {
        throw new IndexFault("the vectors are away");
      }
      return work.get();
    }

    private void there(Runnable work) {
      var _ =
          there(
              () -> {
                work.run();
                return true;
              });
    }

    @Override
    public Head head() {
      return there(inner::head);
    }

    @Override
    public void begin(String embedder, int dimensions) {
      there(() -> inner.begin(embedder, dimensions));
    }

    @Override
    public void apply(Batch batch) {
      there(() -> inner.apply(batch));
    }

    @Override
    public List<Hit> byMeaning(Embedding meaning, MemoryFilter filter, int limit) {
      return there(() -> inner.byMeaning(meaning, filter, limit));
    }

    @Override
    public Map<String, Embedding> meanings(Collection<String> ids) {
      return there(() -> inner.meanings(ids));
    }

    @Override
    public long size() {
      return there(inner::size);
    }

    @Override
    public boolean hasTraces() {
      return there(inner::hasTraces);
    }

    @Override
    public void expunge() {
      there(inner::expunge);
    }

    @Override
    public void flush() {
      there(inner::flush);
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  private static Embedding meaningOf(String text) {
    return WORDS.embed(List.of(text)).getFirst();
  }

  /** As the follower does it, which looked where the index is and brings what comes after. */
  private void follow(long after, int number, String text) {
    var entry = new Entry(memory(number, text), Optional.of(meaningOf(text)));
    index.apply(new Batch(List.of(entry), List.of(), after, number));
  }

  private void follow(int number, String text) {
    follow(index.head().position(), number, text);
  }

  private void begun() {
    index.begin(WORDS.name(), WORDS.dimensions());
    assertThat(index.head()).isEqualTo(new Head(0, WORDS.name()));
  }

  private List<String> byWords(String text) {
    return index.byWords(text, EVERYTHING, 10).stream().map(Hit::id).toList();
  }

  private List<String> byMeaning(String text) {
    return index.byMeaning(meaningOf(text), EVERYTHING, 10).stream().map(Hit::id).toList();
  }

  @Test
  void while_meanings_are_away_words_are_followed_and_found() {
    begun();
    follow(1, "a note");

    remote.away = true;
    assertThat(index.head()).isEqualTo(new Head(1, WORDS.name()));
    follow(2, "another note");

    assertThat(byWords("note")).containsExactlyInAnyOrder(id(1), id(2));
    assertThat(index.trouble()).contains("the vectors are away");
    assertThatThrownBy(() -> byMeaning("note")).isInstanceOf(IndexFault.class);
  }

  @Test
  void when_they_are_back_they_are_brought_to_where_the_words_are() {
    begun();
    follow(1, "a note");
    remote.away = true;
    assertThat(index.head().position()).isEqualTo(1);
    follow(2, "another note");
    remote.away = false;

    assertThat(index.head()).isEqualTo(new Head(1, WORDS.name()));
    follow(2, "another note");

    assertThat(index.head()).isEqualTo(new Head(2, WORDS.name()));
    assertThat(byMeaning("another note")).first().isEqualTo(id(2));
    assertThat(byWords("note")).containsExactlyInAnyOrder(id(1), id(2));
    assertThat(index.trouble()).isEmpty();
  }

  @Test
  void what_comes_back_between_a_look_and_a_change_misses_nothing() {
    begun();
    follow(1, "a note");
    remote.away = true;
    follow(2, "another note");
    var looked = index.head().position();

    remote.away = false;
    follow(looked, 3, "a third note");

    assertThat(looked).isEqualTo(2);
    assertThat(remote.head().position()).isEqualTo(1);
    assertThat(index.head().position()).isEqualTo(1);
  }

  @Test
  void while_meanings_are_away_what_is_gone_is_taken_out_of_the_words() {
    begun();
    follow(1, "a note");
    index.apply(new Batch(List.of(), List.of(id(1)), 1, 2));
    remote.away = true;

    index.flush();
    index.expunge();

    assertThat(index.hasTraces()).isFalse();
    remote.away = false;
    assertThat(index.hasTraces()).isTrue();
  }

  @Test
  void meanings_of_another_embedder_are_made_anew() {
    begun();
    follow(1, "a note");

    remote.begin("others", 8);

    assertThat(index.head().position()).isZero();
    assertThat(index.head().embedder()).isNotIn("", "others", WORDS.name());
  }

  @Test
  void an_index_that_was_whole_is_made_anew() {
    local.begin(WORDS.name(), WORDS.dimensions());
    var entry = new Entry(memory(1, "a note"), Optional.of(meaningOf("a note")));
    local.apply(new Batch(List.of(entry), List.of(), 0, 1));

    assertThat(index.head().position()).isZero();
    assertThat(index.head().embedder()).isNotEqualTo(WORDS.name());
  }

  @Test
  void one_that_is_whole_again_is_made_anew_too() {
    begun();
    follow(1, "a note");

    assertThat(local.head().embedder()).isNotEqualTo(WORDS.name());
  }

  @Test
  void the_words_have_no_meanings() {
    begun();
    follow(1, "a note");

    assertThat(local.byMeaning(meaningOf("a note"), EVERYTHING, 10)).isEmpty();
  }
}
