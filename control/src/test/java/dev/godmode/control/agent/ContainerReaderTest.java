package dev.godmode.control.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.ContainerSpec;
import dev.godmode.protocol.task.ContainerSpec.Mount;
import dev.godmode.protocol.task.ContainerSpec.Network;
import dev.godmode.protocol.task.ContainerSpec.Pull;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerReaderTest {

  @Test
  void an_image_alone_is_a_container_with_everything_shut() {
    assertThat(container("container: {image: 'debian:13'}"))
        .isEqualTo(
            new ContainerSpec(
                "debian:13",
                Pull.NEVER,
                Network.NONE,
                true,
                0,
                ContainerSpec.PIDS_DEFAULT,
                ContainerSpec.TMP_DEFAULT,
                List.of()));
  }

  @Test
  void a_full_container_is_read_as_it_is_written() {
    var text =
        """
        container:
          image: registry.example/tools:2
          pull: missing
          network: bridge
          read_only: false
          cpus: 1.5
          pids: 64
          tmp: 1GiB
          mounts:
            - /srv/models
            - /srv/data:/data
            - {from: /srv/cache, to: /cache, writable: true}
        """;

    assertThat(container(text))
        .isEqualTo(
            new ContainerSpec(
                "registry.example/tools:2",
                Pull.MISSING,
                Network.BRIDGE,
                false,
                1.5,
                64,
                1L << 30,
                List.of(
                    new Mount("/srv/models", "/srv/models", false),
                    new Mount("/srv/data", "/data", false),
                    new Mount("/srv/cache", "/cache", true))));
  }

  @Test
  void without_it_the_program_is_a_process() {
    assertThat(only(read("description: x")).container()).isEmpty();
  }

  @Test
  void everything_that_is_wrong_is_told_with_its_line() {
    var text =
        """
        container:
          image: two words
          pull: mising
          network: host
          read_only: yes please
          cpus: -1
          pids: 0
          tmp: 5 MB
          mounts:
            - data:/data
            - {from: /a, to: /}
          netwrok: none
        """;

    assertThat(read(text).problems())
        .extracting(ProfileProblem::toString)
        .containsExactlyInAnyOrder(
            "a.yaml:2: a container has an image, one word like 'debian:13', was 'two words'",
            "a.yaml:3: pull: is one of never, missing, always, was 'mising' (did you mean 'missing'?)",
            "a.yaml:4: network: is one of none, bridge, was 'host'",
            "a.yaml:5: read_only: is true or false, was 'yes please'",
            "a.yaml:6: cpus: is a number of cores like 1.5, was '-1'",
            "a.yaml:7: pids: is a whole number from 1, was '0'",
            "a.yaml:8: tmp: a size is written like 512KiB, 64MiB or 4GiB, was '5 MB'",
            "a.yaml:10: a mount has an absolute place on the node and one in the container, was 'data:/data'",
            "a.yaml:11: a mount has an absolute place on the node and one in the container, was '/a:/'",
            "a.yaml:12: unknown key 'netwrok' (did you mean 'network'?)");
  }

  @Test
  void a_container_without_an_image_says_how_one_is_written() {
    assertThat(read("container:\n  pull: never\n").problems())
        .extracting(ProfileProblem::toString)
        .containsExactly("a.yaml:2: a container has an image, like 'image: debian:13'");
  }

  private static ContainerSpec container(String text) {
    var profiles = read(text);
    assertThat(profiles.problems()).isEmpty();
    return only(profiles).container().orElseThrow();
  }

  private static AgentProfile only(AgentProfiles profiles) {
    return profiles.byFile().values().iterator().next();
  }

  private static AgentProfiles read(String text) {
    return AgentProfiles.read(
        List.of(new ProfileText("a.yaml", text)), List.of(), AgentProfiles.NONE);
  }
}
