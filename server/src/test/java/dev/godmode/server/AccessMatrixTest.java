package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.access.Policy;
import dev.godmode.control.access.PolicyReader;
import dev.godmode.control.access.Scope;
import dev.godmode.control.access.Subject;
import dev.godmode.protocol.people.Role;
import dev.godmode.server.http.Access;
import dev.godmode.server.http.Route;
import dev.godmode.server.mcp.Toolbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/access.md} is what routes and the built-in policy say. After a change of either,
 * {@code GODMODE_DRAW=1 mvn -pl server test} writes it anew.
 */
class AccessMatrixTest {

  private static final Path FILE = Path.of("..", "docs", "access.md");
  private static final Policy POLICY = PolicyReader.builtIn();

  @TempDir Path home;

  @Test
  void the_matrix_is_what_routes_and_policy_say() throws IOException {
    String drawn;
    // With a database outside, there is the way by which another control comes to stand by.
    try (var control =
        new ServedControl(home, Map.of("GODMODE_DATABASE_URL", "jdbc:postgresql://h/d"))) {
      drawn = page(control.server.routes(), control.server.doors());
    }

    if (System.getenv("GODMODE_DRAW") != null) {
      Files.writeString(FILE, drawn);
    }

    assertThat(Files.readString(FILE)).isEqualTo(drawn);
  }

  private static String page(List<Route> routes, List<Route> doors) {
    return """
        # Who may do what

        Drawn from the routes and the built-in policy by `AccessMatrixTest`; do not edit. Another policy
        ([how](policy.md)) moves the ticks, and no route is without a row.

        | route | needs | owner | operator | viewer | attempt |
        | --- | --- | --- | --- | --- | --- |
        %s

        ## Tools

        The [tools](mcp.md) of `POST /mcp` are routes under other names; whoever may not use the route is not offered the tool.

        | tool | route | needs | owner | operator | viewer | attempt |
        | --- | --- | --- | --- | --- | --- | --- |
        %s

        An attempt's *own* is its task and what it handed in.

        ## On the fleet port

        There are the rows above that are open to attempts, the tools, what needs nothing and is about credentials (the agent card is not), and the ways
        into the fleet. Each of these takes a code that control made for it, good for one use; that of [replicas of the gateway](models.md#the-gateway-in-many-copies) is good until it is
        replaced.

        | route | needs | owner | operator | viewer | attempt |
        | --- | --- | --- | --- | --- | --- |
        %s

        ## What a worker says on its stream

        The stream is for nodes, by their certificate. Control takes each message as this node's word and nobody else's.

        | message | counts when | otherwise |
        | --- | --- | --- |
        %s

        ## What control says on it

        Only to a worker that it knows, and only a control that shows the authority of the worker's join code is listened to.

        | message | heeded when | otherwise |
        | --- | --- | --- |
        %s

        ## What a node says about its services

        On connections that it opens for them, to `/fleet/services` and `/fleet/services/line`, by the same certificate.

        | message | counts when | otherwise |
        | --- | --- | --- |
        %s

        ## What control says there

        | message | heeded when | otherwise |
        | --- | --- | --- |
        %s
        """
        .formatted(
            rows(routes),
            Toolbox.of(routes).all().stream()
                .map(tool -> "| `%s` %s".formatted(tool.name(), row(tool.route())))
                .collect(Collectors.joining("\n")),
            rows(doors),
            StreamMatrix.ofWorkers(),
            StreamMatrix.ofControl(),
            StreamMatrix.ofServices(),
            StreamMatrix.toServices());
  }

  private static String rows(List<Route> routes) {
    return routes.stream()
        .sorted(Comparator.comparing(Route::path).thenComparing(Route::name))
        .map(AccessMatrixTest::row)
        .collect(Collectors.joining("\n"));
  }

  private static String row(Route route) {
    return "| `%s` | %s | %s | %s | %s | %s |"
        .formatted(
            route.name(),
            needs(route.access()),
            tick(route.access(), Role.OWNER),
            tick(route.access(), Role.OPERATOR),
            tick(route.access(), Role.VIEWER),
            attempt(route.access()));
  }

  private static String needs(Access access) {
    return switch (access) {
      case Access.Open _ -> "nothing";
      case Access.Known _ -> "to be known";
      case Access.People _ -> "to be a person";
      case Access.Replica _ -> "a gateway code";
      case Access.Needs(var scope) -> "`" + scope.word() + "`";
      case Access.NeedsOwn(var scope) -> "`" + scope.word() + "`";
    };
  }

  private static Optional<Scope> scope(Access access) {
    return switch (access) {
      case Access.Needs(var scope) -> Optional.of(scope);
      case Access.NeedsOwn(var scope) -> Optional.of(scope);
      case Access.Open _, Access.Known _, Access.People _, Access.Replica _ -> Optional.empty();
    };
  }

  private static String tick(Access access, Role role) {
    var person = new Subject.Person("", role);
    return !(access instanceof Access.Replica)
            && scope(access).stream().allMatch(scope -> POLICY.decide(person, scope).allowed())
        ? "✓"
        : "–";
  }

  private static String attempt(Access access) {
    return switch (access) {
      case Access.Open _, Access.Known _ -> "✓";
      case Access.People _, Access.Needs _, Access.Replica _ -> "–";
      case Access.NeedsOwn(var scope) ->
          POLICY.decide(new Subject.Attempt("any", "", ""), scope).allowed()
              ? "own"
              : "own, if granted";
    };
  }
}
