package dev.godmode.control.inference;

import dev.godmode.control.inference.ModelServer.Answer;
import dev.godmode.control.inference.ModelServer.Answered;
import dev.godmode.control.inference.ModelServer.Ask;
import dev.godmode.control.inference.ModelServer.Lost;
import dev.godmode.control.inference.ModelServer.NotSent;
import dev.godmode.control.inference.ModelServer.Outcome;
import dev.godmode.control.inference.ModelServer.Piece;
import dev.godmode.control.inference.Whereabouts.OnNode;
import java.time.Duration;
import java.util.Optional;

/**
 * Brings a replica's questions to providers on nodes, which only control reaches. Budget and books
 * are the replica's affair; that a provider has something to do is known here.
 */
public final class Relay {

  private final Providers providers;
  private final ModelServer server;

  public Relay(Providers providers, ModelServer server) {
    this.providers = providers;
    this.server = server;
  }

  /**
   * Asks a provider on a node; the caller closes the answer.
   *
   * @param name "forge/ollama"
   */
  public Outcome ask(String name, Ask ask) {
    var standing = providers.named(name).filter(one -> one.provider().where() instanceof OnNode);
    return standing.isPresent()
        ? ask(standing.get(), ask)
        : new NotSent("no node offers '%s' any more".formatted(name));
  }

  private Outcome ask(ProviderStanding standing, Ask ask) {
    var provider = standing.provider();
    if (ask.body().isEmpty()) {
      return server.ask(provider, Optional.empty(), ask, provider.patience());
    }
    var began = providers.nanos();
    var reading = standing.begun(PrefixBlocks.NONE);
    var outcome = server.ask(provider, Optional.empty(), ask, provider.patience());
    return switch (outcome) {
      case Answered(var answer) -> {
        standing.answered(reading, providers.nanos() - began);
        yield new Answered(new Counted(answer, standing));
      }
      case NotSent _, Lost _ -> {
        standing.over(Optional.of(reading));
        yield outcome;
      }
    };
  }

  /** An answer whose provider has something to do until it is closed. */
  private record Counted(Answer answer, ProviderStanding standing) implements Answer {

    @Override
    public int status() {
      return answer.status();
    }

    @Override
    public Optional<Duration> retryAfter() {
      return answer.retryAfter();
    }

    @Override
    public Piece next(Duration patience) {
      return answer.next(patience);
    }

    @Override
    public void close() {
      answer.close();
      standing.over(Optional.empty());
    }
  }
}
