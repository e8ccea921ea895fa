package dev.godmode.protocol.task;

/**
 * One try at a task under one lease.
 *
 * @param number from 1
 * @param fence grows with every lease of the fleet, so a stale holder is always recognisable
 */
public record AttemptKey(TaskId task, int number, long fence) {

  @Override
  public String toString() {
    return task + "#" + number + "/" + fence;
  }
}
