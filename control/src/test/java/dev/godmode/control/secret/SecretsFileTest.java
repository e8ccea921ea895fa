package dev.godmode.control.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.agent.ProfileProblem;
import dev.godmode.control.secret.SecretSource.Absent;
import dev.godmode.control.secret.SecretSource.Found;
import dev.godmode.control.secret.SecretSource.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which sources there are, in which order, and what is wrong with a file that says so. */
class SecretsFileTest {

  @TempDir Path workspace;
  private final List<SourceSpec> opened = new ArrayList<>();

  private SecretsFile file() {
    return new SecretsFile(
        new SecretsFile.Places(workspace, Path.of("/home/ada"), Path.of("/control/secrets.env")),
        spec -> {
          opened.add(spec);
          return new EnvironmentSource(Map.of());
        });
  }

  private void write(String text) throws IOException {
    Files.writeString(workspace.resolve("secrets.yaml"), text);
  }

  private List<String> problems(String text) throws IOException {
    write(text);
    return file().standing().problems().stream().map(ProfileProblem::toString).toList();
  }

  @Test
  void without_a_file_it_is_the_environment_and_then_a_file_of_controls_own() {
    file();

    assertThat(opened)
        .containsExactly(
            new SourceSpec.Environment(),
            new SourceSpec.DotenvFile(Path.of("/control/secrets.env")));
  }

  @Test
  void sources_are_asked_in_the_order_in_which_they_are_named() throws IOException {
    write(
        """
        sources:
          - dotenv: .env
          - folder: /run/secrets
          - keychain: godmode
          - {age: secrets.age, identity: ~/.config/age/key.txt}
          - {vault: "https://vault.example:8200", path: godmode/fleet}
          - env
        """);
    file();

    assertThat(opened)
        .extracting(spec -> spec.getClass().getSimpleName())
        .containsExactly("DotenvFile", "Folder", "Keychain", "Age", "Vault", "Environment");
    assertThat(opened.getFirst()).isEqualTo(new SourceSpec.DotenvFile(workspace.resolve(".env")));
    assertThat(((SourceSpec.Age) opened.get(3)).identity())
        .isEqualTo(Path.of("/home/ada/.config/age/key.txt"));
    assertThat(((SourceSpec.Vault) opened.get(4)).tokenFile())
        .isEqualTo(Path.of("/home/ada/.vault-token"));
  }

  @Test
  void all_that_is_wrong_is_said_at_once_with_its_line() throws IOException {
    var problems =
        problems(
            """
            sources:
              - enf
              - dotenv
              - {age: a.age}
              - {vault: "http://vault.example", path: x}
              - {vault: "https://vault.example", path: ../x}
              - {folder: /a, dotenv: b}
              - {fodler: /a}
            brokrs: {}
            """);

    assertThat(problems)
        .anySatisfy(text -> assertThat(text).contains("secrets.yaml:2", "did you mean 'env'"))
        .anySatisfy(text -> assertThat(text).contains(":3", "write 'dotenv: "))
        .anySatisfy(text -> assertThat(text).contains(":4", "'identity'"))
        .anySatisfy(text -> assertThat(text).contains(":5", "https"))
        .anySatisfy(text -> assertThat(text).contains(":6", "path"))
        .anySatisfy(text -> assertThat(text).contains(":7", "dotenv and folder"))
        .anySatisfy(text -> assertThat(text).contains(":8", "did you mean 'folder'"))
        .anySatisfy(text -> assertThat(text).contains(":9", "brokrs"));
  }

  private static String broker(String change) {
    return """
        brokers:
          - name: github
            secret: github-token
            hosts: [api.github.com]
            paths: [/repos/**]
            header: "Authorization: Bearer {secret}"
        """
        .replace(change.split("=>", -1)[0], change.split("=>", -1)[1]);
  }

