package dev.godmode.testkit.sim;

import dev.godmode.control.journal.HashChain;
import dev.godmode.control.journal.Journal.Head;
import dev.godmode.control.journal.Journal.JournalFenced;
import dev.godmode.control.journal.SealedEntry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The way of what one life of control decides to the disk: a few batches wait, one is on its way. A
 * control that is replaced by its standby does not know of it: what it had decided still tries to
 * get there, and must find itself fenced by what its successor has written.
 */
final class CommitLine {

  private static final Duration RETRY = Duration.ofMillis(250);
  private static final int WAITING_MAX = 3;
  private static final String BY = "sim";

  /** The control whose line it is. */
  interface Owner {

    /** In this life of it, and not while it stands still. */
    void later(Duration delay, Runnable what);

    /** A batch is durable; {@code position} is the last of the journal's entries now. */
    void committed(Deciding.Batch batch, long position);

    /** Another control writes the journal now. */
    void fenced();
  }

  private final Timeline time;
  private final Sabotage bug;
  private final SimulatedDatabase database;
  private final SimulatedControl.World world;
  private final Story story;
  private final Deque<Deciding.Batch> waiting = new ArrayDeque<>();
  private Owner owner;
  private Head head;
  private List<SealedEntry> onItsWay = List.of();
  private boolean committing;

  CommitLine(
      Timeline time,
      Sabotage bug,
      SimulatedDatabase database,
      SimulatedControl.World world,
      Story story,
      Owner owner) {
    this.time = time;
    this.bug = bug;
    this.database = database;
    this.world = world;
    this.story = story;
    this.owner = owner;
    this.head = database.journal().head();
  }

  boolean hasRoom() {
    return waiting.size() < WAITING_MAX;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  void add(Deciding.Batch batch) {
    waiting.add(batch);
  }

  /** Sends the next batch on its way, if one waits and none is on it. */
  void commitNext() {
    if (!waiting.isEmpty() && !committing) {
      committing = true;
      var batch = waiting.peek();
      onItsWay = chained(batch, head);
      owner.later(
          batch.events().isEmpty() ? Duration.ZERO : database.commitTime(),
          () -> commit(batch, true));
    }
  }

  private static List<SealedEntry> chained(Deciding.Batch batch, Head after) {
    var chain = new HashChain(after);
    return batch.events().stream().map(e -> chain.seal(e.at(), BY, e.event())).toList();
  }

  private void commit(Deciding.Batch batch, boolean first) {
    if (!onItsWay.isEmpty() && !database.isUp()) {
      if (first && time.chance(0.5)) {
        story.tell("a commit reached the disk, but control does not learn of it");
        store();
      }
      owner.later(RETRY, () -> commit(batch, false));
      return;
    }
    if ((bug == Sabotage.COMMIT_REPEATED && !first) || bug == Sabotage.REPLACED_GOES_ON) {
      onItsWay = chained(batch, database.journal().head());
    }
    if (!store()) {
      owner.fenced();
      return;
    }
    onItsWay = List.of();
    committing = false;
    waiting.remove();
    owner.committed(batch, head.sequence());
  }

  /** Returns false when another control has written there. */
  private boolean store() {
    if (onItsWay.isEmpty()) {
      return true;
    }
    try {
      if (database.store(onItsWay)) {
        for (var sealed : onItsWay) {
          var entry = sealed.entry();
          story.tell(entry.sequence(), entry.event());
          world.durable(entry.at(), entry.event());
        }
      }
      var last = onItsWay.getLast().entry();
      head = new Head(last.sequence(), last.hash());
      return true;
    } catch (JournalFenced e) {
      story.tell("fenced: " + e.getMessage());
      return false;
    }
  }

  /** Its process is killed: what is on its way may have reached the disk, or not. */
  void die() {
    if (!onItsWay.isEmpty() && database.isUp() && time.chance(0.5)) {
      story.tell("… but its last commit had reached the disk");
      store();
    }
  }

  /** Another control takes over; this one goes on as long as nothing stops it. */
  void goOnUnknowing(long life) {
    var afterAll = new Unknowing(life);
    owner = afterAll;
    committing = false;
    afterAll.goOn();
  }

  private final class Unknowing implements Owner {
    private final long life;

    Unknowing(long life) {
      this.life = life;
    }

    void goOn() {
      if (onItsWay.isEmpty()) {
        commitNext();
      } else {
        committing = true;
        later(Duration.ZERO, () -> commit(waiting.getFirst(), true));
      }
    }

    @Override
    public void later(Duration delay, Runnable what) {
      time.in(delay.plus(time.chance(0.5) ? time.between(0, 5) : time.between(5, 3_000)), what);
    }

    @Override
    public void committed(Deciding.Batch batch, long position) {
      batch.effects().forEach(effect -> world.act(life, effect));
      commitNext();
    }

    @Override
    public void fenced() {
      waiting.clear();
    }
  }
}
