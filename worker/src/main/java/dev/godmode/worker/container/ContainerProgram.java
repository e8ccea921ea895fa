package dev.godmode.worker.container;

import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.worker.executor.ExecutorLost;
import dev.godmode.worker.executor.Launch;
import dev.godmode.worker.executor.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program that runs in a container. */
final class ContainerProgram implements Program {

  private static final System.Logger LOG = System.getLogger(ContainerProgram.class.getName());

  private final Engine engine;
  private final EngineWatch watch;
  private final Launch launch;
  private final String id;
  private final OutputFrames frames;
  private final FutureTask<Exit> end;

  /** Waits for its end from now on, in a thread of its own. */
  ContainerProgram(
      Engine engine, EngineWatch watch, Launch launch, String id, OutputFrames frames) {
    this.engine = engine;
    this.watch = watch;
    this.launch = launch;
    this.id = id;
    this.frames = frames;
    this.end = new FutureTask<>(() -> engine.awaitEnd(id));
    Thread.ofVirtual().name("container-" + launch.attempt()).start(end);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public InputStream output() {
    return frames.output();
  }

  /** Programs in containers are not spoken to. */
  @Override
  public OutputStream input() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public InputStream errors() {
    return frames.errors();
  }

  @Override
  public boolean awaitEnd(Duration longest) throws ExecutorLost, InterruptedException {
    try {
      var _ = end.get(longest.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      // Before anyone is told of it: this node can run no container just now.
      watch.look();
      var cause = Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse("");
      throw new EngineDown("its container is lost: " + cause);
    }
  }

  @Override
  public Exit exit() {
    return end.resultNow();
  }

  /** The engine holds it to its limit, and its processes may be on another machine's kernel. */
  @Override
  public Reading reading() {
    return Reading.UNKNOWN;
  }

  @Override
  public void terminate() throws ExecutorLost, InterruptedException {
    engine.signal(id, "TERM");
  }

  @Override
  public void kill() throws ExecutorLost, InterruptedException {
    if (!end.isDone()) {
      engine.signal(id, "KILL");
    }
  }

  /** Removes the container; where the engine is gone, it is swept away when it is back. */
  @Override
  public void close() {
    end.cancel(true);
    try {
      engine.remove(id);
    } catch (IOException e) {
      LOG.log(WARNING, "container left attempt={0}: {1}", launch.attempt(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      frames.close();
      SealedEnvironment.forget(launch.place().home());
      watch.ended(launch.attempt().toString());
    }
  }
}
