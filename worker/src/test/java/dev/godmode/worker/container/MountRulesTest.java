package dev.godmode.worker.container;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.protocol.task.ContainerSpec.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountRulesTest {

  @TempDir Path node;
  private MountRules rules;

  @BeforeEach
  void aNodeWithAnEngine() throws IOException {
    Files.createDirectories(node.resolve("run"));
    var socket = Files.createFile(node.resolve("run/engine.sock"));
    var home = Files.createDirectories(node.resolve("home/worker"));
    Files.createDirectories(node.resolve("home/worker/attempts"));
    Files.createDirectories(node.resolve("srv/data"));
    rules = new MountRules(home, List.of(socket));
  }

  @Test
  void a_folder_of_the_node_may_be_mounted() {
    assertThatCode(() -> rules.check(mount("srv/data"))).doesNotThrowAnyException();
  }

  @Test
  void what_is_not_there_is_named() {
    refused("srv/dtaa", "which is not on this node");
  }

  @Test
  void neither_the_engines_socket_nor_a_folder_around_it_is_mounted() {
    refused("run/engine.sock", "socket");
    refused("run", "socket");
    refused("", "socket");
  }

  @Test
  void a_link_to_the_socket_is_as_bad_as_the_socket() throws IOException {
    Files.createSymbolicLink(node.resolve("srv/innocent"), node.resolve("run"));

    refused("srv/innocent", "socket");
  }

  @Test
  void the_workers_own_folder_is_mounted_neither_whole_nor_in_part() {
    refused("home/worker", "the worker's own folder");
    refused("home", "the worker's own folder");
    refused("home/worker/attempts", "the worker's own folder");
  }

  private Mount mount(String place) {
    return new Mount(node.resolve(place).toString(), "/inside", false);
  }

  private void refused(String place, String why) {
    assertThatThrownBy(() -> rules.check(mount(place)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }
}
