package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Control as a server of the Model Context Protocol, in both of its eras. */
class McpTest {

  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";

  @TempDir static Path home;
  private static RunningAttempts attempts;
  private static RunningAttempts.Begun mine;
  private static ServedControl control;

  @BeforeAll
  static void serve() {
    attempts = new RunningAttempts(home);
    control = attempts.control;
    control.documents(Map.of("design_docs/fleet.md", "one control\n"));
    mine = attempts.begin("described", "shop");
  }

  @AfterAll
  static void stop() {
    attempts.close();
  }

  private static HttpResponse<String> post(HttpRequest.Builder request, String body) {
    return control.send(
        request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> post(String body) {
    return post(control.request("/mcp"), body);
  }

  private static JsonNode ask(String method, String params) {
    var reply =
        post(
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":%s}"
                .formatted(method, params));
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return Json.tree(reply.body());
  }

  private static JsonNode use(String tool, String arguments) {
    return ask("tools/call", "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments))
        .path("result");
  }

  private static HttpResponse<String> stateless(String method, String name, String params) {
    var request =
        control
            .request("/mcp")
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", method);
    return post(
        name.isEmpty() ? request : request.header("Mcp-Name", name),
        "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"%s\",\"params\":{%s%s}}"
            .formatted(method, params.isEmpty() ? "" : params + ",", META));
  }

  private static int code(HttpResponse<String> reply) {
    return Json.tree(reply.body()).at("/error/code").intValue();
  }

  @ParameterizedTest
  @CsvSource({"2025-11-25,2025-11-25", "2025-06-18,2025-06-18", "1999-01-01,2025-11-25"})
  void a_client_begins_with_a_version_that_both_speak(String wanted, String spoken) {
    var result =
        ask("initialize", "{\"protocolVersion\":\"%s\",\"capabilities\":{}}".formatted(wanted))
            .path("result");

    assertThat(result.path("protocolVersion").stringValue()).isEqualTo(spoken);
    assertThat(result.at("/serverInfo/name").stringValue()).isEqualTo("godmode");
    assertThat(post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}").statusCode())
        .isEqualTo(202);
  }

  @Test
  void a_message_of_the_newer_era_needs_no_beginning() {
    var discovered = stateless("server/discover", "", "");
    var listed = stateless("tools/list", "", "");

    assertThat(discovered.statusCode()).isEqualTo(200);
    assertThat(Json.tree(discovered.body()).at("/result/supportedVersions/0").stringValue())
        .isEqualTo("2026-07-28");
    assertThat(Json.tree(listed.body()).at("/result/resultType").stringValue())
        .isEqualTo("complete");
    assertThat(Json.tree(listed.body()).at("/result/cacheScope").stringValue())
        .isEqualTo("private");
  }

  @ParameterizedTest
  @ValueSource(strings = {"initialize", "ping", "logging/setLevel", "no/such"})
  void a_method_that_the_newer_era_lacks_is_not_found(String method) {
    var reply = stateless(method, "", "");

    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(code(reply)).isEqualTo(-32_601);
  }

  @Test
  void headers_that_say_another_thing_than_the_message_are_refused() {
    var reply = stateless("tools/call", "task_show", "\"name\":\"task_cancel\"");

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(code(reply)).isEqualTo(-32_020);
  }

  @Test
  void a_version_that_nobody_speaks_is_refused_with_those_that_are() {
    var reply =
        post(
            control.request("/mcp").header("MCP-Protocol-Version", "2030-01-01"),
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(code(reply)).isEqualTo(-32_022);
    assertThat(Json.tree(reply.body()).at("/error/data/supported").size()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{not json|-32700",
        "[]|-32600",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]|-32600",
        "\"x\"|-32600",
        "{\"id\":1,\"method\":\"ping\"}|-32600",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}|-32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}|-32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}|-32602",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}|-32700"
      })
  void what_is_no_message_is_refused_and_said_to_be_none(String body, int code) {
    var reply = post(body);

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(code(reply)).isEqualTo(code);
  }

  @Test
  void a_body_without_end_is_refused() {
    assertThat(post("\"" + "x".repeat(5 << 20) + "\"").statusCode()).isEqualTo(413);
  }

  @Test
  void every_tool_says_what_it_takes_and_does() {
    var tools = ask("tools/list", "{}").at("/result/tools");

    assertThat(tools.size()).isGreaterThan(30);
    assertThat(tools.valueStream())
        .allSatisfy(
            tool -> {
              assertThat(tool.path("name").stringValue()).matches("[a-z_]{3,40}");
              assertThat(tool.at("/inputSchema/type").stringValue()).isEqualTo("object");
              assertThat(tool.path("annotations").size()).isEqualTo(4);
            });
  }

  @Test
  void a_tool_hands_in_a_task_and_another_shows_it() {
    var handedIn =
        use("tasks_submit", "{\"tasks\":[{\"name\":\"by tool\",\"command\":[\"true\"]}]}");
    var shown =
        use("task_show", "{\"id\":%s}".formatted(handedIn.at("/structuredContent/tasks/0")));

    assertThat(shown.at("/structuredContent/task/name").stringValue()).isEqualTo("by tool");
    assertThat(shown.at("/content/0/text").stringValue()).contains("by tool");
  }

  @Test
  void what_is_wrong_with_arguments_is_a_result_that_a_model_can_read() {
    var misspelt = use("task_show", "{\"idd\":\"described\"}");
    var missing = use("task_show", "{}");
    var inside = use("tasks_submit", "{\"tasks\":[{\"nam\":\"x\"}]}");
    var gone = use("task_show", "{\"id\":\"nothing-like-it\"}");

    assertThat(List.of(misspelt, missing, inside, gone))
        .allSatisfy(result -> assertThat(result.path("isError").booleanValue()).isTrue());
    assertThat(misspelt.at("/content/0/text").stringValue()).contains("did you mean 'id'");
    assertThat(missing.at("/content/0/text").stringValue()).contains("'id' is missing");
    assertThat(inside.at("/content/0/text").stringValue()).contains("tasks[0].nam");
  }

  @Test
  void a_tool_that_is_not_there_is_said_with_the_one_that_was_meant() {
    var fault = ask("tools/call", "{\"name\":\"task_shew\"}").path("error");

    assertThat(fault.path("code").intValue()).isEqualTo(-32_602);
    assertThat(fault.path("message").stringValue()).contains("did you mean 'task_show'");
  }

  @Test
  void documents_and_tasks_can_be_read_by_their_uris() {
    var listed = ask("resources/list", "{}").at("/result/resources").findValuesAsString("uri");
    var read = ask("resources/read", "{\"uri\":\"godmode://document/design_docs/fleet.md\"}");
    var missing = ask("resources/read", "{\"uri\":\"godmode://task/nothing-like-it\"}");

    assertThat(listed).contains("godmode://roadmap", "godmode://document/design_docs/fleet.md");
    assertThat(read.at("/result/contents/0/text").stringValue()).isEqualTo("one control\n");
    assertThat(missing.at("/error/code").intValue()).isEqualTo(-32_002);
    assertThat(missing.at("/error/data/uri").stringValue()).contains("nothing-like-it");
  }

  @Test
  void a_prompt_is_filled_in_and_its_arguments_are_completed() {
    var prompt =
        ask("prompts/get", "{\"name\":\"why_not_done\",\"arguments\":{\"task\":\"$1 {goal}\"}}");
    var completed =
        ask(
            "completion/complete",
            "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"why_not_done\"},\"argument\":{\"name\":\"task\",\"value\":\"descr\"}}");

    assertThat(prompt.at("/result/messages/0/content/text").stringValue()).contains("$1 {goal}");
    assertThat(completed.at("/result/completion/values/0").stringValue()).isEqualTo("described");
  }

  @Test
  void an_attempt_is_offered_what_it_may_do_and_a_tool_beyond_that_is_a_denial_on_record() {
    var listed =
        attempts.post(
            mine.token(), "/mcp", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
    var denied =
        attempts.post(
            mine.token(),
            "/mcp",
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"autopilot_switch\",\"arguments\":{\"on\":true}}}");

    assertThat(Json.tree(listed.body()).at("/result/tools").valueStream())
        .map(tool -> tool.path("name").stringValue())
        .contains("task_show", "task_log", "document_propose", "whoami")
        .doesNotContain("tasks_list", "autopilot_switch", "task_cancel");
    assertThat(Json.tree(denied.body()).at("/result/isError").booleanValue()).isTrue();
    assertThat(attempts.denials()).anySatisfy(line -> assertThat(line).contains("autopilot"));
  }

  private static JsonNode useAs(String token, String tool, String arguments) {
    return Json.tree(
            attempts
                .post(
                    token,
                    "/mcp",
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s}}"
                        .formatted(tool, arguments))
                .body())
        .path("result");
  }

