package dev.godmode.protocol.node;

/** Names an enrolled machine for ever, whatever its host name becomes. */
public record NodeId(String value) implements Comparable<NodeId> {

  public NodeId {
    if (value.isBlank() || value.length() > 64) {
      throw new IllegalArgumentException("a node id has 1 to 64 characters, was '" + value + "'");
    }
  }

  @Override
  public int compareTo(NodeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
