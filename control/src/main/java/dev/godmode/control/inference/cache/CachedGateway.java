package dev.godmode.control.inference.cache;

import dev.godmode.control.inference.Caller;
import dev.godmode.control.inference.Gateway;
import dev.godmode.control.inference.Gateway.Asked;
import dev.godmode.control.inference.Gateway.Refused;
import dev.godmode.control.inference.Gateway.Reply;
import dev.godmode.control.inference.Gateway.Streaming;
import dev.godmode.control.inference.Gateway.Whole;
import dev.godmode.control.inference.Providers;
import dev.godmode.control.inference.UseBooks;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** The gateway, which gives an answer again where the rules let it. */
public final class CachedGateway {

  /** A larger answer is not kept. */
  static final int ANSWER_MAX_BYTES = 1 << 20;

  /** Whether what was asked could be answered from what is kept. */
  public enum Mark {
    /** By the rules it may not. */
    PASSED,
    MISS,
    HIT
  }

  /** A reply, and where it comes from. */
  public record Answered(Reply reply, Mark mark) {}

  /** How often something was kept, by this process. */
  public record Counts(long hits, long misses) {}

  private final Gateway gateway;
  private final Providers providers;
  private final UseBooks books;
  private final AnswerCaches caches;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  public CachedGateway(Gateway gateway, Providers providers, UseBooks books, AnswerCaches caches) {
    this.gateway = gateway;
    this.providers = providers;
    this.books = books;
    this.caches = caches;
  }

  public AnswerCaches caches() {
    return caches;
  }

  public Counts counts() {
    return new Counts(hits.sum(), misses.sum());
  }

  /**
   * Asks, as {@link Gateway#call} does.
   *
   * @param anew whether the provider must be asked, whatever is kept
   */
  public Answered call(Caller caller, Asked asked, boolean anew) {
    if (!caches.rules().allow(asked)) {
      return new Answered(gateway.call(caller, asked), Mark.PASSED);
    }
    var model = providers.meant(asked.body().path("model").asString(""));
    var key = CacheKey.of(caller, model, asked);
    var kept = anew ? Optional.<KeptAnswer>empty() : caches.find(key).flatMap(KeptAnswer::decoded);
    if (kept.isPresent()) {
      hits.increment();
      books.noteKept(caller, model);
      return new Answered(reply(kept.get(), asked), Mark.HIT);
    }
    misses.increment();
    return new Answered(recorded(gateway.call(caller, asked), key), Mark.MISS);
  }

  private static Reply reply(KeptAnswer kept, Asked asked) {
    return asked.streams()
        ? new Streaming(new KeptStream(kept))
        : new Whole(kept.provider(), kept.body());
  }

  private Reply recorded(Reply reply, CacheKey key) {
    return switch (reply) {
      case Refused refused -> refused;
      case Whole whole -> {
        if (whole.body().remaining() <= ANSWER_MAX_BYTES) {
          caches.keep(key, new KeptAnswer(whole.provider(), whole.body()).encoded());
        }
        yield whole;
      }
      case Streaming(var stream) ->
          new Streaming(
              new RecordedStream(
                  stream, ANSWER_MAX_BYTES, answer -> caches.keep(key, answer.encoded())));
    };
  }
}
