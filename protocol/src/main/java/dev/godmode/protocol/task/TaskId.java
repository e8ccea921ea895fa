package dev.godmode.protocol.task;

/** Names a task for ever: 13 characters of lower-case Crockford base32, ordered by creation. */
public record TaskId(String value) implements Comparable<TaskId> {

  public static final int MAX_LENGTH = 64;

  public TaskId {
    if (value.isBlank() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a task id has 1 to 64 characters, was '" + value + "'");
    }
  }

  @Override
  public int compareTo(TaskId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
