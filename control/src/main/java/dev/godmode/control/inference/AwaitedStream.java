package dev.godmode.control.inference;

import dev.godmode.control.inference.Gateway.Refused;
import dev.godmode.control.inference.Gateway.Streaming;
import dev.godmode.control.inference.Gateway.Whole;
import dev.godmode.control.inference.dialect.Conversation;
import java.time.Duration;
import java.util.Optional;

/** An answer that is quiet until its server is up: so its client is kept, or is seen to go. */
final class AwaitedStream implements AnswerStream {

  private final AwaitedQuestion question;
  private final Conversation client;
  private Optional<AnswerStream> begun = Optional.empty();

  /**
   * Nothing of it is there.
   *
   * @param client who is told when there never will be
   */
  AwaitedStream(AwaitedQuestion question, Conversation client) {
    this.question = question;
    this.client = client;
  }

  @Override
  public String provider() {
    return begun.map(AnswerStream::provider).orElseGet(question::server);
  }

  @Override
  public Part next(Duration within) {
    if (begun.isPresent()) {
      return begun.get().next(within);
    }
    return switch (question.reply(within).orElse(null)) {
      case null -> new Quiet();
      case Refused(var fault) -> new Broke(fault, client.broken(fault.code(), fault.words()));
      case Streaming(var stream) -> {
        begun = Optional.of(stream);
        yield stream.next(within);
      }
      case Whole _ -> throw new IllegalStateException("it was asked for event by event");
    };
  }

  @Override
  public void close() {
    question.close();
    begun.ifPresent(AnswerStream::close);
  }
}
