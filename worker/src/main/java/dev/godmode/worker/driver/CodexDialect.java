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
import java.util.List;
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
  private static final int TOOLS = 4;
  private static final int FULL_PERCENT = 100;

  private static final Rpc RPC = new Rpc(false);

  private final Brief brief;
  private final OpenRequests requests = new OpenRequests();
  private final Garbage garbage = new Garbage(NAME);
  private final CodexItems items = new CodexItems();
  private boolean resumes;
  private Optional<String> heldTurn = Optional.empty();
  private Optional<Instant> limitedUntil = Optional.empty();

  CodexDialect(Brief brief) {
    this.brief = brief;
    this.resumes = brief.session().isPresent();
  }

  @Override
  public Opening opening() {
    var command = new ArrayList<>(brief.commandOr("codex"));
    command.addAll(List.of("app-server", "-c", "features.default_mode_request_user_input=true"));
    CodexProvider.of(brief.variables()).forEach(value -> command.addAll(List.of("-c", value)));
    ControlTools.of(brief.variables())
        .ifPresent(tools -> command.addAll(List.of("-c", tools.setting())));
    return new Opening(
        command,
        CodexProvider.variables(brief),
        List.of(
            RPC.request(
                HELLO,
                "initialize",
                map(
                    "clientInfo",
                    map("name", "godmode", "title", "God Mode", "version", "1"),
                    "capabilities",
                    map("experimentalApi", true)))));
  }

  @Override
  public Turn heard(String line) {
    var object = Lines.object(line);
    if (object.isEmpty()) {
      return garbage.heard(line);
    }
    var said = object.get();
    var method = text(said, "method");
    if (method.isEmpty()) {
      return replied(said);
    }
    return said.has("id") ? asked(method, said) : told(method, said.path("params"));
  }

  private Turn replied(JsonNode said) {
    var fault = text(said, "error", "message");
    return switch ((int) Lines.number(said, "id")) {
      case HELLO ->
          fault.isEmpty() ? Turn.say(RPC.notice("initialized"), thread()) : Turn.of(trouble(fault));
      case THREAD -> fault.isEmpty() ? opened(said.path("result")) : notOpened(fault);
      case TOOLS -> begun(fault);
      case TURN -> fault.isEmpty() ? Turn.NOTHING : Turn.of(trouble(fault));
      default -> Turn.NOTHING;
    };
  }

  private String thread() {
    var params = map("cwd", brief.work().toString());
    params.putAll(CodexProvider.manners(brief.terms()));
    if (resumes) {
      params.put("threadId", brief.session().orElseThrow());
    }
    return RPC.request(THREAD, resumes ? "thread/resume" : "thread/start", params);
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
        RPC.request(
            TURN,
            "turn/start",
            map(
                "threadId",
                id,
                "input",
                List.of(map("type", "text", "text", brief.prompt(), "text_elements", List.of()))));
    // The model is told of no tools but those that are there when its turn begins.
    var waits = ControlTools.of(brief.variables()).isPresent();
    heldTurn = Optional.of(turn).filter(_ -> waits);
    return new Turn(
        List.of(waits ? tools(id) : turn),
        List.of(
            new Happening.SessionBegan(id),
            new Happening.Said(
                "%s %s, model %s"
                    .formatted(
                        NAME, text(result, "thread", "cliVersion"), text(result, "model")))));
  }

  /** Answered when control's tools are there, or will not be. */
  private static String tools(String thread) {
    return RPC.request(
        TOOLS, "mcpServerStatus/list", map("threadId", thread, "serverName", ControlTools.NAME));
  }

  private Turn begun(String fault) {
    var turn = heldTurn.stream().toList();
    heldTurn = Optional.empty();
    return fault.isEmpty()
        ? new Turn(turn, List.of())
        : new Turn(turn, List.of(new Happening.Said("it goes without control's tools: " + fault)));
  }

  private Turn told(String method, JsonNode params) {
    return switch (method) {
      case "item/started" -> new Turn(List.of(), items.began(params.path("item")));
      case "item/completed" -> new Turn(List.of(), items.done(params.path("item")));
      case "thread/tokenUsage/updated" -> spent(params.path("tokenUsage").path("total"));
      case "account/rateLimits/updated" -> limits(params.path("rateLimits"));
      case "serverRequest/resolved" -> resolved(params.path("requestId"));
      case "error" -> fault(params);
      case "turn/completed" -> ended(params.path("turn"));
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
      case "completed" -> Turn.of(new Happening.Finished(items.lastMessage()));
      case "failed" ->
          Turn.of(CodexProvider.trouble(NAME, turn.path("error"), limitedUntil, brief.clock()));
      default ->
          Turn.of(
              new Happening.Failed(
                  Ending.AGENT_FAILED, NAME + " ended its turn as " + text(turn, "status")));
    };
  }

  private Turn asked(String method, JsonNode said) {
    var params = said.path("params");
    return switch (method) {
      case "item/commandExecution/requestApproval" ->
          permission(said, "run a command", command(params));
      case "item/fileChange/requestApproval" ->
          permission(said, "change files", items.change(text(params, "itemId")));
      case "item/tool/requestUserInput" -> {
        requests.add(key(said), said.path("id"), params);
        yield new Turn(List.of(), OpenRequests.choices(key(said), params, parts(params)));
      }
      default ->
          Turn.say(RPC.refuse(said.path("id"), Rpc.REFUSED, "God Mode does not know " + method));
    };
  }

  private static String key(JsonNode said) {
    return said.path("id").toString();
  }

  private Turn permission(JsonNode said, String what, String payload) {
    if (payload.isBlank()) {
      // Nobody says yes to what nobody sees.
      return Turn.say(decided(said.path("id"), "decline"));
    }
    if (brief.terms().permissions() == Permissions.ALL) {
      return Turn.say(decided(said.path("id"), "accept"));
    }
    requests.add(key(said), said.path("id"), said.path("params"));
    var reason = text(said, "params", "reason");
    return Turn.of(
        new Happening.Asks(
            new Question(
                key(said),
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

  /** Somebody else has answered, or it needs no answer any more. */
  private Turn resolved(JsonNode request) {
    return requests
        .close(request.toString())
        .map(open -> new Turn(List.of(), noMore(request.toString(), open)))
        .orElse(Turn.NOTHING);
  }

  private static List<Happening> noMore(String question, OpenRequests.Open open) {
    return OpenRequests.noMore(question, parts(open.body()));
  }

  private static List<String> parts(JsonNode params) {
    return params.path("questions").valueStream().map(one -> text(one, "id")).toList();
  }

  @Override
  public Turn answered(String question, Answer answer) {
    return switch (answer) {
      case Answer.Yes() ->
          requests
              .close(question)
              .map(open -> Turn.say(decided(open.id(), "accept")))
              .orElse(Turn.NOTHING);
      case Answer.No(var why) ->
          requests.close(question).map(open -> denied(question, open, why)).orElse(Turn.NOTHING);
      case Answer.Words(var words) ->
          requests
              .answered(question, words, requests.parts(question, "questions"))
              .map(open -> Turn.say(told(open)))
              .orElse(Turn.NOTHING);
    };
  }

  private static Turn denied(String question, OpenRequests.Open open, String why) {
    return open.body().has("questions")
        ? new Turn(
            List.of(RPC.refuse(open.id(), Rpc.REFUSED, why.isBlank() ? "nobody answers" : why)),
            noMore(question, open))
        : Turn.say(decided(open.id(), "decline"));
  }

  private static String told(OpenRequests.Open open) {
    var answers = map();
    open.answers().forEach((part, words) -> answers.put(part, map("answers", List.of(words))));
    return RPC.respond(open.id(), map("answers", answers));
  }

  private static String decided(JsonNode id, String decision) {
    return RPC.respond(id, map("decision", decision));
  }

  @Override
  public Happening.Failed gone(int exit, String lastWords) {
    return trouble(Trouble.gone(exit, lastWords));
  }

  private Happening.Failed trouble(String words) {
    return Trouble.of(NAME, words, 0, limitedUntil, brief.clock());
  }
}
