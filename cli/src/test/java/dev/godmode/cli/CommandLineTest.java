package dev.godmode.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

class CommandLineTest {

  @ParameterizedTest
  @ValueSource(strings = {"task cancel", "task approve", "task hold", "approve", "node cordon"})
  void a_reason_after_the_subject_is_not_taken_for_it(String command) {
    var parsed = parse((command + " SUBJECT REASON").split(" ", -1));

    assertThat(parsed.matchedPositionalValue(0, "")).isEqualTo("SUBJECT");
    assertThat(parsed.matchedPositionalValue(1, Optional.empty())).contains("REASON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"task show", "task why", "task cancel", "approve", "node drain"})
  void a_command_about_one_thing_needs_it(String command) {
    assertThatThrownBy(() -> parse(command.split(" ", -1)))
        .isInstanceOf(CommandLine.MissingParameterException.class);
  }

  @Test
  void an_unknown_command_is_answered_with_the_one_that_was_meant() {
    assertThatThrownBy(() -> parse("taks"))
        .isInstanceOfSatisfying(
            UnmatchedArgumentException.class,
            fault -> assertThat(fault.getSuggestions()).startsWith("tasks"));
  }

  @Test
  void a_scope_is_tidied_now_by_itself_or_by_hand_and_not_all_of_it_at_once() {
    assertThatThrownBy(() -> parse("memory", "tidy", "fleet", "--by-itself", "--by-hand"))
        .hasMessageContaining("mutually exclusive");
    assertThat(Main.commandLine(new Main.Gm()).execute("memory", "tidy", "--by-hand"))
        .isEqualTo(Exit.USAGE);
    assertThat(Main.commandLine(new Main.Gm()).execute("memory", "tidy", "fleet", "--every", "2h"))
        .isEqualTo(Exit.USAGE);
  }

  @Test
  void everything_after_two_dashes_is_the_program() {
    var parsed = parse("submit", "hello", "--check", "true", "--", "echo", "--json");

    assertThat(parsed.matchedPositionalValue(1, List.<String>of()))
        .containsExactly("echo", "--json");
    assertThat(parsed.hasMatchedOption("--json")).isFalse();
  }

  @Test
  void an_option_before_a_subcommand_is_never_ignored_in_silence() {
    var said = new StringWriter();
    var line = Main.commandLine(new Main.Gm()).setErr(new PrintWriter(said));

    var exit = line.execute("ledger", "--kind", "TaskSubmitted", "verify");

    assertThat(exit).isEqualTo(Exit.USAGE);
    assertThat(said.toString())
        .contains("--kind stands before 'verify' and would be ignored", "gm ledger verify --help");
  }

  @Test
  void every_command_explains_itself() {
    assertThat(commands(Main.commandLine(new Main.Gm())))
        .allSatisfy(
            command ->
                assertThat(command.getCommandSpec().findOption("--help"))
                    .as(command.getCommandSpec().qualifiedName())
                    .isNotNull());
  }

  private static Stream<CommandLine> commands(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(CommandLineTest::commands));
  }

  @Test
  void the_manual_knows_every_command_every_rule_and_every_exit_code() throws IOException {
    var manual = Files.readString(Path.of("../docs/cli.md"));

    for (var command : Main.commandLine(new Main.Gm()).getSubcommands().keySet()) {
      assertThat(manual).as(command).contains("gm " + command);
    }
    for (var option :
        Main.commandLine(new UpCommand()).getCommandSpec().options().stream()
            .map(option -> option.longestName())
            .toList()) {
      assertThat(manual).contains("`" + option);
    }
    Arrays.stream(Finding.Rule.values())
        .forEach(rule -> assertThat(manual).contains("`" + rule.id() + "`"));
    for (var code = Exit.OK; code <= Exit.UNAUTHORISED; code++) {
      assertThat(manual).contains("| " + code + " |");
    }
  }

  private static ParseResult parse(String... words) {
    var parsed = Main.commandLine(new Main.Gm()).parseArgs(words);
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    return parsed;
  }
}
