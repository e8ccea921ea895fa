package dev.godmode.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godmode.audit.host.ListeningSocket;
import dev.godmode.cli.DoctorCommand.Machine;
import dev.godmode.cli.DoctorCommand.Report;
import dev.godmode.cli.Finding.Rule;
import dev.godmode.cli.Finding.Severity;
import dev.godmode.protocol.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

  private static final long HERE = ProcessHandle.current().pid();
  private static final long GONE = 4_194_304L + 1;
  private static final Machine BARE = machine();
  private static final String WELL = "{\"status\":\"ok\",\"version\":\"0.1.0\",\"components\":[]}";

  @TempDir Path folder;
  private TestHome home;
  private Path workspace;
  private ScriptedControl control;

  @BeforeEach
  void set_up() throws IOException {
    home = TestHome.in(folder);
    workspace = Files.createDirectories(folder.resolve("workspace"));
    Files.createDirectories(workspace.resolve("tasks"));
    Files.writeString(workspace.resolve("tasks/roadmap.jsonl"), "");
    control = new ScriptedControl();
  }

  @AfterEach
  void tear_down() {
    control.close();
  }

  @Test
  void a_home_where_all_is_well_has_nothing_to_mend() throws IOException {
    runs(world("\"ready\"", ""));
    home.worker(HERE, "connected");

    var report = examine();

    assertThat(report.findings()).isEmpty();
    assertThat(report.well()).isTrue();
    assertThat(DoctorCommand.words(report.findings(), report.rules(), new Paint(false)))
        .isEqualTo("✓ %d rules, nothing to mend.%n".formatted(DoctorCommand.RULES));
  }

  @Test
  void a_home_that_was_never_used_has_nothing_to_mend() throws IOException {
    var report =
        DoctorCommand.examine(
            new Home(folder.resolve("none")), Optional.empty(), BARE, InstantSource.system());

    assertThat(report.well()).isTrue();
  }

  @Test
  void a_home_that_others_can_enter_is_named_with_its_cure() throws IOException {
    Files.setPosixFilePermissions(home.folder(), PosixFilePermissions.fromString("rwxr-x---"));

    var report = examine();

    assertThat(report.well()).isFalse();
    assertThat(report.findings())
        .containsExactly(
            new Finding(
                Rule.HOME_OPEN.id(),
                Severity.ERROR,
                home.folder().toString(),
                "others on this machine can look into God Mode's data",
                "chmod 700 " + home.folder()));
  }

  @Test
  void secrets_that_others_can_read_are_named() throws IOException {
    home.write("control/authority.key", "k", "rw-r--r--");
    home.write("worker/secrets.env", "A=b", "rw-r-----");
    home.write("postgres/password", "p", "rw----r--");
    home.write("control/authority.pem", "public", "rw-r--r--");

    assertThat(rules(examine()))
        .containsExactly(Rule.SECRET_OPEN, Rule.SECRET_OPEN, Rule.SECRET_OPEN);
  }

  @Test
  void ports_that_other_machines_reach_are_named() throws IOException {
    home.write("postgres/port", "40000\n", "rw-------");

    var report =
        examine(
            machine(
                socket("127.0.0.1", 5432),
                socket("0.0.0.0", 6379),
                socket("0.0.0.0", 22),
                socket("192.168.1.4", 40_000)));

    assertThat(report.findings())
        .extracting(Finding::rule, Finding::where)
        .containsExactly(
            tuple(Rule.PORT_OPEN.id(), "port 40000"), tuple("database_public", "port 6379"));
  }

  @Test
  void a_disk_that_is_nearly_full_is_an_error() {
    var checks = new HomeChecks(home.home(), Optional.empty());

    assertThat(checks.lowDisk(5 << 20))
        .singleElement()
        .satisfies(finding -> assertThat(finding.why()).startsWith("only 5.0 MiB are free"));
    assertThat(checks.lowDisk(2L << 30)).isEmpty();
  }

  @Test
  void a_killed_control_leaves_a_stale_note_and_is_down() throws IOException {
    home.control(GONE, control.url(), workspace);

    assertThat(rules(examine())).containsExactly(Rule.PROCESS_STALE, Rule.CONTROL_DOWN);
  }

  @Test
  void a_control_that_does_not_answer_is_silent() throws IOException {
    home.control(HERE, "http://127.0.0.1:1", workspace);

    assertThat(rules(examine())).containsExactly(Rule.CONTROL_SILENT);
  }

  @Test
  void a_component_that_fails_is_named_though_health_answers_503() throws IOException {
    runs(world("\"ready\"", ""));
    control.on(
        "/health",
        503,
        """
        {"status":"degraded","version":"0.1.0",\
        "components":[{"name":"journal","ok":false,"detail":"no connection"}]}""");

    assertThat(examine().findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo(Rule.COMPONENT_DOWN.id());
              assertThat(finding.where()).isEqualTo("journal");
              assertThat(finding.why()).isEqualTo("no connection");
            });
  }

  @Test
  void a_clock_that_is_an_hour_off_is_noticed() throws IOException {
    runs(world("\"ready\"", ""));

    var report =
        DoctorCommand.examine(
            home.home(),
            Optional.empty(),
            BARE,
            InstantSource.fixed(TestHome.NOW.plusSeconds(3_600)));

    assertThat(rules(report)).containsExactly(Rule.CLOCK_APART);
  }

  @Test
  void a_stopped_fleet_is_a_warning_only() throws IOException {
    runs(world("\"ready\"", "\"stopped\":\"by owner: lunch\","));

    var report = examine();

    assertThat(rules(report)).containsExactly(Rule.FLEET_STOPPED);
    assertThat(report.well()).isTrue();
  }

  @Test
  void a_fleet_whose_only_node_is_lost_can_run_nothing() throws IOException {
    runs(world("\"lost\"", ""));

    assertThat(rules(examine())).containsExactly(Rule.NODE_NONE, Rule.NODE_LOST);
  }

  @Test
  void a_worker_that_was_refused_is_down_with_its_reason() throws IOException {
    home.worker(HERE, "refused");

    assertThat(examine().findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo(Rule.WORKER_DOWN.id());
              assertThat(finding.why()).isEqualTo("this machine's worker is refused");
            });
  }

  @Test
  void a_roadmap_line_set_aside_and_a_conflict_are_named_by_place() throws IOException {
    runs(
        world("\"ready\"", "")
            .replace("\"quarantined\":[]", "\"quarantined\":[{\"line\":7,\"reason\":\"no JSON\"}]")
            .replace("\"conflicts\":[]", "\"conflicts\":[{\"key\":\"12\",\"reason\":\"both\"}]"));

    assertThat(examine().findings())
        .extracting(Finding::where)
        .containsExactly(workspace.resolve("tasks/roadmap.jsonl") + ":7", "#12");
  }

  @Test
  void a_workspace_that_is_gone_is_an_error() throws IOException {
    runs(world("\"ready\"", ""));
    Files.delete(workspace.resolve("tasks/roadmap.jsonl"));

    assertThat(rules(examine())).containsExactly(Rule.ROADMAP_MISSING);

    Files.delete(workspace.resolve("tasks"));
    Files.delete(workspace);

    assertThat(rules(examine())).containsExactly(Rule.WORKSPACE_MISSING);
  }

  @Test
  void secrets_in_git_and_secrets_about_to_be_are_told_apart() throws Exception {
    runs(world("\"ready\"", ""));
    git("init", "-q");
    Files.writeString(workspace.resolve(".env"), "A=b");
    Files.setPosixFilePermissions(
        workspace.resolve(".env"), PosixFilePermissions.fromString("rw-------"));
    Files.writeString(workspace.resolve(".env.example"), "A=");
    git("add", ".");
    Files.writeString(workspace.resolve("deploy.key"), "k");
    Files.setPosixFilePermissions(
        workspace.resolve("deploy.key"), PosixFilePermissions.fromString("rw-------"));

    assertThat(examine().findings())
        .extracting(Finding::rule, Finding::where)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "secret_in_git", workspace.resolve(".env").toString()),
            org.assertj.core.groups.Tuple.tuple(
                "secret_not_ignored", workspace.resolve("deploy.key").toString()));
  }

  @Test
  void a_missing_class_data_cache_is_noticed() throws IOException {
    var report =
        DoctorCommand.examine(home.home(), Optional.of(folder), BARE, InstantSource.system());

    assertThat(rules(report)).containsExactly(Rule.CACHE_MISSING);
  }

  @Test
  void the_document_has_snake_case_names() {
    var report =
        new Report(false, 1, List.of(Finding.of(Rule.DISK_LOW, "/data", "no room", "make some")));

    assertThat(Json.write(report))
        .isEqualTo(
            """
            {"well":false,"rules":1,"findings":[{"rule":"disk_low","severity":"error",\
            "where":"/data","why":"no room","mend":"make some"}]}""");
  }

  @Test
  void the_words_say_where_why_and_what_to_do() {
    var report =
        new Report(false, 1, List.of(Finding.of(Rule.DISK_LOW, "/data", "no room", "make some")));

    assertThat(DoctorCommand.words(report.findings(), report.rules(), new Paint(false)))
        .isEqualTo(
            """
            ✕ /data  disk_low
                no room
                → make some
            """);
  }

  private static Machine machine(ListeningSocket... sockets) {
    return new Machine(new EngineChecks(Map.of(), _ -> true), List.of(sockets));
  }

  private static ListeningSocket socket(String address, int port) {
    return new ListeningSocket(InetAddress.ofLiteral(address), port, Optional.empty());
  }

  private Report examine() throws IOException {
    return examine(BARE);
  }

  private Report examine(Machine machine) throws IOException {
    return DoctorCommand.examine(
        home.home(), Optional.empty(), machine, InstantSource.fixed(TestHome.NOW));
  }

  private void runs(String world) throws IOException {
    home.control(HERE, control.url(), workspace);
    control.on("/health", 200, WELL);
    control.on("/api/v1/world", 200, world);
  }

  private String world(String nodeState, String more) {
    return """
    {"sequence":1,"at":"%s","version":"0.1.0",%s"autopilot":{"on":true,"state":"idle"},\
    "nodes":[{"id":"n1","name":"forge","state":%s,"schedulability":"open","slots":2,"running":[],\
    "usage":{"cpu":0,"memory_used_bytes":0,"disk_free_bytes":0},"enrolled_at":"%s","state_since":"%s"}],\
    "tasks":{},"live":[],"recent":[],"agents":[],"ledger":[],\
    "roadmap":{"path":"%s","lines":0,"quarantined":[],"conflicts":[]}}"""
        .formatted(
            TestHome.NOW,
            more,
            nodeState,
            TestHome.NOW,
            TestHome.NOW,
            workspace.resolve("tasks/roadmap.jsonl"));
  }

  private static List<Rule> rules(Report report) {
    return report.findings().stream()
        .map(finding -> Rule.valueOf(finding.rule().toUpperCase(Locale.ROOT)))
        .toList();
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<>(List.of("git", "-C", workspace.toString()));
    command.addAll(List.of(arguments));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
