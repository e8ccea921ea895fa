package dev.godmode.cli;

import dev.godmode.cli.FaissFolder.About;
import dev.godmode.protocol.json.Json;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Iterator;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Writes memories and what they mean into a folder, which is there as a whole or not at all. */
final class FaissExport implements Closeable {

  /**
   * What was written.
   *
   * @param leftOut memories that have no meaning, for they could not be embedded
   */
  record Written(String folder, String embedder, int dimensions, long rows, long leftOut) {}

  private final FaissFolder folder;
  private final BufferedWriter lines;
  private Optional<FaissWriter> index = Optional.empty();
  private long leftOut;

  private FaissExport(FaissFolder folder) throws IOException {
    this.folder = folder;
    this.lines = Files.newBufferedWriter(folder.lines());
  }

  /**
   * Writes them.
   *
   * @param to must not be there, or be empty
   * @param memories as control exports them, with their embeddings
   */
  static Written write(Path to, String embedder, Iterator<String> memories) throws IOException {
    var place = to.toAbsolutePath().normalize();
    var parent = Optional.ofNullable(place.getParent()).orElse(place);
    requireFree(place, parent);
    var draft = Files.createTempDirectory(parent, ".faiss");
    try {
      var written = write(new FaissFolder(draft), to, embedder, memories);
      Files.move(draft, place, StandardCopyOption.REPLACE_EXISTING);
      return written;
    } finally {
      clear(draft);
    }
  }

  private static void requireFree(Path place, Path parent) throws IOException {
    if (Files.isDirectory(place)) {
      try (var inside = Files.list(place)) {
        if (inside.findAny().isPresent()) {
          throw new Trouble(place + " is not empty: name another folder");
        }
      }
    } else if (Files.exists(place)) {
      throw new Trouble(place + " is a file: name another folder");
    } else if (!Files.isDirectory(parent)) {
      throw new Trouble("there is no folder " + parent);
    }
  }

  private static Written write(
      FaissFolder draft, Path to, String embedder, Iterator<String> memories) throws IOException {
    try (var export = new FaissExport(draft)) {
      while (memories.hasNext()) {
        export.take(memories.next());
      }
      var index =
          export.index.orElseThrow(() -> new Trouble("there is nothing to write: no memories"));
      var about = new About(embedder, index.dimensions(), index.rows());
      Files.writeString(draft.about(), Json.write(about) + "\n");
      return new Written(to.toString(), embedder, about.dimensions(), about.rows(), export.leftOut);
    }
  }

  private void take(String line) throws IOException {
    var memory = Json.mapper().readValue(line, ObjectNode.class);
    var embedding = memory.optional("embedding");
    if (embedding.isEmpty()) {
      leftOut++;
      return;
    }
    var row = Base64.getDecoder().decode(embedding.get().stringValue());
    if (index.isEmpty()) {
      index = Optional.of(new FaissWriter(folder.index(), row.length / Float.BYTES));
    }
    index.get().add(row);
    memory.remove("embedding");
    lines.write(Json.write(memory));
    lines.write('\n');
  }

  private static void clear(Path draft) throws IOException {
    if (Files.isDirectory(draft)) {
      try (var inside = Files.list(draft)) {
        for (var file : inside.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(draft);
    }
  }

  @Override
  public void close() throws IOException {
    try (lines) {
      if (index.isPresent()) {
        index.get().close();
      }
    }
  }
}
