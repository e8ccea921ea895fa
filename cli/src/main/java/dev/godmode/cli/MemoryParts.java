package dev.godmode.cli;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.MemoryViews.ImportedMemories;
import dev.godmode.protocol.api.MemoryViews.LeftOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Notes on their way to control, some lines at a time, and what came of all of them. */
final class MemoryParts {

  /** What one request brings; control takes twice as much. */
  static final int BYTES = 4 << 20;

  private static final int SHOWN_MAX = 20;

  private final GodModeClient client;
  private final String path;
  private ImportedMemories all = new ImportedMemories(0, 0, 0, List.of(), Optional.empty());

  /**
   * Nothing was sent yet.
   *
   * @param path of the import, with its query
   */
  MemoryParts(GodModeClient client, String path) {
    this.client = client;
    this.path = path;
  }

  /**
   * Sends some.
   *
   * @param before how many lines came before these
   */
  void send(byte[] lines, int before) {
    var part = client.postBytes(ImportedMemories.class, path, lines);
    var named = new ArrayList<>(all.named());
    part.named().forEach(line -> named.add(new LeftOut(before + line.line(), line.why())));
    all =
        new ImportedMemories(
            all.remembered() + part.remembered(),
            all.known() + part.known(),
            all.leftOut() + part.leftOut(),
            List.copyOf(named),
            all.anew().or(part::anew));
  }

  /** What came of them together; lines are those of the whole. */
  ImportedMemories all() {
    return all;
  }

  static String words(Paint paint, ImportedMemories all) {
    var text = new StringBuilder("%d remembered".formatted(all.remembered()));
    if (all.known() > 0) {
      text.append(", %d were there already".formatted(all.known()));
    }
    if (all.leftOut() > 0) {
      text.append(", %d left out".formatted(all.leftOut()));
    }
    text.append('\n');
    all.anew()
        .ifPresent(
            why -> text.append(paint.warn("  texts are embedded anew: ")).append(why).append('\n'));
    all.named().stream()
        .limit(SHOWN_MAX)
        .forEach(
            line ->
                text.append(paint.warn("  line %d: ".formatted(line.line())))
                    .append(line.why())
                    .append('\n'));
    if (all.leftOut() > SHOWN_MAX) {
      text.append("  and %d more; --json names them\n".formatted(all.leftOut() - SHOWN_MAX));
    }
    return text.toString();
  }
}
