package dev.godmode.worker.executor;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** A program that was started, with everything it starts itself. */
public interface Program extends AutoCloseable {

  /**
   * How it ended.
   *
   * @param code as the system tells it; 128 and more is a signal
   * @param outOfMemory whether the system ended something of it because its memory was used up
   */
  record Exit(int code, boolean outOfMemory) {}

  /**
   * What a program and all it started use.
   *
   * @param residentBytes memory; 0 where the system itself sees to the limit
   * @param cpuTicks processor time of what lives, in hundredths of a second; 0 where nobody can
   *     tell
   */
  record Reading(long residentBytes, long cpuTicks) {

    public static final Reading UNKNOWN = new Reading(0, 0);
  }

  /** Names it, so that a later worker can end what is left of it. */
  String id();

  InputStream output();

  /** What it reads; of one that is not spoken to nothing reaches it. */
  OutputStream input();

  /** Ends at once when it comes with the output. */
  InputStream errors();

  /**
   * Waits for its end.
   *
   * @return whether it has ended
   * @throws ExecutorLost when nobody can tell any more
   */
  boolean awaitEnd(Duration longest) throws ExecutorLost, InterruptedException;

  /** How it ended; only after it has. */
  Exit exit();

  /** What it uses just now. */
  Reading reading();

  /** Asks all of it to end. */
  void terminate() throws ExecutorLost, InterruptedException;

  /** Ends all of it, also what it left in the background. */
  void kill() throws ExecutorLost, InterruptedException;

  /** Lets go of what is left of it. */
  @Override
  void close();
}
