package dev.godmode.control.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserPasswordTest {

  @Test
  void the_first_colon_parts_them_and_the_password_may_have_others() {
    var read = UserPassword.of(new SecretValue("ada:a:\"b\" \\")).orElseThrow();

    assertThat(read.user()).isEqualTo("ada");
    assertThat(read.password()).isEqualTo("a:\"b\" \\");
    assertThat(read).hasToString("ada:[secret]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2", ":hunter2", "ada:hunter2\n"})
  void what_is_no_user_and_password_in_one_line_is_none(String text) {
    assertThat(UserPassword.of(new SecretValue(text))).isEmpty();
  }
}
