package dev.godmode.worker.driver;

import static dev.godmode.worker.driver.Lines.map;
import static dev.godmode.worker.driver.Lines.text;

import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.DriverTerms.Permissions;
import dev.godmode.protocol.task.Question;
import dev.godmode.protocol.task.Question.Kind;
import dev.godmode.protocol.task.Tokens;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Claude Code, as its own SDK speaks to it: {@code claude -p} with JSON lines both ways. What it
 * may not do by itself it asks for in a {@code control_request}, and goes on with the {@code
 * control_response}; a yes gives back exactly the input that was shown.
 *
 * @see <a href="https://code.claude.com/docs/en/headless">its documentation</a>
 */
final class ClaudeDialect implements Dialect {

  private static final String NAME = "Claude Code";
  private static final String ASK_TOOL = "AskUserQuestion";

  /** Any of these, and it knows where its model is. */
  private static final List<String> LOGINS =
      List.of(
          "ANTHROPIC_BASE_URL",
          "ANTHROPIC_API_KEY",
          "ANTHROPIC_AUTH_TOKEN",
          "CLAUDE_CODE_OAUTH_TOKEN",
          "CLAUDE_CODE_USE_BEDROCK",
          "CLAUDE_CODE_USE_VERTEX");

  private final Brief brief;
  private final OpenRequests requests = new OpenRequests();
  private final Garbage garbage = new Garbage(NAME);
  private Tokens tokens = Tokens.NONE;
  private Tokens ofMessage = Tokens.NONE;
  private String message = "";
  private Optional<Instant> limitedUntil = Optional.empty();

  ClaudeDialect(Brief brief) {
    this.brief = brief;
  }

  @Override
  public Opening opening() {
    var command = new ArrayList<>(brief.commandOr("claude"));
    command.addAll(
        List.of("-p", "--input-format", "stream-json", "--output-format", "stream-json"));
    command.addAll(List.of("--verbose", "--permission-prompt-tool", "stdio"));
    command.addAll(List.of("--permission-mode", mode()));
    brief.terms().model().ifPresent(model -> command.addAll(List.of("--model", model)));
    brief.session().filter(this::isHere).ifPresent(id -> command.addAll(List.of("--resume", id)));
    var variables = new HashMap<String, String>();
    variables.put("CLAUDE_CONFIG_DIR", brief.memory().toString());
    variables.put("DISABLE_AUTOUPDATER", "1");
    variables.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    ControlTools.of(brief.variables()).map(ControlTools::options).ifPresent(command::addAll);
    Gateway.of(brief.variables(), LOGINS).ifPresent(models -> reach(models, command, variables));
    return new Opening(command, variables, List.of(hello(), prompt()));
  }

  /** The credential is a file that changes, so it is told how to read it, and not what it is. */
  private static void reach(Gateway models, List<String> command, Map<String, String> variables) {
    command.addAll(
        List.of("--settings", Lines.write(map("apiKeyHelper", "cat \"$GODMODE_CREDENTIAL\""))));
    variables.put("ANTHROPIC_BASE_URL", models.root());
    variables.put("CLAUDE_CODE_API_KEY_HELPER_TTL_MS", String.valueOf(Gateway.LOOK_AGAIN_MILLIS));
    models.authority().ifPresent(file -> variables.put("NODE_EXTRA_CA_CERTS", file));
  }

  /** Where anything is allowed it still asks, and is told yes: no switch of its own is needed. */
  private String mode() {
    return switch (brief.terms().permissions()) {
      case ASK -> "default";
      case EDIT, ALL -> "acceptEdits";
    };
  }

  /** It looks for a conversation by the folder that it was held in. */
  private boolean isHere(String session) {
    return ClaudeSessions.bring(brief.memory(), brief.work(), session);
  }

  private static String hello() {
    return Lines.write(
        map(
            "type",
            "control_request",
            "request_id",
            "hello",
            "request",
            map("subtype", "initialize")));
  }

  private String prompt() {
    return Lines.write(
        map(
            "type",
            "user",
            "message",
            map("role", "user", "content", List.of(map("type", "text", "text", brief.prompt()))),
            "session_id",
            brief.session().orElse("")));
  }

