package dev.godmode.control.inference;

import dev.godmode.control.inference.Gateway.Asked;
import dev.godmode.control.inference.Gateway.Refused;
import dev.godmode.control.inference.Gateway.Reply;
import dev.godmode.control.inference.Gateway.Streaming;
import dev.godmode.control.inference.Gateway.Whole;
import dev.godmode.control.inference.dialect.Conversation;
import dev.godmode.control.inference.dialect.Origin;
import dev.godmode.control.inference.dialect.Question;
import dev.godmode.protocol.api.ReplicaViews.Awaited;
import dev.godmode.protocol.inference.Caller;
import dev.godmode.protocol.inference.ModelFault;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The gateway, which waits for a server to start where one would. */
public final class PatientGateway {

  /** An answer has no status yet for so long: most of what can never be is known by then. */
  private static final Duration STATUS_WAITS = Duration.ofSeconds(3);

  private static final Duration BUSY_PAUSE = Duration.ofSeconds(5);

  private final Gateway gateway;
  private final Providers providers;
  private final Reserve reserve;
  private final Supplier<Origin> origins;

  public PatientGateway(
      Gateway gateway, Providers providers, Reserve reserve, Supplier<Origin> origins) {
    this.gateway = gateway;
    this.providers = providers;
    this.reserve = reserve;
    this.origins = origins;
  }

  /** Asks, as {@link Gateway#call} does; a stream may begin before anybody can be asked. */
  public Reply call(Caller caller, Asked asked) {
    var model = asked.body().path("model").asString("");
    Supplier<Reply> ask = () -> gateway.call(caller, asked);
    BooleanSupplier atHand = () -> providers.isAtHand(model);
    var reply = ask.get();
    return AwaitedQuestion.mayWait(reply, atHand)
        ? reserve
            .queue(providers.meant(model))
            .map(wait -> awaited(asked, new AwaitedQuestion(wait, atHand, ask)))
            .orElse(reply)
        : reply;
  }

  /** Waits as a call would: for a gateway elsewhere, whose call it is. */
  public Awaited await(String asked, Duration within) {
    var model = providers.meant(asked);
    BooleanSupplier atHand = () -> providers.isAtHand(model);
    var place = reserve.queue(model);
    if (place.isEmpty()) {
      return new Awaited(Optional.empty(), atHand.getAsBoolean(), Optional.empty());
    }
    try (var wait = place.get()) {
      var server = Optional.of(wait.server());
      return switch (wait.await(atHand, within)) {
        case Reserve.Come _ -> new Awaited(server, true, Optional.empty());
        case Reserve.Still _ -> new Awaited(server, false, Optional.empty());
        case Reserve.Never(var fault) -> new Awaited(server, false, Optional.of(fault));
      };
    }
  }

  private Reply awaited(Asked asked, AwaitedQuestion question) {
    if (reserve.waiting() >= Gateway.CALLS_MAX) {
      return new Refused(
          ModelFault.busy("%d calls wait already".formatted(Gateway.CALLS_MAX), BUSY_PAUSE));
    }
    if (asked.question() == Question.COUNT_TOKENS) {
      return new Whole(question.server(), Gateway.counted(asked.bytes()));
    }
    try {
      return awaited(client(asked), question);
    } catch (IllegalArgumentException e) {
      return new Refused(ModelFault.invalid(String.valueOf(e.getMessage())));
    }
  }

  /** What makes no sense starts nothing. */
  private Conversation client(Asked asked) {
    var body = asked.body().deepCopy();
    var client = Conversation.between(asked.question(), body, Dialect.OPENAI, origins.get());
    var _ = client.request();
    return client;
  }

  private static Reply awaited(Conversation client, AwaitedQuestion question) {
    var reply = question.reply(STATUS_WAITS);
    if (reply.isEmpty() && client.streams()) {
      return new Streaming(new AwaitedStream(question, client));
    }
    while (reply.isEmpty()) {
      reply = question.reply(Provider.USUAL_PATIENCE);
    }
    return reply.get();
  }
}
