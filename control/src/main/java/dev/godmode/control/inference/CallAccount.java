package dev.godmode.control.inference;

import dev.godmode.control.inference.ProviderStanding.Reading;
import java.time.Duration;
import java.util.Optional;

/** One call's place in the books and at its provider; it is settled once, however it ends. */
final class CallAccount {

  private final Providers.Place place;
  private final Books.Line line;
  private final Opening opening;
  private boolean answered;
  private boolean settled;

  /**
   * How it began.
   *
   * @param reading what its provider has to read for it
   */
  record Opening(long questionBytes, Reading reading, long nanos) {}

  CallAccount(Providers.Place place, Books.Line line, Opening opening) {
    this.place = place;
    this.line = line;
    this.opening = opening;
  }

  long questionBytes() {
    return opening.questionBytes();
  }

  /** The provider's first sign. */
  synchronized void answered(long nanos) {
    answered = true;
    place.standing().answered(opening.reading(), nanos - opening.nanos());
  }

  /** It failed for a reason that lies with the provider. */
  void blame(String why, long nanos) {
    place.standing().failed(why, nanos);
  }

  /**
   * It is over.
   *
   * @param use of tokens; empty when the question was never carried out
   */
  synchronized void settle(Optional<TokenUse> use, boolean failed, long nanos) {
    if (settled) {
      return;
    }
    settled = true;
    place.standing().over(answered ? Optional.empty() : Optional.of(opening.reading()));
    use.ifPresentOrElse(
        tokens -> line.close(tokens, failed, Duration.ofNanos(nanos - opening.nanos())),
        line::strike);
  }
}
