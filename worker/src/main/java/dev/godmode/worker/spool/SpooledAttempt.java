package dev.godmode.worker.spool;

import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.stream.LogChunk;
import dev.godmode.protocol.stream.WorkerMessage.Changed;
import dev.godmode.protocol.task.Assignment;
import dev.godmode.protocol.task.AttemptReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/** One attempt's folder in the spool. */
public final class SpooledAttempt {

  private static final long CHUNKS_MAX_CHARS = 32L << 20;
  private static final String ASSIGNMENT = "assignment.json";
  private static final String CHANGE = "change.json";
  private static final String CHUNK = "chunk-";

  private final Path place;
  private final Assignment assignment;
  private final NavigableMap<Long, LogChunk> chunks = new TreeMap<>();
  private long chunkChars;
  private Optional<AttemptReport> report;

  SpooledAttempt(Path place, Assignment assignment, Optional<AttemptReport> report) {
    this.place = place;
    this.assignment = assignment;
    this.report = report;
  }

  /** Writes the assignment down; durable on return. */
  public void begin() {
    try {
      Files.createDirectories(place);
      durable(place.resolve(ASSIGNMENT), Json.write(assignment));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the assignment down in " + place, e);
    }
  }

  /** Whether its assignment was written down; before that nothing of it was carried out. */
  static boolean wasBegun(Path place) {
    return Files.exists(place.resolve(ASSIGNMENT));
  }

  static SpooledAttempt open(Path place) throws IOException {
    var assignment = Json.read(Assignment.class, lines(place).getFirst());
    var file = place.resolve("report.json");
    var report =
        Files.exists(file)
            ? Optional.of(Json.read(AttemptReport.class, Files.readAllBytes(file)))
            : Optional.<AttemptReport>empty();
    var attempt = new SpooledAttempt(place, assignment, report);
    attempt.loadChunks();
    return attempt;
  }

  private void loadChunks() throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      for (var file :
          files.filter(f -> f.getFileName().toString().startsWith(CHUNK)).sorted().toList()) {
        var chunk = Json.read(LogChunk.class, Files.readAllBytes(file));
        chunks.put(chunk.sequence(), chunk);
        chunkChars += chunk.body().length();
      }
    }
  }

  public Assignment assignment() {
    return assignment;
  }

  /**
   * Its program's process group or container, for a later worker to end what is left of it. It
   * follows the assignment in one file: to make a file costs some systems a millisecond.
   */
  public void started(String program) {
    try {
      Files.writeString(place.resolve(ASSIGNMENT), "\n" + program, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write into the spool " + place, e);
    }
  }

  public Optional<String> program() {
    try {
      return lines(place).stream().skip(1).map(String::strip).findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The assignment, and the program's once it was started. */
  private static List<String> lines(Path place) throws IOException {
    return Files.readAllLines(place.resolve(ASSIGNMENT));
  }

  /** Keeps a chunk until it is confirmed; when there are too many the oldest go. */
  public synchronized void keep(LogChunk chunk) {
    chunks.put(chunk.sequence(), chunk);
    chunkChars += chunk.body().length();
    write(name(chunk.sequence()), Json.write(chunk));
    while (chunkChars > CHUNKS_MAX_CHARS && chunks.size() > 1) {
      confirmed(chunks.firstKey());
    }
  }

  public synchronized void confirmed(long sequence) {
    var chunk = chunks.remove(sequence);
    if (chunk != null) {
      chunkChars -= chunk.body().length();
      delete(place.resolve(name(sequence)));
    }
  }

  /** Chunks that control has not confirmed, in order. */
  public synchronized Collection<LogChunk> unconfirmed() {
    return List.copyOf(chunks.values());
  }

  /** Keeps what it changed until the report is confirmed. */
  public synchronized void changed(Changed what) {
    write(CHANGE, Json.write(what));
  }

  /** What it changed. */
  public synchronized Optional<Changed> change() {
    var file = place.resolve(CHANGE);
    try {
      return Files.exists(file)
          ? Optional.of(Json.read(Changed.class, Files.readAllBytes(file)))
          : Optional.empty();
    } catch (IOException | JacksonException e) {
      return Optional.empty(); // the worker may have died while it wrote
    }
  }

  /** Keeps the report until it is confirmed; durable on return. */
  public synchronized void end(AttemptReport how) {
    report = Optional.of(how);
    try {
      durable(place.resolve("report.json"), Json.write(how));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report down in " + place, e);
    }
  }

  public synchronized Optional<AttemptReport> report() {
    return report;
  }

  /** Control has it all: forgotten. */
  public synchronized void forget() {
    discard(place);
  }

  static void discard(Path place) {
    try (Stream<Path> files = Files.walk(place)) {
      files.sorted(Comparator.reverseOrder()).forEach(SpooledAttempt::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + place, e);
    }
  }

  private static String name(long sequence) {
    return CHUNK + "%09d".formatted(sequence);
  }

  private void write(String name, String text) {
    try {
      Files.writeString(place.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write into the spool " + place, e);
    }
  }

  private static void durable(Path file, String text) throws IOException {
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    try (var channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }
}
