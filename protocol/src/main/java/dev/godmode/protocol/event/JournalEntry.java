package dev.godmode.protocol.event;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One event at its place in the journal.
 *
 * @param sequence from 1, without gaps
 * @param by who caused it: {@code owner}, {@code node:NAME}, {@code autopilot}, {@code control};
 *     and, behind {@code under}, which line of which policy let them
 * @param hash SHA-256 over the hash before and this entry's bytes, lower-case hex
 */
public record JournalEntry(long sequence, Instant at, String by, Event event, String hash) {

  /** Digits of a policy's hash that name it. */
  private static final int POLICY_DIGITS = 12;

  private static final Pattern UNDER =
      Pattern.compile("(.+) under (line \\d+ of [0-9a-f]{%d})".formatted(POLICY_DIGITS));

  /** Who caused it, and the line of a policy that let them, as {@link #by} has both. */
  public static String cause(String who, int line, String policyHash) {
    return "%s under line %d of %s".formatted(who, line, policyHash.substring(0, POLICY_DIGITS));
  }

  /** Who caused it. */
  public String who() {
    var both = UNDER.matcher(by);
    return both.matches() ? both.group(1) : by;
  }

  /** Which line of which policy let them: "line 7 of 3f2a9c1d8e21"; empty where none was asked. */
  public Optional<String> under() {
    var both = UNDER.matcher(by);
    return both.matches() ? Optional.of(both.group(2)) : Optional.empty();
  }
}
