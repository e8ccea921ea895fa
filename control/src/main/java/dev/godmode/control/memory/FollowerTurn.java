package dev.godmode.control.memory;

import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.control.memory.MemoryIndex.IndexFault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Lets one at a time bring something to where the memories are, and knows what keeps it. */
public final class FollowerTurn {

  private static final System.Logger LOG = System.getLogger(FollowerTurn.class.getName());

  private final String what;
  private final LongSupplier nanos;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile Optional<String> trouble = Optional.empty();

  /**
   * Nobody's turn.
   *
   * @param what follows, in words for people
   */
  public FollowerTurn(String what, LongSupplier nanos) {
    this.what = what;
    this.nanos = nanos;
  }

  /**
   * Takes steps for at most about so long. Whoever comes while another follows does not wait.
   *
   * @param step whether there may be more
   * @return whether there is no more
   */
  public boolean follow(Duration most, BooleanSupplier step) {
    if (!turn.tryLock()) {
      return false;
    }
    try {
      var end = nanos.getAsLong() + most.toNanos();
      var more = step.getAsBoolean();
      while (more && nanos.getAsLong() < end) {
        more = step.getAsBoolean();
      }
      trouble = Optional.empty();
      return !more;
    } catch (IndexFault fault) {
      told(fault);
      return false;
    } finally {
      turn.unlock();
    }
  }

  /** Waits for the turn. */
  public void take(Runnable work) {
    turn.lock();
    run(work);
  }

  /** Does nothing while it is another's turn. */
  public void takeIfFree(Runnable work) {
    if (turn.tryLock()) {
      run(work);
    }
  }

  private void run(Runnable work) {
    try {
      work.run();
    } catch (IndexFault fault) {
      told(fault);
    } finally {
      turn.unlock();
    }
  }

  /** Looks without a turn; empty when there is nothing to be seen just now. */
  public <T> Optional<T> look(Supplier<T> at) {
    try {
      return Optional.of(at.get());
    } catch (IndexFault fault) {
      told(fault);
      return Optional.empty();
    }
  }

  /** What keeps it from following, in words for people. */
  public Optional<String> trouble() {
    return trouble;
  }

  private void told(IndexFault fault) {
    var words = String.valueOf(fault.getMessage());
    if (!trouble.equals(Optional.of(words))) {
      LOG.log(WARNING, "{0} does not follow: {1}", what, words);
    }
    trouble = Optional.of(words);
  }
}
