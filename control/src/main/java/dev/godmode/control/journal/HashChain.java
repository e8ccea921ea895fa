package dev.godmode.control.journal;

import dev.godmode.control.journal.Journal.Head;
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
 * A way along the chain over journal entries. An entry's hash is SHA-256 of the hash before, the
 * sequence number, the time, who caused it, and the event's JSON exactly as it is stored, each
 * ended by a line feed. For one thread.
 */
public final class HashChain {

  private static final Pattern LINE_BREAKERS = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");

  private static final HexFormat HEX = HexFormat.of();

  private final MessageDigest digest = sha256();
  private Head head;

  /** Entries that were decided together have one time and often one cause: both are read once. */
  private Instant lastAt = Instant.MIN;

  private String lastAtText = "";
  private String lastCause = "";
  private String lastBy = "";

  public HashChain(Head head) {
    this.head = head;
  }

  /** Where it has come to. */
  public Head head() {
    return head;
  }

  /**
   * Goes on by an event that has no place in the chain yet.
   *
   * @param cause who caused it; may hold what a stranger called itself, so control characters,
   *     which would break the lines of a journal, become blanks
   */
  public SealedEntry seal(Instant at, String cause, Event event) {
    var before = head.hash();
    var by = oneLine(cause);
    var json = Json.write(Event.class, event);
    var end = next(at, by, json);
    return new SealedEntry(
        before, written(at), new JournalEntry(end.sequence(), at, by, event, end.hash()), json);
  }

  /** Goes on by an entry as it is stored. */
  public Head next(Instant at, String by, String storedEvent) {
    var sequence = head.sequence() + 1;
    line(head.hash());
    line(Long.toString(sequence));
    line(written(at));
    line(by);
    line(storedEvent);
    head = new Head(sequence, HEX.formatHex(digest.digest()));
    return head;
  }

  private void line(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
  }

  private String written(Instant at) {
    if (!at.equals(lastAt)) {
      lastAt = at;
      lastAtText = at.toString();
    }
    return lastAtText;
  }

  private String oneLine(String cause) {
    if (!cause.equals(lastCause)) {
      lastCause = cause;
      lastBy = LINE_BREAKERS.matcher(cause).replaceAll(" ");
    }
    return lastBy;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
