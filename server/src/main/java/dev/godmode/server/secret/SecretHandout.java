package dev.godmode.server.secret;

import dev.godmode.control.access.Policy;
import dev.godmode.control.access.Right;
import dev.godmode.control.credential.Leases;
import dev.godmode.control.engine.Engine;
import dev.godmode.control.secret.SecretSource.Absent;
import dev.godmode.control.secret.SecretSource.Found;
import dev.godmode.control.secret.SecretSource.Trouble;
import dev.godmode.control.secret.SecretSources;
import dev.godmode.kernel.Command.GiveSecrets;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.Reply;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.ControlMessage.NoSecrets;
import dev.godmode.protocol.stream.ControlMessage.Secrets;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.SecretGrant;
import dev.godmode.protocol.text.SecretReference;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.identity.Denials;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Gives attempts the secrets that they name: only those that the policy grants, only while the
 * lease lives, and only once the ledger has it that they were given. All of them, or none.
 */
public final class SecretHandout {

  private static final long PATIENCE_SECONDS = 10;

  private final Engine engine;
  private final Supplier<Policy> policy;
  private final Supplier<SecretSources> sources;
  private final Denials denials;

  public SecretHandout(
      Engine engine, Supplier<Policy> policy, Supplier<SecretSources> sources, Denials denials) {
    this.engine = engine;
    this.policy = policy;
    this.sources = sources;
    this.denials = denials;
  }

  private record Asked(Leases.Standing standing, List<String> names) {}

  /** What the attempt named, or why it gets nothing. Never blocks. */
  public CompletableFuture<ControlMessage> give(NodeId node, AttemptKey attempt) {
    return engine
        .read(kernel -> new Asked(Leases.standing(kernel, attempt), names(kernel, attempt)))
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        // Off the engine's thread: sources wait for disks and servers.
        .thenApplyAsync(asked -> answer(node, attempt, asked), Thread::startVirtualThread);
  }

  /** What its variables name now: those of its agent, and those of the task, which win. */
  private static List<String> names(Kernel kernel, AttemptKey attempt) {
    var variables = new HashMap<String, String>();
    kernel
        .task(attempt.task())
        .ifPresent(
            task -> {
              kernel
                  .fleet()
                  .agent(task.spec().agentType())
                  .map(AgentProfile::env)
                  .ifPresent(variables::putAll);
              variables.putAll(task.spec().env());
            });
    return SecretReference.names(variables.values());
  }

  private ControlMessage answer(NodeId node, AttemptKey attempt, Asked asked) {
    return switch (asked.standing()) {
      case Leases.Over(var why) -> new NoSecrets(attempt, why, false);
      case Leases.Live live when !live.node().equals(node) ->
          new NoSecrets(attempt, "it is leased to another node", false);
      case Leases.Live live -> granted(live, asked.names());
    };
  }

  private ControlMessage granted(Leases.Live live, List<String> names) {
    var grants = new ArrayList<SecretGrant>();
    var refused = new ArrayList<String>();
    for (var name : names) {
      var right = new Right.UseSecret(name);
      var decision = policy.get().decide(live.subject(), right);
      if (decision.allowed()) {
        grants.add(new SecretGrant(name, decision.why()));
      } else {
        denials.note("attempt:" + live.attempt(), right.meaning(), decision.why());
        refused.add(GrantAdvice.words(live, right, decision.why()));
      }
    }
    return refused.isEmpty()
        ? found(live, grants)
        : new NoSecrets(
            live.attempt(), String.join(". ", refused) + ". It goes on by itself then", false);
  }

  private ControlMessage found(Leases.Live live, List<SecretGrant> grants) {
    var values = new HashMap<String, String>();
    var absent = new HashMap<String, String>();
    var all = sources.get();
    for (var grant : grants) {
      var name = grant.secret();
      switch (all.find(name).finding()) {
        case Found(var value) -> values.put(name, value.reveal());
        case Absent _ -> absent.put(name, nowhere(name, all));
        case Trouble(var why, var passing) -> {
          return new NoSecrets(
              live.attempt(), "the secret '%s' cannot be had: %s".formatted(name, why), passing);
        }
      }
    }
    return onceOnRecord(live, grants, new Secrets(live.attempt(), values, absent));
  }

  private static String nowhere(String name, SecretSources all) {
    return "no source of control has the secret '%s'%s: gm secrets set %s"
        .formatted(name, Spelling.hint(name, all.names()), name);
  }

  /** The ledger has it before the worker does. */
  private ControlMessage onceOnRecord(Leases.Live live, List<SecretGrant> grants, Secrets secrets) {
    var reply =
        engine
            .submit("control", new GiveSecrets(live.node(), live.attempt(), grants))
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .join();
    return reply instanceof Reply.Refused(_, var why)
        ? new NoSecrets(live.attempt(), why, false)
        : secrets;
  }
}
