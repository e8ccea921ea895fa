package dev.godmode.control.roadmap;

import java.util.Optional;

/** Follows the marks that git leaves in a file whose merge was not finished. */
final class ConflictMarkers {

  private static final String MERGE =
      "is a conflict mark of an unfinished git merge: choose a side and delete the marks";

  private int region;
  private Side side = Side.NONE;

  /** Which side of a conflict a line is on. */
  enum Side {
    NONE,
    OURS,
    BASE,
    THEIRS
  }

  /** The conflict a line is in; regions are counted from 1. */
  record Where(int region, Side side) {
    static final Where OUTSIDE = new Where(0, Side.NONE);
  }

  /** Takes the next line: why it is no row, when it is a mark. */
  Optional<String> take(String line) {
    if (isMark(line, '<')) {
      region++;
      side = Side.OURS;
    } else if (isMark(line, '|')) {
      side = Side.BASE;
    } else if (isMark(line, '=')) {
      side = side == Side.NONE ? Side.NONE : Side.THEIRS;
    } else if (isMark(line, '>')) {
      side = Side.NONE;
    } else {
      return Optional.empty();
    }
    return Optional.of(MERGE);
  }

  Where where() {
    return side == Side.NONE ? Where.OUTSIDE : new Where(region, side);
  }

  private static boolean isMark(String line, char mark) {
    return line.startsWith(String.valueOf(mark).repeat(7))
        && (line.length() == 7 || line.charAt(7) == ' ');
  }
}
