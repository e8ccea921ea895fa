package dev.godmode.control.inference.cache;

import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.control.inference.Gateway.Asked;
import dev.godmode.control.inference.cache.AlikeQuestions.Meant;
import dev.godmode.control.memory.Embedder;
import dev.godmode.control.memory.Embedding;
import dev.godmode.protocol.inference.Caller;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds answers to questions that were asked before in other words. Without an embedder, or with
 * one that fails, it finds none.
 */
final class OtherWords {

  private static final System.Logger LOG = System.getLogger(OtherWords.class.getName());

  private final Embedder.Source embedders;
  private final AlikeQuestions answered = new AlikeQuestions();
  private volatile Optional<String> trouble = Optional.empty();

  OtherWords(Embedder.Source embedders) {
    this.embedders = embedders;
  }

  /** Why no question could be embedded the last time; empty when it could. */
  Optional<String> trouble() {
    return trouble;
  }

  /** What a question means; empty where its words alone count. */
  Optional<Meant> meant(Caller caller, String model, Asked asked) {
    return Wording.of(caller, model, asked)
        .flatMap(
            wording ->
                meaning(wording.words())
                    .map(
                        meaning ->
                            new Meant(wording.around(), Particulars.of(wording.words()), meaning)));
  }

  private Optional<Embedding> meaning(String words) {
    return switch (embedders.embedder()) {
      case Embedder.Source.None(var why) -> failed(why);
      case Embedder.Source.Ready(var embedder) -> {
        try {
          var meaning = embedder.embed(List.of(words)).getFirst();
          trouble = Optional.empty();
          yield Optional.of(meaning);
        } catch (RuntimeException e) {
          LOG.log(WARNING, "a question was not embedded", e);
          yield failed("questions cannot be embedded (%s): gm logs control".formatted(e));
        }
      }
    };
  }

  private Optional<Embedding> failed(String why) {
    trouble = Optional.of(why);
    return Optional.empty();
  }

  /**
   * The answer to the most alike of those that have one still.
   *
   * @param least the cosine from which they count as alike
   * @param kept what is kept under a key
   */
  Optional<KeptAnswer> find(
      Meant question, double least, Function<CacheKey, Optional<KeptAnswer>> kept) {
    for (var key = answered.nearest(question, least);
        key.isPresent();
        key = answered.nearest(question, least)) {
      var answer = kept.apply(key.get());
      if (answer.isPresent()) {
        return answer;
      }
      answered.forget(question.around(), key.get());
    }
    return Optional.empty();
  }

  /** Its answer is kept under that key. */
  void answered(Meant question, CacheKey key) {
    answered.add(question, key);
  }
}
