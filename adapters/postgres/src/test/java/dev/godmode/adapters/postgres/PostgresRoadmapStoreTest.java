package dev.godmode.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.roadmap.RoadmapStore;
import dev.godmode.control.roadmap.RoadmapStore.StoredLine;
import dev.godmode.protocol.task.TaskId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresRoadmapStoreTest {

  private final PostgresStore store = PostgresStore.open(Database.fresh());
  private final RoadmapStore roadmap = store.roadmap();

  private static StoredLine line(String key, int position) {
    return new StoredLine(
        key,
        position,
        new TaskId("task" + key),
        "{\"id\": \"%s\",  \"odd\":[1, 2]}".formatted(key));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void lines_come_back_as_they_were_to_the_last_blank_in_their_order() {
    var lines = List.of(line("b", 0), line("a", 1));

    roadmap.replace(lines);

    assertThat(roadmap.lines()).isEqualTo(lines);
  }

  @Test
  void a_replacement_leaves_nothing_of_what_was_there() {
    roadmap.replace(List.of(line("a", 0), line("b", 1)));

    roadmap.replace(List.of(line("c", 0)));

    assertThat(roadmap.lines()).containsExactly(line("c", 0));
  }
}
