package dev.godmode.worker.attempt;

import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Limits;
import dev.godmode.protocol.task.StuckRule;
import dev.godmode.worker.executor.ExecutorLost;
import dev.godmode.worker.executor.Program;
import dev.godmode.worker.log.LogPump;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Watches a running program until it ends, and ends it when it goes over a limit or is told to. */
final class ProgramWatch {

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final int LOOKS_PER_MEMORY_READING = 10;
  private static final Duration KILLED_WITHIN = Duration.ofSeconds(30);

  /** Why the program was ended; empty when it ended by itself. */
  record Cut(Ending ending, String reason) {}

  private final Program program;
  private final Limits limits;
  private final LogPump log;
  private final StopSignal stop;
  private final Optional<ProgressWatch> progress;
  private final Optional<AgentTalk> talk;
  private final long began = System.nanoTime();

  ProgramWatch(
      Program program,
      Limits limits,
      LogPump log,
      StopSignal stop,
      Optional<ProgressWatch> progress,
      Optional<AgentTalk> talk) {
    this.program = program;
    this.limits = limits;
    this.log = log;
    this.stop = stop;
    this.progress = progress;
    this.talk = talk;
  }

  /** Returns when nothing of the program is left. */
  Optional<Cut> await() throws ExecutorLost, InterruptedException {
    var cut = Optional.<Cut>empty();
    for (var looks = 0; cut.isEmpty(); looks++) {
      if (program.awaitEnd(LOOK_EVERY)) {
        break;
      }
      cut = look(looks % LOOKS_PER_MEMORY_READING == 0);
    }
    if (cut.isPresent()) {
      end();
    }
    // Whatever it left running in the background goes too: the attempt is over.
    program.kill();
    return cut.or(this::outOfMemory);
  }

  /** Where the system itself sees to the limit. */
  private Optional<Cut> outOfMemory() {
    var exit = program.exit();
    return exit.outOfMemory() && exit.code() != 0
        ? Optional.of(
            new Cut(
                Ending.MEMORY_EXCEEDED,
                "it needed more memory than its limit of %d MiB"
                    .formatted(limits.memoryBytes() >> 20)))
        : Optional.empty();
  }

  private Optional<Cut> look(boolean readMemory) {
    var stopped = stop.reason();
    if (stopped.isPresent()) {
      return Optional.of(new Cut(Ending.STOPPED, stopped.get()));
    }
    if (worked().compareTo(limits.timeout()) > 0) {
      return Optional.of(
          new Cut(Ending.TIMED_OUT, "no end within its limit of " + words(limits.timeout())));
    }
    if (log.bytes() > limits.outputBytes()) {
      return Optional.of(
          new Cut(
              Ending.OUTPUT_EXCEEDED,
              "it printed more than its limit of %d bytes".formatted(limits.outputBytes())));
    }
    return readMemory ? lookAtUse() : Optional.empty();
  }

  /** Without the time in which it waits for people: nobody fails because others sleep. */
  private Duration worked() {
    var all = Duration.ofNanos(System.nanoTime() - began);
    return talk.map(AgentTalk::waited).map(all::minus).orElse(all);
  }

  private Optional<Cut> lookAtUse() {
    var reading = program.reading();
    var resident = reading.residentBytes();
    if (resident > limits.memoryBytes()) {
      return Optional.of(
          new Cut(
              Ending.MEMORY_EXCEEDED,
              "it used %d MiB of memory, its limit is %d MiB"
                  .formatted(resident >> 20, limits.memoryBytes() >> 20)));
    }
    if (talk.filter(AgentTalk::waits).isPresent()) {
      progress.ifPresent(watch -> watch.excuse(System.nanoTime()));
      return Optional.empty();
    }
    var idle =
        progress.flatMap(watch -> watch.look(System.nanoTime(), log.bytes(), reading.cpuTicks()));
    return idle.filter(_ -> limits.stuck().filter(StuckRule::stops).isPresent())
        .map(time -> new Cut(Ending.STUCK, "stuck: no sign of progress for " + words(time)));
  }

  private static String words(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private void end() throws ExecutorLost, InterruptedException {
    if (!stop.isAtOnce()) {
      program.terminate();
      if (program.awaitEnd(limits.killGrace())) {
        return;
      }
    }
    program.kill();
    if (!program.awaitEnd(KILLED_WITHIN)) {
      throw new ExecutorLost(
          "it was killed and has not ended within %d s".formatted(KILLED_WITHIN.toSeconds()));
    }
  }
}
