package dev.godmode.worker.driver;

import static dev.godmode.worker.driver.Lines.map;
import static dev.godmode.worker.driver.Lines.text;

import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.DriverTerms.Permissions;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Question;
import dev.godmode.protocol.task.Question.Kind;
import dev.godmode.protocol.task.Tokens;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Codex by its app server, JSON-RPC in lines. {@code codex exec --json} is shorter, and cannot ask:
 * a permission it lacks it goes without. Here it asks, and says in fields what went wrong.
 *
 * @see <a href="https://github.com/openai/codex/tree/main/codex-rs/app-server">its description</a>
 */
final class CodexDialect implements Dialect {

  private static final String NAME = "Codex";
  private static final int HELLO = 1;
  private static final int THREAD = 2;
  private static final int TURN = 3;
  private static final int CHANGES_KEPT = 50;
  private static final int FULL_PERCENT = 100;

  /** Asks of ours have a number after the request's, for a request may hold several questions. */
  private static final String PART = "/";

  private final Brief brief;
  private final Map<String, Pending> pending = new LinkedHashMap<>();
  private final Map<String, String> changes = new RecentChanges();
  private String lastMessage = "";
  private boolean resumes;
  private Optional<Instant> limitedUntil = Optional.empty();
  private int garbage;

  /** File changes by their item, for the question that may follow. */
  private static final class RecentChanges extends LinkedHashMap<String, String> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
      return size() > CHANGES_KEPT;
    }
  }

  /** A request that waits; of several questions with the answers so far. */
  private static final class Pending {
    private final JsonNode id;
    private final JsonNode params;
    private final Map<String, Object> answers = new LinkedHashMap<>();

    Pending(JsonNode id, JsonNode params) {
      this.id = id;
      this.params = params;
    }
  }

  CodexDialect(Brief brief) {
    this.brief = brief;
    this.resumes = brief.session().isPresent();
  }

  @Override
  public Opening opening() {
    var command = new ArrayList<>(brief.commandOr("codex"));
    command.addAll(List.of("app-server", "-c", "features.default_mode_request_user_input=true"));
    CodexProvider.of(brief.variables()).forEach(value -> command.addAll(List.of("-c", value)));
    return new Opening(
        command,
        Map.of("CODEX_HOME", brief.memory().toString()),
        List.of(
            request(
                HELLO,
                "initialize",
                map(
                    "clientInfo",
                    map("name", "godmode", "title", "God Mode", "version", "1"),
                    "capabilities",
                    map("experimentalApi", true)))));
  }

  private static String request(int id, String method, Map<String, ?> params) {
    return Lines.write(map("id", id, "method", method, "params", params));
  }

  @Override
  public Turn heard(String line) {
    var object = Lines.object(line);
    if (object.isEmpty()) {
      return nonsense(line);
    }
    var said = object.get();
    var method = text(said, "method");
    if (method.isEmpty()) {
      return replied(said);
    }
    return said.has("id") ? asked(method, said) : told(method, said.path("params"));
  }

  private Turn nonsense(String line) {
    garbage++;
    return garbage == GARBAGE_MAX
        ? Turn.of(
            new Happening.Failed(
                Ending.AGENT_FAILED,
                "%s prints what nobody understands, last: %s".formatted(NAME, Lines.cut(line, 200))))
        : Turn.of(new Happening.Said(Lines.cut(line)));
  }

  private Turn replied(JsonNode said) {
    var fault = text(said, "error", "message");
    return switch ((int) Lines.number(said, "id")) {
      case HELLO ->
          fault.isEmpty()
              ? Turn.say(Lines.write(map("method", "initialized")), thread())
              : Turn.of(trouble(fault));
      case THREAD -> fault.isEmpty() ? opened(said.path("result")) : notOpened(fault);
      case TURN ->
          fault.isEmpty() ? Turn.NOTHING : Turn.of(trouble(fault));
      default -> Turn.NOTHING;
    };
  }

  private String thread() {
    var params = map("cwd", brief.work().toString());
    params.putAll(CodexProvider.manners(brief.terms()));
    if (resumes) {
      params.put("threadId", brief.session().orElseThrow());
    }
    return request(THREAD, resumes ? "thread/resume" : "thread/start", params);
  }

  /** A conversation that cannot be taken up again is begun anew. */
  private Turn notOpened(String fault) {
    if (!resumes) {
      return Turn.of(trouble(fault));
    }
    resumes = false;
    return new Turn(
        List.of(thread()),
        List.of(new Happening.Said("the conversation of before is begun anew: " + fault)));
  }

  private Turn opened(JsonNode result) {
    var id = text(result, "thread", "id");
    var turn =
        request(
            TURN,
            "turn/start",
            map(
                "threadId",
                id,
                "input",
                List.of(map("type", "text", "text", brief.prompt(), "text_elements", List.of()))));
    return new Turn(
        List.of(turn),
        List.of(
            new Happening.SessionBegan(id),
            new Happening.Said(
                "%s %s, model %s"
                    .formatted(
                        NAME, text(result, "thread", "cliVersion"), text(result, "model")))));
  }

  private Turn told(String method, JsonNode params) {
    return switch (method) {
      case "item/started" -> began(params.path("item"));
      case "item/completed" -> done(params.path("item"));
      case "thread/tokenUsage/updated" -> spent(params.path("tokenUsage").path("total"));
      case "account/rateLimits/updated" -> limits(params.path("rateLimits"));
      case "serverRequest/resolved" -> resolved(params.path("requestId"));
      case "error" -> fault(params);
      case "turn/completed" -> ended(params.path("turn"));
      default -> Turn.NOTHING;
    };
  }

  private Turn began(JsonNode item) {
    if (text(item, "type").equals("fileChange")) {
      changes.put(text(item, "id"), diff(item));
    }
    return Turn.NOTHING;
  }

  private static String diff(JsonNode item) {
    var text = new StringBuilder();
    for (var change : item.path("changes")) {
      text.append("%s %s\n%s\n".formatted(kind(change), text(change, "path"), text(change, "diff")));
    }
    return text.toString();
  }

  private static String kind(JsonNode change) {
    var kind = change.path("kind");
    return kind.isString() ? kind.stringValue() : text(kind, "type");
  }

  private Turn done(JsonNode item) {
    return switch (text(item, "type")) {
      case "agentMessage" -> {
        lastMessage = text(item, "text");
        yield Turn.of(new Happening.Said(lastMessage));
      }
      case "commandExecution" ->
          Turn.of(
              new Happening.Said("→ " + Lines.cut(text(item, "command"))),
              new Happening.Said(
                  "← %s (exit code %s)"
                      .formatted(
                          Lines.cut(text(item, "aggregatedOutput").strip()),
                          text(item, "exitCode"))));
      case "fileChange" ->
          Turn.of(
              new Happening.Said(
                  "→ change of files, %s\n%s"
                      .formatted(text(item, "status"), Lines.cut(diff(item)))));
      case "mcpToolCall" ->
          Turn.of(
              new Happening.Said(
                  "→ %s.%s %s"
                      .formatted(
                          text(item, "server"),
                          text(item, "tool"),
                          Lines.cut(item.path("arguments").toString()))));
      default -> Turn.NOTHING;
    };
  }

  private static Turn spent(JsonNode total) {
    var cached = Lines.number(total, "cachedInputTokens");
    return Turn.of(
        new Happening.Spent(
            new Tokens(
                Math.max(0, Lines.number(total, "inputTokens") - cached),
                cached,
                Lines.number(total, "outputTokens")),
            Optional.empty()));
  }

  private Turn limits(JsonNode limits) {
    for (var name : List.of("primary", "secondary")) {
      var window = limits.path(name);
      if (Lines.number(window, "usedPercent") >= FULL_PERCENT
          && Lines.number(window, "resetsAt") > 0) {
        limitedUntil = Optional.of(Instant.ofEpochSecond(Lines.number(window, "resetsAt")));
      }
    }
    return Turn.NOTHING;
  }

  /** A login that counts no more it tries five times: once is enough. */
  private Turn fault(JsonNode params) {
    var error = params.path("error");
    var details = text(error, "additionalDetails");
    var words = text(error, "message") + (details.isEmpty() ? "" : ": " + details);
    if (CodexProvider.isRefused(error)) {
      return Turn.of(Trouble.of(NAME, words, Trouble.UNAUTHORIZED, limitedUntil, brief.clock()));
    }
    return Turn.of(
        new Happening.Said(
            params.path("willRetry").asBoolean(false)
                ? "the model's service is in trouble, it tries again: " + words
                : words));
  }

  private Turn ended(JsonNode turn) {
    return switch (text(turn, "status")) {
      case "completed" -> Turn.of(new Happening.Finished(lastMessage));
      case "failed" -> Turn.of(CodexProvider.trouble(NAME, turn.path("error"), limitedUntil, brief.clock()));
      default ->
          Turn.of(
              new Happening.Failed(
                  Ending.AGENT_FAILED, NAME + " ended its turn as " + text(turn, "status")));
    };
  }

  private Turn asked(String method, JsonNode said) {
    var waits = new Pending(said.path("id"), said.path("params"));
    var id = said.path("id").toString();
    return switch (method) {
      case "item/commandExecution/requestApproval" ->
          permission(id, waits, "run a command", command(waits.params));
      case "item/fileChange/requestApproval" ->
          permission(
              id, waits, "change files", changes.getOrDefault(text(waits.params, "itemId"), ""));
      case "item/tool/requestUserInput" -> {
        pending.put(id, waits);
        yield new Turn(List.of(), questions(id, waits));
      }
      default -> Turn.say(refusal(waits, "God Mode does not know " + method));
    };
  }

  private Turn permission(String id, Pending waits, String what, String payload) {
    if (payload.isBlank()) {
      // Nobody says yes to what nobody sees.
      return Turn.say(respond(waits, map("decision", "decline")));
    }
    if (brief.terms().permissions() == Permissions.ALL) {
      return Turn.say(respond(waits, map("decision", "accept")));
    }
    pending.put(id, waits);
    var reason = text(waits.params, "reason");
    return Turn.of(
        new Happening.Asks(
            new Question(
                id,
                Kind.PERMISSION,
                Lines.cut(
                    "%s asks to %s%s".formatted(NAME, what, reason.isEmpty() ? "" : ": " + reason),
                    Question.TEXT_MAX_CHARS),
                List.of(),
                payload)));
  }

  private static String command(JsonNode params) {
    var command = text(params, "command");
    return command.isEmpty() ? "" : "%s\n(in %s)".formatted(command, text(params, "cwd"));
  }

  private static List<Happening> questions(String id, Pending waits) {
    var all = new ArrayList<Happening>();
    for (var question : waits.params.path("questions")) {
      var options = new ArrayList<String>();
      question.path("options").forEach(option -> options.add(text(option, "label")));
      all.add(
          new Happening.Asks(
              new Question(
                  id + PART + text(question, "id"),
                  Kind.CHOICE,
                  Lines.cut(text(question, "question"), Question.TEXT_MAX_CHARS),
                  options,
                  "")));
    }
    return all;
  }

  /** Somebody else has answered, or it needs no answer any more. */
  private Turn resolved(JsonNode request) {
    var waits = pending.remove(request.toString());
    return waits == null
        ? Turn.NOTHING
        : new Turn(List.of(), noMore(request.toString(), waits));
  }

  private static List<Happening> noMore(String id, Pending waits) {
    var all = new ArrayList<Happening>();
    all.add(new Happening.AsksNoMore(id));
    waits
        .params
        .path("questions")
        .forEach(
            question -> all.add(new Happening.AsksNoMore(id + PART + text(question, "id"))));
    return all;
  }

  @Override
  public Turn answered(String question, Answer answer) {
    var id = question.split(PART, 2)[0];
    var waits = pending.get(id);
    if (waits == null) {
      return Turn.NOTHING;
    }
    return switch (answer) {
      case Answer.Yes() -> Turn.say(respond(pending.remove(id), map("decision", "accept")));
      case Answer.No(var why) -> denied(id, why);
      case Answer.Words(var words) -> told(waits, id, question, words);
    };
  }

  private Turn denied(String id, String why) {
    var waits = pending.remove(id);
    return waits.params.has("questions")
        ? new Turn(
            List.of(refusal(waits, why.isBlank() ? "nobody answers" : why)), noMore(id, waits))
        : Turn.say(respond(waits, map("decision", "decline")));
  }

  /** With the last answer its request is answered. */
  private Turn told(Pending waits, String id, String question, String words) {
    waits.answers.put(
        question.substring(id.length() + PART.length()), map("answers", List.of(words)));
    if (waits.answers.size() < waits.params.path("questions").size()) {
      return Turn.NOTHING;
    }
    pending.remove(id);
    return Turn.say(respond(waits, map("answers", waits.answers)));
  }

  private static String respond(Pending to, Object result) {
    return Lines.write(map("id", to.id, "result", result));
  }

  private static String refusal(Pending to, String why) {
    return Lines.write(map("id", to.id, "error", map("code", -32_000, "message", why)));
  }

  @Override
  public Happening.Failed gone(int exit, String lastWords) {
    return trouble(
        "it ended with exit code %d and never said that it was done%s"
            .formatted(exit, lastWords.isBlank() ? "" : ". Its last words: " + lastWords));
  }

  private Happening.Failed trouble(String words) {
    return Trouble.of(NAME, words, 0, limitedUntil, brief.clock());
  }
}
