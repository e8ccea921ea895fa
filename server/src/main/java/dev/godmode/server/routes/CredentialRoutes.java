package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.kernel.Command.RevokeCredentials;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.Trust.CredentialList;
import dev.godmode.protocol.api.Trust.CredentialView;
import dev.godmode.protocol.api.Trust.Revoke;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.identity.AttemptCredentials;
import dev.godmode.server.identity.AttemptCredentials.Noted;
import dev.godmode.server.identity.SigningKeys;
import dev.godmode.server.view.NodeFinder;
import dev.godmode.server.view.TaskFinder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which attempts hold a credential now, and how to take it away. */
public final class CredentialRoutes {

  private static final String CREDENTIALS = "/api/v1/credentials";

  private final Orders orders;
  private final TaskFinder finder;
  private final AttemptCredentials credentials;
  private final SigningKeys keys;

  public CredentialRoutes(
      Orders orders, TaskFinder finder, AttemptCredentials credentials, SigningKeys keys) {
    this.orders = orders;
    this.finder = finder;
    this.credentials = credentials;
    this.keys = keys;
  }

  public List<Route> routes() {
    return Stream.of(
            Route.get(CREDENTIALS, "Credentials of attempts that count now, by fence")
                .needs(Scope.CREDENTIALS_READ)
                .answers(CredentialList.class, _ -> new CredentialList(live())),
            Route.post(
                    CREDENTIALS + "/revoke",
                    "Let credentials count no more: of a task, an agent, a node, or all")
                .needs(Scope.CREDENTIALS_REVOKE)
                .takes(Revoke.class)
                .answers(Done.class, this::revoke),
            Route.post(CREDENTIALS + "/rotate", "Sign with a new key from now on")
                .needs(Scope.CREDENTIALS_REVOKE)
                .answers(Done.class, _ -> rotate()))
        .toList();
  }

  /** What is open to all: the public halves of the keys. */
  public static Route published(SigningKeys keys) {
    return Route.get("/.well-known/jwks.json", "The keys that sign credentials (RFC 7517)")
        .open()
        .writes(
            "application/jwk-set+json",
            call ->
                call.send(
                    "application/jwk-set+json", keys.published().getBytes(StandardCharsets.UTF_8)));
  }

  private List<CredentialView> live() {
    var names =
        orders
            .read(
                (Kernel kernel) ->
                    kernel.nodes().stream().collect(Collectors.toMap(Node::id, Node::name)))
            .join();
    var all = credentials.live();
    var secrets = secrets(all);
    return IntStream.range(0, all.size())
        .mapToObj(i -> view(all.get(i), names, secrets.get(i)))
        .toList();
  }

  private List<List<String>> secrets(List<Noted> all) {
    return orders
        .read((Kernel kernel) -> all.stream().map(noted -> given(kernel, noted)).toList())
        .join();
  }

  private static List<String> given(Kernel kernel, Noted noted) {
    var key = noted.claims().attempt();
    return kernel
        .task(key.task())
        .flatMap(task -> task.attempt(key))
        .map(Attempt::secrets)
        .orElse(List.of());
  }

  private static CredentialView view(Noted noted, Map<NodeId, String> names, List<String> secrets) {
    var claims = noted.claims();
    return new CredentialView(
        claims.attempt().task(),
        claims.attempt().number(),
        claims.attempt().fence(),
        claims.agent(),
        claims.stream(),
        claims.node(),
        names.getOrDefault(claims.node(), claims.node().value()),
        claims.scopes().stream().sorted().map(Scope::word).toList(),
        secrets,
        claims.issuedAt(),
        claims.expiresAt(),
        noted.issued());
  }

  private Done revoke(Call call) {
    var asked = call.body(Revoke.class);
    var named = Stream.of(asked.task(), asked.agent(), asked.node()).anyMatch(Optional::isPresent);
    if (named == asked.all().orElse(false)) {
      throw Refusal.invalid("say whose: task, agent, node, or all, and not all with another");
    }
    orders.carryOut(
        call.cause(),
        new RevokeCredentials(
            asked.task().map(finder::id),
            asked.agent(),
            asked.node().map(words -> new NodeFinder(orders).node(words).id()),
            asked.reason().orElse("by " + call.by())));
    return new Done("revoked; what runs goes on without, and can be stopped with gm task cancel");
  }

  private Done rotate() {
    keys.rotate();
    return new Done("a new key signs; the one before counts until its last credential ends");
  }
}
