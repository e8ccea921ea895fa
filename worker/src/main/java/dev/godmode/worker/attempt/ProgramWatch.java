package dev.godmode.worker.attempt;

import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Limits;
import dev.godmode.protocol.task.StuckRule;
import dev.godmode.worker.log.LogPump;
import dev.godmode.worker.process.ProcessGroup;
import dev.godmode.worker.process.ProcessTree;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Watches a running program until it ends, and ends it when it goes over a limit or is told to. */
final class ProgramWatch {

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final int LOOKS_PER_MEMORY_READING = 10;

  /** Why the program was ended; empty when it ended by itself. */
  record Cut(Ending ending, String reason) {}

  private final ProcessGroup group;
  private final Limits limits;
  private final LogPump log;
  private final StopSignal stop;
  private final Optional<ProgressWatch> progress;
  private final long began = System.nanoTime();

  ProgramWatch(
      ProcessGroup group,
      Limits limits,
      LogPump log,
      StopSignal stop,
      Optional<ProgressWatch> progress) {
    this.group = group;
    this.limits = limits;
    this.log = log;
    this.stop = stop;
    this.progress = progress;
  }

  /** Returns when nothing of the program is left. */
  Optional<Cut> await() throws InterruptedException {
    var cut = Optional.<Cut>empty();
    for (var looks = 0; cut.isEmpty(); looks++) {
      if (group.process().waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        break;
      }
      cut = look(looks % LOOKS_PER_MEMORY_READING == 0);
    }
    if (cut.isPresent()) {
      end();
    }
    // Whatever it left running in the background goes too: the attempt is over.
    group.kill();
    return cut;
  }

  private Optional<Cut> look(boolean readMemory) {
    var stopped = stop.reason();
    if (stopped.isPresent()) {
      return Optional.of(new Cut(Ending.STOPPED, stopped.get()));
    }
    if (System.nanoTime() - began > limits.timeout().toNanos()) {
      return Optional.of(
          new Cut(Ending.TIMED_OUT, "no end within its limit of " + words(limits.timeout())));
    }
    if (log.bytes() > limits.outputBytes()) {
      return Optional.of(
          new Cut(
              Ending.OUTPUT_EXCEEDED,
              "it printed more than its limit of %d bytes".formatted(limits.outputBytes())));
    }
    return readMemory ? lookAtProcesses() : Optional.empty();
  }

  private Optional<Cut> lookAtProcesses() {
    var reading = ProcessTree.reading(group.id());
    var resident = reading.residentBytes();
    if (resident > limits.memoryBytes()) {
      return Optional.of(
          new Cut(
              Ending.MEMORY_EXCEEDED,
              "it used %d MiB of memory, its limit is %d MiB"
                  .formatted(resident >> 20, limits.memoryBytes() >> 20)));
    }
    var idle =
        progress.flatMap(watch -> watch.look(System.nanoTime(), log.bytes(), reading.cpuTicks()));
    return idle.filter(_ -> limits.stuck().filter(StuckRule::stops).isPresent())
        .map(time -> new Cut(Ending.STUCK, "stuck: no sign of progress for " + words(time)));
  }

  private static String words(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private void end() throws InterruptedException {
    if (!stop.isAtOnce()) {
      group.terminate();
      if (group.process().waitFor(limits.killGrace().toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    }
    group.kill();
    group.process().waitFor();
  }
}
