package dev.godmode.control.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.access.ProvenIdentity.Federated;
import dev.godmode.control.access.ProvenIdentity.TailnetUser;
import dev.godmode.control.agent.ProfileProblem;
import dev.godmode.protocol.people.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code people.yaml}: who vouches for people, and who is let in. */
class RollReaderTest {

  private static final String GOOD =
      """
      login:
        issuer: https://id.acme.test
        client_id: godmode
        client_secret: secret://client
        session: 1h
      people:
        - {email: Ada@Acme.test, role: operator}
        - {group: platform, role: viewer}
        - {subject: "42", role: owner}
      """;

  private static List<String> problems(String text) {
    return RollReader.read(text).problems().stream().map(ProfileProblem::toString).toList();
  }

  private static Federated of(String issuer, String subject, String email, String... groups) {
    return new Federated(issuer, subject, Optional.of(email), List.of(groups));
  }

  @Test
  void a_good_file_is_what_it_says() {
    var roll = RollReader.read(GOOD).roll();

    var provider = roll.provider().orElseThrow();
    assertThat(problems(GOOD)).isEmpty();
    assertThat(provider.name()).isEqualTo("id.acme.test");
    assertThat(provider.scopes()).containsExactly("email");
    assertThat(provider.session()).isEqualTo(Duration.ofHours(1));
    assertThat(roll.lines()).hasSize(3);
  }

  @Test
  void nobody_is_let_in_whom_no_line_names() {
    var roll = RollReader.read(GOOD).roll();
    var issuer = "https://id.acme.test";

    assertThat(roll.find(of(issuer, "1", "ada@acme.test")).map(Roll.Line::role))
        .contains(Role.OPERATOR);
    assertThat(roll.find(of(issuer, "2", "bob@acme.test", "platform")).map(Roll.Line::words))
        .contains("line 8: group platform is viewer");
    assertThat(roll.find(of(issuer, "42", "any@acme.test")).map(Roll.Line::role))
        .contains(Role.OWNER);
    assertThat(roll.find(of(issuer, "3", "ada@acme.test.evil"))).isEmpty();
    assertThat(roll.find(of("https://evil.test", "42", "ada@acme.test"))).isEmpty();
    assertThat(Roll.EMPTY.find(of(issuer, "42", "ada@acme.test"))).isEmpty();
  }

  @Test
  void a_login_of_the_tailnet_is_another_thing_than_an_address_of_the_provider() {
    var text =
        "people:\n  - {tailnet: Ada@github, role: owner}\n  - {email: eve@x.com, role: viewer}\n";
    var roll = RollReader.read(text).roll();

    assertThat(roll.find(new TailnetUser("ada@github", "laptop")).map(Roll.Line::words))
        .contains("line 2: tailnet ada@github is owner");
    assertThat(roll.find(new TailnetUser("eve@x.com", "laptop"))).isEmpty();
    assertThat(roll.find(of("https://id.acme.test", "1", "ada@github"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://id.acme.test | http://id.acme.test     | people.yaml:2: issuer: 'http://id.acme.test' must be https
          https://id.acme.test | https://u:p@acme.test   | people.yaml:2: issuer: 'https://u:p@acme.test' must be https
          secret://client      | hunter2                 | never the secret itself
          secret://client      | secret-file://client    | never the secret itself
          session: 1h          | session: 30d            | must be from 1m to 24h
          session: 1h          | hud: http://127.0.0.1/x | must be an address without a path
          client_id            | cilent_id               | did you mean
          role: operator       | role: operatr           | did you mean 'operator'
          email: Ada@Acme.test | email: "*@acme.test"    | for all of a kind name a group
          email: Ada@Acme.test | emial: a@acme.test      | did you mean 'email'
          group: platform,     | tailnet: tag:ci,        | a tagged machine is nobody's
          group: platform,     | "tailnet": "a b",       | as 'tailscale whois' says it
          group: platform,     | group: a, tailnet: b,   | a line names one email, group, subject or tailnet login
          group: platform,     | group: a, subject: b,   | a line names one email, group, subject or tailnet login
          """)
  void what_is_wrong_is_said_with_its_line(String good, String bad, String why) {
    assertThat(problems(GOOD.replace(good, bad))).anySatisfy(one -> assertThat(one).contains(why));
  }

  @Test
  void a_bomb_is_refused_and_not_blown_up() {
    assertThat(problems("a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\npeople: [*b,*b,*b,*b]\n").getFirst())
        .contains("people.yaml:2", "aliases");
    assertThat(problems("people: " + "[".repeat(50) + "]".repeat(50)).getFirst())
        .contains("nested deeper");
  }

  @Test
  void a_file_that_becomes_wrong_changes_nothing_and_one_that_goes_lets_nobody_in(
      @TempDir Path folder) throws IOException {
    var path = folder.resolve(RollReader.FILE);
    var told = new ArrayList<ProfileProblem>();
    Files.writeString(path, GOOD);
    var file = new RollFile(path, told::addAll);

    Files.writeString(path, GOOD + "  - nobody\n");
    file.runOnce();

    assertThat(file.roll().lines()).hasSize(3);
    assertThat(told).extracting(ProfileProblem::line).containsExactly(10);
    Files.delete(path);
    file.runOnce();
    assertThat(file.roll()).isEqualTo(Roll.EMPTY);
  }
}
