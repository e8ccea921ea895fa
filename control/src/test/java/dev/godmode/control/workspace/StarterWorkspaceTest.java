package dev.godmode.control.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.agent.AgentFolder;
import dev.godmode.control.agent.AgentProfiles;
import dev.godmode.control.workspace.TaskTrial.Tried;
import dev.godmode.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class StarterWorkspaceTest {

  private static final Duration REST_WITHIN = Duration.ofSeconds(25);

  @TempDir private Path folder;
  private Path workspace = Path.of("");

  @BeforeEach
  void lay_down() throws IOException {
    workspace = folder.resolve("workspace");
    StarterWorkspace.layDown(workspace);
  }

  @Test
  void its_profiles_are_good_and_every_task_has_one() throws IOException {
    var profiles = new AgentFolder(workspace.resolve("agents")).read(AgentProfiles.NONE);

    assertThat(profiles.problems()).isEmpty();
    assertThat(profiles.profiles())
        .extracting("type")
        .contains("builder", "fixer", "inspector", "promoter", "researcher", "shell", "writer");
    assertThat(profiles.profiles())
        .extracting("type", String.class)
        .containsAll(
            rows().values().stream().map(row -> row.path("agent_type").asString()).toList());
  }

  @Test
  void its_tasks_do_what_their_checks_demand_in_the_order_of_their_dependencies()
      throws IOException, InterruptedException {
    var results = new HashMap<String, String>();
    var trial = new TaskTrial(folder, workspace.resolve("design_docs"), results);
    var failedFirst = new HashMap<String, Tried>();
    var took = Duration.ZERO;

    for (var row : rows().entrySet()) {
      var tried = trial.run(row.getKey(), row.getValue(), 1);
      took = took.plus(tried.took());
      if (!tried.passed()) {
        failedFirst.put(row.getKey(), tried);
        tried = trial.run(row.getKey(), row.getValue(), 2);
        took = took.plus(tried.took());
      }
      assertThat(tried.passed()).as("%s: %s", row.getKey(), tried).isTrue();
      results.put(row.getKey(), tried.result());
    }

    assertThat(failedFirst).containsOnlyKeys("load-samples");
    assertThat(failedFirst.get("load-samples"))
        .extracting("failedCheck")
        .asString()
        .contains("samples.txt");
    assertThat(took.dividedBy(2)).isLessThan(REST_WITHIN);
    assertThat(results.get("publish-report")).isEqualTo(results.get("fleet-report"));
    assertThat(results.get("fleet-report")).contains("## From ports", "## From load-samples");
  }

  @Test
  void the_secrets_scan_names_the_place_and_never_the_secret()
      throws IOException, InterruptedException {
    var docs = Files.createDirectories(folder.resolve("leaky"));
    Files.writeString(docs.resolve("a.md"), "fine\nuse postgres://admin:hunter22@db/x\n");
    var trial = new TaskTrial(folder, docs, Map.of());

    var tried = trial.run("secrets-scan", row("secrets-scan"), 1);

    assertThat(tried.passed()).as("%s", tried).isTrue();
    assertThat(tried.result())
        .contains("a.md:2: looks like a password in an address")
        .doesNotContain("hunter22");
  }

  @Test
  void only_what_publishes_waits_for_a_person() throws IOException {
    var waiting =
        rows().entrySet().stream()
            .filter(row -> row.getValue().path("approval").asBoolean(false))
            .map(Map.Entry::getKey)
            .toList();

    assertThat(waiting).containsExactly("publish-report");
  }

  @Test
  void what_is_there_is_left_as_it_is() throws IOException {
    Files.writeString(workspace.resolve("agents/writer.yaml"), "description: mine\n");
    Files.delete(workspace.resolve("agents/fixer.yaml"));

    var written = StarterWorkspace.layDown(workspace);

    assertThat(written).isEmpty();
    assertThat(workspace.resolve("agents/writer.yaml")).hasContent("description: mine");
    assertThat(workspace.resolve("agents/fixer.yaml")).doesNotExist();
  }

  private JsonNode row(String id) throws IOException {
    return Optional.ofNullable(rows().get(id)).orElseThrow();
  }

  private Map<String, JsonNode> rows() throws IOException {
    List<String> lines = Files.readAllLines(workspace.resolve("tasks/roadmap.jsonl"));
    return lines.stream()
        .map(Json::tree)
        .collect(
            Collectors.toMap(
                row -> row.path("id").asString(), row -> row, (one, _) -> one, LinkedHashMap::new));
  }
}
