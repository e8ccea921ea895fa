package dev.godmode.worker.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

  @TempDir Path folder;

  @Test
  void an_attempt_whose_assignment_was_never_written_down_is_no_damage_and_leaves_nothing()
      throws IOException {
    var place = Files.createDirectories(folder.resolve("task1-1-7"));
    Files.writeString(place.resolve("assignment.json.new"), "{\"attempt\":");

    var found = new Spool(folder).leftOver();

    assertThat(found).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }
}
