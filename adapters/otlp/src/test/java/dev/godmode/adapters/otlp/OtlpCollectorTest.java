package dev.godmode.adapters.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.outbox.Away;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.control.trace.CollectorAddress;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.trace.Span;
import dev.godmode.protocol.trace.SpanBuilder;
import dev.godmode.protocol.trace.SpanKind;
import dev.godmode.protocol.trace.TraceContext;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire, read by OpenTelemetry's own messages. */
class OtlpCollectorTest {

  private static final TraceContext ATTEMPT =
      TraceContext.of(new AttemptKey(new TaskId("01a3k5m7p9r1t"), 1, 7));
  private static final TraceContext ELSEWHERE =
      new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00.123456Z");

  private ScriptedCollector collector;

  @BeforeEach
  void listen() {
    collector = new ScriptedCollector(0);
  }

  @AfterEach
  void stop() {
    collector.close();
  }

  private void send(Optional<String> key, List<Span> spans) {
    var address = CollectorAddress.parse("http://127.0.0.1:" + collector.port(), Optional.empty());
    try (var otlp =
        new OtlpCollector(
            address, key.map(SecretValue::new), new OtlpCollector.Source("ab12", "1.2.3"))) {
      otlp.send(spans);
    }
  }

  private static SpanBuilder span(SpanKind kind, String name) {
    return SpanBuilder.builder()
        .at(ATTEMPT.child(name))
        .parent(Optional.of(ATTEMPT.span()))
        .kind(kind)
        .name(name)
        .beganAt(NOON)
        .endedAt(Optional.of(NOON.plusMillis(1_500)));
  }

  private io.opentelemetry.proto.trace.v1.Span sent(Span span) {
    send(Optional.empty(), List.of(span));
    return collector.spans().getFirst();
  }

  private record Attributes(Map<String, AnyValue> byName) {

    AnyValue get(String name) {
      return Optional.ofNullable(byName.get(name))
          .orElseThrow(
              () -> new AssertionError("no attribute %s, only %s".formatted(name, byName)));
    }
  }

  private static Attributes attributes(List<KeyValue> attributes) {
    return new Attributes(
        attributes.stream().collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue)));
  }

  private static String hex(com.google.protobuf.ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @Test
  void a_call_of_a_model_is_told_as_the_conventions_for_generative_ai_have_it() {
    var sent =
        sent(
            span(SpanKind.MODEL, "qwen3-8b")
                .facts(Map.of("provider", "local"))
                .inputTokens(Optional.of(1_204L))
                .outputTokens(Optional.of(96L))
                .cost(Optional.of(new BigDecimal("0.0042")))
                .moved(Optional.of(Duration.ofMillis(250)))
                .build());

    assertThat(sent.getName()).isEqualTo("chat qwen3-8b");
    assertThat(sent.getKind())
        .isEqualTo(io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(sent.getStartTimeUnixNano()).isEqualTo(1_795_780_800_123_456_000L);
    assertThat(sent.getEndTimeUnixNano() - sent.getStartTimeUnixNano()).isEqualTo(1_500_000_000L);
    var attributes = attributes(sent.getAttributesList());
    assertThat(attributes.get("gen_ai.operation.name").getStringValue()).isEqualTo("chat");
    assertThat(attributes.get("gen_ai.request.model").getStringValue()).isEqualTo("qwen3-8b");
    assertThat(attributes.get("gen_ai.provider.name").getStringValue()).isEqualTo("local");
    assertThat(attributes.get("gen_ai.usage.input_tokens").getIntValue()).isEqualTo(1_204);
    assertThat(attributes.get("gen_ai.usage.output_tokens").getIntValue()).isEqualTo(96);
    assertThat(attributes.get("godmode.cost_usd").getDoubleValue()).isEqualTo(0.0042);
    assertThat(attributes.get("godmode.moved_ms").getIntValue()).isEqualTo(250);
  }

  @Test
  void a_span_is_at_its_place_and_its_parents() {
    var sent = sent(span(SpanKind.TOOL, "Bash").failed(true).build());

    assertThat(hex(sent.getTraceId())).isEqualTo(ATTEMPT.trace());
    assertThat(hex(sent.getSpanId())).isEqualTo(ATTEMPT.child("Bash").span());
    assertThat(hex(sent.getParentSpanId())).isEqualTo(ATTEMPT.span());
    assertThat(sent.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
  }

  @Test
  void a_task_has_no_parent_and_a_link_to_where_it_came_from() {
    var sent =
        sent(
            span(SpanKind.TASK, "build the docs")
                .parent(Optional.empty())
                .cause(Optional.of(ELSEWHERE))
                .facts(Map.of("outcome", "succeeded"))
                .build());

    assertThat(sent.getParentSpanId().isEmpty()).isTrue();
    assertThat(sent.getLinksList())
        .singleElement()
        .satisfies(
            link -> {
              assertThat(hex(link.getTraceId())).isEqualTo(ELSEWHERE.trace());
              assertThat(hex(link.getSpanId())).isEqualTo(ELSEWHERE.span());
            });
    assertThat(attributes(sent.getAttributesList()).get("godmode.outcome").getStringValue())
        .isEqualTo("succeeded");
  }

  @Test
  void it_is_said_whose_spans_they_are() {
    send(Optional.empty(), List.of(span(SpanKind.TOOL, "Bash").build()));

    var resource = attributes(collector.resources().getFirst().getResource().getAttributesList());
    assertThat(resource.get("service.name").getStringValue()).isEqualTo("godmode");
    assertThat(resource.get("service.version").getStringValue()).isEqualTo("1.2.3");
    assertThat(resource.get("service.instance.id").getStringValue()).isEqualTo("ab12");
  }

  @Test
  void ten_thousand_spans_go_in_requests_that_a_collector_takes() {
    var many =
        IntStream.range(0, 10_000).mapToObj(i -> span(SpanKind.TOOL, "t" + i).build()).toList();

    send(Optional.empty(), many);

    assertThat(collector.spans()).hasSize(10_000);
    assertThat(collector.requests())
        .hasSizeGreaterThan(10)
        .allSatisfy(request -> assertThat(request.getSerializedSize()).isLessThan(1 << 20));
  }

  @Test
  void a_key_is_the_line_of_a_header() {
    send(
        Optional.of("Authorization: Bearer s3cr3t==\n"),
        List.of(span(SpanKind.TOOL, "Bash").build()));

    assertThat(collector.authorizations).containsExactly("Bearer s3cr3t==");
  }

  @Test
  void a_key_that_is_no_header_is_refused_without_saying_it() {
    assertThatThrownBy(() -> send(Optional.of("s3cr3t"), List.of()))
        .isInstanceOf(Away.class)
        .hasMessageContaining("GODMODE_OTLP_KEY")
        .hasMessageNotContaining("s3cr3t");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 413, 429, 500, 503})
  void a_collector_that_takes_nothing_is_away_and_is_asked_once(int status) {
    collector.status.set(status);

    assertThatThrownBy(() -> send(Optional.empty(), List.of(span(SpanKind.TOOL, "Bash").build())))
        .isInstanceOf(Away.class)
        .hasMessageContaining("HTTP " + status);
    assertThat(collector.authorizations).hasSize(1);
  }

  @Test
  void a_collector_that_is_not_there_is_away() {
    collector.close();

    assertThatThrownBy(() -> send(Optional.empty(), List.of(span(SpanKind.TOOL, "Bash").build())))
        .isInstanceOf(Away.class)
        .hasMessageContaining("no answer from http://127.0.0.1");
  }
}
