package dev.godmode.server.inference;

import dev.godmode.control.access.Scope;
import dev.godmode.control.inference.Budget;
import dev.godmode.control.inference.Dialect;
import dev.godmode.control.inference.Gateway.Asked;
import dev.godmode.control.inference.Gateway.Refused;
import dev.godmode.control.inference.Gateway.Streaming;
import dev.godmode.control.inference.Gateway.Whole;
import dev.godmode.control.inference.ModelsFile;
import dev.godmode.control.inference.Price;
import dev.godmode.control.inference.Provider;
import dev.godmode.control.inference.ProviderStanding.Snapshot;
import dev.godmode.control.inference.UseBooks;
import dev.godmode.control.inference.cache.CacheRules;
import dev.godmode.control.inference.dialect.Question;
import dev.godmode.protocol.api.ModelViews.BudgetView;
import dev.godmode.protocol.api.ModelViews.CacheView;
import dev.godmode.protocol.api.ModelViews.ModelList;
import dev.godmode.protocol.api.ModelViews.NewAlias;
import dev.godmode.protocol.api.ModelViews.NewBudget;
import dev.godmode.protocol.api.ModelViews.NewCache;
import dev.godmode.protocol.api.ModelViews.NewProvider;
import dev.godmode.protocol.api.ModelViews.PriceView;
import dev.godmode.protocol.api.ModelViews.ProviderView;
import dev.godmode.protocol.api.ModelViews.TriedAnswer;
import dev.godmode.protocol.api.ModelViews.TryModel;
import dev.godmode.protocol.inference.Caller;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which providers there are, and how each does. */
public final class ProviderRoutes {

  private static final String MODELS = "/api/v1/models";

  private final Models models;

