package dev.godmode.server.a2a;

import dev.godmode.control.event.EventHub;
import dev.godmode.protocol.json.Json;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Route;
import dev.godmode.server.http.RouteCaller;
import dev.godmode.server.http.SlowClients;
import dev.godmode.server.view.News;
import io.helidon.http.Method;
import java.util.List;
import java.util.function.Consumer;

/**
 * Control as an agent of the A2A protocol, version 1.0, by JSON-RPC and by HTTP and JSON. Everybody
 * who is known may come in; what they may do there is what the routes let them.
 */
public final class A2aRoutes {

  static final String PATH = "/a2a";

  private static final String JSON = "application/json";
  private static final String EVENTS = "text/event-stream";
  private static final String TASKS = PATH + "/tasks";
  private static final String PUSHED = TASKS + "/{id}/pushNotificationConfigs";
  private static final long BODY_MAX_BYTES = 4L << 20;

  private final AgentCard card;
  private final RpcDoor rpc;
  private final RestDoor rest;

  /**
   * Offers what these routes can do.
   *
   * @param version of God Mode
   */
  public A2aRoutes(
      RouteCaller caller, List<Route> routes, EventHub hub, SlowClients slow, String version) {
    var operations = new Operations(caller, routes);
    this.card = new AgentCard(version);
    var desk = new Desk(operations, new Follower(operations, new News(hub), slow), card);
    this.rpc = new RpcDoor(desk);
    this.rest = new RestDoor(desk);
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/.well-known/agent-card.json", "Who this is to agents of the A2A protocol")
            .open()
            .writes(JSON, this::card),
        versioned(Route.post(PATH, "The A2A protocol: one JSON-RPC message"))
            .takes(JSON, BODY_MAX_BYTES)
            .writes(JSON, rpc::message),
        versioned(Route.post(PATH + "/message:send", "A2A: begin a task, or answer what one asks"))
            .takes(JSON, BODY_MAX_BYTES)
            .writes(JSON, rest::send),
        versioned(Route.post(PATH + "/message:stream", "A2A: the same, and follow the task"))
            .takes(JSON, BODY_MAX_BYTES)
            .writes(EVENTS, rest::stream),
        versioned(Route.get(TASKS, "A2A: tasks, newest first"))
            .query("contextId", String.class, "of this line of work")
            .query("status", String.class, "in this state, as TASK_STATE_WORKING")
            .query("pageSize", int.class, "at most so many, up to 100")
            .query("pageToken", String.class, "nextPageToken of the page before")
            .query("historyLength", int.class, "so many messages of each one's history")
            .query("statusTimestampAfter", String.class, "that changed since")
            .query("includeArtifacts", boolean.class, "with what they brought forth")
            .writes(JSON, rest::tasks),
        versioned(
                Route.get(TASKS + "/{id}", "A2A: a task; with :subscribe behind the id its stream"))
            .query("historyLength", int.class, "so many messages of its history")
            .writes(JSON, rest::task),
        versioned(Route.post(TASKS + "/{id}", "A2A: with :cancel behind the id, or :subscribe"))
            .takes(JSON, BODY_MAX_BYTES)
            .writes(JSON, rest::change),
        versioned(
                Route.get(
                    PATH + "/extendedAgentCard", "A2A: the card, with the agents you may see"))
            .writes(JSON, rest::card),
        refused(Method.GET, PUSHED, rest::push),
        refused(Method.POST, PUSHED, rest::push),
        refused(Method.GET, PUSHED + "/{config}", rest::push),
        refused(Method.DELETE, PUSHED + "/{config}", rest::push));
  }

  private static Route.Draft versioned(Route.Unguarded route) {
    return route
        .known()
        .header("A2A-Version", "1.0")
        .query("A2A-Version", String.class, "the same, where no header can be sent");
  }

  private static Route refused(Method method, String path, Consumer<Call> handler) {
    return versioned(Route.of(method, path, "A2A: nothing is pushed from here, and this says so"))
        .writes(JSON, handler);
  }

  private void card(Call call) {
    call.send(JSON, Json.mapper().writeValueAsBytes(card.shownTo(call, List.of())));
  }
}
