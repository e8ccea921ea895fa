package dev.godmode.control.inference;

import dev.godmode.control.inference.ProviderStanding.Reading;
import java.time.Duration;
import java.util.Optional;

/** One call's place in the books and at its provider; it is settled once, however it ends. */
final class CallAccount {

  private final Caller caller;
  private final Providers.Place place;
  private final UseBooks books;
  private final Opening opening;
  private boolean answered;
  private boolean settled;

  /**
   * How it began.
   *
   * @param held set aside for it
   * @param reading what its provider has to read for it
   */
  record Opening(long questionBytes, Purses.Held held, Reading reading, long nanos) {}

  CallAccount(Caller caller, Providers.Place place, UseBooks books, Opening opening) {
    this.caller = caller;
    this.place = place;
    this.books = books;
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
        tokens ->
            books.note(
                caller,
                new UseBooks.Call(
                    place.model(),
                    place.standing().provider().name(),
                    Duration.ofNanos(nanos - opening.nanos()),
                    opening.held()),
                tokens,
                failed),
        () -> books.release(opening.held()));
  }
}
