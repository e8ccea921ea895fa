package dev.godmode.cli;

import dev.godmode.audit.Finding;
import dev.godmode.audit.Rule;
import dev.godmode.audit.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Findings as SARIF 2.1.0 (OASIS), which code hosts show beside the lines. Its keys are its own.
 */
final class Sarif {

  private Sarif() {}

  static Map<String, Object> of(List<Finding> findings) {
    var driver =
        Map.of(
            "name", "gm doctor", "rules", Arrays.stream(Rule.values()).map(Sarif::rule).toList());
    return Map.of(
        "$schema", "https://json.schemastore.org/sarif-2.1.0.json",
        "version", "2.1.0",
        "runs",
            List.of(
                Map.of(
                    "tool", Map.of("driver", driver),
                    "results", findings.stream().map(Sarif::result).toList())));
  }

  private static Map<String, Object> rule(Rule rule) {
    return Map.of(
        "id", rule.id(),
        "shortDescription", Map.of("text", rule.title()),
        "defaultConfiguration", Map.of("level", level(rule.severity())));
  }

  private static Map<String, Object> result(Finding found) {
    var file = Map.of("uri", found.file());
    var place =
        found.line() == 0
            ? Map.of("artifactLocation", file)
            : Map.of("artifactLocation", file, "region", Map.of("startLine", found.line()));
    return Map.of(
        "ruleId", found.rule().id(),
        "level", level(found.severity()),
        "message", Map.of("text", found.why() + ". Mend: " + found.mend()),
        "locations", List.of(Map.of("physicalLocation", place)));
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
    };
  }
}
