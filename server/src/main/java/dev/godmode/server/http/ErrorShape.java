package dev.godmode.server.http;

import dev.godmode.protocol.api.Requests.Problem;
import dev.godmode.protocol.json.Json;
import java.util.Map;
import java.util.TreeMap;

/** How a route says what went wrong: clients of models know only their own vendor's way. */
public enum ErrorShape {
  /** RFC 9457, as everywhere else here. */
  PROBLEM,
  OPENAI,
  ANTHROPIC;

  /** From here on it is the server's fault. */
  private static final int SERVERS = 500;

  private static final int OVERLOADED = 529;

  String mediaType() {
    return this == PROBLEM ? Problems.MEDIA_TYPE : Content.JSON;
  }

  byte[] bytes(Problem problem) {
    return Json.mapper()
        .writeValueAsBytes(
            switch (this) {
              case PROBLEM -> problem;
              case OPENAI -> Map.of("error", openAi(problem));
              case ANTHROPIC -> Map.of("type", "error", "error", anthropic(problem));
            });
  }

  private static Map<String, Object> openAi(Problem problem) {
    var error = new TreeMap<String, Object>();
    error.put("message", problem.detail());
    error.put("code", problem.code());
    error.put(
        "type",
        switch (problem.status()) {
          case 401 -> "authentication_error";
          case 403 -> "permission_error";
          case 429 -> problem.code().equals("insufficient_quota") ? problem.code() : "requests";
          default -> problem.status() < SERVERS ? "invalid_request_error" : "server_error";
        });
    return error;
  }

  private static Map<String, Object> anthropic(Problem problem) {
    return Map.of(
        "message",
        problem.detail(),
        "type",
        switch (problem.status()) {
          case 401 -> "authentication_error";
          case 403 -> "permission_error";
          case 404 -> "not_found_error";
          case 413 -> "request_too_large";
          case 429 -> "rate_limit_error";
          case 503, OVERLOADED -> "overloaded_error";
          default -> problem.status() < SERVERS ? "invalid_request_error" : "api_error";
        });
  }
}
