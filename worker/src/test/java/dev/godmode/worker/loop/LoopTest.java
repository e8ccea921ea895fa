package dev.godmode.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.task.DriverTerms.Permissions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The loop between a model that a test scripts and real files, with a person on the wire. */
class LoopTest {

  @TempDir Path home;
  private Path work;
  private ScriptedModel model;

  @BeforeEach
  void begin() throws Exception {
    work = Files.createDirectories(home.resolve("work"));
    model = new ScriptedModel();
  }

  @AfterEach
  void end() {
    model.close();
  }

  /** What the program says, when its worker says these lines behind the goal. */
  private List<JsonNode> run(Permissions permissions, String... answers) {
    var lines = "{\"type\":\"goal\",\"text\":\"Mend it.\"}\n" + String.join("\n", answers) + "\n";
    var said = new ByteArrayOutputStream();
    var wire = new Wire(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), said);
    var toolkit =
        new Toolkit(
            new WorkFolder(work),
            new Shell(work),
            FleetTools.of(Map.of()),
            new Consent(permissions, wire));
    new Loop(
            wire,
            ChatModel.of(Map.of("OPENAI_BASE_URL", model.base())),
            toolkit,
            Talk.in(home.resolve("memory")))
        .run();
    return said.toString(StandardCharsets.UTF_8).lines().map(Json::tree).toList();
  }

  private static JsonNode last(List<JsonNode> said) {
    return said.getLast();
  }

  @Test
  void what_the_model_calls_for_is_done_until_it_calls_for_nothing_more() throws Exception {
    model
        .calls("write_file", "{\"path\":\"src/answer.txt\",\"text\":\"one\\ntwo\\n\"}")
        .calls("edit_file", "{\"path\":\"src/answer.txt\",\"old\":\"two\",\"new\":\"three\"}")
        .calls("run", "{\"command\":\"cat src/answer.txt; exit 3\"}")
        .says("It is mended.");

    var said = run(Permissions.ALL);

    assertThat(Files.readString(work.resolve("src/answer.txt"))).isEqualTo("one\nthree\n");
    assertThat(model.lastResult()).isEqualTo("exit code 3\none\nthree\n");
    assertThat(last(said).path("type").stringValue()).isEqualTo("finished");
    assertThat(last(said).path("text").stringValue()).isEqualTo("It is mended.");
    assertThat(said.get(said.size() - 2).path("input").asInt()).isEqualTo(4 * 80);
    assertThat(model.heard().getFirst().path("model").stringValue()).isEqualTo("small");
    assertThat(model.heard().getFirst().path("tools").size()).isEqualTo(10);
  }

  @Test
  void each_use_of_a_tool_is_told_with_its_end() {
    model
        .calls("run", "{\"command\":\"true\"}")
        .calls("read_file", "{\"path\":\"nowhere.txt\"}")
        .says("Done.");

    var said = run(Permissions.ALL);

    assertThat(ofType(said, "uses"))
        .extracting(line -> line.path("tool").asString(""))
        .containsExactly("run", "read_file");
    assertThat(ofType(said, "used"))
        .extracting(line -> line.path("failed").asBoolean())
        .containsExactly(false, true);
    assertThat(ofType(said, "used"))
        .map(line -> line.path("id"))
        .isEqualTo(ofType(said, "uses").stream().map(line -> line.path("id")).toList());
  }

  private static List<JsonNode> ofType(List<JsonNode> said, String type) {
    return said.stream().filter(line -> line.path("type").asString("").equals(type)).toList();
  }

  @Test
  void what_it_may_not_do_by_itself_it_asks_for_and_a_no_is_told_to_the_model() {
    model
        .calls("run", "{\"command\":\"touch it\"}")
        .calls("run", "{\"command\":\"touch that\"}")
        .says("Done.");

    var said =
        run(
            Permissions.EDIT,
            "{\"type\":\"answer\",\"id\":\"q1\",\"allow\":true,\"text\":\"\"}",
            "{\"type\":\"answer\",\"id\":\"q2\",\"allow\":false,\"text\":\"not on a Friday\"}");

    var asked = ofType(said, "asks");
    assertThat(asked).hasSize(2);
    assertThat(asked.getFirst().path("payload").stringValue()).isEqualTo("touch it");
    assertThat(work.resolve("it")).exists();
    assertThat(work.resolve("that")).doesNotExist();
    assertThat(model.lastResult()).isEqualTo("error: a person said no: not on a Friday");
  }

  @Test
  void a_question_waits_for_its_own_answer() {
    model
        .calls("ask_person", "{\"question\":\"Which?\",\"options\":[\"red\",\"blue\"]}")
        .says("Blue it is.");

    var said =
        run(
            Permissions.ASK,
            "garbage",
            "{\"type\":\"answer\",\"id\":\"q9\",\"allow\":true,\"text\":\"red\"}",
            "{\"type\":\"answer\",\"id\":\"q1\",\"allow\":true,\"text\":\"blue\"}");

    assertThat(model.lastResult()).isEqualTo("blue");
    assertThat(last(said).path("text").stringValue()).isEqualTo("Blue it is.");
  }

  @Test
  void wrong_calls_are_told_to_the_model_with_what_is_wrong() {
    model.calls("write_fil", "{}").says("x");
    run(Permissions.ALL);
    assertThat(model.lastResult()).contains("did you mean 'write_file'");

    model.calls("run", "{not json").says("x");
    run(Permissions.ALL);
    assertThat(model.lastResult()).contains("no JSON");

    model.calls("read_file", "{}").says("x");
    run(Permissions.ALL);
    assertThat(model.lastResult()).contains("'path' is missing");

    for (var call : Map.of("memory_recall", "{\"query\":\"x\"}", "message_take", "{}").entrySet()) {
      model.calls(call.getKey(), call.getValue()).says("x");
      run(Permissions.ALL);
      assertThat(model.lastResult()).contains("control is not in reach");
    }
  }

  @Test
  void its_files_are_those_of_the_workspace_by_no_path_and_no_link() throws Exception {
    Files.writeString(home.resolve("secret"), "s");
    Files.createSymbolicLink(work.resolve("out"), home);
    var files = new WorkFolder(work);

    for (var name : List.of("../secret", "out/secret", "/etc/passwd", "out/fresh", "\0")) {
      assertThatThrownBy(() -> files.read(name, 1))
          .isInstanceOf(ToolTrouble.class)
          .hasMessageContaining("not in the workspace");
      assertThatThrownBy(() -> files.write(name, "x")).isInstanceOf(ToolTrouble.class);
    }
    assertThat(home.resolve("fresh")).doesNotExist();
  }

  @Test
  void files_are_read_by_lines_and_changed_where_it_is_clear() throws Exception {
    Files.writeString(work.resolve("many"), "x\n".repeat(1_500));
    Files.write(work.resolve("picture"), new byte[] {(byte) 0xff, (byte) 0xd8});
    var files = new WorkFolder(work);

    assertThat(files.read("many", 1)).startsWith("1\tx\n").endsWith("go on with from 1001)");
    assertThat(files.read("many", 1_001)).startsWith("1001\tx").endsWith("1500\tx\n");
    assertThat(files.list(".")).isEqualTo("many\npicture");
    assertThatThrownBy(() -> files.read("picture", 1)).hasMessage("picture is no text");
    assertThatThrownBy(() -> files.changed("many", "x", "y"))
        .hasMessageContaining("more than once");
    assertThatThrownBy(() -> files.changed("many", "z", "y"))
        .hasMessageContaining("is not in many");
  }

  @Test
  void a_model_that_does_not_answer_is_trouble_with_its_status_and_words() {
    model.answers(429, "{\"error\":{\"message\":\"too many requests\"}}");
    assertThatThrownBy(() -> run(Permissions.ALL))
        .isInstanceOfSatisfying(
            ModelTrouble.class,
            trouble -> {
              assertThat(trouble.status()).isEqualTo(429);
              assertThat(trouble.words()).isEqualTo("too many requests");
            });

    model.answers(200, "{\"choices\":[]}");
    assertThatThrownBy(() -> run(Permissions.ALL)).hasMessageContaining("has no message");

    model.answers(200, "<html>");
    assertThatThrownBy(() -> run(Permissions.ALL)).hasMessageContaining("no JSON");
  }

  @Test
  void the_next_attempt_goes_on_with_the_conversation() {
    model.says("I give up.");
    run(Permissions.ALL);
    model.says("Now it works.");
    run(Permissions.ALL);

    assertThat(model.heard().getLast().path("messages").valueStream())
        .map(message -> message.path("role").stringValue())
        .containsExactly("system", "user", "assistant", "user");
  }

  @Test
  void a_call_that_was_cut_short_is_known_as_such_to_the_next_attempt() {
    var talk = Talk.in(home.resolve("memory"));
    talk.user("Mend it.");
    talk.assistant(
        (ObjectNode)
            Json.tree("{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c1\"},{\"id\":\"c2\"}]}"));
    talk.tool("c1", "done");
    talk.keep();

    var again = Talk.in(home.resolve("memory")).messages();

    assertThat(again.size()).isEqualTo(4);
    assertThat(again.get(3).path("tool_call_id").stringValue()).isEqualTo("c2");
    assertThat(again.get(3).path("content").stringValue()).contains("nobody knows how it ended");
  }

  @Test
  void what_tools_said_long_ago_is_left_out_of_a_long_conversation() {
    var talk = Talk.in(home.resolve("long"));
    talk.user("Mend it.");
    for (var i = 0; i < 12; i++) {
      talk.tool("c" + i, "y".repeat(30_000));
    }

    talk.keep();

    assertThat(talk.messages().toString().length()).isLessThan(Talk.KEPT_MAX_CHARS);
    assertThat(talk.messages().get(1).path("content").stringValue()).startsWith("(left out");
    assertThat(talk.messages().get(12).path("content").stringValue()).hasSize(30_000);
  }

  @Test
  void a_command_that_prints_without_end_is_cut_to_its_last() {
    var said = new Shell(work).run("seq 1 20000");

    assertThat(said).startsWith("exit code 0\n(only the last").endsWith("20000\n");
    assertThat(said.length()).isLessThan(Shell.SAID_MAX_BYTES + 100);
  }
}
