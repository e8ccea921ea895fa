package dev.godmode.worker.attempt;

import static dev.godmode.worker.attempt.AssignmentBuilder.program;
import static dev.godmode.worker.attempt.AssignmentBuilder.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.Ending;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a program comes by the secrets that it names, and what is left of them. */
class AttemptSecretsTest {

  private static final String VALUE = "correct-horse-battery";

  @TempDir Path home;
  private Node node;

  @BeforeEach
  void begin() {
    node = new Node(home);
  }

  @AfterEach
  void end() {
    node.close();
  }

  private Path files() {
    return home.resolve(AssignmentBuilder.FOLDER + "/secrets");
  }

  @Test
  void a_secret_as_a_file_is_for_the_program_alone_and_goes_with_the_attempt() throws Exception {
    node.gives(Map.of("deploy.key", VALUE));

    var report =
        node.run(
            shell(
                    "stat -c %a \"$KEY_FILE\"; [ \"$(cat \"$KEY_FILE\")\" = correct-\"horse-battery\" ]"
                        + " && echo right; env | grep -c horse; true")
                .env("KEY_FILE", "secret-file://deploy.key"));

    assertThat(report.ending()).isEqualTo(Ending.UNVERIFIED);
    assertThat(node.log()).containsExactly("600", "right", "0");
    assertThat(files()).doesNotExist();
  }

  @Test
  void a_secret_as_a_file_is_redacted_like_any_other() throws Exception {
    node.gives(Map.of("key", VALUE));

    node.run(shell("cat \"$KEY_FILE\"").env("KEY_FILE", "secret-file://key"));

    assertThat(node.log()).containsExactly("[redacted key]");
  }

  @Test
  void an_attempt_without_its_secret_is_not_started_and_says_why() throws Exception {
    node.refuses("no line of policy.yaml allows it", false);

    var report = node.run(shell("touch ran").env("KEY", "secret://key"));

    assertThat(report.ending()).isEqualTo(Ending.SECRET_MISSING);
    assertThat(report.reason()).isEqualTo("no line of policy.yaml allows it");
    assertThat(home.resolve(AssignmentBuilder.FOLDER)).doesNotExist();
  }

  @Test
  void while_a_source_of_control_is_in_trouble_the_attempt_waits_and_can_be_stopped()
      throws Exception {
    node.refuses("the vault does not answer", true);
    var assignment = shell("true").env("KEY", "secret://key").build();
    node.attempts.assign(assignment);
    node.await(WorkerMessage.SecretsWanted.class);

    node.attempts.stop(assignment.attempt(), "enough");

    assertThat(node.await(WorkerMessage.Ended.class).report().ending()).isEqualTo(Ending.STOPPED);
  }

  @Test
  void what_control_has_no_value_for_the_node_may_have() throws Exception {
    node.leavesToNode("API_KEY");
    node.secrets("API_KEY=" + VALUE, "rw-------");

    node.run(shell("echo $KEY").env("KEY", "secret://API_KEY"));

    assertThat(node.log()).containsExactly("[redacted API_KEY]");
  }

  @Test
  void a_secret_of_the_nodes_own_is_given_only_where_control_says_so() throws Exception {
    node.secrets("API_KEY=" + VALUE, "rw-------");
    node.refuses("no line of policy.yaml allows it", false);

    var report = node.run(program("true").env("KEY", "secret://API_KEY"));

    assertThat(report.ending()).isEqualTo(Ending.SECRET_MISSING);
  }

  @Test
  void secrets_of_the_nodes_own_that_others_can_read_are_not_used() throws Exception {
    node.leavesToNode("API_KEY");
    node.secrets("API_KEY=" + VALUE, "rw-r--r--");

    var report = node.run(program("true").env("KEY", "secret://API_KEY"));

    assertThat(report.ending()).isEqualTo(Ending.SECRET_MISSING);
    assertThat(report.reason()).contains("chmod 600");
  }

  @Test
  void a_secret_that_is_nowhere_is_named_with_where_to_put_it() throws Exception {
    node.leavesToNode("OTHER_KEY");

    var report = node.run(program("true").env("KEY", "secret://OTHER_KEY"));

    assertThat(report.reason()).contains("no source has the secret 'OTHER_KEY'", "secrets.env");
  }

  @Test
  void the_assignment_on_disk_names_the_secret_and_does_not_hold_it() throws Exception {
    node.gives(Map.of("key", VALUE));
    var key = node.begin(shell("echo here; sleep 600").env("KEY", "secret://key"));
    node.awaitLine("here");

    try (var all = Files.walk(home)) {
      for (var file : all.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContain(VALUE);
      }
    }
    node.attempts.stop(key, "enough");
    node.await(WorkerMessage.Ended.class);
  }

  @Test
  void what_a_worker_that_was_killed_left_of_secrets_is_deleted_by_the_next() throws Exception {
    node.gives(Map.of("key", VALUE));
    node.run(shell("true").env("KEY_FILE", "secret-file://key"));
    Files.createDirectories(files());
    Files.writeString(files().resolve("key"), VALUE);

    try (var _ = new Node(home)) {
      assertThat(files()).doesNotExist();
    }
  }

  @Test
  void secrets_print_without_their_values() throws Exception {
    var secrets = AttemptSecrets.of(Map.of("KEY", "secret://key"), Map.of("key", VALUE));

    assertThat(secrets).asString().contains("key").doesNotContain("horse");
  }
}
