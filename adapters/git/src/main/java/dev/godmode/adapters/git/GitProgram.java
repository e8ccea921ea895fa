package dev.godmode.adapters.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The git program, for what needs a person's own access to a repository: their ssh agent, their
 * credential helper. It asks for no password and runs no hooks of the repository.
 */
final class GitProgram {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int SAID_MAX_BYTES = 4 << 20;
  private static final int WORDS_MAX = 400;

  /**
   * How it ended.
   *
   * @param words what it said on its error stream, shortened
   */
  record Ended(int exit, String out, String words) {
    boolean well() {
      return exit == 0;
    }
  }

  private final Path folder;
  private final Map<String, String> variables;

  /** Runs in a folder, with some variables more. */
  GitProgram(Path folder, Map<String, String> variables) {
    this.folder = folder;
    this.variables = Map.copyOf(variables);
  }

  Ended run(String... arguments) throws IOException, InterruptedException {
    var out = Files.createTempFile("godmode-git", ".out");
    var errors = Files.createTempFile("godmode-git", ".err");
    try {
      var process = start(out, errors, arguments);
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IOException(
            "git %s did not end within %d s".formatted(arguments[0], LIMIT.toSeconds()));
      }
      return new Ended(process.exitValue(), text(out), words(text(errors)));
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(errors);
    }
  }

  private Process start(Path out, Path errors, String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of("git", "-c", "core.hooksPath=/dev/null", "-c", "protocol.ext.allow=never"));
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile());
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    builder.environment().putIfAbsent("GIT_SSH_COMMAND", "ssh -oBatchMode=yes");
    builder.environment().put("LC_ALL", "C");
    builder.environment().putAll(variables);
    return builder.start();
  }

  /** The same, and its output. */
  String must(String... arguments) throws IOException, InterruptedException {
    var ended = run(arguments);
    if (!ended.well()) {
      throw new IOException("git %s: %s".formatted(arguments[0], ended.words()));
    }
    return ended.out().strip();
  }

  private static String text(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(SAID_MAX_BYTES), StandardCharsets.UTF_8);
    }
  }

  private static String words(String text) {
    var words = text.strip().replaceAll("\\s+", " ");
    return words.length() <= WORDS_MAX ? words : words.substring(0, WORDS_MAX) + "…";
  }
}