  @Override
  public Turn heard(String line) {
    var object = Lines.object(line);
    if (object.isEmpty()) {
      return garbage.heard(line);
    }
    var said = object.get();
    return switch (text(said, "type")) {
      case "system" -> system(said);
      case "assistant" -> assistant(said);
      case "user" -> outcomes(said);
      case "control_request" -> asked(said);
      case "control_cancel_request" -> cancelled(text(said, "request_id"));
      case "rate_limit_event" -> limits(said.path("rate_limit_info"));
      case "result" -> ended(said);
      default -> Turn.NOTHING;
    };
  }

  private Turn system(JsonNode said) {
    return switch (text(said, "subtype")) {
      case "init" ->
          Turn.of(
              new Happening.SessionBegan(text(said, "session_id")),
              new Happening.Said(
                  "%s %s, model %s"
                      .formatted(NAME, text(said, "claude_code_version"), text(said, "model"))));
      case "api_retry" -> Turn.of(retried(said));
      default -> Turn.NOTHING;
    };
  }

  /** With a login that counts no more it would try ten times, over minutes: once is enough. */
  private Happening retried(JsonNode said) {
    var status = (int) Lines.number(said, "error_status");
    return status == Trouble.UNAUTHORIZED || status == Trouble.FORBIDDEN
        ? trouble(text(said, "error"), status)
        : new Happening.Said(
            "the model's service does not answer (%s): try %s of %s"
                .formatted(text(said, "error"), text(said, "attempt"), text(said, "max_retries")));
  }

  private Turn assistant(JsonNode said) {
    var happenings = new ArrayList<Happening>();
    for (var block : said.path("message").path("content")) {
      switch (text(block, "type")) {
        case "text" -> happenings.add(new Happening.Said(text(block, "text")));
        case "tool_use" -> {
          var tool = text(block, "name");
          happenings.add(
              new Happening.Said(
                  "→ %s %s".formatted(tool, Lines.cut(block.path("input").toString()))));
          if (!ControlTools.isOne(tool)) {
            happenings.add(
                new Happening.StepBegan(
                    text(block, "id"), tool, ToolInput.words(block.path("input"))));
          }
        }
        default -> {}
      }
    }
    happenings.add(spent(said.path("message")));
    return new Turn(List.of(), happenings);
  }

  /** The same message comes once for each of its blocks, with what it has used until then. */
  private Happening spent(JsonNode of) {
    var now = used(of.path("usage"));
    if (!text(of, "id").equals(message)) {
      tokens = tokens.plus(ofMessage);
      message = text(of, "id");
    }
    ofMessage = now;
    return new Happening.Spent(tokens.plus(ofMessage), Optional.empty());
  }

  private static Tokens used(JsonNode usage) {
    return new Tokens(
        Lines.number(usage, "input_tokens") + Lines.number(usage, "cache_creation_input_tokens"),
        Lines.number(usage, "cache_read_input_tokens"),
        Lines.number(usage, "output_tokens"));
  }

  private static Turn outcomes(JsonNode said) {
    var happenings = new ArrayList<Happening>();
    for (var block : said.path("message").path("content")) {
      if (text(block, "type").equals("tool_result")) {
        var content = block.path("content");
        var words = content.isString() ? content.stringValue() : content.toString();
        happenings.add(new Happening.Said("← " + Lines.cut(words)));
        happenings.add(
            new Happening.StepEnded(
                text(block, "tool_use_id"), block.path("is_error").asBoolean(false)));
      }
    }
    return new Turn(List.of(), happenings);
  }

  private Turn asked(JsonNode said) {
    var id = text(said, "request_id");
    var request = said.path("request");
    if (!text(request, "subtype").equals("can_use_tool")) {
      return Turn.say(error(id, "God Mode does not know this request"));
    }
    var input = request.path("input");
    var tool = text(request, "tool_name");
    if (tool.equals(ASK_TOOL)) {
      requests.add(id, said.path("request_id"), input);
      return new Turn(List.of(), OpenRequests.choices(id, input, parts(input)));
    }
    if (brief.terms().permissions() == Permissions.ALL) {
      return Turn.say(allow(id, input));
    }
    requests.add(id, said.path("request_id"), input);
    return Turn.of(new Happening.Asks(permission(id, tool, request)));
  }

