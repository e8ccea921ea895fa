package dev.godmode.worker.attempt;

import dev.godmode.protocol.task.StuckRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Evidence that a program makes progress: it prints, its processes use a processor, or a file of
 * its workspace changes. Being alive is none. Files are looked at ten times within the limit at
 * most, and so many of them: a look is cheap however large the workspace is.
 */
final class ProgressWatch {

  /** Of a look's half second at a hundred ticks a second: a tenth of one core. */
  static final int BUSY_TICKS = 5;

  static final int FILES_MAX = 5_000;
  private static final int FILE_LOOKS = 10;

  private final StuckRule rule;
  private final Path work;
  private final Consumer<Optional<Duration>> tell;
  private long movedNanos;
  private long filesAtNanos;
  private long bytes;
  private long ticks;
  private long newest;
  private boolean stuck;

  /**
   * Begins now.
   *
   * @param tell hears for how long it is stuck, or nothing when it moves again; on change only
   */
  ProgressWatch(StuckRule rule, Path work, long nowNanos, Consumer<Optional<Duration>> tell) {
    this.rule = rule;
    this.work = work;
    this.tell = tell;
    this.movedNanos = nowNanos;
    this.filesAtNanos = nowNanos;
    this.newest = newestMillis();
  }

  /** For how long it is stuck; empty while it is not. */
  Optional<Duration> look(long nowNanos, long outputBytes, long cpuTicks) {
    var moved = outputBytes != bytes || Math.abs(cpuTicks - ticks) >= BUSY_TICKS;
    bytes = outputBytes;
    ticks = cpuTicks;
    if (moved || filesChanged(nowNanos)) {
      movedNanos = nowNanos;
    }
    var idle = Duration.ofNanos(nowNanos - movedNanos);
    var now = idle.compareTo(rule.after()) >= 0;
    if (now != stuck) {
      stuck = now;
      tell.accept(now ? Optional.of(idle) : Optional.empty());
    }
    return Optional.of(idle).filter(_ -> now);
  }

  /** It may be idle just now: that is no sign of trouble. */
  void excuse(long nowNanos) {
    movedNanos = nowNanos;
    if (stuck) {
      stuck = false;
      tell.accept(Optional.empty());
    }
  }

  private boolean filesChanged(long nowNanos) {
    if (nowNanos - filesAtNanos < rule.after().toNanos() / FILE_LOOKS) {
      return false;
    }
    filesAtNanos = nowNanos;
    var found = newestMillis();
    var changed = found != newest;
    newest = found;
    return changed;
  }

  /** When the newest file changed, by the file system's own clock; only compared with itself. */
  private long newestMillis() {
    try (Stream<Path> files = Files.walk(work)) {
      return files.limit(FILES_MAX).mapToLong(ProgressWatch::changedMillis).max().orElse(0);
    } catch (IOException | UncheckedIOException e) {
      return 0; // the program moves its files just now: the next look tells
    }
  }

  private static long changedMillis(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }
}
