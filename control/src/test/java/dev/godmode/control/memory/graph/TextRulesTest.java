package dev.godmode.control.memory.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.memory.graph.Entity.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What texts name, by rule. */
class TextRulesTest {

  private static final FleetNames NAMES =
      word ->
          word.equals("forge-7")
              ? Optional.of(new Entity(Kind.NODE, "n7"))
              : word.equals("builder")
                  ? Optional.of(new Entity(Kind.AGENT, "builder"))
                  : Optional.empty();

  private static List<String> named(String text) {
    return TextRules.named(text, NAMES).stream().map(Entity::word).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CheckRunner kills the group | name:CheckRunner",
        "call checkRunner twice | name:checkRunner",
        "retry_after is in seconds | name:retry_after",
        "MAX_SLOTS is 8 | name:MAX_SLOTS",
        "error E4012 again | name:E4012",
        "see OPS-1187. | name:OPS-1187",
        "use --no-daemon | name:--no-daemon",
        "look into config.yaml. | file:config.yaml",
        "in src/main/java/App.java, line 3 | file:src/main/java/App.java",
        "locale/*.po is theirs | file:locale/*.po",
        "the folder docs/ | file:docs",
        "at /etc/hosts now | file:/etc/hosts",
        "writes to s3://reports/nightly. | file:s3://reports/nightly",
        "the disk of forge-7 is slow | node:n7",
        "the builder knows | agent:builder",
      })
  void what_looks_like_a_name_is_one(String text, String entity) {
    assertThat(named(text)).containsExactly(entity);
  }

  @Test
  void a_file_that_is_called_after_an_identifier_names_that_too() {
    assertThat(named("see `src/CheckRunner.java`:"))
        .containsExactly("file:src/CheckRunner.java", "name:CheckRunner");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The garden gate opens at nine.",
        "e.g. in the morning, i.e. early",
        "on 3 March and / or 2.5 times",
        "It works. then it does not, and/or never",
        "שלום 日本 ...//--__",
        ""
      })
  void plain_words_name_nothing(String text) {
    assertThat(named(text)).isEmpty();
  }

  @Test
  void of_a_text_without_end_only_some_are_taken_and_soon() {
    assertThat(named("Ab1_".repeat(4_000) + " a/".repeat(4_000) + " xY1".repeat(4_000)))
        .hasSizeLessThanOrEqualTo(TextRules.ENTITIES_MAX);
  }

  @Test
  void a_line_with_two_arrows_is_a_relation() {
    var relation = SaidRelation.read("Checkout -> depends on → billing  module", NAMES);

    assertThat(relation)
        .contains(
            new Relation(
                new Entity(Kind.NAME, "checkout"),
                "depends on",
                new Entity(Kind.NAME, "billing module")));
    assertThat(SaidRelation.read("file:a.txt → is on → forge-7", NAMES))
        .contains(
            new Relation(new Entity(Kind.FILE, "a.txt"), "is on", new Entity(Kind.NODE, "n7")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a → b", "a → → c", "a → b → c → d", "a → is → a", "->->", "if (a -> b) c->d"})
  void other_arrows_are_only_signs(String line) {
    assertThat(SaidRelation.read(line, NAMES)).isEmpty();
  }

  @Test
  void what_would_not_be_understood_cannot_be_said() {
    assertThat(new SaidRelation(" CheckRunner ", "is  part of", "worker").text())
        .isEqualTo("CheckRunner → is part of → worker");
    assertThatThrownBy(() -> new SaidRelation("a → b", "is", "c")).hasMessageContaining("arrows");
    assertThatThrownBy(() -> new SaidRelation("a", " ", "c")).hasMessageContaining("the relation");
    assertThatThrownBy(() -> new SaidRelation("a", "is", "A")).hasMessageContaining("itself");
    assertThatThrownBy(() -> new SaidRelation("x".repeat(161), "is", "c"))
        .hasMessageContaining("160");
    assertThatThrownBy(() -> Entity.parse("nod:forge")).hasMessageContaining("did you mean 'node'");
  }

  @Test
  void a_question_may_name_something_with_any_of_its_words() {
    assertThat(TextRules.perhaps("What of the mobile app?", 10))
        .extracting(Entity::word)
        .contains("name:mobile app", "tag:mobile", "stream:app", "name:of the mobile");
  }
}
