package dev.godmode.worker.attempt;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Deletes the folders of attempts that are long over; the newest stay for people to look at. */
final class Sweeper {

  private static final System.Logger LOG = System.getLogger(Sweeper.class.getName());
  private static final int KEPT = 100;
  private static final int SLACK = 20;

  private final Path folder;

  Sweeper(Path folder) {
    this.folder = folder;
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

  /** Oldest first: the folder's time is that of its last change. */
  private List<Path> places() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .sorted(Comparator.comparingLong(place -> place.toFile().lastModified()))
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
