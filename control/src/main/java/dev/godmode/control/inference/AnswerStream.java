package dev.godmode.control.inference;

import dev.godmode.protocol.inference.ModelFault;
import java.time.Duration;
import java.util.List;

/** An answer that comes event by event. Whoever reads it must close it, read to its end or not. */
public interface AnswerStream extends AutoCloseable {

  /** What comes next. */
  sealed interface Part {}

  record Said(List<ServerEvent> events) implements Part {
    public Said {
      events = List.copyOf(events);
    }
  }

  /** Nothing in the time given; the provider may still be thinking. */
  record Quiet() implements Part {}

  /** It is whole, with these last events. */
  record Over(List<ServerEvent> events) implements Part {
    public Over {
      events = List.copyOf(events);
    }
  }

  /** It broke off; these events say so to the client. */
  record Broke(ModelFault fault, List<ServerEvent> events) implements Part {
    public Broke {
      events = List.copyOf(events);
    }
  }

  /** Who answers. */
  String provider();

  /** The next part, or {@link Quiet} after so long. */
  Part next(Duration within);

  @Override
  void close();
}
