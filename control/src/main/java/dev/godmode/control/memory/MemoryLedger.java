package dev.godmode.control.memory;

import java.util.List;

/** Told of what must be on record. It never gets a text: the ledger cannot forget. */
public interface MemoryLedger {

  /** More see it than before. */
  void promoted(String by, Memory now, MemoryScope from);

  /** They are gone for good. */
  void forgotten(String by, List<Memory> gone);
}
