package dev.godmode.worker.executor;

import dev.godmode.worker.process.ProcessCensus;
import dev.godmode.worker.process.ProcessGroup;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Starts programs as processes of the node, each in a group of its own. */
public final class ProcessExecutor implements Executor {

  private final ProcessCensus census = new ProcessCensus();

  @Override
  public Program start(Launch launch) throws IOException {
    return new GroupProgram(
        ProcessGroup.start(
            new ProcessGroup.Start(launch.command(), launch.place().work(), launch.environment()),
            launch.joined(),
            launch.spoken()),
        census);
  }

  private record GroupProgram(ProcessGroup group, ProcessCensus census) implements Program {

    @Override
    public String id() {
      return String.valueOf(group.id());
    }

    @Override
    public InputStream output() {
      return group.process().getInputStream();
    }

    @Override
    public OutputStream input() {
      return group.process().getOutputStream();
    }

    @Override
    public InputStream errors() {
      return group.process().getErrorStream();
    }

    @Override
    public boolean awaitEnd(Duration longest) throws InterruptedException {
      return group.process().waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Exit exit() {
      return new Exit(group.process().exitValue(), false);
    }

    @Override
    public Reading reading() {
      var used = census.use(group.id());
      return new Reading(used.residentBytes(), used.cpuTicks());
    }

    @Override
    public void terminate() {
      group.terminate();
    }

    @Override
    public void kill() {
      group.kill();
    }

    /** Nothing is left of one that was killed; looking for it costs more than many a program. */
    @Override
    public void close() {
      if (group.process().isAlive()) {
        group.kill();
      }
    }
  }
}
