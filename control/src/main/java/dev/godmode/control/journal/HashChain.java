package dev.godmode.control.journal;

import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.JournalEntry;
import dev.godmode.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The chain over journal entries: SHA-256 of the hash before, the sequence number, the time, who
 * caused it, and the event's JSON exactly as it is stored, each ended by a line feed.
 */
public final class HashChain {

  private HashChain() {}

  /** The entry that comes next behind a head. */
  public static SealedEntry seal(Journal.Head head, Instant at, String by, Event event) {
    var json = Json.write(Event.class, event);
    var sequence = head.sequence() + 1;
    var hash = next(head.hash(), sequence, at, by, json);
    return new SealedEntry(head.hash(), new JournalEntry(sequence, at, by, event, hash), json);
  }

  public static String next(
      String before, long sequence, Instant at, String by, String storedEvent) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var part :
          new String[] {before, Long.toString(sequence), at.toString(), by, storedEvent}) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
