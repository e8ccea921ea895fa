package dev.godmode.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows in aligned columns. Colours do not count as width; the last column may be as long as it is.
 */
final class Table {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private int most = Integer.MAX_VALUE;

  Table(String... header) {
    rows.add(Arrays.asList(header));
  }

  void row(String... cells) {
    rows.add(Arrays.asList(cells));
  }

  /** No row has more characters: what is too long for that in the last column is cut. */
  Table within(int characters) {
    most = characters;
    return this;
  }

  boolean isEmpty() {
    return rows.size() == 1;
  }

  @Override
  public String toString() {
    var columns = rows.getFirst().size();
    var widths = new int[columns];
    for (var row : rows) {
      for (var c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], width(row.get(c)));
      }
    }
    var left = Arrays.stream(widths).limit(columns - 1L).map(width -> width + GAP.length()).sum();
    var text = new StringBuilder();
    for (var row : rows) {
      for (var c = 0; c < columns - 1; c++) {
        text.append(row.get(c)).append(" ".repeat(widths[c] - width(row.get(c)))).append(GAP);
      }
      var last = row.getLast();
      text.append(width(last) > most - left ? Words.cut(last, most - left) : last).append('\n');
    }
    return text.toString();
  }

  private static int width(String cell) {
    var plain = cell.replaceAll("\u001b\\[[0-9;]*m", "");
    return plain.codePointCount(0, plain.length());
  }
}
