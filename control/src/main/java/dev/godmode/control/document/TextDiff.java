package dev.godmode.control.document;

/** Says in which lines two texts differ. */
public interface TextDiff {

  /**
   * A unified diff; empty when they are the same to the byte. Of what is no text it says only that
   * it differs.
   *
   * @param path how both are called in its head
   * @param before empty for none
   */
  String unified(String path, byte[] before, byte[] after);
}
