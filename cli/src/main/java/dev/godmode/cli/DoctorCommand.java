package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.protocol.api.Requests.Health;
import dev.godmode.protocol.api.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks at this machine and says what to mend. */
@Command(
    name = "doctor",
    description = "Check this machine, its secrets, ports, space and workspace.")
final class DoctorCommand implements Callable<Integer> {

  private static final long DISK_MIN_BYTES = 1L << 30;
  private static final Duration CLOCK_APART_MAX = Duration.ofSeconds(5);

  /** How bad it is. */
  enum Severity {
    ERROR,
    WARNING
  }

  /** One thing to mend. */
  record Finding(String rule, Severity severity, String where, String why, String mend) {}

  /** The document of {@code gm doctor --json}. */
  record Report(boolean well, int checks, List<Finding> findings) {}

  @Mixin Common common = new Common();

  private final List<Finding> findings = new ArrayList<>();
  private int checks;

  @Override
  public Integer call() throws IOException {
    checkHome();
    checkSecrets();
    checkDisk();
    checkControl();
    checkWorker();
    var errors = findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    common.answer(new Report(!errors, checks, findings), words());
    return errors ? Exit.FAILED : Exit.OK;
  }

  private void checkHome() throws IOException {
    var home = common.home.folder();
    checks++;
    if (Files.isDirectory(home)
        && !PosixFilePermissions.toString(Files.getPosixFilePermissions(home)).endsWith("------")) {
      found(
          "home-open",
          Severity.ERROR,
          home.toString(),
          "others on this machine can look into God Mode's data",
          "chmod 700 " + home);
    }
  }

  private void checkSecrets() throws IOException {
    for (var name :
        List.of(
            "control/owner.token",
            "control/authority.key",
            "control/server.key",
            "worker/node.key",
            "worker/secrets.env",
            "postgres/password")) {
      var file = common.home.folder().resolve(name);
      checks++;
      if (Files.exists(file)
          && !PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
              .endsWith("------")) {
        found(
            "secret-open",
            Severity.ERROR,
            file.toString(),
            "others on this machine can read this secret",
            "chmod 600 " + file);
      }
    }
  }

  private void checkDisk() throws IOException {
    var place = common.home.folder();
    checks++;
    if (Files.isDirectory(place)) {
      var free = Files.getFileStore(place).getUsableSpace();
      if (free < DISK_MIN_BYTES) {
        found(
            "disk-low",
            Severity.ERROR,
            place.toString(),
            "only %s are free; the journal stops when there is no room"
                .formatted(Words.bytes(free)),
            "free some space on that disk");
      }
    }
  }

  private void checkControl() throws IOException {
    var control = common.home.control();
    checks++;
    if (control.isEmpty()) {
      if (Files.exists(common.home.folder().resolve("control/owner.token"))) {
        found("control-down", Severity.ERROR, "control", "control does not run", "./gmup");
      }
      return;
    }
    try (var client = common.client()) {
      client.get(Health.class, "/health").components().stream()
          .filter(component -> !component.ok())
          .forEach(
              component ->
                  found(
                      "component-down",
                      Severity.ERROR,
                      component.name(),
                      component.detail(),
                      "gm logs control"));
      checkWorld(client.get(World.class, API + "/world"), Path.of(control.get().workspace()));
    }
  }

  private void checkWorld(World world, Path workspace) {
    checks += 4;
    var apart = Duration.between(world.at(), Instant.now()).abs();
    if (apart.compareTo(CLOCK_APART_MAX) > 0) {
      found(
          "clock-apart",
          Severity.WARNING,
          "clock",
          "this machine's clock and control's are %s apart".formatted(Words.duration(apart)),
          "let the system set its clock by network time, then restart control");
    }
    world
        .stopped()
        .ifPresent(
            why ->
                found("fleet-stopped", Severity.WARNING, "fleet", "stopped: " + why, "gm resume"));
    world
        .roadmap()
        .quarantined()
        .forEach(
            line ->
                found(
                    "roadmap-line",
                    Severity.WARNING,
                    "%s:%d".formatted(world.roadmap().path(), line.line()),
                    line.reason(),
                    "mend the line; it is read again when the file is saved"));
    world
        .roadmap()
        .conflicts()
        .forEach(
            conflict ->
                found(
                    "roadmap-conflict",
                    Severity.WARNING,
                    "#" + conflict.key(),
                    conflict.reason(),
                    "choose, and save the file"));
    if (Files.isDirectory(workspace.resolve(".git")) && Files.exists(workspace.resolve(".env"))) {
      checkIgnored(workspace);
    }
  }

  private void checkIgnored(Path workspace) {
    var ignore = workspace.resolve(".gitignore");
    try {
      if (!Files.exists(ignore) || !Files.readAllLines(ignore).contains(".env")) {
        found(
            "env-in-git",
            Severity.ERROR,
            workspace.resolve(".env").toString(),
            "git may take the secrets in .env",
            "echo .env >> " + ignore);
      }
    } catch (IOException e) {
      throw new Trouble("cannot read " + ignore);
    }
  }

  private void checkWorker() {
    checks++;
    if (common.home.hasIdentity()
        && common.home.worker().filter(worker -> worker.state().equals("connected")).isEmpty()) {
      found(
          "worker-down",
          Severity.ERROR,
          "worker",
          "this machine's worker is not in touch with control",
          "./gmup, then gm logs worker");
    }
  }

  private void found(String rule, Severity severity, String where, String why, String mend) {
    findings.add(new Finding(rule, severity, where, why, mend));
  }

  private String words() {
    if (findings.isEmpty()) {
      return common.paint.good("✓") + " %d checks, nothing to mend.".formatted(checks);
    }
    var text = new StringBuilder();
    for (var finding : findings) {
      var mark =
          switch (finding.severity()) {
            case ERROR -> common.paint.bad("✕");
            case WARNING -> common.paint.warn("▲");
          };
      text.append(
          "%s %s  %s%n    %s%n    → %s%n"
              .formatted(
                  mark,
                  finding.where(),
                  common.paint.dim(finding.rule()),
                  finding.why(),
                  finding.mend()));
    }
    return text.toString();
  }
}
