package dev.godmode.server.service;

import dev.godmode.protocol.service.ServiceProtocol;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The lines of a node: those that wait for a call, and calls that wait for a line. */
final class LinePool {

  /** A line that waits saves the next call its handshake; more than these are not kept. */
  private static final int IDLE_MAX = 4;

  private final Set<CallLine> open = new HashSet<>();
  private final Deque<CallLine> idle = new ArrayDeque<>();
  private final Deque<CompletableFuture<CallLine>> waiting = new ArrayDeque<>();

  /**
   * A line for a call; it has to be freed, or cut.
   *
   * @param wanted asks the node for another one
   * @param within so long
   * @return empty when none came in time, or there are as many as there may be
   */
  Optional<CallLine> take(Runnable wanted, Duration within) {
    var coming = new CompletableFuture<CallLine>();
    synchronized (this) {
      if (!idle.isEmpty()) {
        return Optional.of(idle.pop());
      }
      if (open.size() + waiting.size() >= ServiceProtocol.LINES_MAX) {
        return Optional.empty();
      }
      waiting.add(coming);
    }
    wanted.run();
    try {
      return Optional.of(coming.get(within.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      return givenUp(coming);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return givenUp(coming);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** It may have come in the last moment. */
  private synchronized Optional<CallLine> givenUp(CompletableFuture<CallLine> coming) {
    if (!coming.cancel(false)) {
      return Optional.of(coming.join());
    }
    waiting.removeIf(CompletableFuture::isDone);
    return Optional.empty();
  }

  /** Another line; false when there are too many. */
  synchronized boolean opened(CallLine line) {
    if (open.size() >= ServiceProtocol.LINES_MAX) {
      return false;
    }
    open.add(line);
    free(line);
    return true;
  }

  /** A line carries nothing any more. */
  synchronized void free(CallLine line) {
    if (!open.contains(line)) {
      return;
    }
    var next = waiting.poll();
    if (next != null) {
      next.complete(line);
      return;
    }
    idle.push(line);
    if (idle.size() > IDLE_MAX) {
      idle.removeLast().cut();
    }
  }

  synchronized void gone(CallLine line) {
    open.remove(line);
    idle.remove(line);
  }

  /** Ends those whose node is silent. */
  void look() {
    all().stream().filter(CallLine::isSilent).forEach(CallLine::cut);
  }

  /** Ends all of them. */
  void cut() {
    all().forEach(CallLine::cut);
  }

  private synchronized List<CallLine> all() {
    return List.copyOf(open);
  }
}
