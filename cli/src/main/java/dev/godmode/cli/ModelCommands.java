package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.ModelViews.ModelList;
import dev.godmode.protocol.api.ModelViews.NewAlias;
import dev.godmode.protocol.api.ModelViews.NewBudget;
import dev.godmode.protocol.api.ModelViews.NewProvider;
import dev.godmode.protocol.api.ModelViews.PriceView;
import dev.godmode.protocol.api.ModelViews.ProviderView;
import dev.godmode.protocol.api.ModelViews.TriedAnswer;
import dev.godmode.protocol.api.ModelViews.TryModel;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The models that agents and people can ask, and the servers that have them. */
final class ModelCommands {

  private static final String MODELS = API + "/models";
  private static final int SHOWN_MAX = 4;

  private ModelCommands() {}

  @Command(
      name = "models",
      description = "List the servers that have models: how each does, and what it can be asked.",
      subcommands = {
        Add.class,
        Remove.class,
        Alias.class,
        Price.class,
        Budget.class,
        ModelCacheCommand.class,
        ReplicaCommand.class,
        Try.class
      })
  static final class Models implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        return show(common, client.get(ModelList.class, MODELS));
      }
    }
  }

  /** Changes one thing, and shows what there is now. */
  static int change(Common common, String what, Object to) {
    try (var client = common.client()) {
      return show(common, client.post(ModelList.class, MODELS + "/" + what, to));
    }
  }

  private static int show(Common common, ModelList list) {
    common.answer(list, words(common, list));
    return list.problem().isEmpty() ? Exit.OK : Exit.FAILED;
  }

  private static String words(Common common, ModelList list) {
    var problem =
        list.problem()
            .map(
                why ->
                    common.paint.bad("models.json as it is now is NOT in force")
                        + "\n  "
                        + why
                        + "\n")
            .orElse("");
    if (list.providers().isEmpty() && list.servings().isEmpty()) {
      return problem
          + "There is no model yet: gm models add NAME URL brings a server in, for example\n"
          + "  gm models add local http://127.0.0.1:11434\n";
    }
    var table =
        new Table("PROVIDER", "STATE", "MODELS", "UNDER WAY", "BEGINS AFTER", "CALLS", "ADDRESS");
    list.providers()
        .forEach(
            one ->
                table.row(
                    one.name(),
                    state(common, one),
                    models(one),
                    Integer.toString(one.outstanding()),
                    one.latency().isZero() ? "–" : one.latency().toMillis() + " ms",
                    one.calls() + (one.failed() == 0 ? "" : ", %d failed".formatted(one.failed())),
                    one.url()));
    return problem
        + (table.isEmpty() ? "" : table)
        + ServingWords.of(common, list.servings())
        + aliases(list)
        + prices(list)
        + budgets(list)
        + ReplicaCommand.words(list.replicas())
        + ModelCacheCommand.words(common, list);
  }

  private static String state(Common common, ProviderView one) {
    return switch (one.state()) {
      case "up" -> common.paint.good("up");
      case "unknown" -> common.paint.dim("not asked yet");
      default -> common.paint.bad(one.state() + ": " + one.why());
    };
  }

  private static String models(ProviderView one) {
    var shown = String.join(", ", one.models().stream().limit(SHOWN_MAX).toList());
    var more = one.models().size() - SHOWN_MAX;
    return more > 0 ? "%s and %d more".formatted(shown, more) : shown;
  }

  private static String aliases(ModelList list) {
    return list.aliases().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(alias -> "%s means %s\n".formatted(alias.getKey(), alias.getValue()))
        .collect(Collectors.joining());
  }

  private static String prices(ModelList list) {
    return list.prices().stream()
        .map(
            price ->
                "%s costs %s in and %s out, %s for a million tokens\n"
                    .formatted(
                        price.model(),
                        price.input().toPlainString(),
                        price.output().toPlainString(),
                        list.currency()))
        .collect(Collectors.joining());
  }

  @Command(
      name = "add",
      description = {
        "Bring a server in, or change it: NAME is yours to choose, URL is where it is.",
        "Ollama, llama.cpp, vLLM, LM Studio and most hosted APIs speak openai."
      })
  static final class Add implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME")
    String name = "";

    @Parameters(index = "1", paramLabel = "URL", description = "such as http://127.0.0.1:11434")
    String url = "";

    @Option(names = "--speaks", description = "openai (as usual) or anthropic")
    @Nullable String speaks;

    @Option(names = "--key", description = "secret://NAME, which gm secrets set gives its value")
    @Nullable String key;

    @Option(names = "--model", description = "Ask it for these only; as usual all that it lists.")
    List<String> models = List.of();

    @Option(names = "--patience", description = "Seconds without a sign of it; 300 as usual.")
    @Nullable Integer patience;

    @Override
    public Integer call() {
      return change(
          common,
          "providers",
          new NewProvider(
              name,
              url,
              Optional.ofNullable(speaks),
              Optional.ofNullable(key),
              Optional.of(models).filter(all -> !all.isEmpty()),
              Optional.ofNullable(patience).map(Duration::ofSeconds)));
    }
  }

  @Command(
      name = "remove",
      description = "Take a server away; what it answers just now it finishes.")
  static final class Remove implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME")
    String name = "";

    @Override
    public Integer call() {
      try (var client = common.client()) {
        return show(
            common,
            client.delete(ModelList.class, MODELS + "/providers/" + GodModeClient.encoded(name)));
      }
    }
  }

  @Command(
      name = "alias",
      description = "Give MODEL another name; without MODEL the name means nothing any more.")
  static final class Alias implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME")
    String name = "";

    @Parameters(index = "1", paramLabel = "MODEL", arity = "0..1")
    @Nullable String model;

    @Override
    public Integer call() {
      return change(common, "aliases", new NewAlias(name, Optional.ofNullable(model)));
    }
  }

  @Command(
      name = "price",
      description = "Say what MODEL (or a beginning and a star) costs, for a million tokens.")
  static final class Price implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "MODEL")
    String model = "";

    @Parameters(index = "1", paramLabel = "IN", description = "of questions")
    BigDecimal input = BigDecimal.ZERO;

    @Parameters(index = "2", paramLabel = "OUT", description = "of answers")
    BigDecimal output = BigDecimal.ZERO;

    @Override
    public Integer call() {
      return change(common, "prices", new PriceView(model, input, output));
    }
  }

  private static String budgets(ModelList list) {
    return list.budgets().stream()
        .map(
            one ->
                "%s may spend %s %s%s%s\n"
                    .formatted(
                        one.whom(),
                        one.cap().toPlainString(),
                        list.currency(),
                        one.daily() ? " a day" : "",
                        one.whom().equals("attempt")
                            ? ", each for itself"
                            : ": %s spent".formatted(one.spent().toPlainString())))
        .collect(Collectors.joining());
  }

  @Command(
      name = "budget",
      description = {
        "Say what WHOM may spend on models that have a price; without CAP there is no limit.",
        "WHOM is attempt (each for itself), agent:TYPE, stream:NAME, or all."
      })
  static final class Budget implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "WHOM")
    String whom = "";

    @Parameters(index = "1", paramLabel = "CAP", arity = "0..1")
    @Nullable BigDecimal cap;

    @Option(names = "--daily", description = "Counted anew each day, by UTC.")
    boolean daily;

    @Override
    public Integer call() {
      return change(
          common, "budgets", new NewBudget(whom, Optional.of(daily), Optional.ofNullable(cap)));
    }
  }

  @Command(name = "try", description = "Ask MODEL something, and see who answers and how soon.")
  static final class Try implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "MODEL")
    String model = "";

    @Parameters(index = "1..*", paramLabel = "WORDS", arity = "0..*")
    List<String> words = List.of();

    @Override
    public Integer call() {
      var prompt = words.isEmpty() ? "Say hello in five words." : String.join(" ", words);
      try (var client = common.client()) {
        var answer = client.post(TriedAnswer.class, MODELS + "/try", new TryModel(model, prompt));
        common.answer(answer, words(answer));
        return Exit.OK;
      }
    }

    private String words(TriedAnswer answer) {
      return "%s\n%s"
          .formatted(
              answer.text(),
              common.paint.dim(
                  "%s, after %d ms: %d tokens in, %d out"
                      .formatted(
                          answer.provider(),
                          answer.took().toMillis(),
                          answer.inputTokens(),
                          answer.outputTokens())));
    }
  }
}
