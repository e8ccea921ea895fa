package dev.godmode.cli;

import dev.godmode.audit.host.ListeningSocket;
import dev.godmode.audit.host.ListeningSockets;
import dev.godmode.cli.Finding.Rule;
import dev.godmode.cli.Finding.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Looks at this machine and says what to mend. */
@Command(
    name = "doctor",
    description = {
      "Check this machine: secrets, space, ports, processes, workspace.",
      "With PATHs: audit trees, manifests and scripts, whosever they are."
    })
final class DoctorCommand implements Callable<Integer> {

  /** The document of {@code gm doctor --json}; {@code rules} is how many were looked at. */
  record Report(boolean well, int rules, List<Finding> findings) {}

  /** Those of the machine, and those of the workspace's tree. */
  static final int RULES = Rule.values().length + dev.godmode.audit.Rule.values().length;

  @Mixin Common common = new Common();

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description = "Folders or files to audit instead of this machine; - is standard input.")
  List<String> places = List.of();

  @Mixin TreeAudit.Choices choices = new TreeAudit.Choices();

  @Override
  public Integer call() throws IOException {
    if (!places.isEmpty()) {
      return new TreeAudit(common, choices).audit(places);
    }
    var dist = Optional.ofNullable(System.getenv("GODMODE_DIST")).map(Path::of);
    var machine = new Machine(EngineChecks.usual(), ListeningSockets.ofThisMachine());
    var report = examine(common.home, dist, machine, InstantSource.system());
    common.answer(report, words(report.findings(), report.rules(), common.paint));
    return report.well() ? Exit.OK : Exit.FAILED;
  }

  /** What there is on a machine beside God Mode. */
  record Machine(EngineChecks engines, List<ListeningSocket> sockets) {}

  static Report examine(Home home, Optional<Path> dist, Machine machine, InstantSource clock)
      throws IOException {
    var findings = new ArrayList<>(new HomeChecks(home, dist).look());
    findings.addAll(machine.engines().look());
    var fleet = new FleetChecks(home, clock);
    findings.addAll(fleet.look());
    var control = home.control();
    findings.addAll(new PortChecks(home, machine.sockets()).look(control));
    if (control.isPresent() && fleet.world().isPresent()) {
      var workspace = new WorkspaceChecks(Path.of(control.get().workspace()), clock);
      findings.addAll(workspace.look(fleet.world().get().roadmap()));
    }
    var well = findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR);
    return new Report(well, RULES, findings);
  }

  /** Each finding for people; {@code rules} is how many were looked at. */
  static String words(List<Finding> findings, int rules, Paint paint) {
    if (findings.isEmpty()) {
      return paint.good("✓") + " %d rules, nothing to mend.%n".formatted(rules);
    }
    return findings.stream().map(one -> one.words(paint)).collect(Collectors.joining());
  }
}
