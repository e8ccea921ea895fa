package dev.godmode.control.bus;

import dev.godmode.control.journal.Subjects;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.JournalEntry;
import dev.godmode.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * An entry of the journal as others hear of it.
 *
 * @param id the same whenever the same entry is told, and no other entry's: its hash
 * @param kind "AttemptLeased"
 * @param subject what it is about: a task's or node's id, or "fleet"
 * @param json a CloudEvent 1.0 in JSON, structured mode
 */
public record BusEvent(String id, String kind, String subject, String json) {

  private static final String VERSION = "1.0";
  private static final String TYPES = "dev.godmode.";

  /** The attributes of CloudEvents 1.0; names are as that specification has them. */
  private record CloudEvent(
      String specversion,
      String id,
      String source,
      String type,
      String subject,
      Instant time,
      String datacontenttype,
      Entry data) {}

  private record Entry(long sequence, String by, Event event) {}

  /**
   * For a broker that takes so many bytes and not more: where it has more, the event without its
   * data, and with where the ledger has them ({@code dataref}, an extension of CloudEvents).
   */
  public BusEvent within(long bytes) {
    if (json.getBytes(StandardCharsets.UTF_8).length <= bytes
        || !(Json.tree(json) instanceof ObjectNode told)) {
      return this;
    }
    var sequence = told.path("data").path("sequence").asLong(0);
    told.remove("data");
    told.put("dataref", "/api/v1/ledger?limit=1&cursor=" + (sequence + 1));
    return new BusEvent(id, kind, subject, told.toString());
  }

  /** "dev.godmode.AttemptLeased". */
  public String type() {
    return typeOf(kind);
  }

  private static String typeOf(String kind) {
    return TYPES + kind;
  }

  /**
   * Tells an entry.
   *
   * @param source whose journal it is, a URI reference
   */
  static BusEvent of(String source, JournalEntry entry) {
    var event = entry.event();
    var kind = event.getClass().getSimpleName();
    var subject = Subjects.of(event);
    var said = new Entry(entry.sequence(), entry.by(), event);
    return new BusEvent(
        entry.hash(),
        kind,
        subject,
        Json.write(
            new CloudEvent(
                VERSION,
                entry.hash(),
                source,
                typeOf(kind),
                subject,
                entry.at(),
                "application/json",
                said)));
  }
}
