package dev.godmode.control.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godmode.protocol.people.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a policy allows, and which ones are not taken. */
class PolicyTest {

  private static final String OWNER = "allow:\n  - {who: role:owner, may: \"*\"}\n";
  private static final Subject VIEWER = new Subject.Person("ada", Role.VIEWER);
  private static final Subject BUILDER = new Subject.Attempt("builder", "forge", "shop");

  private static Policy good(String text) {
    assertThat(PolicyReader.read(text)).isInstanceOf(PolicyReader.Good.class);
    return ((PolicyReader.Good) PolicyReader.read(text)).policy();
  }

  private static List<String> problems(String text) {
    assertThat(PolicyReader.read(text)).isInstanceOf(PolicyReader.Bad.class);
    return ((PolicyReader.Bad) PolicyReader.read(text))
        .problems().stream().map(problem -> problem.toString()).toList();
  }

  @Test
  void nobody_may_do_what_no_line_allows() {
    var policy = good(OWNER);

    assertThat(policy.decide(VIEWER, Scope.FLEET_READ))
        .isEqualTo(new Policy.Decision(false, "no line allows it"));
    assertThat(policy.allowed(BUILDER)).isEmpty();
    assertThat(policy.allowed(new Subject.Person("owner", Role.OWNER)))
        .containsExactlyInAnyOrder(Scope.values());
  }

