package dev.godmode.control.document;

import java.util.Optional;

/**
 * Says in which lines two texts differ, and makes one of them from the other and the difference.
 */
public interface TextDiff {

  /**
   * A unified diff; empty when they are the same to the byte. Of what is no text it says only that
   * it differs.
   *
   * @param path how both are called in its head
   * @param before empty for none
   */
  String unified(String path, byte[] before, byte[] after);

  /** What comes of applying a diff. */
  sealed interface Patched {}

  @SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
  record Clean(byte[] content) implements Patched {}

  /** The diff is none, or does not fit, in words. */
  record Broken(String why) implements Patched {}

  /**
   * Applies a unified diff of one file, whatever it calls it.
   *
   * @param before empty for a new file
   */
  Patched apply(Optional<byte[]> before, String diff);
}
