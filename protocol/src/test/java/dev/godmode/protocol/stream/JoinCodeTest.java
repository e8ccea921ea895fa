package dev.godmode.protocol.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class JoinCodeTest {

  private static final JoinCode CODE =
      new JoinCode(List.of("10.0.0.1:5053", "forge:5053"), "f0".repeat(32), "secret");

  @Test
  void a_code_is_read_as_it_was_written_whatever_stands_around_it() {
    assertThat(JoinCode.parse("  " + CODE.encode() + "\n")).isEqualTo(CODE);
    assertThat(JoinCode.parse(JoinCode.Kind.STANDBY, CODE.encode(JoinCode.Kind.STANDBY)))
        .isEqualTo(CODE);
  }

  @Test
  void who_mistakes_one_kind_for_the_other_is_told_where_it_belongs() {
    assertThatThrownBy(() -> JoinCode.parse(CODE.encode(JoinCode.Kind.STANDBY)))
        .hasMessageContaining("this is a standby code: give it to ./gmup --standby");
    assertThatThrownBy(() -> JoinCode.parse(JoinCode.Kind.STANDBY, CODE.encode()))
        .hasMessageContaining("this is a join code: give it to ./gmup --join")
        .hasMessageContaining("'gm join-code --standby' prints a standby code");
  }

  @Test
  void a_single_changed_character_is_damage_wherever_it_stands() {
    var whole = CODE.encode();

    for (var at = "gm1.".length(); at < whole.length(); at++) {
      var other = whole.charAt(at) == 'A' ? 'B' : 'A';
      var changed = whole.substring(0, at) + other + whole.substring(at + 1);
      assertThatThrownBy(() -> JoinCode.parse(changed))
          .hasMessageContaining("the join code is damaged");
    }
  }

  @Test
  void what_is_no_code_or_half_of_one_is_said_to_be() {
    var whole = CODE.encode(JoinCode.Kind.STANDBY);

    assertThatThrownBy(() -> JoinCode.parse(JoinCode.Kind.STANDBY, "hello"))
        .hasMessageContaining("this is not a standby code");
    assertThatThrownBy(() -> JoinCode.parse(JoinCode.Kind.STANDBY, whole.substring(0, 40)))
        .hasMessageContaining("the standby code is damaged");
  }
}
