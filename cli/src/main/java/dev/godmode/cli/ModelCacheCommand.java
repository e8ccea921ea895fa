package dev.godmode.cli;

import dev.godmode.protocol.api.ModelViews.CacheView;
import dev.godmode.protocol.api.ModelViews.ModelList;
import dev.godmode.protocol.api.ModelViews.NewCache;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "cache",
    description = {
      "Keep answers, and give them again to the same question of the same stream or person.",
      "Kept is what would be the same anyway: answers at temperature 0, embeddings, counts."
    })
final class ModelCacheCommand implements Callable<Integer> {

  /** Whether answers are kept. */
  enum Wish {
    ON,
    OFF
  }

  @Mixin Common common = new Common();

  @Parameters(index = "0", paramLabel = "on|off")
  Wish wish = Wish.ON;

  @Option(names = "--minutes", description = "How long; 60 as usual.")
  @Nullable Integer minutes;

  @Option(names = "--sampled", description = "At whatever temperature.")
  boolean sampled;

  @Option(
      names = "--alike",
      paramLabel = "COSINE",
      description = {
        "Also to the same question in other words, when what they mean is as near as this,",
        "0.8 to 1. 0.95 is careful."
      })
  @Nullable Double alike;

  @Option(
      names = "--redis",
      paramLabel = "URL",
      description = "Also in a Redis that many controls share, redis://HOST:PORT.")
  @Nullable String redis;

  @Option(names = "--key", description = "secret://NAME, the password of that Redis")
  @Nullable String key;

  @Override
  public Integer call() {
    return ModelCommands.change(
        common,
        "cache",
        new NewCache(
            wish == Wish.ON,
            Optional.of(sampled),
            Optional.ofNullable(alike),
            Optional.ofNullable(minutes).map(Duration::ofMinutes),
            Optional.ofNullable(redis),
            Optional.ofNullable(key)));
  }

  static String words(Common common, ModelList list) {
    return list.cache().map(cache -> words(common, cache)).orElse("");
  }

  private static String words(Common common, CacheView cache) {
    return "answers %sare kept for %s%s: %d hits%s, %d misses\n%s"
        .formatted(
            cache.sampled() ? "" : "that would be the same again ",
            Words.duration(cache.keep()),
            cache.shared().map(" and in "::concat).orElse(""),
            cache.hits(),
            cache
                .alike()
                .map(
                    cosine ->
                        " (%d in other words, from a cosine of %s)"
                            .formatted(cache.alikeHits(), cosine))
                .orElse(""),
            cache.misses(),
            cache.trouble().map(why -> common.paint.bad(why) + "\n").orElse(""));
  }
}
