package dev.godmode.control.change;

import dev.godmode.protocol.task.Checkout;
import dev.godmode.protocol.task.Source;
import java.util.List;
import java.util.Optional;

/** Git repositories that work begins from and goes back to. Waits for disks and networks. */
public interface Repositories {

  /** What a source is just now. */
  sealed interface Named {}

  record At(Checkout checkout) implements Named {}

  /**
   * There is none.
   *
   * @param later whether asking again may help
   */
  record Nowhere(String why, boolean later) implements Named {}

  /** The commit that a source's branch is at. */
  Named name(Source source);

  /**
   * A commit of it, by the beginning of its name, where one of its branches has it: nodes get what
   * branches have.
   */
  Named commit(Source source, String commit);

  /** What became of looking at what a patch touches. */
  sealed interface Look {}

  /** All files that it adds or changes. */
  record Touched(List<TouchedFile> files) implements Look {
    public Touched {
      files = List.copyOf(files);
    }
  }

  /** They cannot be seen now. */
  record Unseen(String why) implements Look {}

  /**
   * A file as it was and as a patch leaves it.
   *
   * @param before empty when there was none; what is no text has no characters
   */
  record TouchedFile(String path, Optional<String> before, String after) {}

  /** What a patch makes of the files that it touches, where it began. Nothing is merged. */
  Look touched(Checkout base, byte[] patch);

  /** What became of a merge. */
  sealed interface Merged {}

  /** The branch is at that commit now. */
  record Done(String commit) implements Merged {}

  /** It is like that already. */
  record Already() implements Merged {}

  /** The branch has gone another way since: these files differ in ways that nobody can join. */
  record Conflicting(List<String> files) implements Merged {
    public Conflicting {
      files = List.copyOf(files);
    }
  }

  record Refused(String why) implements Merged {}

  /**
   * Puts a patch on the branch that it began from, on top of what came since.
   *
   * @param author "name", of whoever made it
   * @param message of the commit
   */
  Merged merge(Checkout base, byte[] patch, String author, String message);
}
