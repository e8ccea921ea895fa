package dev.godmode.cli;

import dev.godmode.protocol.api.Daemons.GatewayProcess;
import dev.godmode.protocol.api.Daemons.WorkerProcess;
import dev.godmode.protocol.api.Requests.Done;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops what runs on this machine; nothing is lost, and gmup goes on where it was. */
@Command(
    name = "down",
    description = "Stop gateway, worker, control and database of this machine in good order.")
final class DownCommand implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Mixin Common common = new Common();

  @Override
  public Integer call() throws InterruptedException {
    var progress = new Progress(common.json);
    var stopped = new ArrayList<String>();
    var gateway = common.home.gateway().map(GatewayProcess::pid);
    if (gateway.isPresent()) {
      stop(progress, "gateway", gateway.get());
      stopped.add("gateway");
    }
    var worker = common.home.worker().map(WorkerProcess::pid);
    if (worker.isPresent()) {
      stop(progress, "worker", worker.get());
      stopped.add("worker");
    }
    var control = common.home.control();
    if (control.isPresent()) {
      stop(progress, "control", control.get().pid());
      stopped.add("control");
    }
    progress.done();
    var words =
        stopped.isEmpty()
            ? "Nothing is running."
            : "Stopped %s."
                .formatted(String.join(", ", stopped).replaceFirst(", (?!.*, )", " and "));
    common.answer(new Done(words), words);
    return Exit.OK;
  }

  private static void stop(Progress progress, String name, long pid) throws InterruptedException {
    var handle = ProcessHandle.of(pid);
    if (handle.isEmpty()) {
      return;
    }
    progress.say("Stopping " + name);
    handle.get().destroy();
    try {
      handle.get().onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      handle.get().destroyForcibly();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
