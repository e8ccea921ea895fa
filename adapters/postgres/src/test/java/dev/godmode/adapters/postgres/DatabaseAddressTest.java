package dev.godmode.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

  @Test
  void a_url_tells_place_login_and_options() {
    var address = DatabaseAddress.parse("postgres://me:s3cret@db.lan:6432/fleet?sslmode=require");

    assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://db.lan:6432/fleet?sslmode=require");
    assertThat(address.user()).isEqualTo("me");
    assertThat(address.password()).isEqualTo("s3cret");
  }

  @Test
  void the_port_may_be_left_out() {
    assertThat(DatabaseAddress.parse("postgresql://me@db.lan/fleet").jdbcUrl())
        .isEqualTo("jdbc:postgresql://db.lan:5432/fleet");
  }

  @Test
  void a_password_may_have_any_character() {
    assertThat(DatabaseAddress.parse("postgres://me:a+b%40c%3Ad%2F@db/fleet").password())
        .isEqualTo("a+b@c:d/");
  }

  @Test
  void what_is_shown_has_no_password() {
    assertThat(DatabaseAddress.parse("postgres://me:s3cret@db/fleet").toString())
        .doesNotContain("s3cret");
    assertThat(DatabaseAddress.parse("jdbc:postgresql://db/fleet?user=me&password=s3cret"))
        .hasToString("jdbc:postgresql://db/fleet?user=me&password=…");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql://me:s3cret@db/fleet", "postgres://me:s3 cret@db/fleet", "db.lan"})
  void another_url_is_refused_without_repeating_it(String url) {
    assertThatThrownBy(() -> DatabaseAddress.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("GODMODE_DATABASE_URL ")
        .hasMessageNotContainingAny("s3", "db.lan");
  }
}
