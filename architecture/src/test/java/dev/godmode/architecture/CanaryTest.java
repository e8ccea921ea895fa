package dev.godmode.architecture;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The rules report planted violations: a check that can no longer fail would be noticed here. */
class CanaryTest {

  private static final JavaClasses CANARY =
      new ClassFileImporter().importPackages("dev.godmode.architecture.canary");

  @Test
  void a_planted_call_for_the_time_is_reported() {
    assertThatThrownBy(() -> Rules.TIME_AND_IDS_ARE_HANDED_IN.check(CANARY))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Canary.sing()");
  }

  @Test
  void a_planted_import_is_reported() {
    assertThatThrownBy(() -> Rules.only("architecture.canary.kernel").check(CANARY))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("dev.godmode.protocol.task.TaskId");
  }
}
