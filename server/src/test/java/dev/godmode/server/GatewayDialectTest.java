package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import dev.godmode.testkit.model.ScriptedModels;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Each dialect of a client with each dialect of a provider: {@code oa} and {@code an} have one. */
class GatewayDialectTest {

  private static final String TOOL =
      "\"name\":\"weather\",\"description\":\"d\",\"%s\":{\"type\":\"object\"}";

  @TempDir Path home;
  private final ScriptedModels openAi = new ScriptedModels(0, List.of("oa"));
  private final ScriptedModels anthropic = new ScriptedModels(0, List.of("an"));
  private ServedControl control;

  @BeforeEach
  void serve() {
    control = new ServedControl(home);
    add("first", openAi.url(), "openai");
    add("second", anthropic.url(), "anthropic");
  }

  @AfterEach
  void stop() {
    control.close();
    openAi.close();
    anthropic.close();
  }

  private void add(String name, String url, String speaks) {
    control.post(
        "/api/v1/models/providers",
        "{\"name\":\"%s\",\"url\":\"%s\",\"speaks\":\"%s\"}".formatted(name, url, speaks));
  }

  private ScriptedModels provider(String model) {
    return model.equals("oa") ? openAi : anthropic;
  }

  private HttpResponse<String> messages(String model, boolean streams, String words, String more) {
    return control.post(
        "/v1/messages",
        "{\"model\":\"%s\",\"max_tokens\":100,\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
            .formatted(model, streams, words, more));
  }

  private HttpResponse<String> responses(String model, boolean streams, String words, String more) {
    return control.post(
        "/v1/responses",
        "{\"model\":\"%s\",\"stream\":%s,\"input\":\"%s\"%s}"
            .formatted(model, streams, words, more));
  }

  private HttpResponse<String> chat(String model, boolean streams, String words, String more) {
    return control.post(
        "/v1/chat/completions",
        "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
            .formatted(model, streams, words, more));
  }

  /** The names of a stream's events, and that each says the same of itself. */
  private static List<String> names(HttpResponse<String> reply) {
    return data(reply).stream().map(event -> event.get("type").stringValue()).toList();
  }

  private static List<JsonNode> data(HttpResponse<String> reply) {
    return Arrays.stream(reply.body().split("\n"))
        .filter(line -> line.startsWith("data: {"))
        .map(line -> Json.tree(line.substring(6)))
        .toList();
  }