  @Test
  void what_an_attempt_remembers_by_tool_another_of_its_stream_recalls_and_it_forgets() {
    var other = attempts.begin("another", "shop");

    var remembered =
        useAs(
            mine.token(),
            "memory_remember",
            "{\"text\":\"The blue door sticks.\",\"scope\":\"stream\",\"tags\":[\"doors\"]}");
    var recalled = useAs(other.token(), "memory_recall", "{\"query\":\"which door sticks\"}");
    var promoted =
        useAs(
            mine.token(),
            "memory_promote",
            "{\"id\":%s,\"to\":\"fleet\"}"
                .formatted(remembered.at("/structuredContent/memory/id")));
    var forgotten =
        useAs(
            mine.token(),
            "memory_forget",
            "{\"id\":%s}".formatted(remembered.at("/structuredContent/memory/id")));

    assertThat(recalled.at("/structuredContent/found/0/memory/text").stringValue())
        .isEqualTo("The blue door sticks.");
    assertThat(promoted.path("isError").booleanValue()).isTrue();
    assertThat(promoted.at("/content/0/text").stringValue()).contains("memory:promote");
    assertThat(forgotten.at("/content/0/text").stringValue()).isEqualTo("done");
    assertThat(use("memory_list", "{}").at("/structuredContent/items").size()).isZero();
  }

  @Test
  void strangers_and_pages_of_other_sites_stay_outside() {
    var ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    assertThat(post(control.stranger("/mcp"), ping).statusCode()).isEqualTo(401);
    assertThat(
            post(control.request("/mcp").header("Origin", "http://evil.example"), ping)
                .statusCode())
        .isEqualTo(403);
    assertThat(post(control.request("/mcp").header("Mcp-Session-Id", "x"), ping).statusCode())
        .isEqualTo(404);
    assertThat(control.get("/mcp").statusCode()).isEqualTo(405);
  }
}
