package dev.godmode.server.change;

import dev.godmode.control.change.Repositories;
import dev.godmode.control.credential.Leases;
import dev.godmode.control.engine.Engine;
import dev.godmode.kernel.Command.BaseAttempt;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.Reply;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.ControlMessage.CheckedOut;
import dev.godmode.protocol.stream.ControlMessage.NoCheckout;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.Checkout;
import dev.godmode.protocol.task.Source;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Names the commit that an attempt begins from: once, and on record before the worker hears of it.
 * Asked again it names the same.
 */
public final class CheckoutHandout {

  private static final long PATIENCE_SECONDS = 10;

  private final Engine engine;
  private final Repositories repositories;

  public CheckoutHandout(Engine engine, Repositories repositories) {
    this.engine = engine;
    this.repositories = repositories;
  }

  /**
   * What is known of it.
   *
   * @param shared what the fleet's code is at there, when it begins from that
   */
  private record Asked(
      Leases.Standing standing,
      Optional<Source> source,
      Optional<Checkout> named,
      Optional<Checkout> shared) {}

  /** What the attempt begins from, or why from nothing. Never blocks. */
  public CompletableFuture<ControlMessage> name(NodeId node, AttemptKey attempt) {
    return engine
        .read(kernel -> asked(kernel, node, attempt))
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        // Off the engine's thread: repositories are far away.
        .thenApplyAsync(asked -> answer(node, attempt, asked), Thread::startVirtualThread);
  }

  private static Asked asked(Kernel kernel, NodeId node, AttemptKey attempt) {
    var task = kernel.task(attempt.task());
    var source = task.flatMap(known -> known.spec().source());
    return new Asked(
        Leases.standing(kernel, attempt),
        source,
        task.flatMap(known -> known.attempt(attempt)).flatMap(Attempt::base),
        source.flatMap(from -> kernel.fleet().checkout(from, node)));
  }

  private ControlMessage answer(NodeId node, AttemptKey attempt, Asked asked) {
    return switch (asked.standing()) {
      case Leases.Over(var why) -> new NoCheckout(attempt, why, false);
      case Leases.Live live when !live.node().equals(node) ->
          new NoCheckout(attempt, "it is leased to another node", false);
      case Leases.Live live ->
          asked.named().isPresent()
              ? new CheckedOut(attempt, asked.named().get())
              : asked
                  .shared()
                  .map(checkout -> onceOnRecord(live, checkout))
                  .or(() -> asked.source().map(source -> named(live, source)))
                  .orElseGet(() -> new NoCheckout(attempt, "its task names no repository", false));
    };
  }

  private ControlMessage named(Leases.Live live, Source source) {
    return switch (repositories.name(source)) {
      case Repositories.At(var checkout) -> onceOnRecord(live, checkout);
      case Repositories.Nowhere(var why, var later) -> new NoCheckout(live.attempt(), why, later);
    };
  }

  private ControlMessage onceOnRecord(Leases.Live live, Checkout checkout) {
    var reply =
        engine
            .submit("control", new BaseAttempt(live.node(), live.attempt(), checkout))
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .join();
    return reply instanceof Reply.Refused(_, var why)
        ? new NoCheckout(live.attempt(), why, false)
        : new CheckedOut(live.attempt(), checkout);
  }
}
