package dev.godmode.worker.attempt;

import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.CheckResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What lasts of an agent's conversation from one attempt of its task to the next on this node: the
 * program's own folder, the conversation's name in it, and why the attempt before did not do.
 */
final class TalkMemory {

  private static final int TEXT_MAX_BYTES = 8 << 10;

  private final Path folder;

  private TalkMemory(Path folder) {
    this.folder = folder;
  }

  /** That of a task; the folder is made where it is missing. */
  static TalkMemory in(Path folder) throws IOException {
    if (Files.isSymbolicLink(folder)) {
      throw new IOException("%s is a link and must be a folder: delete it".formatted(folder));
    }
    Files.createDirectories(folder.resolve("program"));
    return new TalkMemory(folder);
  }

  /** The program's own. */
  Path program() {
    return folder.resolve("program");
  }

  Optional<String> session() throws IOException {
    return text("session");
  }

  void session(String id) throws IOException {
    write("session", id);
  }

  /** Why the attempt before did not do; empty when there was none. */
  Optional<String> lesson() throws IOException {
    return text("lesson");
  }

  /** Remembers how an attempt ended, for the next one. */
  void learn(AttemptReport report) throws IOException {
    var words = new StringBuilder(report.reason());
    report.checks().stream()
        .filter(check -> !check.passed())
        .forEach(check -> words.append("\n\n").append(told(check)));
    if (words.isEmpty()) {
      Files.deleteIfExists(folder.resolve("lesson"));
    } else {
      write("lesson", words.toString());
    }
  }

  private static String told(CheckResult check) {
    return "check failed, exit code %d: %s\n%s"
        .formatted(check.exitCode(), check.name(), check.output().strip());
  }

  private Optional<String> text(String name) throws IOException {
    var file = folder.resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (var in = Files.newInputStream(file)) {
      var text = new String(in.readNBytes(TEXT_MAX_BYTES), StandardCharsets.UTF_8).strip();
      return Optional.of(text).filter(words -> !words.isEmpty());
    }
  }

  private void write(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.deleteIfExists(file); // a link that a program left is not followed
    Files.writeString(file, text);
  }
}
