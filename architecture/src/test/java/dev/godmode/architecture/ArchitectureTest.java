package dev.godmode.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {

  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("testkit"))
          .importPackages("dev.godmode");

  @Test
  void every_folder_of_the_table_is_seen() {
    assertThat(
            List.of(
                "protocol",
                "kernel",
                "control",
                "adapters.answers",
                "adapters.bus",
                "adapters.embeddings",
                "adapters.git",
                "adapters.lucene",
                "adapters.models",
                "adapters.otlp",
                "adapters.postgres",
                "adapters.secrets",
                "adapters.tailscale",
                "client",
                "audit",
                "worker",
                "server",
                "cli"))
        .allSatisfy(
            folder ->
                assertThat(
                        SHIPPED.stream()
                            .anyMatch(type -> type.getName().startsWith("dev.godmode." + folder)))
                    .as(folder)
                    .isTrue());
  }

  static List<ArchRule> folders() {
    return Rules.folders();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void a_folder_imports_only_what_the_table_allows(ArchRule rule) {
    rule.check(SHIPPED);
  }

  static List<ArchRule> technologies() {
    return Rules.technologies();
  }

  @ParameterizedTest
  @MethodSource("technologies")
  void a_technology_has_one_home(ArchRule rule) {
    rule.check(SHIPPED);
  }

  @Test
  void the_kernel_is_deterministic() {
    Rules.KERNEL_IS_DETERMINISTIC.check(SHIPPED);
  }

  @Test
  void time_and_ids_are_handed_in() {
    Rules.TIME_AND_IDS_ARE_HANDED_IN.check(SHIPPED);
  }

  @Test
  void names_say_something() {
    Rules.NO_EMPTY_NAMES.check(SHIPPED);
    Rules.NO_DUMPING_GROUNDS.check(SHIPPED);
  }
}
