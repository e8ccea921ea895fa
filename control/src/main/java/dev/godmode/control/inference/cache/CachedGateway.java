package dev.godmode.control.inference.cache;

import dev.godmode.control.inference.Books;
import dev.godmode.control.inference.Gateway.Asked;
import dev.godmode.control.inference.Gateway.Refused;
import dev.godmode.control.inference.Gateway.Reply;
import dev.godmode.control.inference.Gateway.Streaming;
import dev.godmode.control.inference.Gateway.Whole;
import dev.godmode.control.inference.PatientGateway;
import dev.godmode.control.inference.Providers;
import dev.godmode.control.inference.cache.AlikeQuestions.Meant;
import dev.godmode.control.memory.Embedder;
import dev.godmode.protocol.inference.Caller;
import dev.godmode.protocol.inference.ModelFault;
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
    /** By the answer to the same question in other words. */
    ALIKE,
    HIT
  }

  /** A reply, and where it comes from. */
  public record Answered(Reply reply, Mark mark) {}

  /**
   * How often something was kept, by this process.
   *
   * @param alike those of the hits that were asked in other words
   */
  public record Counts(long hits, long alike, long misses) {}

  private final PatientGateway gateway;
  private final Providers providers;
  private final Books books;
  private final AnswerCaches caches;
  private final OtherWords otherWords;
  private final LongAdder hits = new LongAdder();
  private final LongAdder alike = new LongAdder();
  private final LongAdder misses = new LongAdder();

  /**
   * A gateway before which caches are.
   *
   * @param embedders say what questions mean, where the rules ask for it
   */
  public CachedGateway(
      PatientGateway gateway,
      Providers providers,
      Books books,
      AnswerCaches caches,
      Embedder.Source embedders) {
    this.gateway = gateway;
    this.providers = providers;
    this.books = books;
    this.caches = caches;
    this.otherWords = new OtherWords(embedders);
  }

  public AnswerCaches caches() {
    return caches;
  }

  /** Why a name means no model, with what is nearest; empty when it means one. */
  public Optional<ModelFault> unknown(String model) {
    return providers.knows(model) ? Optional.empty() : Optional.of(providers.unknown(model));
  }

  public Counts counts() {
    return new Counts(hits.sum(), alike.sum(), misses.sum());
  }

  /** Why less is found than the rules allow. */
  public Optional<String> trouble() {
    return caches
        .trouble()
        .map("the shared cache is away: "::concat)
        .or(
            () ->
                caches
                    .rules()
                    .alike()
                    .flatMap(_ -> otherWords.trouble())
                    .map("other words are not understood: "::concat));
  }

  /**
   * Asks, as {@link PatientGateway#call} does.
   *
   * @param anew whether the provider must be asked, whatever is kept
   */
  public Answered call(Caller caller, Asked asked, boolean anew) {
    if (!caches.rules().allow(asked)) {
      return new Answered(gateway.call(caller, asked), Mark.PASSED);
    }
    var model = providers.meant(asked.body().path("model").asString(""));
    var key = CacheKey.of(caller, model, asked);
    var kept = anew ? Optional.<KeptAnswer>empty() : found(key);
    if (kept.isPresent()) {
      return again(caller, model, asked, kept.get(), Mark.HIT);
    }
    var least = caches.rules().alike();
    var meant = least.flatMap(_ -> otherWords.meant(caller, model, asked));
    var like =
        anew
            ? Optional.<KeptAnswer>empty()
            : meant.flatMap(
                question -> otherWords.find(question, least.orElseThrow(), this::found));
    if (like.isPresent()) {
      alike.increment();
      return again(caller, model, asked, like.get(), Mark.ALIKE);
    }
    misses.increment();
    return new Answered(recorded(gateway.call(caller, asked), key, meant), Mark.MISS);
  }

  private Optional<KeptAnswer> found(CacheKey key) {
    return caches.find(key).flatMap(KeptAnswer::decoded);
  }

  private Answered again(Caller caller, String model, Asked asked, KeptAnswer kept, Mark mark) {
    hits.increment();
    books.noteKept(caller, model);
    return new Answered(reply(kept, asked), mark);
  }

  private static Reply reply(KeptAnswer kept, Asked asked) {
    return asked.streams()
        ? new Streaming(new KeptStream(kept))
        : new Whole(kept.provider(), kept.body());
  }

  private Reply recorded(Reply reply, CacheKey key, Optional<Meant> meant) {
    return switch (reply) {
      case Refused refused -> refused;
      case Whole whole -> {
        if (whole.body().remaining() <= ANSWER_MAX_BYTES) {
          keep(key, new KeptAnswer(whole.provider(), whole.body()), meant);
        }
        yield whole;
      }
      case Streaming(var stream) ->
          new Streaming(
              new RecordedStream(stream, ANSWER_MAX_BYTES, answer -> keep(key, answer, meant)));
    };
  }

  private void keep(CacheKey key, KeptAnswer answer, Optional<Meant> meant) {
    caches.keep(key, answer.encoded());
    meant.ifPresent(question -> otherWords.answered(question, key));
  }
}
