package dev.godmode.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small trees with one thing wrong each, in a folder called {@code RULE--CASE}, and trees with
 * nothing wrong. Keys that look real are filled in here, so that no file of ours holds one.
 */
class FixturesTest {

  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static final Map<String, String> KEYS =
      Map.of(
          "aws",
          "AKIA" + "Q7RZ3M5N2P4T6V7X",
          "anthropic-head",
          "sk-" + "ant-api03-",
          "anthropic-tail",
          "Zk3vQ9xT7mB1nL5cR8wY2dF6",
          "github-base64",
          encoded("ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"));

  @TempDir Path folder;

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  static List<Path> bad() throws IOException {
    return cases("bad");
  }

  static List<Path> good() throws IOException {
    return cases("good");
  }

  private static List<Path> cases(String kind) throws IOException {
    try (var cases = Files.list(RESOURCES.resolve(kind))) {
      return cases.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("bad")
  void what_is_wrong_is_found_with_its_place_and_its_mend(Path tree) throws IOException {
    var rule = tree.getFileName().toString().replaceFirst("--.*", "");

    var findings = audit(tree);

    assertThat(findings).extracting(finding -> finding.rule().id()).contains(rule);
    assertThat(findings)
        .allSatisfy(
            finding -> {
              assertThat(finding.file()).isNotBlank();
              assertThat(finding.mend()).isNotBlank();
              assertThat(finding.why()).doesNotContain(KEYS.get("aws"), "hunter2");
            });
  }

  @ParameterizedTest
  @MethodSource("good")
  void what_is_right_is_left_alone(Path tree) throws IOException {
    assertThat(audit(tree)).isEmpty();
  }

  @Test
  void there_are_at_least_forty_of_each() throws IOException {
    assertThat(bad()).hasSizeGreaterThanOrEqualTo(40);
    assertThat(good()).hasSizeGreaterThanOrEqualTo(40);
  }

  /** What depends on git or on a file's mode is shown by {@link AuditTest}. */
  @Test
  void every_other_rule_has_a_case_of_its_own() throws IOException {
    var shown = bad().stream().map(tree -> tree.getFileName().toString()).toList();

    assertThat(Arrays.stream(Rule.values()))
        .filteredOn(rule -> rule != Rule.SECRET_NOT_IGNORED && rule != Rule.SECRET_OPEN)
        .allSatisfy(rule -> assertThat(shown).anyMatch(name -> name.startsWith(rule.id() + "--")));
  }

  private List<Finding> audit(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var copy = folder.resolve(tree.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, filled(Files.readString(file)));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
      }
    }
    return new Audit(() -> NOW).of(folder);
  }

  private static String filled(String text) {
    var filled = text;
    for (var key : KEYS.entrySet()) {
      filled = filled.replace("{{" + key.getKey() + "}}", key.getValue());
    }
    return filled;
  }
}