  private static JsonNode body(HttpResponse<String> reply) {
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return Json.tree(reply.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"oa", "an"})
  void a_message_is_answered_whoever_answers_it(String model) {
    var answer = body(messages(model, false, "say hello there", ""));

    assertThat(answer.get("type").stringValue()).isEqualTo("message");
    assertThat(answer.at("/content/0/text").stringValue()).isEqualTo("hello there");
    assertThat(answer.get("stop_reason").stringValue()).isEqualTo("end_turn");
    assertThat(answer.at("/usage/input_tokens").intValue()).isEqualTo(11);
    assertThat(answer.at("/usage/output_tokens").intValue()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"oa", "an"})
  void a_messages_events_come_in_order(String model) {
    var reply = messages(model, true, "say one two", "");

    assertThat(names(reply).stream().filter(name -> !name.equals("ping")))
        .containsExactly(
            "message_start",
            "content_block_start",
            "content_block_delta",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop");
    assertThat(reply.body()).contains("event: message_start\ndata: {\"type\":\"message_start\"");
    assertThat(data(reply).get(names(reply).indexOf("message_delta")).at("/usage/output_tokens"))
        .hasToString("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"oa", "an"})
  void a_message_calls_a_tool_and_hears_what_it_said(String model) {
    var tools = ",\"tools\":[{" + TOOL.formatted("input_schema") + "}]";

    var whole = body(messages(model, false, "call", tools));
    var streamed = messages(model, true, "call", tools);
    var after =
        body(
            control.post(
                "/v1/messages",
                "{\"model\":\"%s\",\"max_tokens\":9,\"system\":\"be brief\",\"messages\":[{\"role\":\"user\",\"content\":\"call\"},{\"role\":\"assistant\",\"content\":%s},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"x\",\"content\":\"sunny\"}]}]%s}"
                    .formatted(model, Json.write(whole.get("content")), tools)));

    assertThat(whole.get("stop_reason").stringValue()).isEqualTo("tool_use");
    assertThat(whole.at("/content/0/name").stringValue()).isEqualTo("weather");
    assertThat(whole.at("/content/0/input/city").stringValue()).isEqualTo("Paris");
    assertThat(
            data(streamed).stream()
                .map(event -> event.at("/delta/partial_json").asString(""))
                .collect(Collectors.joining()))
        .isEqualTo("{\"city\":\"Paris\"}");
    assertThat(after.at("/content/0/text").stringValue()).isEqualTo("the tool said sunny");
  }

  @Test
  void tokens_are_counted_or_estimated() {
    var question = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"say x\"}]}";

    var counted = body(control.post("/v1/messages/count_tokens", question.formatted("an")));
    var estimated = body(control.post("/v1/messages/count_tokens", question.formatted("oa")));

    assertThat(counted.get("input_tokens").intValue()).isEqualTo(42);
    assertThat(estimated.get("input_tokens").intValue()).isBetween(10, 40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"oa", "an"})
  void a_response_is_made_whoever_answers(String model) {
    var answer = body(responses(model, false, "say hello there", ",\"instructions\":\"be brief\""));

    assertThat(answer.get("object").stringValue()).isEqualTo("response");
    assertThat(answer.get("status").stringValue()).isEqualTo("completed");
    assertThat(answer.at("/output/0/content/0/text").stringValue()).isEqualTo("hello there");
    assertThat(answer.at("/usage/total_tokens").intValue()).isEqualTo(13);
  }

  @ParameterizedTest
  @ValueSource(strings = {"oa", "an"})
  void a_responses_events_come_in_order_and_are_numbered(String model) {
    var reply = responses(model, true, "say one two", "");

    assertThat(names(reply))
        .containsExactly(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.completed");
    assertThat(data(reply).stream().map(event -> event.get("sequence_number").intValue()))
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(data(reply).getLast().at("/response/output/0/content/0/text").stringValue())
        .isEqualTo("one two");
    assertThat(data(reply).getLast().at("/response/usage/output_tokens").intValue()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"oa", "an"})
  void a_response_calls_functions_and_hears_what_they_said(String model) {
    var tools = ",\"tools\":[{\"type\":\"function\"," + TOOL.formatted("parameters") + "}]";

    var reply = responses(model, true, "call", tools);
    var item = data(reply).getLast().at("/response/output/0");
    var after =
        body(
            control.post(
                "/v1/responses",
                "{\"model\":\"%s\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"call\"}]},%s,{\"type\":\"function_call_output\",\"call_id\":\"%s\",\"output\":\"sunny\"}]%s}"
                    .formatted(model, item, item.get("call_id").stringValue(), tools)));

    assertThat(names(reply))
        .contains(
            "response.function_call_arguments.delta", "response.function_call_arguments.done");
    assertThat(item.get("arguments").stringValue()).isEqualTo("{\"city\":\"Paris\"}");
    assertThat(after.at("/output/0/content/0/text").stringValue()).isEqualTo("the tool said sunny");
  }

  @Test
  void a_custom_tool_gets_its_text_as_it_is() {
    var reply =
        responses(
            "oa",
            true,
            "call {\\\"input\\\":\\\"*** Begin Patch\\\"}",
            ",\"tools\":[{\"type\":\"custom\",\"name\":\"apply_patch\",\"description\":\"d\",\"format\":{\"type\":\"grammar\",\"syntax\":\"lark\",\"definition\":\"start:"
                + " x\"}},{\"type\":\"web_search\"}]");

    var item = data(reply).getLast().at("/response/output/0");
    assertThat(item.get("type").stringValue()).isEqualTo("custom_tool_call");
    assertThat(item.get("input").stringValue()).isEqualTo("*** Begin Patch");
    assertThat(names(reply)).contains("response.custom_tool_call_input.done");
    assertThat(openAi.heard().body().get("tools").size()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"oa", "an"})
  void a_tool_within_a_namespace_is_a_function_to_the_provider_and_itself_to_the_client(
      String model) {
    var tools =
        ",\"tools\":[{\"type\":\"namespace\",\"name\":\"mcp__godmode\",\"tools\":[{\"type\":\"function\","
            + TOOL.formatted("parameters")
            + "}]}]";

    var item = data(responses(model, true, "call", tools)).getLast().at("/response/output/0");
    var after =
        body(
            control.post(
                "/v1/responses",
                "{\"model\":\"%s\",\"input\":[{\"role\":\"user\",\"content\":\"call\"},%s,{\"type\":\"function_call_output\",\"call_id\":\"%s\",\"output\":\"sunny\"}]%s}"
                    .formatted(model, item, item.get("call_id").stringValue(), tools)));

    assertThat(item.get("namespace").stringValue()).isEqualTo("mcp__godmode");
    assertThat(item.get("name").stringValue()).isEqualTo("weather");
    assertThat(after.at("/output/0/content/0/text").stringValue()).isEqualTo("the tool said sunny");
    assertThat((model.equals("oa") ? openAi : anthropic).heard().body().toString())
        .contains("mcp__godmode__weather");
  }

  @Test
  void what_would_need_a_kept_conversation_is_refused() {
    var reply = responses("oa", false, "say x", ",\"previous_response_id\":\"resp_1\"");

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).contains("no conversation is kept");
  }

  @Test
  void a_chat_is_answered_by_a_provider_that_speaks_messages() {
    var tools =
        ",\"tools\":[{\"type\":\"function\",\"function\":{" + TOOL.formatted("parameters") + "}}]";

    var whole = body(chat("an", false, "say hello there", ",\"max_tokens\":7,\"stop\":\"END\""));
    var called = body(chat("an", false, "call", tools));
    var streamed = chat("an", true, "say one two", "");

    assertThat(whole.at("/choices/0/message/content").stringValue()).isEqualTo("hello there");
    assertThat(whole.at("/usage/total_tokens").intValue()).isEqualTo(13);
    assertThat(called.at("/choices/0/message/tool_calls/0/function/arguments").stringValue())
        .isEqualTo("{\"city\":\"Paris\"}");
    assertThat(streamed.body())
        .contains("\"one \"", "\"finish_reason\":\"stop\"")
        .endsWith("[DONE]\n\n");
    var asked = anthropic.heard().body();
    assertThat(asked.get("max_tokens").intValue()).isEqualTo(7);
    assertThat(asked.at("/stop_sequences/0").stringValue()).isEqualTo("END");
  }

  @ParameterizedTest
  @ValueSource(strings = {"oa", "an"})
  void a_stream_that_breaks_says_so_in_the_clients_own_way(String model) {
    var message = messages(model, true, "break one two three four", "");
    var response = responses(model, true, "break one two three four", "");

    assertThat(names(message).getLast()).isEqualTo("error");
    assertThat(data(message).getLast().at("/error/message").stringValue()).contains("broke off");
    assertThat(names(response).getLast()).isEqualTo("response.failed");
    assertThat(data(response).getLast().at("/response/error/message").stringValue())
        .contains("broke off");
    assertThat(provider(model).gone()).isEqualTo(2);
  }

  @Test
  void an_error_of_messages_has_their_shape() {
    var reply = messages("nobody", false, "say x", "");

    assertThat(reply.statusCode()).isEqualTo(404);
    var error = Json.tree(reply.body());
    assertThat(error.get("type").stringValue()).isEqualTo("error");
    assertThat(error.at("/error/type").stringValue()).isEqualTo("not_found_error");
  }
}
