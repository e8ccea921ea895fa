package dev.godmode.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a process of ours said last of why it ends, by its log. */
final class LastWords {

  private LastWords() {}

  /**
   * The last severe line of a program's main class.
   *
   * @param program {@code server}, {@code server.replica} or {@code worker}
   */
  static Optional<String> of(Path log, String program) {
    var mark = " SEVERE dev.godmode.%s.Main ".formatted(program);
    try {
      return Files.exists(log)
          ? LogsCommand.tail(log).stream()
              .filter(line -> line.contains(mark))
              .reduce((_, later) -> later)
              .map(line -> line.substring(line.indexOf(mark) + mark.length()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
