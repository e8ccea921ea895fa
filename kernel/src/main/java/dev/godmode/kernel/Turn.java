package dev.godmode.kernel;

import dev.godmode.protocol.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One command being decided: facts are applied as they are stated, so later ones build on them. */
final class Turn {

  static final Reply DONE = new Reply.Done();

  private final Instant now;
  private final State state;
  private final KernelSettings settings;
  private final List<Event> events = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();

  Turn(Instant now, State state, KernelSettings settings) {
    this.now = now;
    this.state = state;
    this.settings = settings;
  }

  Instant now() {
    return now;
  }

  State state() {
    return state;
  }

  KernelSettings settings() {
    return settings;
  }

  void emit(Event event) {
    state.apply(now, event);
    events.add(event);
  }

  void act(Effect effect) {
    effects.add(effect);
  }

  Decision decided(Reply reply) {
    return new Decision(events, effects, reply);
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would cost the kernel a library
  static Reply refused(Reply.Code code, String why, Object... values) {
    return new Reply.Refused(code, why.formatted(values));
  }
}
