package dev.godmode.adapters.lucene;

import static dev.godmode.testkit.MemorySamples.NOON;
import static dev.godmode.testkit.MemorySamples.id;
import static dev.godmode.testkit.MemorySamples.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.memory.MemoryFilter;
import dev.godmode.control.memory.MemoryIndex;
import dev.godmode.control.memory.MemoryIndex.Batch;
import dev.godmode.control.memory.MemoryIndex.Entry;
import dev.godmode.control.memory.MemoryIndex.Head;
import dev.godmode.control.memory.MemoryIndex.Hit;
import dev.godmode.control.memory.MemoryIndex.IndexFault;
import dev.godmode.testkit.contract.MemoryIndexContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneMemoryIndexTest extends MemoryIndexContract {

  @TempDir Path home;
  private LuceneMemoryIndex index;

  @BeforeEach
  void open() {
    index = new LuceneMemoryIndex(home.resolve("index"));
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Override
  protected MemoryIndex index() {
    return index;
  }

  private void take(long position, int number, String text) {
    index.apply(
        new Batch(
            List.of(new Entry(memory(number, text), Optional.empty())), List.of(), 0, position));
  }

  private List<String> found(String text) {
    return index.byWords(text, MemoryFilter.everything(NOON), 10).stream().map(Hit::id).toList();
  }

  private boolean isInAFile(String text) throws IOException {
    try (var files = Files.list(home.resolve("index"))) {
      for (var file : files.toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
          return true;
        }
      }
      return false;
    }
  }

  @Test
  void it_goes_on_where_it_was() {
    take(7, 1, "a note");
    index.close();
    open();

    assertThat(index.head()).isEqualTo(new Head(7, ""));
    assertThat(found("note")).containsExactly(id(1));
  }

  @Test
  void what_is_expunged_is_in_no_file_any_more() throws IOException {
    take(1, 1, "the word xylophone");
    take(2, 2, "another");
    index.flush();
    assertThat(isInAFile("xylophone")).isTrue();

    index.apply(new Batch(List.of(), List.of(id(1)), 2, 3));
    index.expunge();

    assertThat(isInAFile("xylophone")).isFalse();
  }

  @Test
  void files_that_are_broken_are_thrown_away_and_it_begins_again() throws IOException {
    take(7, 1, "a note");
    index.close();
    try (var files = Files.list(home.resolve("index"))) {
      for (var file : files.toList()) {
        Files.writeString(file, "rubbish");
      }
    }
    open();

    assertThat(index.head()).isEqualTo(new Head(0, ""));
    take(1, 1, "a note");
    assertThat(found("note")).containsExactly(id(1));
  }

  @Test
  void files_that_were_taken_away_under_it_are_made_anew() throws IOException {
    take(7, 1, "a note");
    index.flush();
    try (var files = Files.list(home.resolve("index"))) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(home.resolve("index"));

    assertThatThrownBy(
            () -> {
              take(8, 2, "another");
              index.flush();
            })
        .isInstanceOf(IndexFault.class);
    assertThat(index.head()).isEqualTo(new Head(0, ""));
  }

  @Test
  void words_that_every_text_has_count_only_where_there_are_no_others() {
    take(1, 1, "this is what we do and how");
    take(2, 2, "the linker");

    assertThat(found("what is it that the linker does?")).containsExactly(id(2));
    assertThat(found("what is this")).containsExactly(id(1));
  }

  @Test
  void words_within_names_are_found() {
    take(1, 1, "CheckRunner reads retry_after from config.yaml");

    assertThat(found("runner")).containsExactly(id(1));
    assertThat(found("checkrunner")).containsExactly(id(1));
    assertThat(found("retry")).containsExactly(id(1));
    assertThat(found("yaml configs")).containsExactly(id(1));
  }
}
