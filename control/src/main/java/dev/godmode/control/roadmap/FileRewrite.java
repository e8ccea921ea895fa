package dev.godmode.control.roadmap;

import dev.godmode.control.line.LineScanner;
import dev.godmode.control.roadmap.RoadmapRow.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Replaces a file at once: readers see the old one or the new one, whole, also after a power cut.
 * Bytes that nobody asked to change are copied.
 */
final class FileRewrite {

  private final Path file;

  FileRewrite(Path file) {
    this.file = file;
  }

  /** New text for a place in the file. */
  record Replacement(Place place, String text) {}

  /** The new file. */
  record Written(FileStamp stamp, String hash) {}

  /**
   * Writes.
   *
   * @param expected what the file looked like when the replacements were thought of
   * @param ended whether the last line has an end
   * @return what the file is now; empty when somebody wrote to it meanwhile, and nothing was done
   */
  Optional<Written> write(
      FileStamp expected, List<Replacement> replacements, List<String> appended, boolean ended)
      throws IOException {
    var target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    var folder = Optional.ofNullable(target.getParent()).orElseThrow();
    var draft = folder.resolve("." + target.getFileName() + ".godmode");
    Files.deleteIfExists(draft);
    try (var out =
        FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      copyReplacing(target, replacements, out);
      append(appended, ended, out);
      out.force(true);
    }
    keepMode(target, draft);
    var written = new Written(FileStamp.of(draft), hash(draft));
    if (!FileStamp.of(file).equals(expected)) {
      Files.delete(draft);
      return Optional.empty();
    }
    Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(folder);
    return Optional.of(written);
  }

  private static String hash(Path draft) throws IOException {
    try (var in = Files.newInputStream(draft)) {
      return LineScanner.scan(in, 0, _ -> {}).hash();
    }
  }

  private static void copyReplacing(Path source, List<Replacement> replacements, FileChannel out)
      throws IOException {
    if (Files.notExists(source)) {
      return;
    }
    var sorted =
        replacements.stream()
            .sorted(Comparator.comparingLong(replacement -> replacement.place().from()))
            .toList();
    try (var in = FileChannel.open(source, StandardOpenOption.READ)) {
      var copied = 0L;
      for (var replacement : sorted) {
        copy(in, copied, replacement.place().from(), out);
        write(out, replacement.text());
        copied = replacement.place().to();
      }
      copy(in, copied, in.size(), out);
    }
  }

  private static void copy(FileChannel in, long from, long to, FileChannel out) throws IOException {
    for (var at = from; at < to; ) {
      var moved = in.transferTo(at, to - at, out);
      if (moved <= 0) {
        throw new FileSystemException("the roadmap became shorter while it was read");
      }
      at += moved;
    }
  }

  private static void append(List<String> lines, boolean ended, FileChannel out)
      throws IOException {
    if (!lines.isEmpty() && !ended) {
      write(out, "\n");
    }
    for (var line : lines) {
      write(out, line + "\n");
    }
  }

  private static void write(FileChannel out, String text) throws IOException {
    var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private static void keepMode(Path target, Path draft) throws IOException {
    var view = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
    if (view != null && Files.exists(target)) {
      view.setPermissions(Files.getPosixFilePermissions(target));
    }
  }

  /** Makes the new name durable; systems that cannot do that to a folder do it by themselves. */
  private static void force(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