  @Test
  void all_that_somebody_may_do_is_what_each_single_question_says() {
    var policy =
        good(
            """
            allow:
              - {who: role:owner, may: "*"}
              - {who: "agent:*", may: "*"}
              - {who: agent:builder, may: [tasks:read, logs:read], stream: shop}
              - {who: role:viewer, may: [tasks:read, fleet:read, logs:read]}
            deny:
              - {who: agent:builder, may_not: [logs:read]}
              - {who: role:viewer, may_not: [fleet:read]}
            """);

    for (var subject : List.of(VIEWER, BUILDER, new Subject.Attempt("writer", "forge", "docs"))) {
      assertThat(policy.allowed(subject))
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(Scope.values())
                  .filter(scope -> policy.decide(subject, scope).allowed())
                  .toList());
    }
  }

  @Test
  void the_built_in_policy_lets_each_role_do_its_work() {
    var policy = PolicyReader.builtIn();

    assertThat(policy.decide(VIEWER, Scope.TASKS_READ).allowed()).isTrue();
    assertThat(policy.decide(VIEWER, Scope.FLEET_STOP).allowed()).isFalse();
    assertThat(policy.decide(new Subject.Person("o", Role.OPERATOR), Scope.FLEET_STOP).allowed())
        .isTrue();
    assertThat(policy.allowed(BUILDER))
        .containsExactlyInAnyOrder(
            Scope.TASKS_READ,
            Scope.LOGS_READ,
            Scope.DOCUMENTS_PROPOSE,
            Scope.MODELS_CALL,
            Scope.MEMORY_READ,
            Scope.MEMORY_WRITE,
            Scope.MESSAGES_READ,
            Scope.MESSAGES_SEND,
            Scope.PEOPLE_ASK);
    assertThat(policy.failures()).isEmpty();
  }

  private static final Right KEY = new Right.UseSecret("shop-key");

  @Test
  void a_secret_is_for_those_whom_a_line_names_and_for_nobody_by_a_star() {
    var policy =
        good(
            OWNER
                + "  - {who: agent:*, may: \"*\"}\n"
                + "  - {who: agent:builder, may: secret/shop-*:use, stream: shop}\n");

    assertThat(policy.decide(BUILDER, KEY).why()).startsWith("line 4: agent:builder may");
    assertThat(policy.decide(new Subject.Attempt("builder", "forge", "other"), KEY).allowed())
        .isFalse();
    assertThat(policy.decide(new Subject.Attempt("writer", "forge", "shop"), KEY).allowed())
        .isFalse();
    assertThat(policy.decide(BUILDER, new Right.UseSecret("other-key")).allowed()).isFalse();
    assertThat(policy.decide(BUILDER, new Right.CallBroker("shop-key")).allowed()).isFalse();
  }

  @Test
  void a_line_that_denies_wins_for_secrets_too_and_there_a_star_is_enough() {
    var granted = OWNER + "  - {who: agent:builder, may: secret/shop-key:use}\n";

    assertThat(good(granted).decide(BUILDER, KEY).allowed()).isTrue();
    for (var denial : List.of("secret/shop-key:use", "secret/*:use", "\"*\"")) {
      var policy = good(granted + "deny:\n  - {who: node:forge, may_not: " + denial + "}\n");

      assertThat(policy.decide(BUILDER, KEY)).as(denial).returns(false, Policy.Decision::allowed);
      assertThat(policy.decide(new Subject.Attempt("builder", "anvil", "shop"), KEY).allowed())
          .isTrue();
    }
  }

  @Test
  void examples_and_differences_speak_of_secrets() {
    var with =
        OWNER
            + "  - {who: agent:builder, may: secret/shop-key:use}\n"
            + "examples:\n"
            + "  - {who: agent:builder, may: secret/shop-key:use}\n"
            + "  - {who: agent:writer, may_not: secret/shop-key:use}\n";

    assertThat(good(OWNER).changesTo(good(with)))
        .extracting(Policy.Change::who, Policy.Change::scope, Policy.Change::gains)
        .containsExactly(tuple("agent:builder", "secret/shop-key:use", true));
    assertThat(problems(with.replace("agent:writer", "agent:builder")))
        .singleElement()
        .asString()
        .contains("does not come true");
  }

  @Test
  void a_grant_that_nobody_could_use_or_that_names_nothing_is_a_problem() {
    assertThat(
            problems(
                OWNER
                    + "  - {who: role:viewer, may: secret/key:use}\n"
                    + "  - {who: agent:builder, may: secret/a b:use}\n"
                    + "  - {who: agent:builder, may: secret/key:call}\n"
                    + "  - {who: agent:builder, may: secrets:read}\n"))
        .hasSize(4)
        .anySatisfy(text -> assertThat(text).contains("policy.yaml:3", "for agents"))
        .anySatisfy(text -> assertThat(text).contains("policy.yaml:4", "secret/NAME:use"))
        .anySatisfy(text -> assertThat(text).contains("policy.yaml:5", "secret/NAME:use"));
  }

  @Test
  void the_very_line_is_named() {
    var policy = good(OWNER + "  - {who: agent:builder, may: tasks:submit}\n");

    assertThat(policy.decide(BUILDER, Scope.TASKS_SUBMIT).why())
        .isEqualTo("line 3: agent:builder may tasks:submit");
  }

  @Test
  void a_line_that_denies_wins_wherever_it_stands() {
    var policy =
        good(
            "deny:\n  - {who: node:forge, may_not: tasks:submit}\n"
                + OWNER
                + "  - {who: agent:*, may: tasks:submit}\n");

    assertThat(policy.decide(BUILDER, Scope.TASKS_SUBMIT))
        .isEqualTo(new Policy.Decision(false, "line 2: node:forge may not tasks:submit"));
    assertThat(
            policy
                .decide(new Subject.Attempt("builder", "anvil", "shop"), Scope.TASKS_SUBMIT)
                .allowed())
        .isTrue();
  }

  @Test
  void a_rule_may_be_for_one_stream_alone() {
    var policy = good(OWNER + "  - {who: agent:builder, may: tasks:submit, stream: shop}\n");

    assertThat(policy.decide(BUILDER, Scope.TASKS_SUBMIT).allowed()).isTrue();
    assertThat(
            policy
                .decide(new Subject.Attempt("builder", "forge", "bank"), Scope.TASKS_SUBMIT)
                .allowed())
        .isFalse();
  }

  @Test
  void one_person_may_be_treated_otherwise() {
    var policy =
        good(
            OWNER
                + "  - {who: role:viewer, may: \"*:read\"}\n  - {who: person:ada, may: fleet:stop}\n");

    assertThat(policy.decide(VIEWER, Scope.FLEET_STOP).allowed()).isTrue();
    assertThat(policy.decide(new Subject.Person("bob", Role.VIEWER), Scope.FLEET_STOP).allowed())
        .isFalse();
  }

  @Test
  void a_policy_that_locks_the_owner_out_is_not_taken() {
    assertThat(problems("allow:\n  - {who: role:viewer, may: \"*\"}\n").getFirst())
        .contains("lock the owner out");
    assertThat(
            problems(OWNER + "deny:\n  - {who: \"role:*\", may_not: people:change}\n").getFirst())
        .contains("lock the owner out of people:change", "line 4");
    assertThat(problems("").getFirst()).contains("is a mapping");
  }

  @Test
  void a_misspelt_word_is_named_with_its_line_and_what_was_meant() {
    assertThat(problems(OWNER + "  - {who: role:viewr, may: tasks:read}\n").getFirst())
        .contains("policy.yaml:3", "did you mean 'viewer'");
    assertThat(problems(OWNER + "  - {who: role:viewer, may: task:read}\n").getFirst())
        .contains("policy.yaml:3", "did you mean 'tasks:read'");
    assertThat(problems(OWNER + "  - {who: rol:viewer, may: tasks:read}\n").getFirst())
        .contains("did you mean 'role'");
    assertThat(problems(OWNER + "  - {whom: role:viewer, may: tasks:read}\n").getFirst())
        .contains("unknown key 'whom'");
    assertThat(problems(OWNER + "alow: []\n").getFirst()).contains("did you mean 'allow'");
  }

  @Test
  void what_no_agent_can_be_allowed_is_said_and_not_silently_left_out() {
    assertThat(problems(OWNER + "  - {who: agent:builder, may: people:change}\n").getFirst())
        .contains("policy.yaml:3", "no agent can be allowed people:change");
    assertThat(problems(OWNER + "  - {who: node:forge, may: tasks:read}\n").getFirst())
        .contains("a node is allowed nothing by itself");
  }

  @Test
  void an_example_that_does_not_come_true_keeps_the_policy_out() {
    assertThat(problems(OWNER + "examples:\n  - {who: role:viewer, may: tasks:read}\n").getFirst())
        .contains("line 4", "role:viewer may tasks:read", "no line allows it");
  }

  @Test
  void a_bomb_is_refused_and_not_blown_up() {
    var bomb = "a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nallow: [*b,*b,*b,*b]\n";
    var deep = "allow: " + "[".repeat(50) + "]".repeat(50);

    assertThat(problems(bomb).getFirst()).contains("policy.yaml:2", "aliases");
    assertThat(problems(deep).getFirst()).contains("nested deeper");
    assertThat(problems("allow: [}").getFirst()).contains("is not YAML");
    assertThat(problems("#".repeat(300_000)).getFirst()).contains("larger");
  }

  @Test
  void a_difference_says_who_gains_and_who_loses_what() {
    var before = good(OWNER + "  - {who: role:viewer, may: tasks:read}\n");
    var after = good(OWNER + "  - {who: agent:builder, may: tasks:submit, stream: shop}\n");

    assertThat(before.changesTo(after))
        .extracting(Policy.Change::who, Policy.Change::scope, Policy.Change::gains)
        .containsExactly(
            tuple("role:viewer", "tasks:read", false),
            tuple("agent:builder", "tasks:submit", true));
    assertThat(before.changesTo(before)).isEmpty();
  }

  @TempDir Path home;
  private final List<String> applied = new ArrayList<>();
  private final List<String> hashes = new ArrayList<>();
  private final List<String> distrusted = new ArrayList<>();

  private PolicyFile file() {
    return new PolicyFile(
        home.resolve("policy.yaml"),
        home.resolve("kept.yaml"),
        new PolicyLedger() {
          @Override
          public List<String> hashes() {
            return hashes.reversed();
          }

          @Override
          public void applied(Policy policy, String source) {
            applied.add(source);
            hashes.add(policy.hash());
          }

          @Override
          public void distrusted(String what) {
            distrusted.add(what);
          }
        });
  }

  @Test
  void a_wrong_file_changes_nothing_and_the_last_good_one_stays_over_a_restart() throws Exception {
    var strict = Files.writeString(home.resolve("policy.yaml"), OWNER);
    var policy = file();
    policy.runOnce();
    Files.writeString(strict, "allow: nobody");

    policy.runOnce();
    var again = file();
    again.runOnce();

    assertThat(policy.policy().text()).isEqualTo(OWNER);
    assertThat(policy.standing().problems()).isNotEmpty();
    assertThat(again.policy().text()).isEqualTo(OWNER);
    assertThat(again.standing().problems()).isNotEmpty();
    assertThat(applied).containsExactly("policy.yaml");
  }

  @Test
  void without_a_file_the_built_in_policy_is_in_force_and_told_once() {
    file().runOnce();
    file().runOnce();

    assertThat(file().policy()).isEqualTo(PolicyReader.builtIn());
    assertThat(applied).containsExactly("built-in");
  }

  /** A policy was in force; then the workspace's file went wrong, so that the kept copy decides. */
  private void onlyTheCopyIsLeft() throws Exception {
    Files.writeString(home.resolve("policy.yaml"), OWNER);
    file().runOnce();
    Files.writeString(home.resolve("policy.yaml"), "allow: nobody");
  }

  @Test
  void a_kept_policy_that_somebody_changed_is_named_and_not_used() throws Exception {
    onlyTheCopyIsLeft();
    var forged = OWNER + "  - {who: role:viewer, may: \"*\"}\n";
    Files.writeString(home.resolve("kept.yaml"), forged);

    var again = file();
    again.runOnce();

    assertThat(again.policy()).isEqualTo(PolicyReader.builtIn());
    assertThat(distrusted)
        .singleElement()
        .asString()
        .contains("kept.yaml was never in force", good(forged).hash().substring(0, 12));
  }

  @Test
  void an_older_policy_in_place_of_the_kept_one_is_named_and_not_used() throws Exception {
    var older = OWNER + "  - {who: role:viewer, may: \"*\"}\n";
    Files.writeString(home.resolve("policy.yaml"), older);
    file().runOnce();
    onlyTheCopyIsLeft();
    Files.writeString(home.resolve("kept.yaml"), older);

    var again = file();

    assertThat(again.policy()).isEqualTo(PolicyReader.builtIn());
    assertThat(distrusted).singleElement().asString().contains("is an older one");
  }

  @Test
  void a_kept_policy_that_is_changed_while_control_runs_is_named_and_written_anew()
      throws Exception {
    Files.writeString(home.resolve("policy.yaml"), OWNER);
    var policy = file();
    policy.runOnce();
    Files.writeString(home.resolve("kept.yaml"), "allow: everybody");

    policy.runOnce();
    policy.runOnce();

    assertThat(policy.policy().text()).isEqualTo(OWNER);
    assertThat(home.resolve("kept.yaml")).hasContent(OWNER);
    assertThat(distrusted).singleElement().asString().contains("was changed by somebody");
  }
}
