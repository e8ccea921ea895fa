package dev.godmode.adapters.otlp;

import dev.godmode.protocol.trace.Span;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanKind;

/** OpenTelemetry's semantic conventions, where there are some for what we tell; else our own. */
final class Conventions {

  private static final String OWN = "godmode.";
  private static final String OPERATION = "gen_ai.operation.name";
  private static final String TOOL = "gen_ai.tool.name";

  private Conventions() {}

  static String name(Span span) {
    return switch (span.kind()) {
      case MODEL -> "chat " + span.name();
      case TOOL, FLEET -> "execute_tool " + span.name();
      case TASK, PENDING, QUEUED, ATTEMPT, READY, QUESTION, CHECK -> span.name();
    };
  }

  /** Who is at the other end: the model is another service, the fleet's tools are control's. */
  static SpanKind kind(Span span) {
    return switch (span.kind()) {
      case MODEL -> SpanKind.CLIENT;
      case FLEET -> SpanKind.SERVER;
      case TASK, PENDING, QUEUED, ATTEMPT, READY, TOOL, QUESTION, CHECK -> SpanKind.INTERNAL;
    };
  }

  static Attributes attributes(Span span) {
    var all = Attributes.builder();
    span.facts().forEach((name, fact) -> all.put(OWN + name, fact));
    span.moved().ifPresent(far -> all.put(OWN + "moved_ms", far.toMillis()));
    span.inputTokens().ifPresent(count -> all.put("gen_ai.usage.input_tokens", count));
    span.outputTokens().ifPresent(count -> all.put("gen_ai.usage.output_tokens", count));
    span.cost().ifPresent(cost -> all.put(OWN + "cost_usd", cost.doubleValue()));
    genAi(span, all);
    return all.build();
  }

  private static void genAi(Span span, AttributesBuilder all) {
    switch (span.kind()) {
      case ATTEMPT ->
          all.put(OPERATION, "invoke_agent")
              .put("gen_ai.agent.name", span.facts().getOrDefault("agent", ""));
      case MODEL ->
          all.put(OPERATION, "chat")
              .put("gen_ai.request.model", span.name())
              .put("gen_ai.provider.name", span.facts().getOrDefault("provider", ""));
      case TOOL -> all.put(OPERATION, "execute_tool").put(TOOL, span.name());
      case FLEET ->
          all.put(OPERATION, "execute_tool")
              .put(TOOL, span.name())
              .put("mcp.method.name", "tools/call");
      case TASK, PENDING, QUEUED, READY, QUESTION, CHECK -> {}
    }
  }
}
