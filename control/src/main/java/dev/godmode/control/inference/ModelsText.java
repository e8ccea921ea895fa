package dev.godmode.control.inference;

import dev.godmode.control.inference.cache.CacheRules;
import dev.godmode.protocol.json.Json;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.DeserializationFeature;

/** A table of models as JSON that a person can read, and write. */
public final class ModelsText {

  /** A provider as it is written down; what may be left out is optional. */
  private record WrittenProvider(
      String name,
      String url,
      Optional<Dialect> speaks,
      Optional<String> key,
      Optional<List<String>> models,
      Optional<Duration> patience) {

    static WrittenProvider of(Provider provider) {
      return new WrittenProvider(
          provider.name(),
          provider.where().shown(),
          Optional.of(provider.speaks()),
          provider.key().map(key -> "secret://" + key.name()),
          Optional.of(provider.models()).filter(models -> !models.isEmpty()),
          Optional.of(provider.patience()).filter(p -> !p.equals(Provider.USUAL_PATIENCE)));
    }

    Provider read() {
      return new Provider(
          name,
          Provider.address(url),
          speaks.orElse(Dialect.OPENAI),
          key.map(ModelsFile::reference),
          models.orElse(List.of()),
          patience.orElse(Provider.USUAL_PATIENCE));
    }
  }

  /** A price as it is written down. */
  private record WrittenPrice(String model, BigDecimal input, BigDecimal output) {}

  /** A budget as it is written down. */
  private record WrittenBudget(String whom, Optional<Boolean> daily, BigDecimal cap) {}

  /** What is kept of answers, as it is written down; nothing where it stands not. */
  private record WrittenCache(
      Optional<Boolean> sampled,
      Optional<Double> alike,
      Optional<Duration> keep,
      Optional<String> shared,
      Optional<String> key) {

    static WrittenCache of(CacheRules rules) {
      return new WrittenCache(
          Optional.of(rules.sampled()),
          rules.alike(),
          Optional.of(rules.keep()),
          rules.shared().map(URI::toString),
          rules.key().map(key -> "secret://" + key.name()));
    }

    CacheRules read() {
      return new CacheRules(
          true,
          sampled.orElse(false),
          alike,
          keep.orElse(CacheRules.USUAL_KEEP),
          shared.map(CacheRules::address),
          key.map(ModelsFile::reference));
    }
  }

  /** The file. */
  private record Written(
      Optional<List<WrittenProvider>> providers,
      Optional<Map<String, String>> aliases,
      Optional<List<WrittenPrice>> prices,
      Optional<List<WrittenBudget>> budgets,
      Optional<WrittenCache> cache) {

    static Written of(ModelTable table) {
      return new Written(
          Optional.of(table.providers().stream().map(WrittenProvider::of).toList()),
          Optional.of(table.aliases()),
          Optional.of(
              table.prices().stream()
                  .map(price -> new WrittenPrice(price.model(), price.input(), price.output()))
                  .toList()),
          Optional.of(
              table.budgets().stream()
                  .map(one -> new WrittenBudget(one.whom(), Optional.of(one.daily()), one.cap()))
                  .toList()),
          Optional.of(table.cache()).filter(CacheRules::on).map(WrittenCache::of));
    }

    ModelTable read() {
      return new ModelTable(
          providers.orElse(List.of()).stream().map(WrittenProvider::read).toList(),
          aliases.orElse(Map.of()),
          prices.orElse(List.of()).stream()
              .map(price -> new Price(price.model(), price.input(), price.output()))
              .toList(),
          budgets.orElse(List.of()).stream()
              .map(one -> Budget.of(one.whom(), one.daily().orElse(false), one.cap()))
              .toList(),
          cache.map(WrittenCache::read).orElse(CacheRules.OFF));
    }
  }

  private ModelsText() {}

  /** The table, written down. */
  public static String of(ModelTable table) {
    return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(Written.of(table))
        + "\n";
  }

  /**
   * Reads one.
   *
   * @throws tools.jackson.core.JacksonException when it is no such document
   * @throws IllegalArgumentException when it says what cannot be
   */
  public static ModelTable read(String text) {
    return Json.mapper()
        .readerFor(Written.class)
        .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .<Written>readValue(text)
        .read();
  }
}
