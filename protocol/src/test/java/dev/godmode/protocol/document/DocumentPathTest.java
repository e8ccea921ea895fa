package dev.godmode.protocol.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentPathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "policy.yaml",
        "design_docs/fleet.md",
        "knowledge/shop/prices 2026.md",
        "design_docs/Übersicht.md",
        "design_docs/設計.md",
        "a"
      })
  void a_plain_path_is_one(String path) {
    assertThat(DocumentPath.problem(path)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "../secret",
        "design_docs/../../secret",
        "design_docs/..",
        "./a",
        "a//b",
        "a/",
        "design_docs\\..\\secret",
        "C:secret",
        ".git/config",
        "design_docs/.hidden",
        "~/a",
        "a\0b",
        "a\nb",
        "trailing.",
        "trailing ",
        " leading",
        "a/b/c/d/e/f/g/h/i/j/k/l/m"
      })
  void what_leads_elsewhere_or_cannot_be_stored_is_none(String path) {
    assertThat(DocumentPath.problem(path)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 100_000})
  void it_has_an_end(int length) {
    assertThat(DocumentPath.problem("a".repeat(length))).isPresent();
  }

  @Test
  void whatever_is_taken_stays_below_the_folder_it_is_put_in() {
    var folder = Path.of("/snapshot");
    var random = new Random(1);

    for (var i = 0; i < 200_000; i++) {
      var path = hostile(random);
      if (DocumentPath.problem(path).isEmpty()) {
        assertThat(folder.resolve(path).normalize()).startsWithRaw(folder).isNotEqualTo(folder);
        assertThat(folder.resolve(path)).isEqualTo(folder.resolve(path).normalize());
      }
    }
  }

  private static String hostile(Random random) {
    var letters = "..//\\\\ab~: \u0000\u202e%";
    return random
        .ints(random.nextInt(1, 12), 0, letters.length())
        .mapToObj(at -> String.valueOf(letters.charAt(at)))
        .collect(Collectors.joining());
  }
}
