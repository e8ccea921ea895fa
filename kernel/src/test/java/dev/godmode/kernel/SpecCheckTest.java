package dev.godmode.kernel;

import static dev.godmode.kernel.SpecBuilder.named;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;

class SpecCheckTest {

  /** Linux takes no longer argument or variable than 128 KiB; guardrails come before the goal. */
  private static final int LONGEST = 96 << 10;

  @Test
  void the_longest_goal_is_taken() {
    assertThat(SpecCheck.problem(named("a").goal("x".repeat(LONGEST)).build())).isEmpty();
  }

  @Test
  void a_longer_goal_is_refused_and_told_what_to_do() {
    var spec = named("a").goal("x".repeat(LONGEST + 1)).build();

    assertThat(SpecCheck.problem(spec))
        .hasValue(
            "its goal has 98305 bytes, at most 98304 reach a program: put the text into a file that it reads");
  }

  @Test
  void bytes_count_and_not_characters() {
    var spec = named("a").goal("€".repeat(LONGEST / 2)).build();

    assertThat(SpecCheck.problem(spec)).get().asString().contains("its goal has 147456 bytes");
  }

  @Test
  void so_it_is_with_the_words_of_its_command_and_what_its_variables_hold() {
    var text = "x".repeat(LONGEST + 1);

    assertThat(SpecCheck.problem(named("a").command("echo", text).build()))
        .get()
        .asString()
        .startsWith("word 2 of its command has 98305 bytes");
    assertThat(SpecCheck.problem(named("a").env("TEXT", text).build()))
        .get()
        .asString()
        .startsWith("its variable TEXT has 98305 bytes");
  }

  @Test
  void a_name_is_for_people_to_read() {
    assertThat(SpecCheck.problem(named("n".repeat(2_001)).build()))
        .hasValue("a name may have 2000 characters, this one has 2001: say more in its goal");
  }

  @Test
  void all_of_it_together_must_fit_into_a_message_to_its_node() {
    var command = Collections.nCopies(20, "x".repeat(LONGEST)).toArray(String[]::new);

    assertThat(SpecCheck.problem(named("a").command(command).build()))
        .hasValue(
            "its goal, command, checks and variables have 1966081 characters together, at most 1048576 reach a node: put what is long into files");
  }
}
