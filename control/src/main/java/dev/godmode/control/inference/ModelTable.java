package dev.godmode.control.inference;

import dev.godmode.control.inference.cache.CacheRules;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Which providers there are, and what is said of their models.
 *
 * @param aliases other names of models
 * @param cache what is kept of answers
 */
public record ModelTable(
    List<Provider> providers,
    Map<String, String> aliases,
    List<Price> prices,
    List<Budget> budgets,
    CacheRules cache) {

  public static final ModelTable EMPTY =
      new ModelTable(List.of(), Map.of(), List.of(), List.of(), CacheRules.OFF);

  static final int PROVIDERS_MAX = 200;
  static final int NAMES_MAX = 1_000;

  public ModelTable {
    providers = List.copyOf(providers);
    aliases = Map.copyOf(aliases);
    prices = List.copyOf(prices);
    budgets = List.copyOf(budgets);
    if (providers.size() > PROVIDERS_MAX
        || aliases.size() > NAMES_MAX
        || prices.size() > NAMES_MAX
        || budgets.size() > NAMES_MAX) {
      throw new IllegalArgumentException(
          "there are at most %d providers, and %d aliases, prices and budgets each"
              .formatted(PROVIDERS_MAX, NAMES_MAX));
    }
    var names = new HashSet<String>();
    for (var provider : providers) {
      if (!names.add(provider.name())) {
        throw new IllegalArgumentException("two providers are called " + provider.name());
      }
    }
  }

  public ModelTable withProviders(List<Provider> all) {
    return new ModelTable(all, aliases, prices, budgets, cache);
  }

  public ModelTable withAliases(Map<String, String> all) {
    return new ModelTable(providers, all, prices, budgets, cache);
  }

  public ModelTable withPrices(List<Price> all) {
    return new ModelTable(providers, aliases, all, budgets, cache);
  }

  public ModelTable withBudgets(List<Budget> all) {
    return new ModelTable(providers, aliases, prices, all, cache);
  }

  public ModelTable withCache(CacheRules rules) {
    return new ModelTable(providers, aliases, prices, budgets, rules);
  }
}
