package dev.godmode.protocol.task;

import java.util.ArrayList;
import java.util.List;

/**
 * What an attempt changed in the repository that it began from: its product.
 *
 * @param base what it began from
 * @param hash SHA-256 of the patch; what a merge is bound to
 * @param files how many files differ
 * @param added lines; binary files count none
 * @param bytes of the patch
 * @param listed the first of the files, at most {@link #LISTED_MAX}
 * @param kept whether the patch is kept: one that is too large is not
 * @param concerns what a person should look at: links that lead out, submodules, programs
 */
public record Change(
    Checkout base,
    String hash,
    int files,
    long added,
    long removed,
    long bytes,
    List<ChangedFile> listed,
    boolean kept,
    List<String> concerns) {

  /** Of a patch that is kept. */
  public static final int PATCH_MAX_BYTES = 1 << 20;

  public static final int LISTED_MAX = 100;
  public static final int CONCERNS_MAX = 20;

  /**
   * One of the files.
   *
   * @param status {@code A} added, {@code M} modified, {@code D} deleted, {@code T} of another kind
   */
  public record ChangedFile(String path, String status, long added, long removed, boolean binary) {}

  public Change {
    listed = List.copyOf(listed);
    concerns = List.copyOf(concerns);
  }

  /** The same without its patch. */
  public Change withheld(String why) {
    var all = new ArrayList<>(concerns);
    all.addFirst(why);
    return new Change(
        base,
        "",
        files,
        added,
        removed,
        bytes,
        listed,
        false,
        all.subList(0, Math.min(CONCERNS_MAX, all.size())));
  }

  public boolean isEmpty() {
    return files == 0;
  }

  /** "3 files, +12 −4". */
  public String words() {
    return "%d %s, +%d −%d".formatted(files, files == 1 ? "file" : "files", added, removed);
  }
}
