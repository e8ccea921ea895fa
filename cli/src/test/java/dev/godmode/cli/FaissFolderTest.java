package dev.godmode.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memories and what they mean, on their way into a folder and out of one. */
class FaissFolderTest {

  private static final String TAKEN =
      "{\"remembered\":2,\"known\":0,\"left_out\":1,\"named\":[{\"line\":2,\"why\":\"odd\"}]}";

  @TempDir Path place;
  private ScriptedControl control;
  private GodModeClient client;

  @BeforeEach
  void serve() throws IOException {
    control = new ScriptedControl();
    client = new GodModeClient(URI.create(control.url()), Optional.empty());
  }

  @AfterEach
  void stop() {
    client.close();
    control.close();
  }

  private static String base64(float... values) {
    var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static String memory(String text, float... meaning) {
    return "{\"text\":\"%s\",\"embedding\":\"%s\"}".formatted(text, base64(meaning));
  }

  private Path folder() {
    return place.resolve("out");
  }

  private FaissExport.Written export(String... memories) throws IOException {
    return FaissExport.write(folder(), "mini", List.of(memories).iterator());
  }

  private MemoryParts send() throws IOException {
    control.on("/import", 200, TAKEN);
    var parts = new MemoryParts(client, "/import");
    var folder = new FaissFolder(folder());
    try (var index = folder.open()) {
      var rows = folder.rows(index);
      var embedder = folder.embedder(rows.dimensions());
      FaissImport.send(folder, rows, embedder.isPresent(), parts);
    }
    return parts;
  }

  private void lines(String text) throws IOException {
    Files.writeString(folder().resolve("memories.jsonl"), text);
  }

  @Test
  void a_row_is_written_for_each_line_and_what_could_not_be_embedded_is_left_out()
      throws IOException {
    var written =
        export(memory("one", 1, 0), "{\"text\":\"no meaning\"}", memory("two", 0.6f, 0.8f));

    assertThat(written.rows()).isEqualTo(2);
    assertThat(written.leftOut()).isEqualTo(1);
    assertThat(Files.readString(folder().resolve("memories.jsonl")))
        .isEqualTo("{\"text\":\"one\"}\n{\"text\":\"two\"}\n");
    assertThat(Json.tree(Files.readString(folder().resolve("index.json"))))
        .isEqualTo(Json.tree("{\"embedder\":\"mini\",\"dimensions\":2,\"rows\":2}"));
    assertThat(Files.size(folder().resolve("index.faiss"))).isEqualTo(45 + 2 * 8);
  }

  @Test
  void what_was_exported_is_sent_with_each_line_its_row() throws IOException {
    export(memory("one", 1, 0), memory("two", 0.6f, 0.8f));

    send();

    assertThat(control.sent())
        .containsExactly(memory("one", 1, 0) + "\n" + memory("two", 0.6f, 0.8f) + "\n");
  }

  @Test
  void an_empty_line_has_no_row_and_a_bad_one_is_for_control_to_name() throws IOException {
    export(memory("one", 1, 0), memory("two", 0, 1));
    lines("\n{\"text\":\n{\"text\":\"two\"}\n");

    send();

    assertThat(control.sent()).containsExactly("\n{\"text\":\n" + memory("two", 0, 1) + "\n");
  }

  @Test
  void without_the_name_of_their_embedder_vectors_stay_where_they_are() throws IOException {
    export(memory("one", 1, 0));
    Files.delete(folder().resolve("index.json"));

    send();

    assertThat(control.sent()).containsExactly("{\"text\":\"one\"}\n");
  }

  @Test
  void a_long_folder_goes_in_parts_and_lines_keep_their_numbers() throws IOException {
    var long1 = "x".repeat(3 << 20);
    export(memory(long1, 1, 0), memory(long1, 0, 1), memory("three", 1, 1));

    var all = send().all();

    assertThat(control.sent()).hasSize(2);
    assertThat(all.remembered()).isEqualTo(4);
    assertThat(all.named().stream().map(line -> line.line())).containsExactly(2, 4);
  }

  @Test
  void a_folder_whose_parts_contradict_each_other_is_refused_before_anything_is_sent()
      throws IOException {
    export(memory("one", 1, 0), memory("two", 0, 1));
    lines("{\"text\":\"one\"}\n");
    assertThatThrownBy(this::send)
        .isInstanceOf(Trouble.class)
        .hasMessageContaining("has 1 lines")
        .hasMessageContaining("2 rows");

    Files.write(folder().resolve("memories.jsonl"), new byte[] {'"', (byte) 0xff, '"', '\n'});
    assertThatThrownBy(this::send).hasMessageContaining("UTF-8");

    lines("{\"text\":\"one\"}\n{\"text\":\"two\"}\n");
    Files.writeString(
        folder().resolve("index.json"), "{\"embedder\":\"x\",\"dimensions\":3,\"rows\":2}");
    assertThatThrownBy(this::send).hasMessageContaining("says 3 dimensions");

    Files.delete(folder().resolve("index.faiss"));
    assertThatThrownBy(this::send).hasMessageContaining("there is no file");
    assertThat(control.sent()).isEmpty();
  }

  @Test
  void nothing_is_left_of_an_export_that_broke_off() throws IOException {
    var broken =
        Stream.concat(
            Stream.of(memory("one", 1, 0)),
            Stream.<String>generate(
                () -> {
                  throw new UncheckedIOException(new IOException("the answer broke off"));
                }));

    assertThatThrownBy(() -> FaissExport.write(folder(), "mini", broken.iterator()))
        .hasMessageContaining("broke off");
    assertThatThrownBy(this::export).hasMessageContaining("no memories");
    try (var left = Files.list(place)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void a_folder_that_has_something_in_it_stays_as_it_is() throws IOException {
    export(memory("one", 1, 0));

    assertThatThrownBy(() -> export(memory("two", 0, 1))).hasMessageContaining("not empty");

    assertThat(Files.readString(folder().resolve("memories.jsonl"))).contains("one");
  }
}
