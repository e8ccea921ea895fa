package dev.godmode.control.inference;

import dev.godmode.protocol.inference.Caller;
import dev.godmode.protocol.inference.ModelFault;
import java.time.Duration;

/** Where calls of models are paid, and written down. */
public interface Books {

  /**
   * A call that somebody wants to make.
   *
   * @param worst the most that it can be billed for
   * @param bytes of its question
   */
  record Intent(Caller caller, String model, String provider, TokenUse worst, long bytes) {}

  /** Whether it may be made. */
  sealed interface Answer {}

  record Opened(Line line) implements Answer {}

  record Over(ModelFault fault) implements Answer {}

  /** A call's line in the books; one of these ends it, once. */
  interface Line {

    /** It was carried out, perhaps without a whole answer. */
    void close(TokenUse use, boolean failed, Duration took);

    /** It was never carried out, and costs nothing. */
    void strike();
  }

  /** Whether what somebody's calls of a model cost is limited. */
  boolean limits(Caller caller, String model);

  /** Begins a line, with the worst case set aside where there is a limit. */
  Answer open(Intent intent);

  /** A call that was answered from what is kept: no provider was asked, and nothing is paid. */
  void noteKept(Caller caller, String model);
}
