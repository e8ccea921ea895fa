package dev.godmode.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/security.md says is tested, is: each test and each proof that it names is there. */
class AttackTableTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern PROOF = Pattern.compile("`(scripts/real/[\\w.-]+)`");

  @Test
  void every_test_that_the_table_of_attacks_names_is_there() throws IOException {
    var table = Files.readString(ROOT.resolve("docs/security.md"));
    var tests = tests();

    var named = TEST.matcher(table).results().toList();

    assertThat(named).hasSizeGreaterThan(40);
    assertThat(named)
        .allSatisfy(
            one ->
                assertThat(tests.getOrDefault(one.group(1), ""))
                    .as(one.group())
                    .contains("void " + one.group(2) + "("));
    assertThat(PROOF.matcher(table).results().map(one -> one.group(1)))
        .isNotEmpty()
        .allSatisfy(proof -> assertThat(ROOT.resolve(proof)).exists());
  }

  /** Sources of tests by the names of their classes. */
  private static Map<String, String> tests() throws IOException {
    var found = new HashMap<String, String>();
    try (var folders = Files.walk(ROOT, 2)) {
      for (var folder : folders.map(one -> one.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(folder)) {
          read(folder, found);
        }
      }
    }
    return found;
  }

  private static void read(Path folder, Map<String, String> into) throws IOException {
    try (var files = Files.walk(folder)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(
              file ->
                  into.merge(
                      file.getFileName().toString().replace(".java", ""),
                      text(file),
                      String::concat));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