  private static Question permission(String id, String tool, JsonNode request) {
    var title = text(request, "title");
    var words = text(request, "description");
    var what = title.isEmpty() ? "%s asks to use %s".formatted(NAME, tool) : title;
    return new Question(
        id,
        Kind.PERMISSION,
        Lines.cut(words.isEmpty() ? what : what + ": " + words, Question.TEXT_MAX_CHARS),
        List.of(),
        tool + " " + request.path("input").toPrettyString());
  }

  private Turn cancelled(String request) {
    return requests
        .close(request)
        .map(open -> new Turn(List.of(), OpenRequests.noMore(request, parts(open.body()))))
        .orElse(Turn.NOTHING);
  }

  private static List<String> parts(JsonNode input) {
    return IntStream.range(0, input.path("questions").size()).mapToObj(String::valueOf).toList();
  }

  @Override
  public Turn answered(String question, Answer answer) {
    return switch (answer) {
      case Answer.Yes() ->
          requests
              .close(question)
              .map(open -> Turn.say(allow(open.id().stringValue(), open.body())))
              .orElse(Turn.NOTHING);
      case Answer.No(var why) -> denied(question, why);
      case Answer.Words(var words) ->
          requests
              .answered(question, words, requests.parts(question, "questions"))
              .map(open -> Turn.say(told(open)))
              .orElse(Turn.NOTHING);
    };
  }

  private Turn denied(String question, String why) {
    var reason = why.isBlank() ? "A person said no." : "A person said no: " + why;
    return requests
        .close(question)
        .map(
            open ->
                new Turn(
                    List.of(
                        respond(
                            open.id().stringValue(), map("behavior", "deny", "message", reason))),
                    OpenRequests.noMore(question, parts(open.body()))))
        .orElse(Turn.NOTHING);
  }

  /** It knows its questions by their texts. */
  private static String told(OpenRequests.Open open) {
    var questions = open.body().path("questions");
    var answers = map();
    open.answers()
        .forEach(
            (part, words) ->
                answers.put(text(questions.path(Integer.parseInt(part)), "question"), words));
    return allow(open.id().stringValue(), map("questions", questions, "answers", answers));
  }

  private static String allow(String request, Object input) {
    return respond(request, map("behavior", "allow", "updatedInput", input));
  }

  private static String respond(String request, Object response) {
    return Lines.write(
        map(
            "type",
            "control_response",
            "response",
            map("subtype", "success", "request_id", request, "response", response)));
  }

  private static String error(String request, String why) {
    return Lines.write(
        map(
            "type",
            "control_response",
            "response",
            map("subtype", "error", "request_id", request, "error", why)));
  }

  private Turn limits(JsonNode info) {
    if (text(info, "status").equals("rejected") && Lines.number(info, "resetsAt") > 0) {
      limitedUntil = Optional.of(Instant.ofEpochSecond(Lines.number(info, "resetsAt")));
    }
    return Turn.NOTHING;
  }

  private Turn ended(JsonNode said) {
    var spent =
        new Happening.Spent(used(said.path("usage")), Lines.dollars(said.path("total_cost_usd")));
    var words = text(said, "result");
    if (text(said, "subtype").equals("success") && !said.path("is_error").asBoolean(false)) {
      return Turn.of(spent, new Happening.Finished(words));
    }
    var status = (int) Lines.number(said, "api_error_status");
    var why = words.isBlank() ? text(said, "subtype") + " " + said.path("errors") : words;
    return Turn.of(spent, trouble(why.strip(), status));
  }

  @Override
  public Happening.Failed gone(int exit, String lastWords) {
    return trouble(Trouble.gone(exit, lastWords), 0);
  }

  private Happening.Failed trouble(String words, int status) {
    return Trouble.of(NAME, words, status, limitedUntil, brief.clock());
  }
}
