package dev.godmode.control.engine;

import dev.godmode.kernel.Changes;
import dev.godmode.kernel.Effect;
import dev.godmode.protocol.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What was decided together and becomes durable together. Owned by one thread at a time. */
final class Batch {

  /** An event that has no place in the chain yet. */
  record Decided(Instant at, String by, Event event) {}

  /** A caller that waits for the commit. */
  interface Answer {
    void give();

    void fail(RuntimeException fault);
  }

  private final List<Decided> events = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();
  private final List<Changes> changes = new ArrayList<>();

  void add(Instant at, String by, List<Event> decided) {
    decided.forEach(event -> events.add(new Decided(at, by, event)));
  }

  void add(List<Effect> more) {
    effects.addAll(more);
  }

  void add(Answer answer) {
    answers.add(answer);
  }

  void add(Changes more) {
    changes.add(more);
  }

  /** Takes over what was decided right behind it. */
  void add(Batch later) {
    events.addAll(later.events);
    effects.addAll(later.effects);
    answers.addAll(later.answers);
    changes.addAll(later.changes);
  }

  List<Decided> events() {
    return events;
  }

  List<Effect> effects() {
    return effects;
  }

  List<Answer> answers() {
    return answers;
  }

  /** What each of the decisions changed, in their order. */
  List<Changes> changes() {
    return changes;
  }

  int size() {
    return events.size() + effects.size() + answers.size();
  }
}
