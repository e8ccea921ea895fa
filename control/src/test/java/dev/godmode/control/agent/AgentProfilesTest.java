package dev.godmode.control.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Demand;
import dev.godmode.protocol.task.Lifecycle.Burst;
import dev.godmode.protocol.task.Lifecycle.Persistent;
import dev.godmode.protocol.task.Limits;
import dev.godmode.protocol.task.LossPolicy;
import dev.godmode.protocol.task.RetryPolicy;
import dev.godmode.protocol.task.ScalingRule;
import dev.godmode.protocol.task.Sticky;
import dev.godmode.protocol.task.StuckRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentProfilesTest {

  @Test
  void a_persistent_agent_says_where_it_lives_and_how_often_it_is_started_again() {
    var scribe =
        only(
            read(
                file(
                    "scribe.yaml",
                    """
                    command: ./scribe
                    persistent: {node: forge, restarts: 3, within: 5m}
                    """)));

    assertThat(scribe.lifecycle())
        .isEqualTo(new Persistent(Optional.of("forge"), 3, Duration.ofMinutes(5)));
    assertThat(scribe.limits()).isEqualTo(Limits.OF_A_LONG_LIFE);
    assertThat(scribe.loss()).isEqualTo(LossPolicy.WAIT);
    assertThat(only(read(file("a.yaml", "lifecycle: persistent"))).lifecycle())
        .isEqualTo(Persistent.DEFAULT);
  }

  @Test
  void a_burst_agent_says_how_many_there_may_be() {
    var burst =
        only(
            read(
                file(
                    "burst.yaml",
                    """
                    command: ./work
                    scaling: {max: 20, target_queue: 2, target_wait: 30s, cool_down: 1m}
                    """)));

    assertThat(burst.lifecycle())
        .isEqualTo(
            new Burst(
                Optional.of(
                    new ScalingRule(
                        0,
                        20,
                        Optional.of(2),
                        Optional.of(Duration.ofSeconds(30)),
                        Duration.ofMinutes(1)))));
  }

  @Test
  void rules_of_life_that_make_no_sense_are_named() {
    assertThat(problems("lifecycle: presistent")).contains("did you mean 'persistent'");
    assertThat(problems("lifecycle: burst\npersistent: {node: a}")).contains("must go");
    assertThat(problems("lifecycle: persistent\nscaling: {max: 3}")).contains("not scaled");
    assertThat(problems("scaling: {min: 3}")).contains("needs a 'max'");
    assertThat(problems("scaling: {min: 3, max: 2}")).contains("not less than min");
    assertThat(problems("scaling: {max: -1}")).contains("whole number");
    assertThat(problems("scaling: {max: 0}")).contains("max 1 to");
    assertThat(problems("scaling: {max: 2, target_wait: 0s}")).contains("target_wait");
    assertThat(problems("persistent: {restarts: 900}")).contains("restarts must be 1 to 40");
    assertThat(problems("persistent: {nod: a}")).contains("did you mean 'node'");
  }

  private static String problems(String text) {
    var read = read(file("a.yaml", text));
    assertThat(read.byFile()).isEmpty();
    return read.problems().toString();
  }

  @Test
  void what_a_loss_means_and_when_it_is_stuck_can_be_said() {
    var keeper = only(read(file("k.yaml", "on_loss: wait 30m\nlimits: {stuck_after: 15m}\n")));
    var strict = only(read(file("s.yaml", "limits: {stuck_after: 1m, when_stuck: stop}\n")));

    assertThat(keeper.loss())
        .isEqualTo(new LossPolicy(LossPolicy.Action.WAIT, Duration.ofMinutes(30)));
    assertThat(keeper.limits().stuck()).contains(new StuckRule(Duration.ofMinutes(15), false));
    assertThat(strict.limits().stuck()).contains(new StuckRule(Duration.ofMinutes(1), true));
    assertThat(only(read(file("w.yaml", "on_loss: wait"))).loss()).isEqualTo(LossPolicy.WAIT);
    assertThat(only(read(file("m.yaml", "on_loss: move\nlifecycle: persistent"))).loss())
        .isEqualTo(LossPolicy.MOVE_AT_ONCE);
  }

  @Test
  void a_loss_or_a_limit_that_makes_no_sense_is_named() {
    assertThat(problems("on_loss: wiat 5m")).contains("did you mean 'wait'");
    assertThat(problems("on_loss: wait long")).contains("a duration is written like");
    assertThat(problems("limits: {stuck_after: 0s}")).contains("must be positive");
    assertThat(problems("limits: {stuck_after: 5m, when_stuck: kill}"))
        .contains("'show' or 'stop'");
  }

  @Test
  void a_full_profile_is_read_as_it_is_written() {
    var builder =
        only(
            read(
                file(
                    "builder.yaml",
                    """
                    description: Builds things.
                    skills: [git, python3]
                    command: make all
                    guardrails: |
                      Change nothing outside the workspace.
                    retry: {max_attempts: 2, backoff: 5s, max_backoff: 1m}
                    limits:
                      timeout: 1h30m
                      output: 64KiB
                      memory: 1GiB
                      kill_grace: 2s
                    env:
                      LEVEL: 3
                      TOKEN: secret://BUILDER_TOKEN
                    checks:
                      - test -s out.txt
                      - {name: it compiles, command: [make, check], timeout: 30s}
                    max_running: 2
                    """)));

    assertThat(builder.type()).isEqualTo("builder");
    assertThat(builder.skills()).isEqualTo(Set.of("git", "python3"));
    assertThat(builder.command()).containsExactly("/bin/sh", "-c", "make all");
    assertThat(builder.guardrails()).isEqualTo("Change nothing outside the workspace.");
    assertThat(builder.retry())
        .isEqualTo(new RetryPolicy(2, Duration.ofSeconds(5), Duration.ofMinutes(1)));
    assertThat(builder.limits())
        .isEqualTo(new Limits(Duration.ofMinutes(90), 64 << 10, 1L << 30, Duration.ofSeconds(2)));
    assertThat(builder.env()).isEqualTo(Map.of("LEVEL", "3", "TOKEN", "secret://BUILDER_TOKEN"));
    assertThat(builder.checks())
        .extracting("name")
        .containsExactly("test -s out.txt", "it compiles");
    assertThat(builder.checks().getLast().command()).containsExactly("make", "check");
    assertThat(builder.maxRunning()).isEqualTo(2);
  }

  @Test
  void what_is_not_said_has_defaults() {
    var agent = only(read(file("fixer.yml", "description: fixes\ncommand:\n")));

    assertThat(agent.type()).isEqualTo("fixer");
    assertThat(agent.command()).isEmpty();
    assertThat(agent.driver()).isEqualTo("command");
    assertThat(agent.retry()).isEqualTo(RetryPolicy.DEFAULT);
    assertThat(agent.limits()).isEqualTo(Limits.DEFAULT);
    assertThat(agent.maxRunning()).isEqualTo(AgentProfile.UNLIMITED);
  }

  @Test
  void what_an_agent_asks_of_its_nodes_is_read() {
    var agent =
        only(
            read(
                file(
                    "trainer.yaml",
                    """
                    skills: [java@21+]
                    demand:
                      cores: 1.5
                      memory: 4g
                      gpus: 2
                      gpu_memory: 24GiB
                      gpu_model: A100
                      sticky: own
                    """)));

    assertThat(agent.demand())
        .isEqualTo(
            new Demand(
                Optional.of(1.5),
                Optional.of(4L << 30),
                Optional.of(2),
                Optional.of(24L << 30),
                Optional.of("A100"),
                Optional.empty(),
                Optional.of(new Sticky(Optional.empty(), Optional.empty()))));
  }

  @Test
  void a_demand_that_cannot_be_is_told_with_its_line() {
    var profiles =
        read(
            file(
                "a.yaml",
                "skills: ['java>=new']\ndemand:\n  cores: many\n  sticky_required: true\n"));

    assertThat(profiles.problems())
        .extracting(ProfileProblem::toString)
        .containsExactlyInAnyOrder(
            "a.yaml:1: 'java>=new' is not a skill tag like java, java>=21 or git@2.39: after '>='"
                + " comes a version of numbers and dots, like 21 or 2.39",
            "a.yaml:3: demand: 'sticky_required' needs 'sticky': a key, or own for the node of the"
                + " attempt before");
  }

  @Test
  void an_unknown_key_is_named_with_its_line_and_what_was_meant() {
    var profiles = read(file("a.yaml", "description: x\nskils: [git]\n"));

    assertThat(profiles.byFile()).isEmpty();
    assertThat(profiles.problems())
        .extracting(ProfileProblem::toString)
        .containsExactly("a.yaml:2: unknown key 'skils' (did you mean 'skills'?)");
  }

  @Test
  void all_problems_of_all_files_are_told_at_once_and_good_files_load() {
    var profiles =
        read(
            file(
                "bad.yaml",
                "driver: clod\nlimits:\n  timeout: 5 minutes\n  mem: 1GiB\nmax_running: 0\n"),
            file("good.yaml", "description: fine\n"),
            file("worse.yaml", "checks: [{name: no command}]\nenv: [a]\n"));

    assertThat(profiles.byFile()).containsOnlyKeys("good.yaml");
    assertThat(profiles.problems())
        .extracting(ProfileProblem::file, ProfileProblem::line)
        .containsExactly(
            tuple("bad.yaml", 1),
            tuple("bad.yaml", 3),
            tuple("bad.yaml", 4),
            tuple("bad.yaml", 5),
            tuple("worse.yaml", 1),
            tuple("worse.yaml", 2));
    assertThat(profiles.problems().getFirst().message())
        .isEqualTo(
            "driver: there is no driver 'clod'; there is: acp, claude, codex, command, loop, noop");
  }

  @Test
  void an_agent_of_the_agent_client_protocol_is_known_by_its_command_alone() {
    var profiles =
        read(
            file("good.yaml", "driver: acp\ncommand: [opencode, acp]\nmodel: local/qwen\n"),
            file("bad.yaml", "description: x\ndriver: acp\n"));

    assertThat(profiles.profiles())
        .extracting(AgentProfile::driver, AgentProfile::command)
        .contains(tuple("acp", List.of("opencode", "acp")));
    assertThat(profiles.problems())
        .extracting(ProfileProblem::toString)
        .containsExactly(
            "bad.yaml:2: 'driver: acp' needs 'command': the program that speaks the Agent Client Protocol and its first arguments, for example [opencode, acp]");
  }

  @Test
  void broken_yaml_is_a_problem_with_its_line() {
    var profiles = read(file("a.yaml", "description: x\nretry: {max_attempts: 3\n"));

    assertThat(profiles.problems()).hasSize(1);
    assertThat(profiles.problems().getFirst().line()).isGreaterThan(1);
    assertThat(profiles.problems().getFirst().message()).startsWith("is not YAML");
  }

  @Test
  void an_empty_file_says_what_belongs_into_it() {
    assertThat(read(file("a.yaml", "# nothing yet\n")).problems())
        .extracting(ProfileProblem::message)
        .containsExactly("a profile has keys, like 'description: what it is for'");
  }

  @Test
  void an_alias_bomb_is_refused() {
    var bomb = "env: &a {x: y}\nchecks: [*a, *a, *a]\n";

    assertThat(read(file("bomb.yaml", bomb)).problems())
        .extracting(ProfileProblem::toString)
        .containsExactly("bomb.yaml:2: aliases (*name) are not taken; write it out");
  }

  @Test
  void depth_and_size_have_limits() {
    var deep = "env: " + "[".repeat(100_000);
    var large = "description: " + "x".repeat(YamlDocument.CHARACTERS_MAX);

    assertThat(read(file("deep.yaml", deep)).problems().getFirst().message())
        .isEqualTo("is nested deeper than 12 levels");
    assertThat(read(file("large.yaml", large)).problems().getFirst().message())
        .isEqualTo("is larger than the 256 KiB a file may have");
  }

  @Test
  void one_type_in_two_files_is_a_problem_of_the_second() {
    var profiles =
        read(
            file("a.yaml", "type: builder\n"), file("builder.yaml", "description: the real one\n"));

    assertThat(profiles.byFile()).containsOnlyKeys("a.yaml");
    assertThat(profiles.problems())
        .extracting(ProfileProblem::toString)
        .containsExactly(
            "builder.yaml: agent 'builder' is in a.yaml already; give one of them another type");
  }

  @Test
  void a_file_that_became_bad_keeps_its_last_good_profile_until_it_is_mended() {
    var good = read(file("a.yaml", "description: good\n"));

    var broken = AgentProfiles.read(List.of(file("a.yaml", "descripton: bad\n")), List.of(), good);
    var mended =
        AgentProfiles.read(List.of(file("a.yaml", "description: better\n")), List.of(), broken);

    assertThat(only(broken).description()).isEqualTo("good");
    assertThat(broken.problems()).hasSize(1);
    assertThat(only(mended).description()).isEqualTo("better");
    assertThat(mended.problems()).isEmpty();
  }

  @Test
  void the_shell_agent_is_always_there_and_can_be_described() {
    assertThat(AgentProfiles.NONE.profiles()).extracting("type").containsExactly("shell");
    assertThat(read(file("shell.yaml", "max_running: 3\n")).profiles())
        .singleElement()
        .extracting(AgentProfile::maxRunning)
        .isEqualTo(3);
  }

  @Test
  void a_folder_is_read_by_its_yaml_files(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.yaml"), "\uFEFFdescription: with a mark\r\n");
    Files.writeString(folder.resolve("notes.txt"), "no profile");
    Files.writeString(folder.resolve(".b.yaml"), "an editor's own");
    Files.write(folder.resolve("c.yml"), new byte[] {(byte) 0xC3, 0x28});

    var profiles = new AgentFolder(folder).read(AgentProfiles.NONE);

    assertThat(profiles.byFile()).containsOnlyKeys("a.yaml");
    assertThat(profiles.problems())
        .extracting(ProfileProblem::toString)
        .containsExactly("c.yml: is not UTF-8");
  }

  @Test
  void a_folder_that_is_not_there_has_no_profiles(@TempDir Path folder) {
    var profiles = new AgentFolder(folder.resolve("none")).read(AgentProfiles.NONE);

    assertThat(profiles).isEqualTo(AgentProfiles.NONE);
  }

  private static AgentProfiles read(ProfileText... files) {
    return AgentProfiles.read(List.of(files), List.of(), AgentProfiles.NONE);
  }

  private static ProfileText file(String name, String text) {
    return new ProfileText(name, text);
  }

  private static AgentProfile only(AgentProfiles profiles) {
    assertThat(profiles.byFile()).as("%s", profiles.problems()).hasSize(1);
    return profiles.byFile().values().iterator().next();
  }
}
