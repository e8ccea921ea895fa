package dev.godmode.worker.driver;

import static dev.godmode.worker.driver.Lines.text;

import dev.godmode.protocol.task.DriverTerms;
import dev.godmode.protocol.task.Ending;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Whose model Codex uses, what it may do there, and how it names its trouble. */
final class CodexProvider {

  private static final String KEY = "OPENAI_API_KEY";
  private static final String BASE = "OPENAI_BASE_URL";
  private static final List<String> LOGINS = List.of(KEY, BASE);
  private static final String USUAL_BASE = "https://api.openai.com/v1";

  private CodexProvider() {}

  /**
   * Settings that point Codex at the model of its environment, whatever its own file says. Without
   * a key or an address there it uses the fleet's models, and else the login that its folder has.
   */
  static List<String> of(Map<String, String> variables) {
    var fleet = Gateway.of(variables, LOGINS);
    if (fleet.isPresent()) {
      return List.of(
          "model_provider=\"environment\"",
          "model_providers.environment={name=\"fleet\",base_url=%s,wire_api=\"responses\",auth={command=\"cat\",args=[%s],refresh_interval_ms=%d}}"
              .formatted(
                  Toml.quoted(fleet.get().base()),
                  Toml.quoted(fleet.get().credential()),
                  Gateway.LOOK_AGAIN_MILLIS));
    }
    if (LOGINS.stream().noneMatch(variables::containsKey)) {
      return List.of();
    }
    var base = variables.getOrDefault(BASE, USUAL_BASE);
    return List.of(
        "model_provider=\"environment\"",
        "model_providers.environment={name=\"environment\",base_url=%s,env_key=\"%s\",wire_api=\"responses\"}"
            .formatted(Toml.quoted(base), KEY));
  }

  /** Of its environment, beside the attempt's. */
  static Map<String, String> variables(Brief brief) {
    var variables = new HashMap<String, String>();
    variables.put("CODEX_HOME", brief.memory().toString());
    Gateway.of(brief.variables(), LOGINS)
        .flatMap(Gateway::authority)
        .ifPresent(file -> variables.put("CODEX_CA_CERTIFICATE", file));
    return variables;
  }

  static Map<String, Object> manners(DriverTerms terms) {
    var manners = new LinkedHashMap<String, Object>();
    switch (terms.permissions()) {
      case ASK -> {
        manners.put("approvalPolicy", "untrusted");
        manners.put("sandbox", "read-only");
      }
      case EDIT -> {
        manners.put("approvalPolicy", "on-request");
        manners.put("sandbox", "workspace-write");
      }
      case ALL -> {
        // Told never to ask it gives up what it would have asked for; told yes it does it.
        manners.put("approvalPolicy", "on-request");
        manners.put("sandbox", "danger-full-access");
      }
    }
    terms.model().ifPresent(model -> manners.put("model", model));
    return manners;
  }

  /** By the error's own kind, and where it has none by its words. */
  static Happening.Failed trouble(
      String who, JsonNode error, Optional<Instant> until, Clock clock) {
    var kind = kind(error);
    var status = status(error);
    var words = text(error, "message");
    return switch (kind) {
      case "usageLimitExceeded", "rateLimitExceeded" ->
          Trouble.of(who, words, Trouble.TOO_MANY, until, clock);
      case "unauthorized" -> Trouble.of(who, words, Trouble.UNAUTHORIZED, until, clock);
      case "serverOverloaded",
          "internalServerError",
          "httpConnectionFailed",
          "responseStreamConnectionFailed",
          "responseStreamDisconnected",
          "responseTooManyFailedAttempts" ->
          Trouble.of(who, words, status == 0 ? Trouble.SERVER_FAULT : status, until, clock);
      case "contextWindowExceeded", "badRequest", "modelNotFound", "sandboxError" ->
          new Happening.Failed(Ending.AGENT_FAILED, "%s: %s".formatted(who, words));
      default -> Trouble.of(who, words, status, until, clock);
    };
  }

  private static String kind(JsonNode error) {
    var info = error.path("codexErrorInfo");
    return info.isString()
        ? info.stringValue()
        : info.propertyNames().stream().findFirst().orElse("");
  }

  private static int status(JsonNode error) {
    return (int) Lines.number(error, "codexErrorInfo", kind(error), "httpStatusCode");
  }

  /** Whether the model's service does not take the login. */
  static boolean isRefused(JsonNode error) {
    var status = status(error);
    return kind(error).equals("unauthorized")
        || status == Trouble.UNAUTHORIZED
        || status == Trouble.FORBIDDEN;
  }
}
