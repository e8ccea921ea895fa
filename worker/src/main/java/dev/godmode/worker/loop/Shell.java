package dev.godmode.worker.loop;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Runs lines of shell in the workspace, as the agent's program itself. */
final class Shell {

  static final Duration RUNS_MAX = Duration.ofMinutes(10);
  static final int SAID_MAX_BYTES = 32 << 10;
  private static final int READ_BYTES = 8 << 10;

  private final Path folder;

  Shell(Path folder) {
    this.folder = folder;
  }

  /** How it ended, and the end of what it printed. */
  String run(String line) {
    try {
      var process =
          new ProcessBuilder("/bin/sh", "-c", line)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .start();
      var said = new Tail();
      var reader = Thread.ofVirtual().start(() -> said.readAll(process.getInputStream()));
      if (!process.waitFor(RUNS_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        return "it ran for %d minutes and was ended\n%s"
            .formatted(RUNS_MAX.toMinutes(), said.text());
      }
      reader.join(Duration.ofSeconds(1)); // what it left running may hold the pipe
      return "exit code %d\n%s".formatted(process.exitValue(), said.text());
    } catch (IOException e) {
      throw new ToolTrouble("it cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolTrouble("interrupted");
    }
  }

  /** The last that was printed. */
  private static final class Tail {

    private byte[] kept = new byte[0];
    private boolean cut;

    void readAll(InputStream in) {
      var chunk = new byte[READ_BYTES];
      try (in) {
        for (var n = in.read(chunk); n >= 0; n = in.read(chunk)) {
          add(chunk, n);
        }
      } catch (IOException _) {
        // It was ended.
      }
    }

    private synchronized void add(byte[] chunk, int length) {
      var all = new ByteArrayOutputStream();
      all.writeBytes(kept);
      all.write(chunk, 0, length);
      var bytes = all.toByteArray();
      var from = Math.max(0, bytes.length - SAID_MAX_BYTES);
      cut |= from > 0;
      kept = Arrays.copyOfRange(bytes, from, bytes.length);
    }

    synchronized String text() {
      return (cut ? "(only the last %d bytes)\n".formatted(SAID_MAX_BYTES) : "")
          + new String(kept, StandardCharsets.UTF_8);
    }
  }
}