  @Test
  void a_broker_is_read_and_without_sources_they_are_the_usual_ones() throws IOException {
    write(broker("=>"));

    var rule = file().standing().brokers().getFirst();

    assertThat(rule.hosts()).containsExactly("api.github.com");
    assertThat(rule.methods()).containsExactly("GET");
    assertThat(rule.headerValue(new SecretValue("abc"))).contains("Bearer abc");
    assertThat(rule.headerValue(new SecretValue("a\r\nX: b"))).isEmpty();
    assertThat(opened).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.github.com=>http://api.github.com",
        "api.github.com=>ada:pw@api.github.com",
        "api.github.com=>api.github.com/path",
        "[api.github.com]=>[]",
        "/repos/**=>repos",
        "/repos/**=>/repos/../x",
        "Bearer {secret}=>Bearer",
        "Authorization: Bearer {secret}=>Bearer {secret}",
        "secret: github-token=>secret: a/b",
        "secret: github-token=>sercet: github-token",
        "name: github=>methods: [FETCH]"
      })
  void a_broker_that_is_wrong_is_a_problem(String change) throws IOException {
    assertThat(problems(broker(change))).isNotEmpty();
  }

  @Test
  void a_pattern_of_a_path_means_what_it_says() throws IOException {
    write(broker("[/repos/**]=>[\"/repos/*/issues\", \"/user\", \"/gists/**\"]"));
    var rule = file().standing().brokers().getFirst();

    assertThat(List.of("/repos/a/issues", "/user", "/gists/a", "/gists/a/b"))
        .allMatch(rule::allowsPath);
    assertThat(
            List.of("/repos/a/b/issues", "/user/x", "/users", "/gists", "/repos//issues", "user"))
        .noneMatch(rule::allowsPath);
  }

  @Test
  void a_file_that_is_wrong_from_the_start_gives_no_secret_away_and_says_why() throws IOException {
    write("sources: [enf]\n");

    var finding = file().sources().find("key").finding();

    assertThat(finding)
        .isInstanceOfSatisfying(
            Trouble.class, trouble -> assertThat(trouble.why()).contains("secrets.yaml:1"));
  }

  @Test
  void a_file_that_becomes_wrong_changes_nothing_and_one_that_is_mended_counts()
      throws IOException {
    write("sources: [env]\n");
    var file = file();
    var before = file.sources();

    write("sources: [enf]\n");
    file.runOnce();
    assertThat(file.sources()).isEqualTo(before);
    assertThat(file.standing().problems()).hasSize(1);

    write("sources: [{dotenv: .env}]\n");
    file.runOnce();
    assertThat(file.standing().problems()).isEmpty();
    assertThat(opened.getLast()).isInstanceOf(SourceSpec.DotenvFile.class);
  }

  /** A source in a test's hands. */
  private record Kept(String words, Finding answer) implements SecretSource {
    @Override
    public Finding find(String name) {
      return answer;
    }

    @Override
    public Set<String> names() {
      return Set.of();
    }
  }

  @Test
  void the_first_that_has_it_wins_and_one_in_trouble_ends_the_search() {
    var found = new Found(new SecretValue("correct-horse"));
    var absent = new Kept("first", new Absent());
    var broken = new Kept("broken", new Trouble("it is locked", true));
    var has = new Kept("has", found);

    assertThat(new SecretSources(List.of(absent, has, broken)).find("key").finding())
        .isEqualTo(found);
    assertThat(new SecretSources(List.of(absent, broken, has)).find("key").finding())
        .isInstanceOf(Trouble.class);
    assertThat(new SecretSources(List.of(absent)).find("key").finding()).isEqualTo(new Absent());
  }

  @Test
  void a_bomb_is_refused_and_not_blown_up() throws IOException {
    assertThat(problems("a: &a [x,x,x]\nb: &b [*a,*a,*a]\nsources: [*b,*b,*b]\n").getFirst())
        .contains("secrets.yaml:2", "aliases");
    assertThat(problems("sources: " + "[".repeat(50) + "]".repeat(50)).getFirst())
        .contains("nested deeper");
  }

  @Test
  void a_value_prints_without_itself() {
    assertThat(new Found(new SecretValue("correct-horse")).toString()).doesNotContain("horse");
  }
}
