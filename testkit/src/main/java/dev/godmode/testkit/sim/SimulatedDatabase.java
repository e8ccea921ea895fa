package dev.godmode.testkit.sim;

import dev.godmode.control.journal.SealedEntry;
import dev.godmode.kernel.Changes;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.KernelSettings;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.testkit.InMemoryJournal;
import dev.godmode.testkit.InMemoryTables;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Journal and tables that outlive control, on a disk that may be slow and a server that restarts.
 */
final class SimulatedDatabase {

  private final Timeline time;
  private final InMemoryJournal journal = new InMemoryJournal();
  private final InMemoryTables tables = new InMemoryTables();
  private boolean up = true;
  private boolean slow;

  SimulatedDatabase(Timeline time) {
    this.time = time;
  }

  boolean isUp() {
    return up;
  }

  /** Whether commits take as long as they should. */
  boolean isSwift() {
    return up && !slow;
  }

  void goAway(Duration outage) {
    up = false;
    time.in(outage, () -> up = true);
  }

  void slowDown(Duration spell) {
    slow = true;
    time.in(spell, () -> slow = false);
  }

  Duration commitTime() {
    return slow ? time.between(50, 3_000) : time.between(1, 6);
  }

  InMemoryJournal journal() {
    return journal;
  }

  /** Returns false when they were there already: an earlier try had reached the disk. */
  boolean store(List<SealedEntry> entries) {
    var before = journal.head().sequence();
    journal.append(entries);
    return journal.head().sequence() > before;
  }

  void write(long position, Changes changes) {
    tables.write(position, changes);
  }

  Optional<Task> task(TaskId id) {
    return tables.task(id);
  }

  /**
   * A kernel that knows what is durable, read from the stored text as a restart reads it.
   *
   * @param cutOff how many of the last entries are overlooked
   */
  Kernel recovered(int cutOff) {
    var loaded = tables.load();
    var fresh = new Kernel(KernelSettings.DEFAULT, loaded.snapshot());
    var tail = journal.read(loaded.position(), Integer.MAX_VALUE);
    for (var entry : tail.subList(0, Math.max(0, tail.size() - cutOff))) {
      fresh.apply(entry.at(), Json.read(Event.class, Json.write(Event.class, entry.event())));
    }
    return fresh;
  }

  /** The first entry whose hash does not follow; empty when the chain holds. */
  Optional<Long> broken() {
    return journal.verify().firstBad();
  }
}
