package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.trace.TraceContext;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A task's trace, and what of it programs and submitters may say. */
class TraceTest {

  private static final String ASKED = ScriptedGateway.body("small", "say one two", false);
  private static final String RECALL =
      """
      {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"memory_recall","arguments":{"query":"how do we deploy?"},
      "_meta":{"traceparent":"%s"}}}""";
  private static final String TASK = "{\"tasks\":[{\"name\":\"part\",\"held\":true}]}";
  private static final TraceContext ELSEWHERE =
      new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");

  @TempDir Path home;
  private ScriptedGateway gateway;
  private RunningAttempts.Begun mine;
  private TraceContext attempt;

  @BeforeEach
  void an_attempt_runs() {
    gateway = new ScriptedGateway(home);
    mine = gateway.attempts.begin("build the docs", ServedControl.TRUSTED);
    attempt = TraceContext.of(mine.attempt());
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private JsonNode trace() {
    return gateway.control.json("/api/v1/tasks/%s/trace".formatted(mine.attempt().task()));
  }

  private List<JsonNode> spans() {
    return trace().get("spans").valueStream().toList();
  }

  private HttpResponse<String> tells(TraceContext span, String path, String body) {
    var headers = Map.of(TraceContext.HEADER, span.header());
    return gateway.attempts.ask(mine.token(), path, headers, body);
  }

  private JsonNode cause(HttpResponse<String> submitted) {
    var id = new TaskId(Json.tree(submitted.body()).at("/tasks/0").stringValue());
    var own = gateway.control.json("/api/v1/tasks/%s/trace".formatted(id));
    assertThat(own.get("trace").stringValue()).isEqualTo(TraceContext.of(id).trace());
    return own.at("/spans/0/cause");
  }

  private static JsonNode tree(TraceContext span) {
    return Json.tree(Json.write(span));
  }

  @Test
  void a_task_has_one_trace_in_which_its_attempt_and_its_steps_are() {
    gateway.attempts.post(mine.token(), "/v1/chat/completions", ASKED);

    assertThat(trace().get("trace").stringValue()).isEqualTo(attempt.trace());
    assertThat(spans())
        .extracting(span -> span.get("kind").stringValue())
        .containsExactly("task", "queued", "attempt", "ready", "model");
    assertThat(spans().get(2).get("at")).isEqualTo(tree(attempt));
    assertThat(spans().getLast().get("parent").stringValue()).isEqualTo(attempt.span());
    assertThat(spans().getLast().get("output_tokens").intValue()).isEqualTo(2);
    assertThat(gateway.control.get("/api/v1/tasks/none/trace").statusCode()).isEqualTo(404);
  }

  @Test
  void what_a_program_does_in_a_span_of_its_own_is_part_of_that() {
    var own = attempt.child("of the program's own");
    tells(own, "/v1/chat/completions", ASKED);
    gateway.attempts.post(mine.token(), "/mcp", RECALL.formatted(own.header()));

    assertThat(spans().subList(4, 6))
        .allSatisfy(step -> assertThat(step.get("parent").stringValue()).isEqualTo(own.span()));
  }

  @Test
  void a_span_of_another_trace_is_none_of_its_program() {
    var other = TraceContext.of(new TaskId("another"));
    tells(other, "/v1/chat/completions", ASKED);
    gateway.attempts.post(mine.token(), "/mcp", RECALL.formatted(other.header()));
    gateway.attempts.post(mine.token(), "/mcp", RECALL.formatted("none at all"));

    assertThat(spans()).hasSize(7);
    assertThat(spans().subList(4, 7))
        .allSatisfy(step -> assertThat(step.get("parent").stringValue()).isEqualTo(attempt.span()));
  }

  @Test
  void a_task_that_a_program_hands_in_came_from_its_attempt_or_its_own_span() {
    var own = attempt.child("of the program's own");

    assertThat(cause(gateway.attempts.post(mine.token(), "/api/v1/tasks", TASK)))
        .isEqualTo(tree(attempt));
    assertThat(cause(tells(own, "/api/v1/tasks", TASK))).isEqualTo(tree(own));
    assertThat(cause(tells(ELSEWHERE, "/api/v1/tasks", TASK)))
        .as("a program speaks for itself only")
        .isEqualTo(tree(attempt));
  }

  @Test
  void a_task_that_a_person_hands_in_came_from_wherever_they_say() {
    var request = gateway.control.request("/api/v1/tasks");
    request.header(TraceContext.HEADER, ELSEWHERE.header());
    var submitted = gateway.control.send(request.POST(BodyPublishers.ofString(TASK)));

    assertThat(cause(submitted)).isEqualTo(tree(ELSEWHERE));
    assertThat(cause(gateway.control.post("/api/v1/tasks", TASK)).isMissingNode()).isTrue();
  }
}
