package dev.godmode.worker.attempt;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Deletes the folders of attempts that are long over; the newest stay for people to look at. */
final class Sweeper {

  private static final System.Logger LOG = System.getLogger(Sweeper.class.getName());
  private static final int KEPT = 100;
  private static final int SLACK = 20;

  private final Path folder;
  private final Supplier<Set<Path>> inUse;
  private final ToLongFunction<Path> changed;

  /**
   * A sweeper of a folder.
   *
   * @param inUse what stays, however old it is
   */
  Sweeper(Path folder, Supplier<Set<Path>> inUse) {
    this(folder, inUse, place -> place.toFile().lastModified());
  }

  /**
   * The same.
   *
   * @param changed when a place was changed last
   */
  Sweeper(Path folder, Supplier<Set<Path>> inUse, ToLongFunction<Path> changed) {
    this.folder = folder;
    this.inUse = inUse;
    this.changed = changed;
  }

  synchronized void sweep() {
    try {
      var places = places();
      if (places.size() > KEPT + SLACK) {
        places.subList(0, places.size() - KEPT).forEach(Sweeper::delete);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.log(WARNING, "cannot sweep " + folder, e);
    }
  }

  private record Aged(Path place, long changed) {}

  /** What nobody uses, oldest first. Times go on while they are compared: each is read once. */
  private List<Path> places() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var used = inUse.get();
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(place -> !used.contains(place))
          .map(place -> new Aged(place, changed.applyAsLong(place)))
          .sorted(Comparator.comparingLong(Aged::changed))
          .map(Aged::place)
          .toList();
    }
  }

  private static void delete(Path place) {
    try (Stream<Path> files = Files.walk(place)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
