package dev.godmode.worker.attempt;

import dev.godmode.protocol.recent.RecentMap;
import dev.godmode.protocol.stream.StepReport;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.worker.driver.Happening.StepBegan;
import dev.godmode.worker.driver.Happening.StepEnded;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * Tells control what steps a program takes. When control is back after a break it is told the last
 * ones again: it knows them by their ids.
 */
final class StepTeller {

  private static final int KEPT = 50;

  private record Taken(
      String tool, String what, long beganNanos, OptionalLong endedNanos, boolean failed) {
    Taken ended(long nanos, boolean badly) {
      return new Taken(tool, what, beganNanos, OptionalLong.of(nanos), badly);
    }
  }

  private final AttemptKey attempt;
  private final Consumer<WorkerMessage> tell;
  private final UnaryOperator<String> shown;
  private final LongSupplier nanos;
  private final Map<String, Taken> last = RecentMap.byAge(KEPT);

  /**
   * Has told nothing yet.
   *
   * @param shown a text as people may see it
   */
  StepTeller(
      AttemptKey attempt,
      Consumer<WorkerMessage> tell,
      UnaryOperator<String> shown,
      LongSupplier nanos) {
    this.attempt = attempt;
    this.tell = tell;
    this.shown = shown;
    this.nanos = nanos;
  }

  synchronized void began(StepBegan step) {
    var begun =
        new Taken(
            shown.apply(step.tool()),
            shown.apply(step.what()),
            nanos.getAsLong(),
            OptionalLong.empty(),
            false);
    last.put(step.id(), begun);
    say(step.id(), begun);
  }

  /** The end of one that was never seen to begin is nobody's. */
  synchronized void ended(StepEnded step) {
    var taken = last.get(step.id());
    if (taken != null && taken.endedNanos().isEmpty()) {
      var over = taken.ended(nanos.getAsLong(), step.failed());
      last.put(step.id(), over);
      say(step.id(), over);
    }
  }

  /** Control is back, and may have missed some. */
  synchronized void again() {
    last.forEach(this::say);
  }

  private void say(String id, Taken taken) {
    var took =
        taken.endedNanos().stream()
            .mapToObj(end -> Duration.ofNanos(end - taken.beganNanos()))
            .findFirst();
    tell.accept(
        new WorkerMessage.Stepped(
            attempt,
            new StepReport(
                id,
                taken.tool(),
                taken.what(),
                Duration.ofNanos(nanos.getAsLong() - taken.beganNanos()),
                took,
                taken.failed())));
  }
}
