package dev.godmode.cli;

import dev.godmode.protocol.json.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * A flat index of faiss with its texts beside it: the n-th row of {@code index.faiss} is what the
 * n-th line of {@code memories.jsonl} means, and {@code index.json} says by which embedder.
 */
record FaissFolder(Path path) {

  /** What the vectors are. */
  record About(String embedder, int dimensions, long rows) {}

  Path index() {
    return path.resolve("index.faiss");
  }

  Path lines() {
    return path.resolve("memories.jsonl");
  }

  Path about() {
    return path.resolve("index.json");
  }

  /** Its index, to be closed by whoever asks; all of the folder was looked at. */
  InputStream open() throws IOException {
    for (var file : new Path[] {index(), lines()}) {
      if (!Files.isRegularFile(file)) {
        throw new Trouble(
            "there is no file %s: a folder has index.faiss, and a line for each of its rows in memories.jsonl"
                .formatted(file));
      }
    }
    return new BufferedInputStream(Files.newInputStream(index()), 1 << 16);
  }

  /** Its rows, of which each has a line. */
  FaissReader rows(InputStream index) throws IOException {
    var rows = new FaissReader(index, Files.size(index()));
    var lines = countLines();
    if (lines != rows.rows()) {
      throw new Trouble(
          "%s has %d lines, and %s %d rows: the n-th line is the text of the n-th row"
              .formatted(lines(), lines, index(), rows.rows()));
    }
    return rows;
  }

  private long countLines() throws IOException {
    try (var lines = Files.newBufferedReader(lines())) {
      return lines.lines().filter(line -> !line.isBlank()).count();
    } catch (UncheckedIOException e) {
      throw e.getCause() instanceof CharacterCodingException
          ? new Trouble("%s is no text in UTF-8".formatted(lines()))
          : e;
    }
  }

  /** Whose vectors they are; empty where nobody says so. */
  Optional<String> embedder(int dimensions) throws IOException {
    if (!Files.isRegularFile(about())) {
      return Optional.empty();
    }
    try {
      var about = Json.read(About.class, Files.readAllBytes(about()));
      if (about.dimensions() != dimensions) {
        throw new Trouble(
            "%s says %d dimensions, and the index has %d"
                .formatted(about(), about.dimensions(), dimensions));
      }
      return Optional.of(about.embedder()).filter(name -> !name.isBlank());
    } catch (JacksonException e) {
      throw new Trouble("%s: %s".formatted(about(), e.getOriginalMessage()));
    }
  }
}
