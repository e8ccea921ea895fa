package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.control.change.Repositories;
import dev.godmode.kernel.Command;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.node.Node;
import dev.godmode.protocol.api.Codes.CodeList;
import dev.godmode.protocol.api.Codes.CodeUpdate;
import dev.godmode.protocol.api.Codes.CodeView;
import dev.godmode.protocol.api.Codes.NewCode;
import dev.godmode.protocol.api.Codes.NodeStanding;
import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.code.SharedCode;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.task.Checkout;
import dev.godmode.protocol.task.Source;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.change.SharedCodes;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Code that the fleet shares: which commit nodes have, and how they come to another one. */
public final class CodeRoutes {

  private static final String CODE = "/api/v1/code";
  private static final String ONE = CODE + "/{name}";
  private static final int HUNDRED = 100;

  private final Orders orders;
  private final SharedCodes codes;

  public CodeRoutes(Orders orders, SharedCodes codes) {
    this.orders = orders;
    this.codes = codes;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(CODE, "The code that the fleet shares, and which node has which commit")
            .needs(Scope.NODES_READ)
            .answers(CodeList.class, _ -> orders.read(this::list).join()),
        Route.post(CODE, "Share a repository: every node has it, at the commit that is named")
            .needs(Scope.NODES_STEER)
            .takes(NewCode.class)
            .answers(Done.class, this::share),
        Route.post(ONE + "/update", "Name another commit, for some nodes first or for all")
            .needs(Scope.NODES_STEER)
            .takes(CodeUpdate.class)
            .answers(Done.class, this::update),
        Route.post(ONE + "/promote", "What some nodes try is for all")
            .needs(Scope.NODES_STEER)
            .answers(Done.class, this::promote),
        Route.post(ONE + "/back", "What some nodes try is for nobody: they go back")
            .needs(Scope.NODES_STEER)
            .takes(Because.class)
            .answers(Done.class, this::back),
        Route.delete(ONE, "Share it no more; nodes keep what they have")
            .needs(Scope.NODES_STEER)
            .answers(Done.class, this::forget));
  }

  private CodeList list(Kernel kernel) {
    return new CodeList(
        kernel.fleet().code().values().stream()
            .sorted(Comparator.comparing(SharedCode::name))
            .map(code -> view(kernel, code))
            .toList());
  }

  private CodeView view(Kernel kernel, SharedCode code) {
    return new CodeView(
        code,
        members(kernel).stream()
            .map(node -> new NodeStanding(node.name(), codes.reach().standing(node.id(), code)))
            .toList());
  }

  private static List<Node> members(Kernel kernel) {
    return kernel.nodes().stream()
        .filter(node -> node.state() != NodeState.REMOVED)
        .sorted(Comparator.comparing(Node::name))
        .toList();
  }

  private Done share(Call call) {
    var asked = call.body(NewCode.class);
    var source = new Source(asked.repository(), asked.branch().orElse(""), Source.Merge.PERSON);
    var at = found(source, asked.commit());
    orders.carryOut(call.cause(), new Command.NameCode(asked.name(), at));
    return new Done("%s is %s on every node from now on".formatted(asked.name(), at.words()));
  }

  /** Looked up before anything is changed: nobody is told to have what there is not. */
  private Checkout found(Source source, Optional<String> commit) {
    var named =
        commit
            .map(text -> codes.repositories().commit(source, text))
            .orElseGet(() -> codes.repositories().name(source));
    return switch (named) {
      case Repositories.At(var checkout) -> checkout;
      case Repositories.Nowhere(var why, _) -> throw Refusal.invalid(why);
    };
  }

  private Done update(Call call) {
    var code = known(call.path("name"));
    var asked = call.body(CodeUpdate.class);
    var at =
        found(
            new Source(code.all().repository(), code.all().branch(), Source.Merge.PERSON),
            asked.commit());
    if (asked.all().orElse(false)) {
      orders.carryOut(call.cause(), new Command.NameCode(code.name(), at));
      return new Done("%s is %s on every node from now on".formatted(code.name(), at.words()));
    }
    var first = first(orders.read(CodeRoutes::members).join(), asked);
    orders.carryOut(
        call.cause(),
        new Command.TryCode(
            code.name(), at.commit(), first.stream().map(Node::id).collect(Collectors.toSet())));
    return new Done(
        "%s is %s on %s first: 'gm code promote %s' for all, 'gm code back %s' for none"
            .formatted(
                code.name(),
                at.words(),
                first.stream().map(Node::name).collect(Collectors.joining(", ")),
                code.name(),
                code.name()));
  }

  /** Those that are named; else so many of those that are ready, by name; one at least. */
  private static List<Node> first(List<Node> all, CodeUpdate asked) {
    if (asked.first().isPresent()) {
      var byName = all.stream().collect(Collectors.toMap(Node::name, Function.identity()));
      return new LinkedHashSet<>(asked.first().get())
          .stream().map(name -> named(byName, name)).toList();
    }
    var share = asked.share().orElse(0);
    if (share < 0 || share > HUNDRED) {
      throw Refusal.invalid("a share is from 1 to 100 of a hundred nodes, was " + share);
    }
    var ready = all.stream().filter(node -> node.state() == NodeState.READY).toList();
    if (ready.isEmpty()) {
      throw Refusal.conflict("no node is ready to try it; --all names it for those to come");
    }
    return ready.subList(0, Math.max(1, Math.ceilDiv(ready.size() * share, HUNDRED)));
  }

  private static Node named(Map<String, Node> all, String name) {
    return Optional.ofNullable(all.get(name))
        .orElseThrow(
            () ->
                Refusal.invalid(
                    "there is no node '%s'%s; gm nodes lists them"
                        .formatted(name, Spelling.hint(name, all.keySet()))));
  }

  private SharedCode known(String name) {
    var all = orders.read(kernel -> kernel.fleet().code()).join();
    return Optional.ofNullable(all.get(name))
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "the fleet shares no code '%s'%s; 'gm code' lists what it shares"
                        .formatted(name, Spelling.hint(name, all.keySet()))));
  }

  private Done promote(Call call) {
    var code = known(call.path("name"));
    orders.carryOut(call.cause(), new Command.PromoteCode(code.name()));
    return new Done("%s is on every node what some have tried".formatted(code.name()));
  }

  private Done back(Call call) {
    var code = known(call.path("name"));
    var reason =
        call.bodyOr(Because.class, new Because(Optional.empty()))
            .reason()
            .orElse("by " + call.by());
    orders.carryOut(call.cause(), new Command.TakeBackCode(code.name(), reason));
    return new Done("%s is %s everywhere again".formatted(code.name(), code.all().words()));
  }

  private Done forget(Call call) {
    var code = known(call.path("name"));
    orders.carryOut(call.cause(), new Command.ForgetCode(code.name()));
    return new Done(
        "%s is not shared any more; work begins from where %s is"
            .formatted(code.name(), code.all().branch()));
  }
}
