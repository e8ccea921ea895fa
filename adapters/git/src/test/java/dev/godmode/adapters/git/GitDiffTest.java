package dev.godmode.adapters.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.document.TextDiff.Broken;
import dev.godmode.control.document.TextDiff.Clean;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GitDiffTest {

  private static final String OLD = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n";

  private final GitDiff diff = new GitDiff();

  @Test
  void what_is_the_same_does_not_differ() {
    assertThat(unified(OLD, OLD)).isEmpty();
  }

  @Test
  void a_changed_line_is_shown_with_those_around_it() {
    assertThat(unified(OLD, OLD.replace("five", "FIVE")))
        .startsWith("--- a.md\n+++ a.md\n@@ -2,7 +2,7 @@\n")
        .contains("-five\n+FIVE\n")
        .doesNotContain("one");
  }

  @Test
  void a_missing_end_of_line_is_said() {
    assertThat(unified("one\n", "one")).contains("No newline at end of file");
  }

  @Test
  void of_what_is_no_text_it_is_only_said_that_it_differs() {
    assertThat(unified("\0\1\2", "\0\1\3")).isEqualTo("a.md is no text, and differs\n");
  }

  @Test
  void a_diff_leads_from_one_text_to_the_other_whatever_they_are() {
    var random = new Random(1);
    for (var i = 0; i < 300; i++) {
      var before = text(random);
      var after = text(random);
      if (!before.equals(after)) {
        assertThat(patched(Optional.of(before), unified(before, after))).isEqualTo(after);
      }
    }
  }

  @Test
  void a_new_document_is_made_from_nothing() {
    assertThat(
            patched(Optional.empty(), "--- /dev/null\n+++ b/new.md\n@@ -0,0 +1,2 @@\n+one\n+two\n"))
        .isEqualTo("one\ntwo\n");
  }

  @Test
  void what_does_not_fit_is_not_forced() {
    assertThat(broken(OLD, "@@ -1,2 +1,2 @@\n one\n-zwei\n+deux\n")).contains("does not fit");
    assertThat(broken(OLD, "hello")).contains("no unified diff");
    assertThat(broken(OLD, "@@ -1,9999 +1,2 @@\n one\n")).isNotEmpty();
    assertThat(
            broken(
                OLD,
                "@@ -1,1 +1,1 @@\n-one\n+ONE\n--- a/other\n+++ b/other\n@@ -1,1 +1,1 @@\n-x\n+y\n"))
        .contains("more than one file");
    assertThat(
            broken(
                OLD, "@@ -1,1 +1,1 @@\n-one\n+ONE\ndiff --git a/other b/other\ndeleted file mode"))
        .contains("more than one file");
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(0, 30), 0, 6)
        .mapToObj(n -> "- line " + n + "\n")
        .collect(Collectors.joining());
  }

  private String unified(String before, String after) {
    return diff.unified("a.md", before.getBytes(UTF_8), after.getBytes(UTF_8));
  }

  private String patched(Optional<String> before, String text) {
    var result = diff.apply(before.map(one -> one.getBytes(UTF_8)), text);
    assertThat(result).as(text).isInstanceOf(Clean.class);
    return new String(((Clean) result).content(), UTF_8);
  }

  private String broken(String before, String text) {
    return diff.apply(Optional.of(before.getBytes(UTF_8)), text) instanceof Broken(var why)
        ? why
        : "";
  }
}
