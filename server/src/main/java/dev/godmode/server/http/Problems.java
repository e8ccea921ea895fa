package dev.godmode.server.http;

import static java.lang.System.Logger.Level.ERROR;

import dev.godmode.control.engine.Engine.EngineBusy;
import dev.godmode.control.journal.Journal.JournalFenced;
import dev.godmode.control.journal.Journal.JournalUnavailable;
import dev.godmode.control.memory.MemoryIndex.IndexFault;
import dev.godmode.protocol.api.Requests.Problem;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Faults as problem documents (RFC 9457). The only place that maps them. */
final class Problems {

  static final String MEDIA_TYPE = "application/problem+json";

  private static final System.Logger LOG = System.getLogger(Problems.class.getName());
  private static final Duration RETRY_SOON = Duration.ofSeconds(1);

  private Problems() {}

  /** Answers with the problem that the fault is. */
  static void send(ServerResponse response, ErrorShape shape, Throwable fault) {
    var problem = of(fault);
    if (problem.status() == 429 || problem.status() == 503) {
      response.header(HeaderNames.RETRY_AFTER, Long.toString(retryAfter(fault).toSeconds()));
    }
    if (fault instanceof RequestException) {
      response.header(HeaderValues.CONNECTION_CLOSE); // where its body ends nobody knows
    }
    response.status(Status.create(problem.status()));
    response.header(HeaderNames.CONTENT_TYPE, shape.mediaType());
    response.send(shape.bytes(problem));
  }

  private static Duration retryAfter(Throwable fault) {
    return fault instanceof Refusal refusal
        ? refusal.retryAfter().map(pause -> pause.plusSeconds(1)).orElse(RETRY_SOON)
        : RETRY_SOON;
  }

  static Problem of(Throwable fault) {
    return switch (fault) {
      case Refusal e -> problem(e.status(), e.code(), e.detail());
      case EngineBusy e -> problem(429, "busy", words(e));
      case JournalUnavailable _ ->
          problem(503, "database_unavailable", "the database does not answer; nothing was changed");
      case TimeoutException _ ->
          problem(
              503,
              "database_unavailable",
              "the database takes nothing just now (gm status says why); what was asked for is held and may still be carried out");
      case IndexFault e -> problem(503, "index_unavailable", words(e));
      case JournalFenced e -> problem(503, "stepped_down", words(e));
      case HttpException e -> problem(e.status().code(), "bad_request", words(e));
      case RequestException e -> problem(e.status().code(), "bad_request", words(e));
      case IllegalArgumentException e -> problem(422, "invalid", words(e));
      case CompletionException e when e.getCause() != null -> of(e.getCause());
      default -> {
        LOG.log(ERROR, "request failed", fault);
        yield problem(500, "internal", "control failed; its log says why: gm logs control");
      }
    };
  }

  private static Problem problem(int status, String code, String detail) {
    return new Problem("about:blank", Status.create(status).reasonPhrase(), status, code, detail);
  }

  private static String words(Throwable fault) {
    return String.valueOf(fault.getMessage());
  }
}
