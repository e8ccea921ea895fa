package dev.godmode.cli;

import dev.godmode.protocol.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Brings the lines of a folder in, each with its row. */
final class FaissImport {

  private final FaissReader rows;
  private final boolean withRows;
  private final ByteArrayOutputStream part = new ByteArrayOutputStream();

  private FaissImport(FaissReader rows, boolean withRows) {
    this.rows = rows;
    this.withRows = withRows;
  }

  /**
   * Sends all of them.
   *
   * @param withRows false where nobody knows whose vectors they are
   */
  static void send(FaissFolder folder, FaissReader rows, boolean withRows, MemoryParts parts)
      throws IOException {
    var taking = new FaissImport(rows, withRows);
    var before = 0;
    var number = 0;
    try (var lines = Files.newBufferedReader(folder.lines())) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        taking.take(line);
        number++;
        if (taking.part.size() >= MemoryParts.BYTES) {
          parts.send(taking.part.toByteArray(), before);
          taking.part.reset();
          before = number;
        }
      }
    }
    parts.send(taking.part.toByteArray(), before);
  }

  /** An empty line has no row, and stays: lines are named by their numbers. */
  private void take(String line) throws IOException {
    if (!line.isBlank()) {
      var row = rows.next();
      part.write((withRows ? with(row, line) : line).getBytes(StandardCharsets.UTF_8));
    }
    part.write('\n');
  }

  /** What is no object goes as it is: control says what is wrong with it. */
  private static String with(byte[] row, String line) {
    try {
      return Json.tree(line) instanceof ObjectNode note
          ? Json.write(note.put("embedding", Base64.getEncoder().encodeToString(row)))
          : line;
    } catch (JacksonException _) {
      return line;
    }
  }
}
