package dev.godmode.server.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.memory.Embedder;
import dev.godmode.control.memory.Embedder.Source.None;
import dev.godmode.control.memory.Embedder.Source.Ready;
import dev.godmode.control.memory.Embedding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedderFolderTest {

  @TempDir Path home;

  /** One that finds its model as real ones do: by the thread's loader. */
  public static final class Resourceful implements Embedder {

    public Resourceful() {
      var loader = Thread.currentThread().getContextClassLoader();
      if (loader.getResource("model.bin") == null) {
        throw new IllegalStateException("the model is not there");
      }
    }

    @Override
    public String name() {
      return "resourceful";
    }

    @Override
    public int dimensions() {
      return 1;
    }

    @Override
    public List<Embedding> embed(List<String> texts) {
      return texts.stream().map(_ -> Embedding.of(new float[] {1}, 1)).toList();
    }
  }

  private Embedder.Source.Found found() {
    return new EmbedderFolder(Optional.of(home.resolve("embedder")), home.resolve("cache"))
        .embedder();
  }

  private void put(String name, String text) throws IOException {
    var file = home.resolve("embedder/unpacked").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void an_embedder_finds_what_lies_in_its_folder() throws IOException {
    put("META-INF/services/" + Embedder.class.getName(), Resourceful.class.getName());
    put("model.bin", "x");

    assertThat(found())
        .isInstanceOfSatisfying(
            Ready.class, ready -> assertThat(ready.embedder().name()).isEqualTo("resourceful"));
  }

  @Test
  void one_that_cannot_be_loaded_is_none_with_why() throws IOException {
    put("META-INF/services/" + Embedder.class.getName(), Resourceful.class.getName());

    assertThat(found())
        .isInstanceOfSatisfying(
            None.class, none -> assertThat(none.why()).contains("cannot be loaded"));
  }

  @Test
  void a_folder_that_is_missing_or_empty_is_none() throws IOException {
    assertThat(found()).isInstanceOf(None.class);
    Files.createDirectories(home.resolve("embedder"));

    assertThat(found()).isInstanceOf(None.class);
    assertThat(new EmbedderFolder(Optional.empty(), home).embedder()).isInstanceOf(None.class);
  }
}
