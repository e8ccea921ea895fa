package dev.godmode.worker.workspace;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The git program. It asks nobody for a password, runs no hooks, and ends within its limit. */
final class Git {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int ERRORS_MAX_BYTES = 16 << 10;
  private static final int WORDS_MAX = 400;

  /** Settings of the machine and of its user are left out: they may name programs to run. */
  static final Map<String, String> SEALED =
      Map.of("GIT_CONFIG_GLOBAL", "/dev/null", "GIT_CONFIG_NOSYSTEM", "1");

  private static final List<String> ALWAYS =
      List.of(
          "git",
          "-c",
          "core.hooksPath=/dev/null",
          "-c",
          "protocol.ext.allow=never",
          "-c",
          "gc.auto=0",
          "-c",
          "advice.detachedHead=false");

  private final int outMaxBytes;

  /**
   * Says no more than so much.
   *
   * @param outMaxBytes what is said beyond is not read, and the outcome is told as cut
   */
  Git(int outMaxBytes) {
    this.outMaxBytes = outMaxBytes;
  }

  /**
   * What it said.
   *
   * @param cut whether there was more
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
  record Said(byte[] out, boolean cut) {
    String text() {
      return new String(out, StandardCharsets.UTF_8);
    }
  }

  /**
   * Runs it to its end.
   *
   * @throws IOException in words for people, when it did not end well
   */
  Said run(Path folder, Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(ALWAYS);
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectInput(new File("/dev/null"));
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    builder.environment().putIfAbsent("GIT_SSH_COMMAND", "ssh -oBatchMode=yes");
    builder.environment().put("LC_ALL", "C");
    builder.environment().putAll(variables);
    var process = builder.start();
    try {
      var out = reading(process.getInputStream(), outMaxBytes + 1);
      var errors = reading(process.getErrorStream(), ERRORS_MAX_BYTES);
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "git %s did not end within %d s".formatted(verb(arguments), LIMIT.toSeconds()));
      }
      var said = out.join();
      if (process.exitValue() != 0) {
        throw new IOException("git %s: %s".formatted(verb(arguments), words(errors.join())));
      }
      var cut = said.length > outMaxBytes;
      return new Said(cut ? new byte[0] : said, cut);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String verb(String... arguments) {
    return arguments[0];
  }

  /** Reads to the end, and keeps no more than so much of it. */
  private static CompletableFuture<byte[]> reading(InputStream in, int most) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (in) {
            var kept = in.readNBytes(most);
            in.transferTo(OutputStream.nullOutputStream());
            return kept;
          } catch (IOException e) {
            return new byte[0]; // it was ended
          }
        },
        Thread::startVirtualThread);
  }

  private static String words(byte[] errors) {
    var text = new String(errors, StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
    return text.length() <= WORDS_MAX ? text : text.substring(0, WORDS_MAX) + "…";
  }
}
