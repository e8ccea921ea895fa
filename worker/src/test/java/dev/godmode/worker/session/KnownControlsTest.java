package dev.godmode.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.stream.KnownControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownControlsTest {

  private static final KnownControl FORGE =
      new KnownControl("forge", List.of("10.0.0.1:5053", "forge:5053"));
  private static final KnownControl ATLAS = new KnownControl("atlas", List.of("10.0.0.2:5053"));

  @TempDir Path home;

  private KnownControls controls() {
    return new KnownControls(home, List.of("10.0.0.1:5053", "192.168.0.1:5053"));
  }

  @Test
  void at_first_control_is_where_this_node_joined() {
    var controls = controls();

    assertThat(controls.inTurn()).containsExactly("10.0.0.1:5053", "192.168.0.1:5053");

    controls.lost("10.0.0.1:5053");
    assertThat(controls.inTurn()).first().isEqualTo("10.0.0.1:5053");
    assertThat(controls.patience()).isEqualTo(KnownControls.Patience.OF_ONE);
  }

  @Test
  void what_control_said_is_known_after_a_restart() {
    controls().said(List.of(ATLAS, FORGE));

    assertThat(controls().inTurn())
        .containsExactly("10.0.0.2:5053", "10.0.0.1:5053", "forge:5053", "192.168.0.1:5053");
  }

  @Test
  void one_that_was_lost_is_tried_last_and_none_twice() {
    var controls = controls();
    controls.said(List.of(ATLAS, FORGE));
    controls.lost("10.0.0.2:5053");

    assertThat(controls.inTurn())
        .containsExactly("10.0.0.1:5053", "forge:5053", "192.168.0.1:5053", "10.0.0.2:5053");

    controls.lost("forge:5053");
    assertThat(controls.inTurn())
        .containsExactly("10.0.0.2:5053", "192.168.0.1:5053", "10.0.0.1:5053", "forge:5053");
  }

  @Test
  void with_another_one_to_turn_to_it_waits_less() {
    var controls = controls();

    controls.said(List.of(ATLAS, FORGE));

    assertThat(controls.patience()).isEqualTo(KnownControls.Patience.OF_SEVERAL);
  }

  @Test
  void a_file_that_cannot_be_read_is_as_good_as_none() throws IOException {
    Files.writeString(home.resolve("controls.json"), "{\"contr");

    assertThat(controls().inTurn()).hasSize(2);
  }
}
