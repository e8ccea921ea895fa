package dev.godmode.server.inference;

import dev.godmode.control.access.Scope;
import dev.godmode.control.inference.Gateway.Asked;
import dev.godmode.control.inference.Gateway.Refused;
import dev.godmode.control.inference.Gateway.Streaming;
import dev.godmode.control.inference.Gateway.Whole;
import dev.godmode.control.inference.Providers;
import dev.godmode.control.inference.cache.CachedGateway;
import dev.godmode.control.inference.cache.CachedGateway.Mark;
import dev.godmode.control.inference.dialect.Question;
import dev.godmode.protocol.inference.Caller;
import dev.godmode.protocol.json.Json;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.ErrorShape;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.http.SlowClients;
import dev.godmode.server.identity.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * The gateway's own routes, shaped as the vendors' clients expect them. An attempt asks in its own
 * name and at its own cost; there is nothing of others to be seen.
 */
public final class AskRoutes {

  /** Pictures come in the body. */
  private static final long BODY_MAX_BYTES = 32L << 20;

  private static final String JSON = "application/json";
  private static final String BETA = "anthropic-beta";

  private final CachedGateway gateway;
  private final Providers providers;
  private final SlowClients slow;

  public AskRoutes(CachedGateway gateway, Providers providers, SlowClients slow) {
    this.gateway = gateway;
    this.providers = providers;
    this.slow = slow;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/v1/models", "The models that can be asked, in OpenAI's or Anthropic's shape")
            .needsOwn(Scope.MODELS_CALL)
            .saysErrorsAs(ErrorShape.OPENAI)
            .writes(JSON, this::list),
        Route.get("/v1/models/{+model}", "One of them")
            .needsOwn(Scope.MODELS_CALL)
            .saysErrorsAs(ErrorShape.OPENAI)
            .writes(JSON, this::one),
        asks("/v1/chat/completions", "OpenAI's chat completions", Question.CHAT),
        asks("/v1/responses", "OpenAI's responses", Question.RESPONSES),
        asks("/v1/embeddings", "OpenAI's embeddings", Question.EMBEDDINGS),
        asks("/v1/messages", "Anthropic's messages", Question.MESSAGES),
        asks(
            "/v1/messages/count_tokens",
            "Anthropic's count of a question's tokens",
            Question.COUNT_TOKENS));
  }

  private Route asks(String path, String summary, Question question) {
    return Route.post(path, summary)
        .needsOwn(Scope.MODELS_CALL)
        .saysErrorsAs(shape(question))
        .passesOn(BODY_MAX_BYTES)
        .writes(JSON, call -> ask(call, question));
  }

  private static ErrorShape shape(Question question) {
    return switch (question) {
      case CHAT, RESPONSES, EMBEDDINGS -> ErrorShape.OPENAI;
      case MESSAGES, COUNT_TOKENS -> ErrorShape.ANTHROPIC;
    };
  }

  private void ask(Call call, Question question) {
    var bytes = call.bytes();
    var asked = new Asked(question, tree(bytes), bytes.length, headers(call, question));
    var answered = gateway.call(caller(call), asked, isAskedAnew(call));
    if (answered.mark() != Mark.PASSED) {
      call.header("X-GodMode-Cache", answered.mark().name().toLowerCase(Locale.ROOT));
    }
    switch (answered.reply()) {
      case Refused(var fault) -> {
        // The official clients try again by themselves unless they are told not to.
        call.header("x-should-retry", Boolean.toString(fault.again()));
        throw Refusal.of(fault);
      }
      case Whole whole -> {
        call.header("X-GodMode-Provider", whole.provider());
        call.send(JSON, whole.bytes());
      }
      case Streaming(var stream) -> {
        call.header("X-GodMode-Provider", stream.provider());
        new AnswerWriter(call, slow).write(stream);
      }
    }
  }

  /** A client that says so gets a new answer, which is kept in place of the old one. */
  private static boolean isAskedAnew(Call call) {
    return call.header("Cache-Control")
        .filter(said -> said.contains("no-cache") || said.contains("no-store"))
        .isPresent();
  }

  private static Map<String, String> headers(Call call, Question question) {
    return shape(question) == ErrorShape.ANTHROPIC
        ? call.header(BETA).map(beta -> Map.of(BETA, beta)).orElse(Map.of())
        : Map.of();
  }

  private static Caller caller(Call call) {
    return switch (call.principal()) {
      case Principal.Holder(var claims) ->
          new Caller(
              claims.holder(),
              Optional.of(claims.attempt()),
              claims.agent(),
              claims.stream(),
              call.span());
      case Principal.Person _, Principal.Stranger _, Principal.Replica _ ->
          Caller.person(call.by());
    };
  }

  private static ObjectNode tree(byte[] bytes) {
    try {
      if (Json.mapper().readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
      throw new Refusal(400, "invalid_request", "the body must be a JSON object");
    } catch (JacksonException e) {
      var at = e.getLocation();
      throw new Refusal(
          400,
          "invalid_request",
          "the body is not JSON, line %d column %d: %s"
              .formatted(at.getLineNr(), at.getColumnNr(), e.getOriginalMessage()));
    }
  }

  private void list(Call call) {
    var names = providers.names();
    var anthropic = call.header("anthropic-version").isPresent();
    call.send(
        JSON,
        Json.mapper()
            .writeValueAsBytes(
                anthropic ? ModelShapes.anthropic(names) : ModelShapes.openAi(names)));
  }

  private void one(Call call) {
    var name = call.path("model");
    if (!providers.names().contains(name)) {
      throw Refusal.of(providers.unknown(name));
    }
    var anthropic = call.header("anthropic-version").isPresent();
    call.send(
        JSON,
        Json.mapper()
            .writeValueAsBytes(
                anthropic ? ModelShapes.anthropicModel(name) : ModelShapes.openAiModel(name)));
  }
}
