package dev.godmode.testkit.sim;

import dev.godmode.kernel.Changes;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.Effect;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.Reply;
import dev.godmode.protocol.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A batch that is being decided. */
final class Deciding {

  record Order(Command command, Consumer<Reply> answer) {}

  record Decided(Instant at, Event event) {}

  record Batch(
      List<Decided> events, Changes changes, List<Effect> effects, List<Runnable> answers) {}

  final List<Decided> events = new ArrayList<>();
  final List<Effect> effects = new ArrayList<>();
  final List<Runnable> answers = new ArrayList<>();

  Batch decided(Kernel kernel) {
    return new Batch(
        events, events.isEmpty() ? Changes.NONE : kernel.drainChanges(), effects, answers);
  }

  boolean isEmpty() {
    return events.isEmpty() && effects.isEmpty() && answers.isEmpty();
  }
}
