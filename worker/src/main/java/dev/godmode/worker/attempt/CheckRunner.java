package dev.godmode.worker.attempt;

import dev.godmode.protocol.stream.LogLine.Source;
import dev.godmode.protocol.task.Check;
import dev.godmode.protocol.task.CheckResult;
import dev.godmode.worker.executor.Executor;
import dev.godmode.worker.executor.ExecutorLost;
import dev.godmode.worker.log.LogPump;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Runs acceptance checks in the attempt's workplace: the evidence. */
final class CheckRunner {

  private static final int OUTPUT_MAX_BYTES = 4 << 10;
  private static final int TIMED_OUT = 124;
  private static final int COULD_NOT_START = 127;
  private static final Duration LAST_BYTES_WAIT = Duration.ofSeconds(1);

  private final Executor executor;
  private final Workplace workplace;
  private final LogPump log;

  CheckRunner(Executor executor, Workplace workplace, LogPump log) {
    this.executor = executor;
    this.workplace = workplace;
    this.log = log;
  }

  CheckResult run(Check check) throws ExecutorLost, InterruptedException {
    var began = System.nanoTime();
    var result = result(check, began);
    log.say(
        Source.CHECK,
        "%s %s%s"
            .formatted(
                result.passed() ? "✓" : "✗",
                result.name(),
                result.passed() ? "" : " (exit %d)".formatted(result.exitCode())));
    if (!result.output().isBlank()) {
      log.say(Source.CHECK, result.output().strip());
    }
    return result;
  }

  private CheckResult result(Check check, long began) throws ExecutorLost, InterruptedException {
    try (var program = executor.start(workplace.launch(check.command()))) {
      var tail = new Tail(program.output());
      var inTime = program.awaitEnd(check.timeout());
      program.kill();
      var output = tail.text();
      return inTime
          ? result(check, program.exit().code(), began, output)
          : result(check, TIMED_OUT, began, output + "\nno end within " + check.timeout());
    } catch (ExecutorLost e) {
      throw e;
    } catch (IOException e) {
      return result(check, COULD_NOT_START, began, String.valueOf(e.getMessage()));
    }
  }

  private CheckResult result(Check check, int exitCode, long began, String output) {
    return new CheckResult(
        workplace.redaction().apply(check.name()),
        exitCode == 0,
        exitCode,
        Duration.ofNanos(System.nanoTime() - began).truncatedTo(ChronoUnit.MILLIS),
        workplace.redaction().apply(output));
  }

  /** Reads a stream to its end and remembers the last part. */
  private static final class Tail {

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Thread reader;

    Tail(InputStream in) {
      reader = Thread.ofVirtual().name("check-output").start(() -> read(in));
    }

    private void read(InputStream in) {
      try (in) {
        var chunk = new byte[OUTPUT_MAX_BYTES];
        for (var n = in.read(chunk); n >= 0; n = in.read(chunk)) {
          keep(chunk, n);
        }
      } catch (IOException e) {
        // The check was killed: there is nothing more to read.
      }
    }

    private synchronized void keep(byte[] chunk, int length) {
      kept.write(chunk, 0, length);
      if (kept.size() > 2 * OUTPUT_MAX_BYTES) {
        var all = kept.toByteArray();
        kept.reset();
        kept.write(all, all.length - OUTPUT_MAX_BYTES, OUTPUT_MAX_BYTES);
      }
    }

    String text() throws InterruptedException {
      reader.join(LAST_BYTES_WAIT);
      synchronized (this) {
        var all = kept.toByteArray();
        var from = Math.max(0, all.length - OUTPUT_MAX_BYTES);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8);
      }
    }
  }
}
