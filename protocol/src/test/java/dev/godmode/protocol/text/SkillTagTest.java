package dev.godmode.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SkillTagTest {

  @ParameterizedTest
  @CsvSource({
    "java,       17.0.2, true",
    "java>=21,   21,     true",
    "java>=21,   21.0.5, true",
    "java>=21,   17.0.2, false",
    "java@21+,   22,     true",
    "java@21+,   9,      false",
    "java>21,    21,     false",
    "java>21,    21.0.1, true",
    "python<4,   3.11.2, true",
    "python<4,   4.0,    false",
    "python<=3,  3.0,    true",
    "git@2.39,   2.39.5, true",
    "git@2.39,   2.4,    false",
    "git@2.39,   2.40.1, false",
    "git=2.39,   2.39,   true",
    "node>=9.10, 9.9,    false",
  })
  void versions_are_compared_number_by_number(String tag, String version, boolean accepted) {
    assertThat(SkillTag.wanted(tag).acceptedBy(Version.beginning(version))).isEqualTo(accepted);
  }

  @Test
  void a_version_nobody_knows_will_do_only_where_any_will() {
    assertThat(SkillTag.wanted("git").acceptedBy(Optional.empty())).isTrue();
    assertThat(SkillTag.wanted("git>=2").acceptedBy(Optional.empty())).isFalse();
  }

  @Test
  void what_follows_the_numbers_does_not_count() {
    assertThat(Version.beginning("21.0.5+11-LTS")).isEqualTo(Version.exactly("21.0.5"));
    assertThat(Version.beginning("v22.1.0-rc1")).isEqualTo(Version.exactly("22.1.0"));
    assertThat(Version.beginning("/usr/bin/git")).isEmpty();
  }

  @Test
  void case_blanks_and_forms_of_unicode_make_no_difference() {
    assertThat(SkillTag.wanted(" Java >= 21 ")).isEqualTo(SkillTag.wanted("java>=21"));
    assertThat(SkillTag.wanted("ＧＰＵ")).isEqualTo(SkillTag.wanted("gpu"));
    assertThat(SkillTag.wanted("cafe\u0301")).isEqualTo(SkillTag.wanted("café"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", ">=21", "java>=", "java>=new", "java>=21,", "a b", "java>=21<22", "-x"})
  void what_is_no_tag_is_refused_with_how_one_is_written(String text) {
    assertThatThrownBy(() -> SkillTag.wanted(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a skill tag like java, java>=21 or git@2.39");
  }

  @Test
  void a_node_offers_one_version() {
    assertThat(SkillTag.offered("java@21.0.5").toString()).isEqualTo("java@21.0.5");
    assertThatThrownBy(() -> SkillTag.offered("java>=21")).hasMessageContaining("java@21");
  }

  @ParameterizedTest
  @CsvSource({
    "java>=21 java<17,  true",
    "java>=21 java<21,  true",
    "java>21 java<=21,  true",
    "java@17 java>=18,  true",
    "java@17 java@21,   true",
    "java>=21 java<=21, false",
    "java>=17 java<21,  false",
    "java@17 java>17.0, false",
    "java>=21 git<17,   false",
    "java java>=21,     false",
  })
  void tags_that_no_version_can_all_be_true_of_are_found(String tags, boolean contradict) {
    var all = Stream.of(tags.split(" ", -1)).map(SkillTag::wanted).toList();

    assertThat(SkillTags.contradiction(all).isEmpty()).isEqualTo(!contradict);
  }
}
