package dev.godmode.protocol.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {

  private static Source of(String repository, String branch) {
    return new Source(repository, branch, Source.Merge.PERSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://github.com/ada/shop.git",
        "ssh://git@example.org:22/shop.git",
        "git@github.com:ada/shop.git",
        "forge:shop.git",
        "file:///home/ada/shop",
        "/home/ada/my shop"
      })
  void these_are_addresses(String repository) {
    assertThat(of(repository, "main").problem()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shop",
        "ext::sh -c id",
        "--upload-pack=id",
        "-oProxyCommand=id:x",
        "fd::17",
        "file://a b",
        "ftp://example.org/shop"
      })
  void these_are_none(String repository) {
    assertThat(of(repository, "main").problem()).isPresent();
  }

  @Test
  void a_password_does_not_belong_into_an_address() {
    assertThat(of("https://ada:secret@example.org/shop.git", "main").problem())
        .hasValueSatisfying(why -> assertThat(why).contains("password").doesNotContain("secret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-x", "a..b", "a b", "../x", "a.lock", "refs/heads/x^{tree}", ".x"})
  void these_are_no_branches(String branch) {
    assertThat(of("/shop", branch).problem()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "main", "feature/x-1", "release_2.0"})
  void these_are_branches(String branch) {
    assertThat(of("/shop", branch).problem()).isEmpty();
  }
}
