package dev.godmode.server.routes;

import dev.godmode.control.access.Policy;
import dev.godmode.control.access.PolicyFile;
import dev.godmode.control.access.PolicyReader;
import dev.godmode.control.access.Right;
import dev.godmode.control.access.Scope;
import dev.godmode.control.access.Subject;
import dev.godmode.control.access.Who;
import dev.godmode.control.agent.ProfileProblem;
import dev.godmode.protocol.api.Trust.PolicyAnswer;
import dev.godmode.protocol.api.Trust.PolicyChange;
import dev.godmode.protocol.api.Trust.PolicyDiff;
import dev.godmode.protocol.api.Trust.PolicyPair;
import dev.godmode.protocol.api.Trust.PolicyProblem;
import dev.godmode.protocol.api.Trust.PolicyVerdict;
import dev.godmode.protocol.api.Trust.PolicyView;
import dev.godmode.protocol.api.Trust.ScopeList;
import dev.godmode.protocol.api.Trust.ScopeView;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The policy in force, and what another one would change. */
public final class PolicyRoutes {

  private static final String POLICY = "/api/v1/policy";
  private static final String YAML = "application/yaml";
  private static final long TEXT_MAX_BYTES = 1 << 20;

  /** Of those there are as many as there are names. */
  private static final List<Right> NAMED =
      List.of(new Right.UseSecret("NAME"), new Right.CallBroker("NAME"));

  private final Orders orders;
  private final PolicyFile file;

  public PolicyRoutes(Orders orders, PolicyFile file) {
    this.orders = orders;
    this.file = file;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(POLICY, "The policy in force, and why the file is not if it is not")
            .needs(Scope.POLICY_READ)
            .answers(PolicyView.class, _ -> view()),
        Route.get(POLICY + "/scopes", "What a policy may allow")
            .needs(Scope.POLICY_READ)
            .answers(ScopeList.class, _ -> scopes()),
        Route.get(POLICY + "/explain", "Whether somebody may do something, and which line says so")
            .needs(Scope.POLICY_READ)
            .query("who", String.class, "role:viewer, agent:builder, node:forge, or a person")
            .query("may", String.class, "the scope, \"tasks:submit\"")
            .query("stream", String.class, "of an agent's task")
            .query("node", String.class, "on which an agent's attempt runs")
            .answers(PolicyAnswer.class, this::explain),
        Route.post(POLICY + "/test", "Read another policy and run its examples; nothing changes")
            .needs(Scope.POLICY_READ)
            .takes(YAML, TEXT_MAX_BYTES)
            .answers(PolicyVerdict.class, call -> verdict(text(call))),
        Route.post(POLICY + "/diff", "Who gains and who loses what between two policies")
            .needs(Scope.POLICY_READ)
            .takes(PolicyPair.class, TEXT_MAX_BYTES)
            .answers(PolicyDiff.class, PolicyRoutes::diff));
  }

  private static String text(Call call) {
    return new String(call.bytes(), StandardCharsets.UTF_8);
  }

  private PolicyView view() {
    var now = file.standing();
    return new PolicyView(
        now.source(), now.policy().hash(), now.policy().text(), problems(now.problems()));
  }

  private static List<PolicyProblem> problems(List<ProfileProblem> problems) {
    return problems.stream()
        .map(problem -> new PolicyProblem(problem.line(), problem.message()))
        .toList();
  }

  private static ScopeList scopes() {
    return new ScopeList(
        Stream.concat(Arrays.stream(Scope.values()), NAMED.stream())
            .map(right -> new ScopeView(right.word(), right.meaning(), right.isForAttempts()))
            .toList());
  }

  private PolicyAnswer explain(Call call) {
    var who = required(call, "who");
    var word = required(call, "may");
    var right =
        Right.of(word)
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        "there is no scope '%s'%s; 'gm policy scopes' lists them"
                            .formatted(word, Spelling.hint(word, Scope.words()))));
    var subject = subject(call, who);
    var decision = file.policy().decide(subject, right);
    return new PolicyAnswer(subject.words(), word, decision.allowed(), decision.why());
  }

  private static String required(Call call, String name) {
    return call.query(name).orElseThrow(() -> Refusal.invalid("'%s' is missing".formatted(name)));
  }

  /** A word without a kind is a person's name. */
  private Subject subject(Call call, String who) {
    var person = who.startsWith("person:") ? who.substring("person:".length()) : who;
    if (!person.contains(":")) {
      return orders
          .read(kernel -> kernel.fleet().role(person))
          .join()
          .<Subject>map(role -> new Subject.Person(person, role))
          .orElseThrow(
              () ->
                  Refusal.notFound(
                      "there is no person '%s'; others are role:viewer, agent:builder, node:forge"
                          .formatted(person)));
    }
    return Who.parse(who).example() instanceof Subject.Attempt(var agent, var node, _)
        ? new Subject.Attempt(
            agent, call.query("node").orElse(node), call.query("stream").orElse(""))
        : Who.parse(who).example();
  }

  private static PolicyVerdict verdict(String text) {
    return switch (PolicyReader.read(text)) {
      case PolicyReader.Good(var policy) ->
          new PolicyVerdict(true, policy.rules().size(), policy.examples().size(), List.of());
      case PolicyReader.Bad(var problems) -> new PolicyVerdict(false, 0, 0, problems(problems));
    };
  }

  private static PolicyDiff diff(Call call) {
    var pair = call.body(PolicyPair.class);
    var before = good("before", pair.before());
    var after = good("after", pair.after());
    return new PolicyDiff(
        before.changesTo(after).stream()
            .map(one -> new PolicyChange(one.who(), one.scope(), one.gains(), one.why()))
            .toList());
  }

  private static Policy good(String which, String text) {
    return switch (PolicyReader.read(text)) {
      case PolicyReader.Good(var policy) -> policy;
      case PolicyReader.Bad(var problems) ->
          throw Refusal.invalid("%s: %s".formatted(which, problems.getFirst()));
    };
  }
}
