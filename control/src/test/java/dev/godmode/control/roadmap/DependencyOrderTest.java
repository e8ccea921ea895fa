package dev.godmode.control.roadmap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.roadmap.RoadmapRow.Place;
import dev.godmode.control.roadmap.RowReader.Reading;
import dev.godmode.protocol.api.World.QuarantinedLine;
import dev.godmode.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DependencyOrderTest {

  @Test
  void each_row_follows_those_that_it_names() {
    var ordered =
        DependencyOrder.of(List.of(row(1, "a", "b", "c"), row(2, "b", "c"), row(3, "c")), Set.of());

    assertThat(ordered.rows()).extracting(RoadmapRow::key).containsExactly("c", "b", "a");
    assertThat(ordered.quarantined()).isEmpty();
  }

  @Test
  void a_row_after_one_that_is_not_there_is_put_aside_and_so_is_what_follows_it() {
    var ordered =
        DependencyOrder.of(
            List.of(
                row(1, "inventory"), row(2, "report", "inventroy"), row(3, "publish", "report")),
            Set.of());

    assertThat(ordered.rows()).extracting(RoadmapRow::key).containsExactly("inventory");
    assertThat(ordered.quarantined())
        .containsExactly(
            new QuarantinedLine(
                2,
                "comes after inventroy, which is not in the roadmap (did you mean 'inventory'?)"),
            new QuarantinedLine(
                3, "comes after report, directly or not, which is quarantined (line 2)"));
  }

  @Test
  void a_task_that_is_known_already_can_be_named() {
    var ordered = DependencyOrder.of(List.of(row(1, "a", "old")), Set.of("old"));

    assertThat(ordered.rows()).hasSize(1);
  }

  @Test
  void a_circle_is_put_aside_whole_and_named() {
    var ordered =
        DependencyOrder.of(
            List.of(
                row(1, "a", "c"),
                row(2, "b", "a"),
                row(3, "c", "b"),
                row(4, "d", "c"),
                row(5, "e")),
            Set.of());

    assertThat(ordered.rows()).extracting(RoadmapRow::key).containsExactly("e");
    assertThat(ordered.quarantined())
        .extracting(QuarantinedLine::line)
        .containsExactlyInAnyOrder(1, 2, 3, 4);
    assertThat(ordered.quarantined().getFirst().reason())
        .isEqualTo("is in a circle: a → b → c → a");
  }

  @Test
  void a_row_after_itself_is_a_circle() {
    var ordered = DependencyOrder.of(List.of(row(1, "a", "a")), Set.of());

    assertThat(ordered.quarantined())
        .containsExactly(new QuarantinedLine(1, "is in a circle: a → a"));
  }

  @Test
  void a_chain_of_many_thousands_is_no_trouble() {
    var rows = new ArrayList<RoadmapRow>();
    for (var i = 20_000; i > 0; i--) {
      rows.add(row(i, "r" + i, "r" + (i - 1)));
    }
    rows.add(row(20_001, "r0"));

    var ordered = DependencyOrder.of(rows, Set.of());

    assertThat(ordered.rows()).hasSize(20_001);
    assertThat(ordered.rows().getFirst().key()).isEqualTo("r0");
  }

  private static RoadmapRow row(int line, String key, String... after) {
    var text =
        "{\"id\":%s,\"name\":\"n\",\"after\":%s}".formatted(Json.write(key), Json.write(after));
    var reading = RowReader.read(new Place(line, 0, 0), text);
    assertThat(reading).isInstanceOf(Reading.Good.class);
    return ((Reading.Good) reading).row();
  }
}
