package dev.godmode.worker.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweeperTest {

  private static final int PLACES = 2_000;

  @TempDir Path folder;

  @BeforeEach
  void many_places() throws IOException {
    for (var i = 0; i < PLACES; i++) {
      Files.createDirectory(place(i));
    }
  }

  private Path place(int number) {
    return folder.resolve("p" + number);
  }

  private static int number(Path place) {
    return Integer.parseInt(place.getFileName().toString().substring(1));
  }

  private Set<Path> left() throws IOException {
    try (Stream<Path> places = Files.list(folder)) {
      return new HashSet<>(places.toList());
    }
  }

  @Test
  void the_oldest_go_and_a_hundred_stay() throws IOException {
    new Sweeper(folder, Set::of, SweeperTest::number).sweep();

    assertThat(left()).hasSize(100).allMatch(place -> number(place) >= PLACES - 100);
  }

  @Test
  void what_is_in_use_stays_however_old_it_is() throws IOException {
    new Sweeper(folder, () -> Set.of(place(0)), SweeperTest::number).sweep();

    assertThat(left()).hasSize(101).contains(place(0));
  }

  /** Programs work meanwhile; times that go on while they are compared are in no order. */
  @Test
  void when_a_place_was_changed_is_looked_at_once() throws IOException {
    var looks = new AtomicInteger();

    new Sweeper(folder, Set::of, _ -> looks.incrementAndGet()).sweep();

    assertThat(looks).hasValue(PLACES);
    assertThat(left()).hasSize(100);
  }
}