  public ProviderRoutes(Models models) {
    this.models = models;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(MODELS, "Providers, their models, how each does, prices")
            .needs(Scope.MODELS_READ)
            .answers(ModelList.class, _ -> list()),
        Route.post(MODELS + "/providers", "Bring a provider in, or change it")
            .needs(Scope.MODELS_CHANGE)
            .takes(NewProvider.class)
            .answers(ModelList.class, this::add),
        Route.delete(MODELS + "/providers/{+name}", "Take a provider away")
            .needs(Scope.MODELS_CHANGE)
            .answers(ModelList.class, this::remove),
        Route.post(MODELS + "/aliases", "Give a model another name, or take it away")
            .needs(Scope.MODELS_CHANGE)
            .takes(NewAlias.class)
            .answers(ModelList.class, this::alias),
        Route.post(MODELS + "/try", "Ask a model something, to see whether it answers")
            .needs(Scope.MODELS_CALL)
            .takes(TryModel.class)
            .answers(TriedAnswer.class, this::tryOut),
        Route.post(MODELS + "/budgets", "Say what may be spent on models, and by whom")
            .needs(Scope.MODELS_CHANGE)
            .takes(NewBudget.class)
            .answers(ModelList.class, this::budget),
        Route.post(MODELS + "/cache", "Say what is kept of answers, and for how long")
            .needs(Scope.MODELS_CHANGE)
            .takes(NewCache.class)
            .answers(ModelList.class, this::keep),
        Route.post(MODELS + "/prices", "Say what a model costs")
            .needs(Scope.MODELS_CHANGE)
            .takes(PriceView.class)
            .answers(ModelList.class, this::price));
  }

  private ModelList list() {
    var table = models.file().table();
    return new ModelList(
        models.providers().all().stream().map(ProviderRoutes::view).toList(),
        models.servers().views(),
        models.branch().replicas().views(),
        models.providers().names(),
        table.aliases(),
        table.prices().stream()
            .map(price -> new PriceView(price.model(), price.input(), price.output()))
            .toList(),
        models.purses().standings().stream()
            .map(
                one ->
                    new BudgetView(
                        one.budget().whom(),
                        one.budget().daily(),
                        one.budget().cap(),
                        one.spent(),
                        one.held()))
            .toList(),
        cache(table.cache()),
        UseBooks.CURRENCY,
        models.file().problem());
  }

  private Optional<CacheView> cache(CacheRules rules) {
    var counts = models.gateway().counts();
    return Optional.of(rules)
        .filter(CacheRules::on)
        .map(
            on ->
                new CacheView(
                    on.sampled(),
                    on.alike(),
                    on.keep(),
                    on.shared().map(URI::toString),
                    models.gateway().trouble(),
                    counts.hits(),
                    counts.alike(),
                    counts.misses()));
  }

  private static ProviderView view(Snapshot one) {
    var provider = one.provider();
    return new ProviderView(
        provider.name(),
        provider.where().shown(),
        word(provider.speaks()),
        provider.key().map(key -> key.name()),
        one.restedIn().isZero() ? one.pulse().name().toLowerCase(Locale.ROOT) : "resting",
        one.why(),
        one.models().stream().sorted().toList(),
        one.outstanding(),
        one.latency(),
        one.calls(),
        one.failed());
  }

  private static String word(Dialect dialect) {
    return dialect.name().toLowerCase(Locale.ROOT);
  }

  private static Dialect dialect(String text) {
    return Arrays.stream(Dialect.values())
        .filter(one -> word(one).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.invalid(
                    "a provider speaks openai or anthropic, not '%s'%s"
                        .formatted(
                            text,
                            Spelling.hint(
                                text,
                                Arrays.stream(Dialect.values())
                                    .map(ProviderRoutes::word)
                                    .toList()))));
  }

  /** It is looked at once before the answer, so that whoever added it sees what is there. */
  private ModelList add(Call call) {
    var wanted = call.body(NewProvider.class);
    var provider =
        new Provider(
            wanted.name(),
            Provider.address(wanted.url()),
            wanted.speaks().map(ProviderRoutes::dialect).orElse(Dialect.OPENAI),
            wanted.key().map(ModelsFile::reference),
            wanted.models().orElse(List.of()),
            wanted.patience().orElse(Provider.USUAL_PATIENCE));
    models
        .file()
        .change(
            table ->
                table.withProviders(
                    with(table.providers(), one -> one.name().equals(provider.name()), provider)));
    models.providers().probe();
    return list();
  }

  private static <T> List<T> with(List<T> all, Predicate<T> replaced, T next) {
    return Stream.concat(all.stream().filter(replaced.negate()), Stream.of(next)).toList();
  }

  private ModelList remove(Call call) {
    var name = call.path("name");
    var names = models.file().table().providers().stream().map(Provider::name).toList();
    if (!names.contains(name)) {
      models.services().requireNotOffered(name);
      throw Refusal.notFound(
          "there is no provider '%s'%s".formatted(name, Spelling.hint(name, names)));
    }
    models
        .file()
        .change(
            table ->
                table.withProviders(
                    table.providers().stream().filter(one -> !one.name().equals(name)).toList()));
    return list();
  }

  private TriedAnswer tryOut(Call call) {
    var wanted = call.body(TryModel.class);
    var began = System.nanoTime();
    var asked = models.gateway().call(Caller.person(call.by()), question(wanted), true);
    return switch (asked.reply()) {
      case Refused(var fault) -> throw Refusal.of(fault);
      case Whole whole -> {
        var answer = Json.mapper().readTree(whole.bytes());
        yield new TriedAnswer(
            whole.provider(),
            answer.at("/choices/0/message/content").asString(""),
            answer.at("/usage/prompt_tokens").asLong(0),
            answer.at("/usage/completion_tokens").asLong(0),
            Duration.ofNanos(System.nanoTime() - began));
      }
      case Streaming(var stream) -> {
        stream.close();
        throw new IllegalStateException("it was asked for as a whole");
      }
    };
  }

  private static Asked question(TryModel wanted) {
    var body = Json.mapper().createObjectNode().put("model", wanted.model());
    body.putArray("messages").addObject().put("role", "user").put("content", wanted.prompt());
    return new Asked(Question.CHAT, body, wanted.prompt().length(), Map.of());
  }

  private ModelList alias(Call call) {
    var wanted = call.body(NewAlias.class);
    models
        .file()
        .change(
            table -> {
              var aliases = new HashMap<>(table.aliases());
              wanted
                  .model()
                  .ifPresentOrElse(
                      model -> aliases.put(wanted.name(), model),
                      () -> aliases.remove(wanted.name()));
              return table.withAliases(aliases);
            });
    return list();
  }

  private ModelList keep(Call call) {
    var wanted = call.body(NewCache.class);
    var rules =
        new CacheRules(
            wanted.on(),
            wanted.sampled().orElse(false),
            wanted.alike(),
            wanted.keep().orElse(CacheRules.USUAL_KEEP),
            wanted.shared().map(CacheRules::address),
            wanted.key().map(ModelsFile::reference));
    models.file().change(table -> table.withCache(rules));
    return list();
  }

  private ModelList price(Call call) {
    var wanted = call.body(PriceView.class);
    var price = new Price(wanted.model(), wanted.input(), wanted.output());
    models
        .file()
        .change(
            table ->
                table.withPrices(
                    with(table.prices(), one -> one.model().equals(price.model()), price)));
    return list();
  }

  private ModelList budget(Call call) {
    var wanted = call.body(NewBudget.class);
    models
        .file()
        .change(
            table -> {
              var others =
                  table.budgets().stream()
                      .filter(one -> !one.whom().equals(wanted.whom()))
                      .toList();
              return table.withBudgets(
                  wanted
                      .cap()
                      .map(cap -> Budget.of(wanted.whom(), wanted.daily().orElse(false), cap))
                      .map(budget -> with(others, _ -> false, budget))
                      .orElse(others));
            });
    return list();
  }
}
