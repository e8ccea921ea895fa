package dev.godmode.control.journal;

import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.JournalEntry;
import dev.godmode.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The chain over journal entries: SHA-256 of the hash before, the sequence number, the time, who
 * caused it, and the event's JSON exactly as it is stored, each ended by a line feed.
 */
public final class HashChain {

  private static final Pattern LINE_BREAKERS = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");

  private static final MessageDigest SHA_256 = sha256();

  private HashChain() {}

  /**
   * The entry that comes next behind a head.
   *
   * @param cause who caused it; may hold what a stranger called itself, so control characters,
   *     which would break the lines of a journal, become blanks
   */
  public static SealedEntry seal(Journal.Head head, Instant at, String cause, Event event) {
    var by = LINE_BREAKERS.matcher(cause).replaceAll(" ");
    var json = Json.write(Event.class, event);
    var sequence = head.sequence() + 1;
    var hash = next(head.hash(), sequence, at, by, json);
    return new SealedEntry(head.hash(), new JournalEntry(sequence, at, by, event, hash), json);
  }

  public static String next(
      String before, long sequence, Instant at, String by, String storedEvent) {
    var text = before + '\n' + sequence + '\n' + at + '\n' + by + '\n' + storedEvent + '\n';
    return HexFormat.of().formatHex(fresh().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A copy of one that is there: to look an algorithm up takes longer than to use it. */
  private static MessageDigest fresh() {
    try {
      return (MessageDigest) SHA_256.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the runtime's SHA-256 can be copied", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
