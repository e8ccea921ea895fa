package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.tailnet.Standing;
import dev.godmode.protocol.network.TailnetMode;
import dev.godmode.server.network.Network;
import dev.godmode.testkit.InMemoryTailnet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkChoiceTest {

  @TempDir Path home;
  private final InMemoryTailnet tailnet = new InMemoryTailnet("forge", "100.64.0.1");

  private Network enter(Map<String, String> environment) {
    var settings = TestSettings.of(home, environment);
    return NetworkChoice.of(settings).enter(settings, tailnet, System::nanoTime);
  }

  @Test
  void without_a_word_the_tailnet_is_not_asked() {
    tailnet.stand(new Standing.Stopped());

    var network = enter(Map.of());

    assertThat(network.mode()).isEqualTo(TailnetMode.OFF);
    assertThat(network.fleetAddress()).isEqualTo("127.0.0.1");
  }

  @Test
  void a_choice_is_remembered_until_another_is_made() {
    enter(Map.of("GODMODE_TAILSCALE", "fleet"));

    assertThat(enter(Map.of()).fleetAddress()).isEqualTo("100.64.0.1");

    enter(Map.of("GODMODE_TAILSCALE", "off"));
    assertThat(enter(Map.of()).fleetAddress()).isEqualTo("127.0.0.1");
  }

  @Test
  void an_address_of_another_network_is_no_way_around_it() {
    enter(Map.of("GODMODE_TAILSCALE", "fleet"));

    assertThatThrownBy(() -> enter(Map.of("GODMODE_FLEET_ADDRESS", "0.0.0.0")))
        .isInstanceOf(Network.Unusable.class)
        .hasMessage(
            "the fleet port is for the tailnet, and GODMODE_FLEET_ADDRESS says 0.0.0.0: unset it, or"
                + " leave the tailnet with ./gmup --tailscale off");
  }

  @Test
  void a_mode_that_does_not_exist_is_told_with_what_was_meant() {
    assertThatThrownBy(
            () -> ServerSettings.parse(Map.of("GODMODE_TAILSCALE", "flet"), List.of(), home))
        .hasMessageContaining(
            "there is no tailnet mode 'flet' (did you mean 'fleet'?); modes are off, fleet");
  }
}
