package dev.godmode.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.godmode.client.GodModeClient;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for a task ends when the task has, whatever the stream of events misses. */
@Timeout(20)
class WaitingTest {

  private static final String TASK = "/api/v1/tasks/t1";

  private ScriptedControl control;

  @BeforeEach
  void listen() throws IOException {
    control = new ScriptedControl();
  }

  @AfterEach
  void stop() {
    control.close();
  }

  private static String detail(String state, String lastVisit) {
    return """
        {"task":{"id":"t1","name":"n","state":"%s","reason":"","agent_type":"","stream":"","priority":0,"attempts":1,
          "max_attempts":1,"evidence":[],"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"},
         "attempts":[],"inputs":[],"result":"","path":[{"state":"%s","at":"2026-01-01T00:00:00Z"}],"story":[]}
        """
        .formatted(state, lastVisit);
  }

  private void await() {
    try (var client = new GodModeClient(URI.create(control.url()), Optional.empty())) {
      Waiting.untilEnded(client, "t1");
    }
  }

  @Test
  void a_task_that_ended_between_the_halves_of_a_look_is_looked_at_again() {
    control.on(TASK, 200, detail("running", "unverified"), detail("unverified", "unverified"));

    // There is no stream of events to follow: whoever follows it here fails.
    assertThatCode(this::await).doesNotThrowAnyException();
  }

  @Test
  void a_stream_that_ends_before_the_task_is_followed_anew() {
    control.on("/api/v1/events", 200, "event: reset\ndata: {}\n\n");
    control.on(
        TASK,
        200,
        detail("running", "running"),
        detail("running", "running"),
        detail("succeeded", "succeeded"));

    assertThatCode(this::await).doesNotThrowAnyException();
  }
}
