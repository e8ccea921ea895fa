package dev.godmode.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.server.ServedControl;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The document and what is served are one. */
class OpenApiTest {

  @TempDir static Path home;
  private static ServedControl control;
  private static JsonNode document;

  @BeforeAll
  static void serve() {
    control = new ServedControl(home);
    document = control.json("/openapi.json");
    try (var worker = control.enrolled("forge").join()) {
      control.submit("described");
      worker.await(ControlMessage.Assign.class);
    }
  }

  @AfterAll
  static void stop() {
    control.close();
  }

  private static JsonNode replySchema(String path) {
    return document
        .get("paths")
        .get(path)
        .at("/get/responses/200/content/application~1json/schema");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health",
        "/api/v1/world",
        "/api/v1/agents",
        "/api/v1/tasks",
        "/api/v1/tasks/{id}",
        "/api/v1/tasks/{id}/why",
        "/api/v1/tasks/{id}/log",
        "/api/v1/nodes",
        "/api/v1/ledger",
        "/api/v1/ledger/verify",
        "/api/v1/roadmap"
      })
  void what_is_answered_is_what_is_described(String path) {
    var answer = control.json(path.replace("{id}", "described"));

    assertThat(Schema.misfits(document, replySchema(path), answer)).isEmpty();
  }

  @Test
  void a_problem_is_what_is_described() {
    var schema = document.at("/components/schemas/Problem");

    assertThat(Schema.misfits(document, schema, control.json("/api/v1/tasks/nope"))).isEmpty();
  }

  @Test
  void the_document_is_of_version_3_1_and_names_every_operation_once() {
    var ids =
        document
            .get("paths")
            .valueStream()
            .flatMap(JsonNode::valueStream)
            .map(operation -> operation.get("operationId").stringValue())
            .toList();

    assertThat(document.get("openapi").stringValue()).isEqualTo("3.1.0");
    assertThat(ids).doesNotHaveDuplicates().contains("post_tasks", "post_tasks_id_cancel");
  }

  @Test
  void every_reference_leads_somewhere() {
    assertThat(document.findValues("$ref"))
        .isNotEmpty()
        .allSatisfy(
            ref ->
                assertThat(document.at(ref.stringValue().substring(1)).isObject())
                    .as(ref.stringValue())
                    .isTrue());
  }

  @Test
  void parameters_and_bodies_are_described() {
    var submit = document.get("paths").get("/api/v1/tasks").get("post");
    var task = document.at("/components/schemas/SubmittedTask");

    assertThat(submit.at("/requestBody/content/application~1json/schema/$ref").stringValue())
        .isEqualTo("#/components/schemas/Submit");
    assertThat(submit.at("/parameters/0/name").stringValue()).isEqualTo("Idempotency-Key");
    assertThat(task.get("required")).isEqualTo(Json.tree("[\"name\"]"));
    assertThat(task.at("/properties/deadline/format").stringValue()).isEqualTo("date-time");
    assertThat(task.at("/properties/agent_type/type").stringValue()).isEqualTo("string");
  }

  @Test
  void an_event_is_one_of_its_kinds() {
    var event = document.at("/components/schemas/Event");

    assertThat(event.get("oneOf").size()).isGreaterThan(35);
    assertThat(event.at("/discriminator/propertyName").stringValue()).isEqualTo("type");
  }
}
