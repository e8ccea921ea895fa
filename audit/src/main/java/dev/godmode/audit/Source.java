package dev.godmode.audit;

import java.util.List;
import java.util.Locale;

/**
 * A file, or a part of one, as inspections see it.
 *
 * @param path relative to the audited folder, with {@code /}
 * @param held what git has to do with it
 * @param openToOthers others on the machine may read it
 * @param firstLine where the text begins in the file; 1 for a whole file
 */
public record Source(String path, String text, Held held, boolean openToOthers, int firstLine) {

  /** What git has to do with a file. */
  public enum Held {
    /** It is in the repository; outside of any, all counts as held. */
    BY_GIT,
    /** It would be taken by the next {@code git add}. */
    FREE,
    IGNORED
  }

  public static Source of(String path, String text) {
    return new Source(path, text, Held.BY_GIT, false, 1);
  }

  /** A part that is a file of its own: what a script writes, say. */
  public Source part(String name, String body, int line) {
    return new Source(path + "#" + name, body, held, false, line(line));
  }

  /** The last part of the path, lower-case. */
  public String name() {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('#')) + 1)
        .toLowerCase(Locale.ROOT);
  }

  public boolean endsWith(String... endings) {
    return List.of(endings).stream().anyMatch(name()::endsWith);
  }

  public List<String> lines() {
    return text.lines().toList();
  }

  /** A line of the text as a line of the file; 0 stays 0. */
  int line(int ofText) {
    return ofText == 0 ? 0 : ofText + firstLine - 1;
  }
}
