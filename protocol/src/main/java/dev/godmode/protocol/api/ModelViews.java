package dev.godmode.protocol.api;

import dev.godmode.protocol.api.ReplicaViews.ReplicaView;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The model gateway as people see it. */
public final class ModelViews {

  private ModelViews() {}

  /**
   * A provider.
   *
   * @param key the name of the secret that opens it; never its value
   * @param state "up", "down", "resting", or "unknown" before the first look
   * @param why it is not up; empty when it is
   * @param models that can be asked of it
   * @param outstanding calls that are under way
   * @param latency until an answer begins, a mean of the last ones; zero before the first
   * @param failed calls that failed for a reason that lies with it
   */
  public record ProviderView(
      String name,
      String url,
      String speaks,
      Optional<String> key,
      String state,
      String why,
      List<String> models,
      int outstanding,
      Duration latency,
      long calls,
      long failed) {}

  /**
   * A server that is started when its models are asked for.
   *
   * @param state "up", "down", "resting", "starting", "waiting" (for a place on a node, or to be
   *     started again), "never" (no node can take it), "stuck" (until a person helps), "stopping"
   * @param why it is not up; empty when there is nothing to say
   * @param since when it came to where it is
   * @param outstanding calls that are under way
   */
  public record ServerView(
      String name,
      String state,
      String why,
      Optional<String> node,
      Instant since,
      int outstanding) {}

  /**
   * Models whose servers come and go as they are asked for.
   *
   * @param scaling of the agent whose program is the server: how many there are, and why
   * @param servers that there are just now
   */
  public record ServingView(List<String> models, ScalingView scaling, List<ServerView> servers) {}

  /** What a model costs, for a million tokens each. */
  public record PriceView(String model, BigDecimal input, BigDecimal output) {}

  /**
   * What may be spent.
   *
   * @param whom "attempt" (each for itself), "agent:TYPE", "stream:NAME", or "all"
   * @param daily counted anew each day, by UTC; else for ever
   * @param spent so far; zero for attempts, of which there are many
   * @param held what calls that are under way may cost at most
   */
  public record BudgetView(
      String whom, boolean daily, BigDecimal cap, BigDecimal spent, BigDecimal held) {}

  /** A budget that is set; without a cap it is taken away. */
  public record NewBudget(String whom, Optional<Boolean> daily, Optional<BigDecimal> cap) {}

  /**
   * What is kept of answers.
   *
   * @param sampled also of questions whose answer would be another the next time
   * @param alike the cosine from which the same question in other words counts; empty when none
   *     does
   * @param keep how long
   * @param shared the Redis behind it
   * @param trouble why less is found than that, in words
   * @param hits questions that were answered by it since control began
   * @param alikeHits those of them that were asked in other words
   * @param misses that could have been
   */
  public record CacheView(
      boolean sampled,
      Optional<Double> alike,
      Duration keep,
      Optional<String> shared,
      Optional<String> trouble,
      long hits,
      long alikeHits,
      long misses) {}

  /**
   * What is to be kept of answers; what is left out is as usual.
   *
   * @param on nothing is kept when not
   * @param alike the cosine from which the same question in other words counts, 0.8 to 1; only the
   *     same letters when left out
   * @param key {@code secret://NAME}, the password of the shared one
   */
  public record NewCache(
      boolean on,
      Optional<Boolean> sampled,
      Optional<Double> alike,
      Optional<Duration> keep,
      Optional<String> shared,
      Optional<String> key) {}

  /**
   * All of them.
   *
   * @param servings models that can be had, by the agents whose programs serve them
   * @param replicas of the gateway that can be asked as this one is
   * @param names that can be asked for
   * @param aliases other names, and the models that they mean
   * @param cache what is kept of answers; empty when nothing is
   * @param currency of the prices
   * @param problem why the file as it is now is not in force
   */
  public record ModelList(
      List<ProviderView> providers,
      List<ServingView> servings,
      List<ReplicaView> replicas,
      List<String> names,
      Map<String, String> aliases,
      List<PriceView> prices,
      List<BudgetView> budgets,
      Optional<CacheView> cache,
      String currency,
      Optional<String> problem) {}

  /**
   * A provider that is brought in, in place of one of that name.
   *
   * @param speaks "openai" (when left out) or "anthropic"
   * @param key {@code secret://NAME}
   * @param models all that it lists when left out
   * @param patience without a sign of it
   */
  public record NewProvider(
      String name,
      String url,
      Optional<String> speaks,
      Optional<String> key,
      Optional<List<String>> models,
      Optional<Duration> patience) {}

  /** Something to ask a model, to see whether it answers. */
  public record TryModel(String model, String prompt) {}

  /**
   * What it answered.
   *
   * @param provider who did
   * @param took until the answer was whole
   */
  public record TriedAnswer(
      String provider, String text, long inputTokens, long outputTokens, Duration took) {}

  /**
   * Another name for a model.
   *
   * @param model empty to take the name away
   */
  public record NewAlias(String name, Optional<String> model) {}
}
