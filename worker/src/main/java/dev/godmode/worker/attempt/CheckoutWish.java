package dev.godmode.worker.attempt;

import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.stream.WorkerMessage.CheckoutWanted;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.Checkout;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Asks control which commit an attempt begins from, and waits; while control is away for it. */
final class CheckoutWish {

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  /** Until an answer comes. */
  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(15);

  /** So often control may say "later". */
  private static final int LATER_MAX = 4;

  private static final int ANSWERS_MAX = 8;

  /** What may be heard of control. */
  sealed interface Answer permits Outcome, Later, Silence {}

  /** What comes of it. */
  sealed interface Outcome extends Answer permits Named, Missing, Stopped {}

  record Named(Checkout checkout) implements Outcome {}

  record Missing(String reason) implements Outcome {}

  /** The attempt was told to stop. */
  record Stopped(String reason) implements Outcome {}

  /** Asking again may help. */
  record Later(String reason) implements Answer {}

  /** Control is away: it is waited for. */
  record Silence() implements Answer {}

  private final AttemptKey attempt;
  private final Consumer<WorkerMessage> tell;
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>(ANSWERS_MAX);

  CheckoutWish(AttemptKey attempt, Consumer<WorkerMessage> tell) {
    this.attempt = attempt;
    this.tell = tell;
  }

  /** Control's answer; one too many is let go, for it says the same. */
  void received(Checkout checkout) {
    var _ = answers.offer(new Named(checkout));
  }

  void refused(String reason, boolean later) {
    var _ = answers.offer(later ? new Later(reason) : new Missing(reason));
  }

  /** Asks until there is an answer that counts. */
  Outcome await(StopSignal stop) throws InterruptedException {
    for (var later = 0; ; ) {
      tell.accept(new CheckoutWanted(attempt));
      switch (next(stop)) {
        case Outcome known -> {
          return known;
        }
        case Later(var why) -> {
          if (++later >= LATER_MAX) {
            return new Missing(why);
          }
        }
        case Silence _ -> {}
      }
    }
  }

  /** The next answer; without one in time it is to be asked again. */
  private Answer next(StopSignal stop) throws InterruptedException {
    var end = System.nanoTime() + ASK_AGAIN_AFTER.toNanos();
    var last = Optional.<Answer>empty();
    while (end - System.nanoTime() > 0) {
      if (stop.reason().isPresent()) {
        return new Stopped(stop.reason().get());
      }
      var answer = Optional.ofNullable(answers.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
      if (answer.isPresent() && !(answer.get() instanceof Later)) {
        return answer.get();
      }
      last = answer.isPresent() ? answer : last;
    }
    return last.orElseGet(Silence::new);
  }
}
