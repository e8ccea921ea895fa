package dev.godmode.cli;

import dev.godmode.audit.Audit;
import dev.godmode.audit.Finding;
import dev.godmode.audit.Mender;
import dev.godmode.audit.Rule;
import dev.godmode.audit.Severity;
import dev.godmode.protocol.api.Findings.FindingView;
import dev.godmode.protocol.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** {@code gm doctor PATH}: audits trees, manifests and scripts, which need not be ours. */
final class TreeAudit {

  private static final Path HERE = Path.of("");
  private static final Pattern MANIFEST = Pattern.compile("(?m)^(apiVersion|services|kind)\\s*:");

  /** What may be chosen beside the places. */
  static final class Choices {

    @Option(
        names = "--fail-on",
        paramLabel = "SEVERITY",
        description = "End with 1 from this severity on: error (default) or warning.")
    String failOn = Severity.ERROR.word();

    @Option(
        names = "--exclude",
        paramLabel = "GLOB",
        description = "Files not to tell of, like 'src/test/**'; may be repeated.")
    List<String> excluded = List.of();

    @Option(names = "--fix", description = "Make the mends that are safe, and tell the rest.")
    boolean fix;

    @Option(names = "--sarif", description = "Print SARIF 2.1.0, for code scanners' pages.")
    boolean sarif;
  }

  /** The document of {@code gm doctor PATH --json}. */
  record Report(List<FindingView> findings) {
    static Report of(List<Finding> findings) {
      return new Report(findings.stream().map(TreeAudit::view).toList());
    }
  }

  private static FindingView view(Finding found) {
    return new FindingView(
        found.rule().id(),
        found.severity().word(),
        found.file(),
        found.line(),
        found.why(),
        found.mend());
  }

  private final Common common;
  private final Choices choices;

  TreeAudit(Common common, Choices choices) {
    this.common = common;
    this.choices = choices;
  }

  int audit(List<String> places) throws IOException {
    var failOn = severity(choices.failOn);
    var findings = new ArrayList<Finding>();
    for (var place : places) {
      findings.addAll(audit(place));
    }
    if (choices.sarif) {
      common.out().println(Json.write(Sarif.of(findings)));
    } else {
      common.answer(Report.of(findings), words(findings));
    }
    return findings.stream().anyMatch(found -> found.severity().compareTo(failOn) >= 0)
        ? Exit.FAILED
        : Exit.OK;
  }

  private static Severity severity(String word) {
    try {
      return Severity.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new Trouble("--fail-on is error or warning, was '%s'".formatted(word));
    }
  }

  private List<Finding> audit(String place) throws IOException {
    var audit = new Audit(common.clock);
    if (place.equals("-")) {
      var text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
      return audit.of(MANIFEST.matcher(text).find() ? "stdin.yaml" : "stdin.sh", text);
    }
    var path = Path.of(place);
    if (!Files.isReadable(path)) {
      throw new Trouble("there is no file or folder '%s' that can be read".formatted(place));
    }
    var findings = told(audit.of(path));
    if (!choices.fix) {
      return findings;
    }
    var root = Files.isDirectory(path) ? path : path.resolveSibling("");
    var mended = Mender.mend(root, findings);
    mended.forEach(found -> System.err.println("mended " + where(found) + ": " + found.mend()));
    return told(audit.of(path));
  }

  private List<Finding> told(List<Finding> findings) {
    var matchers =
        choices.excluded.stream()
            .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
            .toList();
    return findings.stream()
        .filter(f -> matchers.stream().noneMatch(m -> m.matches(Path.of(f.file()))))
        .toList();
  }

  private static String where(Finding found) {
    return found.line() == 0 ? found.file() : found.file() + ":" + found.line();
  }

  private String words(List<Finding> findings) {
    var shown = findings.stream().map(found -> dev.godmode.cli.Finding.of(HERE, found)).toList();
    var words = DoctorCommand.words(shown, Rule.values().length, common.paint);
    return findings.isEmpty() ? words : words + count(findings);
  }

  private static String count(List<Finding> findings) {
    var errors = findings.stream().filter(f -> f.severity() == Severity.ERROR).count();
    var warnings = findings.size() - errors;
    return "%d %s, %d %s%n"
        .formatted(
            errors,
            errors == 1 ? "error" : "errors",
            warnings,
            warnings == 1 ? "warning" : "warnings");
  }
}
