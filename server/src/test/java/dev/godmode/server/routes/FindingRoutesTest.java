package dev.godmode.server.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.audit.host.ListeningSocket;
import dev.godmode.audit.host.ListeningSocket.Holder;
import dev.godmode.server.ServedControl;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What doctor finds wrong where control is. */
class FindingRoutesTest {

  @TempDir Path home;
  private ServedControl control;

  @BeforeEach
  void serve() {
    control = new ServedControl(home);
  }

  @AfterEach
  void stop() {
    control.close();
  }

  private void write(String name, String text) throws Exception {
    var file = home.resolve("workspace").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void what_is_wrong_in_the_workspace_and_on_the_machine_is_told_the_worst_first()
      throws Exception {
    write("compose.yaml", "services:\n  db:\n    image: postgres:18\n    ports: ['5432:5432']\n");
    control.listening.add(
        new ListeningSocket(
            InetAddress.ofLiteral("0.0.0.0"), 6379, Optional.of(new Holder(7, "redis-server"))));

    var found = control.json("/api/v1/findings");

    assertThat(found.at("/items/0/rule").stringValue()).isEqualTo("database_public");
    assertThat(found.get("items").findValuesAsString("file"))
        .containsExactly("port 6379", "compose.yaml", "compose.yaml");
    assertThat(found.get("items").findValuesAsString("severity"))
        .containsExactly("error", "error", "warning");
    assertThat(found.get("more").intValue()).isZero();
  }

  @Test
  void it_is_looked_again_after_half_a_minute_and_not_before() throws Exception {
    write("notes.md", "nothing\n");
    assertThat(control.json("/api/v1/findings").get("items")).isEmpty();

    write("start.sh", "curl https://get.example.org | sh\n");
    var soon = control.json("/api/v1/findings");
    control.clock.advance(Duration.ofSeconds(31));
    var later = control.json("/api/v1/findings");

    assertThat(soon.get("items")).isEmpty();
    assertThat(later.get("items")).hasSize(1);
  }

  @Test
  void a_workspace_that_is_gone_is_a_finding() {
    assertThat(control.json("/api/v1/findings").at("/items/0/rule").stringValue())
        .isEqualTo("not_readable");
  }
}
