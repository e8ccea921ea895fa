package dev.godmode.control.roadmap;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.control.roadmap.FileRewrite.Replacement;
import dev.godmode.control.roadmap.Roadmap.Current;
import dev.godmode.protocol.api.World;
import dev.godmode.protocol.api.World.Conflict;
import dev.godmode.protocol.api.World.QuarantinedLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps the roadmap's file and its tasks together: a loop whose {@link #runOnce} is to be called
 * about once a second. A change by hand is taken in; a change of a task is written out, but never
 * over a change by hand that was not taken in before.
 */
public final class RoadmapFile {

  private static final System.Logger LOG = System.getLogger(RoadmapFile.class.getName());
  private static final String FILE = "roadmap file";
  private static final String BY = "roadmap";

  /** A pass that took longer than this is followed by a rest, so that large files cost little. */
  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private static final long REST_TIMES = 9;
  private static final int QUARANTINED_SHOWN_MAX = 100;

  private final Path file;
  private final Roadmap roadmap;
  private final FileRewrite rewrite;
  private final LongSupplier nanos;
  private long restUntil;

  private FileStamp seen = FileStamp.NONE;
  private String seenHash = "";
  private Set<String> seenKeys = Set.of();
  private boolean everSeen;
  private String doubted = "";
  private long exportedAt = -1;
  private volatile Shown shown = new Shown("", 0, List.of());

  /**
   * A loop over one file.
   *
   * @param nanos a monotonic count of nanoseconds, {@link System#nanoTime}
   */
  public RoadmapFile(Path file, Roadmap roadmap, LongSupplier nanos) {
    this.nanos = nanos;
    this.restUntil = nanos.getAsLong();
    this.file = file;
    this.roadmap = roadmap;
    this.rewrite = new FileRewrite(file);
  }

  /** Takes in and writes out what has changed. What goes wrong is shown, and tried again. */
  public synchronized void runOnce() {
    var begin = nanos.getAsLong();
    if (begin - restUntil < 0) {
      return;
    }
    try {
      if (takeIn()) {
        writeOut();
      }
      trouble(isMissing() ? "is not there" : "");
    } catch (IOException | RuntimeException e) {
      trouble("%s: %s".formatted(e.getClass().getSimpleName(), e.getMessage()));
    }
    var took = nanos.getAsLong() - begin;
    restUntil = took > SLOW_NANOS ? begin + took * (REST_TIMES + 1) : begin;
  }

  private boolean isMissing() {
    return seen.equals(FileStamp.NONE);
  }

  /** What people see; readable while a pass waits for the database. */
  private record Shown(String trouble, int rows, List<QuarantinedLine> quarantined) {}

  private void trouble(String now) {
    if (!now.equals(shown.trouble())) {
      LOG.log(
          now.isEmpty() ? INFO : WARNING,
          "roadmap file={0} trouble={1}",
          file,
          now.isEmpty() ? "none" : now);
      shown = new Shown(now, shown.rows(), shown.quarantined());
    }
  }

  /** The file's state, for people. */
  public World.Roadmap view() {
    var now = shown;
    var conflicts = new ArrayList<Conflict>();
    if (!now.trouble().isEmpty()) {
      conflicts.add(new Conflict(FILE, now.trouble()));
    }
    conflicts.addAll(roadmap.conflicts());
    return new World.Roadmap(file.toString(), now.rows(), few(now.quarantined()), conflicts);
  }

  private static List<QuarantinedLine> few(List<QuarantinedLine> all) {
    if (all.size() <= QUARANTINED_SHOWN_MAX) {
      return all;
    }
    var first = new ArrayList<>(all.subList(0, QUARANTINED_SHOWN_MAX));
    first.add(new QuarantinedLine(0, "and %d more".formatted(all.size() - QUARANTINED_SHOWN_MAX)));
    return first;
  }

  /** False when the file is not to be touched yet. */
  private boolean takeIn() throws IOException {
    var stamp = FileStamp.of(file);
    if (stamp.equals(FileStamp.NONE)) {
      return isMissingForGood();
    }
    var mayMoveOn = roadmap.hasOpenChanges() && roadmap.committed() != exportedAt;
    if (stamp.equals(seen) && !mayMoveOn) {
      return true;
    }
    var text = read();
    if (isDoubtful(text) && !text.hash().equals(doubted)) {
      // An editor may be in the middle of it: look again before anything is made of it.
      doubted = text.hash();
      return false;
    }
    if (!text.hash().equals(seenHash) || mayMoveOn) {
      take(text);
    }
    seen = stamp;
    return true;
  }

