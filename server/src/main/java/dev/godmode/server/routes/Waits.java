package dev.godmode.server.routes;

import dev.godmode.server.http.Refusal;
import java.time.Duration;

/** How long a request waits for what others do. */
public final class Waits {

  public static final int USUAL_S = 25;

  /** Clients of tools give up by themselves soon after. */
  private static final int MAX_S = 50;

  private Waits() {}

  /** From a request: {@code wait_seconds}. */
  public static Duration of(int seconds) {
    if (seconds < 0 || seconds > MAX_S) {
      throw Refusal.invalid("'wait_seconds' is 0 to %d, was %d".formatted(MAX_S, seconds));
    }
    return Duration.ofSeconds(seconds);
  }
}
