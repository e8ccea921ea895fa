package dev.godmode.control.inference;

import dev.godmode.control.secret.SecretValue;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Providers as the gateway reaches them. */
public interface ModelServer {

  /**
   * What is asked of a provider.
   *
   * @param path after the provider's address, "/chat/completions"
   * @param body empty for a question without one, which is then a GET
   * @param headers more than what the dialect needs anyway
   */
  record Ask(String path, Optional<ByteBuffer> body, Map<String, String> headers) {

    /** A question without a body. */
    public static Ask of(String path) {
      return new Ask(path, Optional.empty(), Map.of());
    }
  }

  /** What came of asking. */
  sealed interface Outcome {}

  /** It answers. */
  record Answered(Answer answer) implements Outcome {}

  /** Nothing of the question reached it: it may be asked of another. */
  record NotSent(String why) implements Outcome {}

  /** It was sent, and no answer came: it may have been carried out, and billed. */
  record Lost(String why, boolean late) implements Outcome {}

  /** An answer whose status is known, and whose body is on its way. */
  interface Answer extends AutoCloseable {

    int status();

    /** How long to leave it alone. */
    Optional<Duration> retryAfter();

    /** The next piece of the body; {@link Silence} when none came in time. */
    Piece next(Duration patience);

    /** Ends the exchange, whatever is still on its way: the provider sees its client go. */
    @Override
    void close();
  }

  /** A part of a body. */
  sealed interface Piece {}

  record Bytes(ByteBuffer bytes) implements Piece {}

  record Silence() implements Piece {}

  /** The body is whole. */
  record End() implements Piece {}

  /** The connection broke before the body was whole. */
  record Broken(String why) implements Piece {}

  /** Asks, and waits until the status is known, at most as long as the provider's patience. */
  Outcome ask(Provider provider, Optional<SecretValue> key, Ask ask, Duration patience);
}
