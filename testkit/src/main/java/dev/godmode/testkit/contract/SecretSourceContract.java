package dev.godmode.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.secret.SecretSource;
import dev.godmode.control.secret.SecretSource.Absent;
import dev.godmode.control.secret.SecretSource.Found;
import dev.godmode.control.secret.SecretValue;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every place where secrets are kept promises. */
public abstract class SecretSourceContract {

  private static final String VALUE = "correct-horse-battery";

  /** A source that has these and no others, name to value. */
  protected abstract SecretSource holding(Map<String, String> values) throws Exception;

  /** The same place, after somebody changed what is kept there; may be the same source. */
  protected abstract SecretSource changed(SecretSource source, Map<String, String> values)
      throws Exception;

  /** Whether it lists what it has. */
  protected boolean lists() {
    return true;
  }

  private static void assertFound(SecretSource source, String name, String value) {
    assertThat(source.find(name)).isEqualTo(new Found(new SecretValue(value)));
  }

  @Test
  void a_value_is_found_by_its_name() throws Exception {
    var source = holding(Map.of("github-token", VALUE, "OTHER", "something else"));

    assertFound(source, "github-token", VALUE);
    assertFound(source, "OTHER", "something else");
  }

  @Test
  void what_it_does_not_have_is_absent() throws Exception {
    assertThat(holding(Map.of("github-token", VALUE)).find("gitlab-token")).isEqualTo(new Absent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p=a ss'w\"or\\d#$(x)`y` %20&;",
        " blanks around ",
        "ü€𝄞",
        "-----BEGIN KEY-----\nMIIEvgIBADAN\n-----END KEY-----",
        "'quoted'",
        "#no comment",
        "back\\nslash"
      })
  void a_value_comes_back_as_it_was_put_in(String value) throws Exception {
    assertFound(holding(Map.of("odd", value)), "odd", value);
  }

  @Test
  void a_value_that_changed_is_the_new_one() throws Exception {
    var source = holding(Map.of("key", VALUE));

    var after = changed(source, Map.of("key", "another-value"));

    assertFound(after, "key", "another-value");
  }

  @Test
  void a_value_that_was_taken_away_is_absent() throws Exception {
    var after = changed(holding(Map.of("key", VALUE, "other", "x1")), Map.of("other", "x1"));

    assertThat(after.find("key")).isEqualTo(new Absent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"../key", "..", ".", "/etc/hostname", "key/../key", "-w", "PATH", "a b"})
  void a_name_that_leads_elsewhere_finds_nothing(String name) throws Exception {
    assertThat(holding(Map.of("key", VALUE)).find(name)).isNotInstanceOf(Found.class);
  }

  @Test
  void a_value_that_is_too_tooLongfor_a_variable_is_trouble_and_not_cut() throws Exception {
    var tooLong = "x".repeat(70_000);

    assertThat(holding(Map.of("key", tooLong)).find("key"))
        .isInstanceOfSatisfying(
            SecretSource.Trouble.class, trouble -> assertThat(trouble.why()).contains("64 KiB"));
  }

  @Test
  void nothing_that_it_says_has_a_value_in_it() throws Exception {
    var source = holding(Map.of("key", VALUE));

    assertThat(source.words() + source.find("key") + source.names()).doesNotContain("horse");
  }

  @Test
  void what_it_lists_is_what_it_has() throws Exception {
    var source = holding(Map.of("KEY", VALUE, "OTHER", "something else"));

    if (lists()) {
      assertThat(source.names()).containsExactlyInAnyOrder("KEY", "OTHER");
    } else {
      assertThat(source.names()).isEmpty();
    }
  }
}
