package dev.godmode.worker.driver;

import static dev.godmode.worker.driver.Lines.map;
import static dev.godmode.worker.driver.Lines.text;

import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Question;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Any agent that speaks the Agent Client Protocol, version 1, on its standard input and output. It
 * has its own files and its own shell in its workspace: nothing of an editor is offered to it.
 *
 * @see <a href="https://agentclientprotocol.com/protocol/overview">its description</a>
 */
final class AcpDialect implements Dialect {

  private static final int VERSION = 1;
  private static final Rpc RPC = new Rpc(true);

  private static final int HELLO = 1;
  private static final int OPENED = 2;
  private static final int TAKEN_UP = 3;
  private static final int CHOSEN = 4;
  private static final int TURN = 5;

  /** Of the protocol's own errors: it has no login. */
  private static final int NO_LOGIN = -32_000;

  private final Brief brief;
  private final OpenRequests requests = new OpenRequests();
  private final Garbage garbage = new Garbage("The program");
  private final AcpUpdates updates = new AcpUpdates();
  private String name = "The agent";
  private final Deque<String> ahead = new ArrayDeque<>();
  private String session = "";
  private boolean listens;
  private int wishes;

  AcpDialect(Brief brief) {
    this.brief = brief;
  }

  @Override
  public Opening opening() {
    return new Opening(
        brief.command(),
        variables(),
        List.of(
            RPC.request(
                HELLO,
                "initialize",
                map(
                    "protocolVersion",
                    VERSION,
                    "clientCapabilities",
                    map(
                        "fs",
                        map("readTextFile", false, "writeTextFile", false),
                        "terminal",
                        false),
                    "clientInfo",
                    map("name", "godmode", "title", "God Mode", "version", "1")))));
  }

  private Map<String, String> variables() {
    var variables = new HashMap<String, String>();
    // What it keeps at home lasts from one attempt of a task to the next.
    variables.put("HOME", brief.memory().toString());
    brief.door().ifPresent(door -> variables.putAll(door.variables()));
    return variables;
  }

  @Override
  public Turn heard(String line) {
    return Lines.object(line).map(this::said).orElseGet(() -> garbage.heard(line));
  }

  private Turn said(JsonNode said) {
    var method = text(said, "method");
    if (method.isEmpty()) {
      return said.has("error") ? refused(said) : replied(said);
    }
    return said.has("id") ? asked(method, said) : told(method, said.path("params"));
  }

  private Turn replied(JsonNode said) {
    var result = said.path("result");
    return switch ((int) Lines.number(said, "id")) {
      case HELLO -> greeted(result);
      case OPENED -> begun(text(result, "sessionId"), result);
      case TAKEN_UP -> begun(brief.session().orElseThrow(), result);
      case CHOSEN -> next();
      case TURN -> ended(result);
      default -> Turn.NOTHING;
    };
  }

  private Turn refused(JsonNode said) {
    var error = said.path("error");
    var details = text(error, "data", "details");
    var words = text(error, "message") + (details.isEmpty() ? "" : ": " + details);
    return switch ((int) Lines.number(said, "id")) {
      case TAKEN_UP -> anew(words);
      case HELLO, OPENED, CHOSEN, TURN ->
          Turn.of(trouble(words, (int) Lines.number(error, "code")));
      default -> Turn.NOTHING;
    };
  }

  private Turn greeted(JsonNode hello) {
    var version = Lines.number(hello, "protocolVersion");
    name = named(hello.path("agentInfo")).orElse(name);
    if (version != VERSION) {
      return Turn.of(
          new Happening.Failed(
              Ending.AGENT_FAILED,
              "%s speaks version %d of the Agent Client Protocol; God Mode speaks version %d"
                  .formatted(name, version, VERSION)));
    }
    var can = hello.path("agentCapabilities");
    if (brief.session().isEmpty()) {
      return Turn.say(open());
    }
    if (can.path("sessionCapabilities").path("resume").isObject()) {
      return Turn.say(takeUp("session/resume"));
    }
    return can.path("loadSession").asBoolean(false)
        ? Turn.say(takeUp("session/load"))
        : anew("it cannot take one up again");
  }

  private static Optional<String> named(JsonNode info) {
    var title = text(info, "title");
    return Optional.of(title.isBlank() ? text(info, "name") : title).filter(it -> !it.isBlank());
  }

  private String open() {
    return RPC.request(OPENED, "session/new", place());
  }

  /** One that is loaded says all again that was said before: that is not heard. */
  private String takeUp(String method) {
    var params = place();
    params.put("sessionId", brief.session().orElseThrow());
    return RPC.request(TAKEN_UP, method, params);
  }

  private Turn anew(String why) {
    return new Turn(
        List.of(open()),
        List.of(new Happening.Said("the conversation of before is begun anew: " + why)));
  }