  private boolean isMissingForGood() {
    var isAgain = doubted.equals(FILE);
    doubted = FILE;
    seen = FileStamp.NONE;
    seenHash = "";
    exportedAt = -1;
    return isAgain;
  }

  private RoadmapText read() throws IOException {
    try (var in = Files.newInputStream(file)) {
      return roadmap.read(in);
    }
  }

  private boolean isDoubtful(RoadmapText text) {
    return text.unfinished() || (!text.hash().equals(seenHash) && !vanished(text).isEmpty());
  }

  /** Rows that were in the file and are not any more. */
  private Set<String> vanished(RoadmapText text) {
    var before = new LinkedHashSet<>(everSeen ? seenKeys : roadmap.keys());
    before.removeAll(keys(text));
    return before;
  }

  private static Set<String> keys(RoadmapText text) {
    var keys = new LinkedHashSet<>(text.quarantinedKeys());
    text.rows().forEach(row -> keys.add(row.key()));
    return keys;
  }

  private void take(RoadmapText text) {
    var result = roadmap.take(file.toString(), text, BY);
    if (!text.hidden()) {
      vanished(text).forEach(this::noteRemoved);
    }
    if (result.imported() > 0 || !result.quarantined().equals(shown.quarantined())) {
      LOG.log(
          INFO,
          "roadmap taken in file={0} changed={1} quarantined={2}",
          file,
          result.imported(),
          result.quarantined().size());
    }
    remember(keys(text), text.rows().size(), text.hash());
    shown = new Shown(shown.trouble(), shown.rows(), result.quarantined());
    exportedAt = -1;
  }

  private void noteRemoved(String key) {
    roadmap.note(
        BY,
        key,
        "its line was removed from the file; the task is kept, and its line comes back: to be rid of it, gm task cancel "
            + key);
  }

  private void remember(Set<String> keys, int count, String hash) {
    seenKeys = keys;
    shown = new Shown(shown.trouble(), count, shown.quarantined());
    seenHash = hash;
    everSeen = true;
  }

  private void writeOut() throws IOException {
    var committed = roadmap.committed();
    if (committed == exportedAt || roadmap.keys().isEmpty()) {
      return;
    }
    var text = isMissing() ? roadmap.read(InputStream.nullInputStream()) : read();
    if (!isMissing() && !text.hash().equals(seenHash)) {
      return; // a change by hand came in between: the next pass takes it in first
    }
    var current = roadmap.current();
    var replacements = replacements(text, current);
    var appended = appended(text, current);
    if (replacements.isEmpty() && appended.isEmpty()) {
      exportedAt = committed;
      return;
    }
    var written =
        rewrite.write(
            seen,
            replacements,
            appended.stream().flatMap(key -> textOf(key, current).stream()).toList(),
            text.ended());
    if (written.isPresent()) {
      var order = new ArrayList<>(text.rows().stream().map(RoadmapRow::key).toList());
      order.addAll(appended);
      roadmap.agreed(current, order);
      var keys = keys(text);
      keys.addAll(appended);
      seen = written.get().stamp();
      remember(keys, order.size(), written.get().hash());
      exportedAt = committed;
    }
  }

  private static Optional<String> textOf(String key, Map<String, Current> current) {
    return Optional.ofNullable(current.get(key)).map(Current::text);
  }

  private static List<Replacement> replacements(RoadmapText text, Map<String, Current> current) {
    var replacements = new ArrayList<Replacement>();
    for (var row : text.rows()) {
      var now =
          Optional.ofNullable(current.get(row.key()))
              .map(known -> RowUpdate.of(row, known.task()))
              .orElse(row.text());
      if (!now.equals(row.text())) {
        replacements.add(new Replacement(row.place(), now));
        text.twins()
            .getOrDefault(row.key(), List.of())
            .forEach(place -> replacements.add(new Replacement(place, now)));
      }
    }
    return replacements;
  }

  /** Rows that are not in the file; but one may be hidden in a line that cannot be read. */
  private static List<String> appended(RoadmapText text, Map<String, Current> current) {
    if (text.hidden()) {
      return List.of();
    }
    var missing = new LinkedHashSet<>(current.keySet());
    missing.removeAll(keys(text));
    return List.copyOf(missing);
  }
}
