package dev.godmode.worker.attempt;

import dev.godmode.protocol.stream.ControlMessage.NoSecrets;
import dev.godmode.protocol.stream.ControlMessage.Secrets;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.stream.WorkerMessage.SecretsWanted;
import dev.godmode.protocol.task.AttemptKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The secrets that an attempt names, asked of control when its program is about to start. While
 * control is away the attempt waits; while a source of control is in trouble it asks again.
 */
final class SecretsWish {

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  /** Until an answer comes. */
  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(10);

  /** So often control may say "later". */
  private static final int LATER_MAX = 12;

  private static final int ANSWERS_MAX = 8;

  /** What comes of it. */
  sealed interface Outcome {}

  /** Name to value. */
  record Granted(Map<String, String> values) implements Outcome {}

  /** There is one without which the program cannot run. */
  record Missing(String reason) implements Outcome {}

  /** The attempt was told to stop. */
  record Stopped(String reason) implements Outcome {}

  private sealed interface Answer {}

  private record Given(Secrets secrets) implements Answer {}

  private record Refused(NoSecrets why) implements Answer {}

  private final AttemptKey attempt;
  private final Path own;
  private final Consumer<WorkerMessage> tell;
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>(ANSWERS_MAX);

  /**
   * A wish that is not said yet.
   *
   * @param own the node's own file of secrets
   */
  SecretsWish(AttemptKey attempt, Path own, Consumer<WorkerMessage> tell) {
    this.attempt = attempt;
    this.own = own;
    this.tell = tell;
  }

  /** Control's answer; one too many is let go, for it says the same. */
  void received(Secrets secrets) {
    var _ = answers.offer(new Given(secrets));
  }

  void refused(NoSecrets why) {
    var _ = answers.offer(new Refused(why));
  }

  /** Asks until there is an answer that counts. */
  Outcome await(StopSignal stop) throws InterruptedException {
    var later = 0;
    while (true) {
      tell.accept(new SecretsWanted(attempt));
      var askNext = System.nanoTime() + ASK_AGAIN_AFTER.toNanos();
      var answer = Optional.<Answer>empty();
      while (answer.isEmpty() && askNext - System.nanoTime() > 0) {
        if (stop.reason().isPresent()) {
          return new Stopped(stop.reason().get());
        }
        answer = Optional.ofNullable(answers.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        if (answer.isPresent() && isLater(answer.get()) && ++later < LATER_MAX) {
          answer = Optional.empty();
        }
      }
      if (answer.isPresent()) {
        return outcome(answer.get());
      }
    }
  }

  private static boolean isLater(Answer answer) {
    return answer instanceof Refused(NoSecrets(_, _, var later)) && later;
  }

  private Outcome outcome(Answer answer) {
    return switch (answer) {
      case Refused(NoSecrets(_, var reason, _)) -> new Missing(reason);
      case Given(Secrets(_, var values, var ownNames)) -> withOwn(values, ownNames);
    };
  }

  /** What control has no value for may be in the node's own file. */
  private Outcome withOwn(Map<String, String> values, Map<String, String> names) {
    if (names.isEmpty()) {
      return new Granted(values);
    }
    return switch (SecretsFile.read(own)) {
      case SecretsFile.Unusable(var why) -> new Missing(why);
      case SecretsFile.Values(var here) -> {
        var all = new HashMap<>(values);
        for (var name : names.keySet()) {
          var value = here.get(name);
          if (value == null) {
            yield new Missing(
                "%s, and this node has none in %s either".formatted(names.get(name), own));
          }
          all.put(name, value);
        }
        yield new Granted(all);
      }
    };
  }
}