  private Map<String, Object> place() {
    var servers =
        ControlTools.of(brief.variables()).stream().map(ControlTools::stdioServer).toList();
    return map("cwd", brief.work().toString(), "mcpServers", servers);
  }

  /** Its mode and its model first, one after the other, and then the goal. */
  private Turn begun(String id, JsonNode result) {
    session = id;
    listens = true;
    var model = AcpChoice.of(AcpChoice.MODEL, result);
    var mode = AcpChoice.of(AcpChoice.MODE, result);
    var wanted = brief.terms().model().filter(name -> !model.current().equals(Optional.of(name)));
    if (wanted.isPresent() && !model.offers(wanted.get())) {
      return Turn.of(
          new Happening.Failed(Ending.AGENT_FAILED, name + " " + model.lacks(wanted.get())));
    }
    // Whatever is allowed, it is to ask, and is answered by what the profile says.
    mode.asking()
        .filter(asking -> !mode.current().equals(Optional.of(asking)))
        .ifPresent(asking -> ahead.add(mode.chosen(RPC, CHOSEN, id, asking)));
    wanted.ifPresent(value -> ahead.add(model.chosen(RPC, CHOSEN, id, value)));
    ahead.add(prompt());
    var happenings = new ArrayList<Happening>();
    happenings.add(new Happening.SessionBegan(id));
    happenings.add(
        new Happening.Said(
            name + brief.terms().model().or(model::current).map(it -> ", model " + it).orElse("")));
    mode.warning().ifPresent(words -> happenings.add(new Happening.Said(words)));
    return new Turn(next().say(), happenings);
  }

  private Turn next() {
    return Optional.ofNullable(ahead.poll()).map(Turn::say).orElse(Turn.NOTHING);
  }

  private String prompt() {
    return RPC.request(
        TURN,
        "session/prompt",
        map("sessionId", session, "prompt", List.of(map("type", "text", "text", brief.prompt()))));
  }

  private Turn told(String method, JsonNode params) {
    return listens && method.equals("session/update")
        ? new Turn(List.of(), updates.heard(params.path("update")))
        : Turn.NOTHING;
  }

  private Turn ended(JsonNode result) {
    var happenings = new ArrayList<>(updates.end(result.path("usage")));
    happenings.add(
        switch (text(result, "stopReason")) {
          case "end_turn" -> new Happening.Finished(updates.lastMessage());
          case "max_tokens" -> stopped("it ran into its most tokens");
          case "max_turn_requests" -> stopped("it ran into its most requests in a turn");
          case "refusal" -> stopped("it refuses to go on");
          case String other -> stopped("it ended its turn as '%s'".formatted(other));
        });
    return new Turn(List.of(), happenings);
  }

  private Happening stopped(String why) {
    return new Happening.Failed(Ending.AGENT_FAILED, "%s: %s".formatted(name, why));
  }

  private Turn asked(String method, JsonNode said) {
    if (!method.equals("session/request_permission")) {
      return Turn.say(
          RPC.refuse(
              said.path("id"), Rpc.NO_SUCH_METHOD, "God Mode offers no '%s'".formatted(method)));
    }
    var wish = new AcpWish(said.path("params"), updates);
    if (wish.isControls() || wish.isWithin(brief.terms().permissions())) {
      return Turn.say(RPC.respond(said.path("id"), wish.granted()));
    }
    if (wish.payload().isBlank()) {
      // Nobody says yes to what nobody sees.
      return Turn.say(RPC.respond(said.path("id"), wish.denied()));
    }
    wishes++;
    var key = "wish-" + wishes; // its own may be any text
    requests.add(key, said.path("id"), said.path("params"));
    return Turn.of(
        new Happening.Asks(
            new Question(
                key,
                Question.Kind.PERMISSION,
                Lines.cut(
                    "%s asks to use %s".formatted(name, wish.title()), Question.TEXT_MAX_CHARS),
                List.of(),
                wish.payload())));
  }

  @Override
  public Turn answered(String question, Answer answer) {
    return requests
        .close(question)
        .map(
            open -> {
              var wish = new AcpWish(open.body(), updates);
              return Turn.say(
                  RPC.respond(
                      open.id(),
                      switch (answer) {
                        case Answer.Yes() -> wish.granted();
                        case Answer.No _, Answer.Words _ -> wish.denied();
                      }));
            })
        .orElse(Turn.NOTHING);
  }

  @Override
  public Happening.Failed gone(int exit, String lastWords) {
    return trouble(Trouble.gone(exit, lastWords), 0);
  }

  private Happening.Failed trouble(String words, int code) {
    var status = code == NO_LOGIN ? Trouble.UNAUTHORIZED : 0;
    return Trouble.of(name, words, status, Optional.empty(), brief.clock());
  }
}
