package dev.godmode.control.inference;

import dev.godmode.control.inference.ModelServer.Answer;
import dev.godmode.control.inference.ModelServer.Broken;
import dev.godmode.control.inference.ModelServer.Bytes;
import dev.godmode.control.inference.ModelServer.End;
import dev.godmode.control.inference.ModelServer.Silence;
import dev.godmode.control.inference.dialect.Conversation;
import dev.godmode.protocol.inference.ModelFault;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A provider's answer as it comes. Closing it ends the provider's work when its client has gone.
 */
final class ModelStream implements AnswerStream {

  /** Most bytes of one answer. */
  static final long STREAM_MAX_BYTES = 256L << 20;

  private final Provider provider;
  private final Conversation conversation;
  private final Answer answer;
  private final CallAccount account;
  private final LongSupplier nanos;
  private final EventScanner scanner = new EventScanner();
  private long heardNanos;
  private long bytesRead;
  private long chunks;
  private boolean broke;

  ModelStream(
      Provider provider,
      Conversation conversation,
      Answer answer,
      CallAccount account,
      LongSupplier nanos) {
    this.provider = provider;
    this.conversation = conversation;
    this.answer = answer;
    this.account = account;
    this.nanos = nanos;
    this.heardNanos = nanos.getAsLong();
  }

  @Override
  public String provider() {
    return provider.name();
  }

  @Override
  public Part next(Duration within) {
    try {
      return switch (answer.next(within)) {
        case Bytes(var bytes) -> said(bytes);
        case Silence _ -> silence();
        case End _ -> end();
        case Broken(var why) -> broke("its answer broke off: " + why, false);
      };
    } catch (BadAnswer e) {
      return broke(e.words(), false);
    }
  }

  private Part said(ByteBuffer bytes) throws BadAnswer {
    heardNanos = nanos.getAsLong();
    bytesRead += bytes.remaining();
    if (bytesRead > STREAM_MAX_BYTES) {
      throw new BadAnswer("its answer has more than %d MiB".formatted(STREAM_MAX_BYTES >> 20));
    }
    var events = new ArrayList<ServerEvent>();
    for (var event : scanner.feed(bytes)) {
      events.addAll(on(event));
    }
    return new Said(events);
  }

  private List<ServerEvent> on(ServerEvent event) throws BadAnswer {
    chunks++;
    return conversation.on(event);
  }

  private Part silence() {
    var limit = provider.patience();
    return nanos.getAsLong() - heardNanos > limit.toNanos()
        ? broke("it said nothing for %d s".formatted(limit.toSeconds()), true)
        : new Quiet();
  }

  private Part end() throws BadAnswer {
    var last = new ArrayList<ServerEvent>();
    var rest = scanner.rest();
    if (rest.isPresent()) {
      last.addAll(on(rest.get()));
    }
    if (!conversation.isFinished()) {
      throw new BadAnswer("its answer ended before it was finished");
    }
    last.addAll(conversation.end());
    settle(false);
    return new Over(last);
  }

  private Part broke(String why, boolean late) {
    broke = true;
    var words = "provider '%s': %s".formatted(provider.name(), why);
    account.blame(why, nanos.getAsLong());
    var fault = ModelFault.lost(words, late);
    return new Broke(fault, conversation.broken(fault.code(), words));
  }

  private void settle(boolean failed) {
    account.settle(
        Optional.of(conversation.use().orElseGet(this::estimated)), failed, nanos.getAsLong());
  }

  /** Most providers say a token in a chunk. */
  private TokenUse estimated() {
    return new TokenUse(TokenUse.estimated(account.questionBytes(), 0).input(), chunks);
  }

  /** Ends it: when it is not whole yet, the provider sees its client go. */
  @Override
  public void close() {
    answer.close();
    settle(broke);
  }
}
