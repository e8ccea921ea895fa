package dev.godmode.control.ledger;

import dev.godmode.protocol.event.JournalEntry;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.record.Buildable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which entries are asked for; what is empty narrows nothing.
 *
 * @param who caused it: {@code owner}, {@code node:NAME}, {@code attempt} for all attempts
 * @param kind the event's type, "AttemptLeased"
 * @param stream of the task it is about
 * @param agent the type of the agent whose task it is about
 * @param node it is about, or that the attempt is on
 * @param subject a task's or node's id, or "fleet"
 * @param from the first moment
 * @param to the moment behind the last
 * @param text in its sentence, in any case
 */
@Buildable
public record LedgerFilter(
    Optional<String> who,
    Optional<String> kind,
    Optional<String> stream,
    Optional<String> agent,
    Optional<NodeId> node,
    Optional<String> subject,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<String> text) {

  public static final LedgerFilter NONE = LedgerFilterBuilder.builder().build();

  public LedgerFilter {
    text = text.map(word -> word.toLowerCase(Locale.ROOT));
  }

  /** Only of one task or node, or of the fleet. */
  public static LedgerFilter about(String subject) {
    return LedgerFilterBuilder.builder().subject(Optional.of(subject)).build();
  }

  /** The keys that an entry must be on. */
  List<String> keys() {
    var keys = new ArrayList<String>();
    who.map(LedgerKeys::who).ifPresent(keys::add);
    kind.map(LedgerKeys::kind).ifPresent(keys::add);
    stream.map(LedgerKeys::stream).ifPresent(keys::add);
    agent.map(LedgerKeys::agent).ifPresent(keys::add);
    node.map(LedgerKeys::node).ifPresent(keys::add);
    subject.map(LedgerKeys::about).ifPresent(keys::add);
    return List.copyOf(keys);
  }

  /** Whether there is a key, a text or a time that the index can narrow by. */
  boolean narrows() {
    return !keys().isEmpty() || text.isPresent() || from.isPresent() || to.isPresent();
  }

  /** Whether the journal alone gives all that is asked for, and hardly anything else. */
  boolean narrowsWithinTheJournal() {
    return !asksForPlaces() && who.isEmpty() && text.isEmpty() && from.isEmpty() && to.isEmpty();
  }

  /** Whether it depends on the task that an entry is about. */
  boolean asksForPlaces() {
    return stream.isPresent() || agent.isPresent() || node.isPresent();
  }

  /** What the keys are too coarse for. */
  boolean fitsClosely(JournalEntry entry) {
    return who.stream().allMatch(name -> isBy(entry.who(), name))
        && from.stream().noneMatch(entry.at()::isBefore)
        && to.stream().allMatch(entry.at()::isBefore);
  }

  private static boolean isBy(String caused, String name) {
    return caused.equals(name)
        || (name.equals(LedgerKeys.ATTEMPT) && caused.startsWith(name + ":"));
  }
}
