package dev.godmode.control.inference;

import java.time.Duration;
import java.util.Optional;

/** One call's place in the books and at its provider; it is settled once, however it ends. */
final class CallAccount {

  private final Caller caller;
  private final Providers.Place place;
  private final UseBooks books;
  private final long questionBytes;
  private final long begunNanos;
  private boolean settled;

  CallAccount(
      Caller caller, Providers.Place place, UseBooks books, long questionBytes, long begunNanos) {
    this.caller = caller;
    this.place = place;
    this.books = books;
    this.questionBytes = questionBytes;
    this.begunNanos = begunNanos;
  }

  long questionBytes() {
    return questionBytes;
  }

  /** The provider's first sign. */
  void answered(long nanos) {
    place.standing().answered(nanos - begunNanos);
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
    place.standing().over();
    use.ifPresent(
        tokens ->
            books.note(
                caller,
                new UseBooks.Call(
                    place.model(),
                    place.standing().provider().name(),
                    Duration.ofNanos(nanos - begunNanos)),
                tokens,
                failed));
  }
}
