package dev.godmode.cli;

import dev.godmode.cli.Finding.Rule;
import dev.godmode.cli.Finding.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks at this machine and says what to mend. */
@Command(
    name = "doctor",
    description = "Check this machine: secrets, space, ports, processes, workspace.")
final class DoctorCommand implements Callable<Integer> {

  /** The document of {@code gm doctor --json}; {@code rules} is how many were looked at. */
  record Report(boolean well, int rules, List<Finding> findings) {}

  @Mixin Common common = new Common();

  @Override
  public Integer call() throws IOException {
    var dist = Optional.ofNullable(System.getenv("GODMODE_DIST")).map(Path::of);
    var report = examine(common.home, dist, InstantSource.system());
    common.answer(report, words(report, common.paint));
    return report.well() ? Exit.OK : Exit.FAILED;
  }

  static Report examine(Home home, Optional<Path> dist, InstantSource clock) throws IOException {
    var findings = new ArrayList<>(new HomeChecks(home, dist).look());
    var fleet = new FleetChecks(home, clock);
    findings.addAll(fleet.look());
    var control = home.control();
    if (control.isPresent()) {
      findings.addAll(new PortChecks(home).look(control.get()));
      if (fleet.world().isPresent()) {
        var workspace = new WorkspaceChecks(Path.of(control.get().workspace()));
        findings.addAll(workspace.look(fleet.world().get().roadmap()));
      }
    }
    var well = findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR);
    return new Report(well, Rule.values().length, findings);
  }

  static String words(Report report, Paint paint) {
    if (report.findings().isEmpty()) {
      return paint.good("✓") + " %d rules, nothing to mend.%n".formatted(report.rules());
    }
    var text = new StringBuilder();
    for (var finding : report.findings()) {
      var mark =
          switch (finding.severity()) {
            case ERROR -> paint.bad("✕");
            case WARNING -> paint.warn("▲");
          };
      text.append(
          "%s %s  %s%n    %s%n    → %s%n"
              .formatted(
                  mark,
                  finding.where(),
                  paint.dim(finding.rule().id()),
                  finding.why(),
                  finding.mend()));
    }
    return text.toString();
  }
}
