package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.MemoryViews.NearAnswer;
import dev.godmode.protocol.api.MemoryViews.NearEntity;
import dev.godmode.protocol.api.MemoryViews.NearRelation;
import dev.godmode.protocol.api.MemoryViews.NewRelation;
import dev.godmode.protocol.api.MemoryViews.Remembered;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What has to do with what. */
final class GraphCommands {

  private static final String MEMORY = API + "/memory";

  private GraphCommands() {}

  @Command(
      name = "near",
      description = "Show what has to do with a memory (its ID), or with something by its name.")
  static final class Near implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(
        paramLabel = "NAME",
        arity = "1..*",
        description = "A memory's ID, a name as it is written, or KIND:NAME as file:config.yaml.")
    List<String> of = List.of();

    @Option(names = "--hops", description = "How many relations far; 2 as usual, 3 at most.")
    int hops = 2;

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var answer =
            client.get(
                NearAnswer.class,
                GodModeClient.path(
                    MEMORY + "/near",
                    Map.of(
                        "of", Optional.of(String.join(" ", of)),
                        "hops", Optional.of(Integer.toString(hops)))));
        common.answer(answer, words(answer));
        return Exit.OK;
      }
    }

    private String words(NearAnswer answer) {
      var table = new Table("HOPS", "WHAT", "HOW");
      var byId =
          answer.entities().stream().collect(Collectors.toMap(NearEntity::id, Function.identity()));
      for (var one : answer.entities()) {
        table.row(Integer.toString(one.hops()), name(one), how(one, answer.relations(), byId));
      }
      var more =
          answer.more() == 0 ? "" : common.paint.dim("and %d more\n".formatted(answer.more()));
      return table + more + answer.behind().map(why -> common.paint.warn(why) + "\n").orElse("");
    }

    private static String name(NearEntity one) {
      return one.kind().equals("memory") ? one.id() : one.kind() + ":" + one.label();
    }

    /** The relations that lead to it from what is nearer; of a memory what it says. */
    private String how(NearEntity one, List<NearRelation> relations, Map<String, NearEntity> byId) {
      var ways =
          relations.stream()
              .filter(way -> leads(way, one, byId))
              .map(way -> way(way, one, byId))
              .distinct()
              .limit(2)
              .collect(Collectors.joining("; "));
      return one.kind().equals("memory")
          ? ways.isEmpty()
              ? one.label()
              : "%s %s".formatted(one.label(), common.paint.dim("(" + ways + ")"))
          : ways;
    }

    private static boolean leads(NearRelation way, NearEntity one, Map<String, NearEntity> byId) {
      var other = way.from().equals(one.id()) ? way.to() : way.from();
      return (way.from().equals(one.id()) || way.to().equals(one.id()))
          && Optional.ofNullable(byId.get(other)).stream()
              .anyMatch(near -> near.hops() < one.hops());
    }

    private static String way(NearRelation way, NearEntity one, Map<String, NearEntity> byId) {
      return way.from().equals(one.id())
          ? "%s %s".formatted(way.relation(), shown(way.to(), byId))
          : "%s %s it".formatted(shown(way.from(), byId), way.relation());
    }

    private static String shown(String id, Map<String, NearEntity> byId) {
      return Optional.ofNullable(byId.get(id)).map(Near::name).orElse(id);
    }
  }

  @Command(
      name = "relate",
      description =
          "Remember that one thing has to do with another: checkout 'depends on' billing.")
  static final class Relate implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "FROM", description = "A name, or KIND:NAME.")
    String from = "";

    @Parameters(index = "1", paramLabel = "RELATION", description = "A verb, as 'depends on'.")
    String relation = "";

    @Parameters(index = "2", paramLabel = "TO")
    String to = "";

    @Mixin Keeping keeping = new Keeping();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var kept =
            client.post(
                Remembered.class,
                MEMORY + "/relations",
                new NewRelation(from, relation, to, keeping.scope(), keeping.until(common.clock)));
        common.answer(
            kept,
            "%s %s in %s: %s\n"
                .formatted(
                    kept.known() ? "was there already:" : "remembered",
                    kept.memory().id(),
                    kept.memory().scope(),
                    kept.memory().text()));
        return Exit.OK;
      }
    }
  }
}
