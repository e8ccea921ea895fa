package dev.godmode.control.journal;

import dev.godmode.protocol.event.JournalEntry;

/**
 * An entry with what its hash is over.
 *
 * @param before the hash before it
 * @param at its time as it is written
 * @param json the very text of its event
 */
public record SealedEntry(String before, String at, JournalEntry entry, String json) {

  /** Where the journal ends once this is its last entry. */
  public Journal.Head head() {
    return new Journal.Head(entry.sequence(), entry.hash());
  }
}
