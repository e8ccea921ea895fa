package dev.godmode.worker.spool;

import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.protocol.task.Assignment;
import dev.godmode.protocol.task.AttemptKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What must survive the worker: assignments that were accepted, and what control has not confirmed.
 */
public final class Spool {

  private static final System.Logger LOG = System.getLogger(Spool.class.getName());

  private final Path folder;

  public Spool(Path folder) {
    this.folder = folder;
  }

  /** The place of an assignment; nothing is written yet. */
  public SpooledAttempt attempt(Assignment assignment) {
    return new SpooledAttempt(place(assignment.attempt()), assignment, Optional.empty());
  }

  private Path place(AttemptKey key) {
    return folder.resolve("%s-%d-%d".formatted(key.task(), key.number(), key.fence()));
  }

  /** What an earlier worker left, oldest fence first. A damaged one is set aside, not lost. */
  public List<SpooledAttempt> leftOver() {
    var found = new ArrayList<SpooledAttempt>();
    for (var place : places()) {
      try {
        if (SpooledAttempt.wasBegun(place)) {
          found.add(SpooledAttempt.open(place));
        } else {
          SpooledAttempt.discard(place); // the worker was killed while it wrote it down
        }
      } catch (IOException | RuntimeException e) {
        LOG.log(WARNING, "spooled attempt is damaged, set aside: " + place, e);
        setAside(place);
      }
    }
    found.sort(Comparator.comparingLong(attempt -> attempt.assignment().attempt().fence()));
    return found;
  }

  private List<Path> places() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isDirectory)
          .filter(place -> !place.getFileName().toString().startsWith("damaged-"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the spool " + folder, e);
    }
  }

  private static void setAside(Path place) {
    try {
      Files.move(place, place.resolveSibling("damaged-" + place.getFileName()));
    } catch (IOException e) {
      LOG.log(WARNING, "cannot set aside " + place, e);
    }
  }
}
