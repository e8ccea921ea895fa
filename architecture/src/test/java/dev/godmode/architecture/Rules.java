package dev.godmode.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The folder table of docs/architecture.md and the naming rules, as things that can be checked. */
final class Rules {

  private static final String ROOT = "dev.godmode.";
  private static final String[] JDK = {
    "java..", "javax.net.ssl..", "javax.security..", "org.jspecify.."
  };

  private Rules() {}

  /** The rows of the folder table: who may import what. */
  static List<ArchRule> folders() {
    return List.of(
        only(
            "protocol",
            "tools.jackson..",
            "com.fasterxml.jackson.annotation..",
            "io.soabase.recordbuilder.."),
        only("kernel", ours("protocol")),
        only(
            "control",
            ours("kernel"),
            ours("protocol"),
            "tools.jackson..",
            "com.fasterxml.jackson.annotation..",
            "org.snakeyaml.engine.."),
        only(
            "client",
            ours("protocol"),
            "tools.jackson..",
            "javax.crypto.."), // a part of the JDK, as TLS is
        noneOfOurs("adapters.embeddings", "control"),
        noneOfOurs("adapters.git", "control", "kernel", "protocol"),
        noneOfOurs("adapters.lucene", "control"),
        noneOfOurs("adapters.answers", "control"),
        noneOfOurs("adapters.bus", "control"),
        only("adapters.models", ours("control"), ours("protocol"), "org.apache.hc.."),
        noneOfOurs("adapters.neo4j", "control", "protocol"),
        noneOfOurs("adapters.otlp", "control", "protocol"),
        noneOfOurs("adapters.postgres", "control", "kernel", "protocol"),
        noneOfOurs("adapters.secrets", "control", "kernel", "protocol"),
        only("adapters.tailscale", ours("control"), ours("protocol"), "tools.jackson.."),
        noneOfOurs("worker", "client", "protocol"),
        only("audit", "org.snakeyaml.engine.."),
        noneOfOurs("cli", "client", "protocol", "audit"),
        noneOfOurs("server", "control", "kernel", "protocol", "client", "audit", "adapters"));
  }

  /** Each outside technology has one home. */
  static List<ArchRule> technologies() {
    return List.of(
        onlyIn("io.helidon..", "server"),
        onlyIn("com.nimbusds..", "server.identity"),
        onlyIn("picocli..", "cli"),
        onlyIn("org.snakeyaml..", "control", "audit"),
        onlyIn("org.flywaydb..", "adapters"),
        onlyIn("java.sql..", "adapters"),
        onlyIn("com.exceptionfactory.jagged..", "adapters"),
        onlyIn("org.apache.hc..", "adapters.models"),
        onlyIn("com.github.benmanes.caffeine..", "adapters.answers"),
        onlyIn("redis..", "adapters.answers", "adapters.bus"),
        onlyIn("io.nats..", "adapters.bus"),
        onlyIn("org.apache.kafka..", "adapters.bus"),
        onlyIn("org.neo4j..", "adapters.neo4j"),
        onlyIn("io.opentelemetry..", "adapters.otlp"),
        onlyIn("org.apache.lucene..", "adapters.lucene"),
        onlyIn("dev.langchain4j..", "adapters.embeddings"),
        onlyIn("org.eclipse.jgit..", "adapters.git"),
        onlyIn("oshi..", "worker"),
        onlyIn("com.github.dockerjava..", "worker.container"));
  }

  static final ArchRule KERNEL_IS_DETERMINISTIC =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "kernel..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.io..", "java.net..", "java.nio.file..", "java.sql..")
                  .as("do input or output"))
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat(resideInAnyPackage("java.util.random..").as("are random"))
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.util.Random.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(System.Logger.class)
          .because("the simulator must be able to replay it from a seed");

  static final ArchRule TIME_AND_IDS_ARE_HANDED_IN =
      noClasses()
          .that(are(not(entryPoints())))
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .because("clock, randomness and ids come from the entry points");

  static final ArchRule NO_EMPTY_NAMES =
      noClasses()
          .should()
          .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Base|Abstract[A-Z].*|Dto|DTO)$")
          .because("a name is a noun of the glossary plus a role");

  static final ArchRule NO_DUMPING_GROUNDS =
      noClasses()
          .should()
          .resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..", "..dto..")
          .because("such packages become the largest");

  private static DescribedPredicate<JavaClass> entryPoints() {
    return describe(
        "entry points",
        type -> type.getSimpleName().equals("Main") || type.getName().contains(".Main$"));
  }

  private static String ours(String folder) {
    return ROOT + folder + "..";
  }

  /**
   * Everything the folder's classes depend on is in the list, in the folder itself, or in the JDK.
   */
  static ArchRule only(String folder, String... packages) {
    var allowed =
        Stream.of(Arrays.stream(JDK), Stream.of(ours(folder)), Arrays.stream(packages))
            .flatMap(all -> all)
            .toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage(ours(folder))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed);
  }

  /** Of our folders only these; libraries are ruled by {@link #technologies}. */
  private static ArchRule noneOfOurs(String folder, String... allowed) {
    var places =
        Stream.concat(Stream.of(ours(folder)), Arrays.stream(allowed).map(Rules::ours))
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(ours(folder))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.godmode..").and(not(resideInAnyPackage(places))));
  }

  private static ArchRule onlyIn(String technology, String... folders) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(Arrays.stream(folders).map(Rules::ours).toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(technology);
  }
}
