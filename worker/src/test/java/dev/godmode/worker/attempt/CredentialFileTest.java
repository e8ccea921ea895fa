package dev.godmode.worker.attempt;

import static dev.godmode.worker.attempt.AssignmentBuilder.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.stream.ControlMessage.Credential;
import dev.godmode.protocol.stream.WorkerMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a program comes by its credential, and that nobody else does. */
class CredentialFileTest {

  @TempDir Path home;
  private Node node;

  @BeforeEach
  void begin() throws Exception {
    Files.writeString(home.resolve("authority.pem"), "a certificate\n");
    node = new Node(home);
  }

  @AfterEach
  void end() {
    node.close();
  }

  private Path file() {
    return home.resolve(AssignmentBuilder.FOLDER + "/credential");
  }

  @Test
  void a_program_finds_its_credential_and_control_when_it_starts() throws Exception {
    var report =
        node.run(
            shell(
                "wc -c < \"$GODMODE_CREDENTIAL\" > \"$GODMODE_RESULT\";"
                    + "stat -c %a \"$GODMODE_CREDENTIAL\" >> \"$GODMODE_RESULT\";"
                    + "cat \"$GODMODE_CA\" >> \"$GODMODE_RESULT\";"
                    + "echo \"$GODMODE_URL\" >> \"$GODMODE_RESULT\""));

    assertThat(report.result().lines())
        .containsExactly(
            String.valueOf(Node.TOKEN.length() + 1),
            "600",
            "a certificate",
            "https://" + Node.ADDRESS);
  }

  @Test
  void a_program_is_told_by_which_launcher_it_uses_controls_commands() throws Exception {
    var report = node.run(shell("echo \"$GODMODE_GM\" > \"$GODMODE_RESULT\""));

    assertThat(report.result().strip()).isEqualTo(Node.GM.toString());
  }

  @Test
  void a_credential_that_is_printed_leaves_the_node_as_nothing() throws Exception {
    var encoded =
        Base64.getEncoder()
            .withoutPadding()
            .encodeToString((Node.TOKEN + 1).getBytes(StandardCharsets.UTF_8));

    var report =
        node.run(
            shell(
                "cat \"$GODMODE_CREDENTIAL\"; echo; base64 < \"$GODMODE_CREDENTIAL\";"
                    + " cp \"$GODMODE_CREDENTIAL\" \"$GODMODE_RESULT\"; env"));

    assertThat(String.join("\n", node.log()))
        .contains("[redacted credential]")
        .doesNotContain(Node.TOKEN, encoded);
    assertThat(report.result()).isEqualTo("[redacted credential]");
  }

  @Test
  void a_renewed_credential_takes_the_place_of_the_one_before() throws Exception {
    var key =
        node.begin(
            shell(
                "while ! grep -q renewed \"$GODMODE_CREDENTIAL\"; do :; done;"
                    + " cat \"$GODMODE_CREDENTIAL\""));

    node.attempts.credential(new Credential(key, "the-renewed-one", Duration.ofMinutes(15)));
    node.await(WorkerMessage.Ended.class);

    assertThat(node.log()).containsExactly("[redacted credential]");
  }

  @Test
  void when_the_attempt_is_over_its_credential_is_gone() throws Exception {
    node.run(shell("test -s \"$GODMODE_CREDENTIAL\" && echo here"));

    assertThat(node.log()).containsExactly("here");
    assertThat(file()).doesNotExist();
  }

  @Test
  void a_refusal_takes_the_credential_away_and_the_program_goes_on() throws Exception {
    var key = node.begin(shell("while [ -e \"$GODMODE_CREDENTIAL\" ]; do :; done; echo without"));

    node.attempts.noCredential(key, "revoked: by owner");
    node.await(WorkerMessage.Ended.class);

    assertThat(node.log()).containsExactly("without");
  }

  @Test
  void a_link_that_the_program_put_in_its_place_is_replaced_and_not_followed() throws Exception {
    var target = Files.writeString(home.resolve("precious"), "as it was");
    var key =
        node.begin(
            shell(
                "ln -sf '%s' \"$GODMODE_CREDENTIAL\"; echo linked;".formatted(target)
                    + " while [ -L \"$GODMODE_CREDENTIAL\" ]; do :; done; echo replaced"));
    node.awaitLine("linked");

    node.attempts.credential(new Credential(key, "the-renewed-one", Duration.ofMinutes(15)));
    node.await(WorkerMessage.Ended.class);

    assertThat(node.log()).containsExactly("linked", "replaced");
    assertThat(target).hasContent("as it was");
  }

  @Test
  void a_credential_prints_without_its_secret() {
    assertThat(new Credential(shell("true").build().attempt(), "secret-text", Duration.ZERO))
        .asString()
        .doesNotContain("secret-text");
  }
}
