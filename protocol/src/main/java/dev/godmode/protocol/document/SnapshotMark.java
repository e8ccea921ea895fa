package dev.godmode.protocol.document;

/**
 * Which snapshot of the canonical documents.
 *
 * @param number from 1, without a second use; the greater one is the newer
 * @param tree SHA-256 over what it consists of, lower-case hex
 */
public record SnapshotMark(long number, String tree) {

  /** "7 (3f2a91c04d1e)": for people. */
  public String words() {
    return "%d (%.12s)".formatted(number, tree);
  }
}
