package dev.godmode.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HomeTest {

  /**
   * Its parent does not ask for it: it stays in the system's list for as long as that one lives.
   */
  @Test
  @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_process_that_has_ended_and_was_not_collected_does_not_live() throws IOException {
    var parent =
        new ProcessBuilder("/bin/sh", "-c", "true & echo $!; exec sleep 60")
            .redirectErrorStream(true)
            .start();
    try (var said =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      var child = Long.parseLong(said.readLine());

      while (Home.isAlive(child)) {
        Thread.onSpinWait();
      }

      assertThat(Home.isAlive(parent.pid())).isTrue();
    } finally {
      parent.destroyForcibly();
    }
  }
}
