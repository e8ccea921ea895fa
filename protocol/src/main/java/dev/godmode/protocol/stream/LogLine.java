package dev.godmode.protocol.stream;

import java.time.Instant;

/**
 * One line of an attempt's output, ANSI sequences and carriage returns kept, secrets redacted.
 *
 * @param number from 1 within the attempt, stdout and stderr counted together
 * @param partial the line goes on in the next one of the same source: it was too long or too slow
 */
public record LogLine(long number, Instant at, Source source, String text, boolean partial) {

  /** Where the line came from; {@code CHECK} and {@code SYSTEM} lines are the worker's own. */
  public enum Source {
    STDOUT,
    STDERR,
    CHECK,
    SYSTEM
  }
}
