package dev.godmode.worker.attempt;

import static dev.godmode.worker.attempt.AssignmentBuilder.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.worker.door.Doors;
import dev.godmode.worker.door.ModelDoor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plain program finds the fleet's models where every client of a model looks. */
class ModelKeyTest {

  private static final String TOLD =
      "echo \"$OPENAI_BASE_URL $ANTHROPIC_BASE_URL\" > \"$GODMODE_RESULT\"";

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private Path home;
  private ModelDoor door;
  private Node node;

  @BeforeEach
  void open() {
    door = Doors.withControlAway();
    node = new Node(home, door);
  }

  @AfterEach
  void close() {
    node.close();
    door.close();
  }

  @Test
  void it_is_given_their_address_and_a_key() throws Exception {
    var told = node.run(shell(TOLD)).result().strip();

    assertThat(told).matches("(http://127\\.0\\.0\\.1:\\d+)/v1 \\1");
  }

  @Test
  void one_that_has_a_model_of_its_own_keeps_it() throws Exception {
    var told = node.run(shell(TOLD).env("OPENAI_BASE_URL", "http://mine/v1")).result();

    assertThat(told.strip()).isEqualTo("http://mine/v1");
  }

  @Test
  void its_key_is_in_no_log() throws Exception {
    node.run(shell("echo \"$OPENAI_API_KEY $ANTHROPIC_API_KEY\""));

    assertThat(node.log()).containsExactly("[redacted key for models] [redacted key for models]");
  }

  @Test
  void its_key_opens_the_door_while_it_runs_and_no_longer() throws Exception {
    var attempt =
        node.begin(shell("echo \"$OPENAI_BASE_URL $OPENAI_API_KEY\" > door; echo; sleep 600"));
    node.awaitLine("");
    var told = Files.readString(written()).strip().split(" ", -1);

    assertThat(knock(told)).as("let in, and control is away").isEqualTo(503);
    node.attempts.stop(attempt, "enough");
    node.await(WorkerMessage.Ended.class);

    assertThat(knock(told)).isEqualTo(401);
  }

  private Path written() throws IOException {
    try (var files = Files.walk(home)) {
      return files.filter(file -> file.endsWith("work/door")).findFirst().orElseThrow();
    }
  }

  private static int knock(String[] told) throws IOException, InterruptedException {
    var asked =
        HttpRequest.newBuilder(URI.create(told[0] + "/models"))
            .header("Authorization", "Bearer " + told[1])
            .build();
    return CLIENT.send(asked, BodyHandlers.discarding()).statusCode();
  }
}
