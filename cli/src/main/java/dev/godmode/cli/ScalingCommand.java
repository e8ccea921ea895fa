package dev.godmode.cli;

import static dev.godmode.cli.Common.API;
import static dev.godmode.client.GodModeClient.encoded;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.Requests.ScalingList;
import dev.godmode.protocol.api.ScalingView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How many of a type of agent may run at once, and why. */
@Command(
    name = "scaling",
    description = "Show how agents are scaled, and what would be decided; nothing is changed.")
final class ScalingCommand implements Callable<Integer> {

  @Mixin Common common = new Common();

  @Parameters(paramLabel = "TYPE", arity = "0..1", description = "One type; all unless told.")
  Optional<String> type = Optional.empty();

  @Option(
      names = "--dry-run",
      description = "Say what would be decided if so much were queued and had waited so long.")
  boolean rehearse;

  @Option(names = "--queue", description = "With --dry-run: so many tasks, or calls of models.")
  Optional<Integer> queue = Optional.empty();

  @Option(names = "--wait", description = "With --dry-run: the oldest for so long, like 90s.")
  Optional<String> wait = Optional.empty();

  @Override
  public Integer call() {
    if (!rehearse && (queue.isPresent() || wait.isPresent())) {
      throw new IllegalArgumentException("--queue and --wait go with --dry-run");
    }
    try (var client = common.client()) {
      var views = type.isPresent() ? List.of(one(client, type.get())) : all(client);
      common.answer(views, words(views));
    }
    return Exit.OK;
  }

  private List<ScalingView> all(GodModeClient client) {
    var views = client.get(ScalingList.class, API + "/scaling").items();
    return rehearse ? views.stream().map(view -> one(client, view.type())).toList() : views;
  }

  private ScalingView one(GodModeClient client, String name) {
    return client.get(
        ScalingView.class,
        GodModeClient.path(
            API + "/scaling/" + encoded(name),
            Map.of("queue", queue.map(String::valueOf), "wait", wait)));
  }

  private String words(List<ScalingView> views) {
    if (views.isEmpty()) {
      return "No agent is scaled. Give agents/NAME.yaml a rule: scaling: {max: 20}";
    }
    var table =
        new Table("AGENT", "QUEUED", "OLDEST", "RUNNING", "AT ONCE", "BOUNDS", "NEXT", "WHY");
    for (var view : views) {
      table.row(
          view.type(),
          String.valueOf(view.queued()),
          view.oldestWait().map(Words::duration).orElse("–"),
          String.valueOf(view.running()),
          String.valueOf(view.desired()),
          view.rule().min() + "–" + view.rule().max(),
          String.valueOf(view.next()),
          view.why());
    }
    return table.toString();
  }
}
