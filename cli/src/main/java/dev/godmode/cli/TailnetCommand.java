package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.client.ApiProblem;
import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.TailnetView;
import dev.godmode.protocol.api.TailnetView.NodeLink;
import dev.godmode.protocol.network.TailnetMode;
import dev.godmode.protocol.node.NodeId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How control stands on its tailnet, and how it reaches each node there. */
@Command(
    name = "tailnet",
    description = "Show how control stands on its tailnet, and how it reaches each node.",
    subcommands = TailnetCommand.Grants.class)
final class TailnetCommand implements Callable<Integer> {

  private static final int NO_SUCH_ROUTE = 404;

  @Mixin Common common = new Common();

  @Override
  public Integer call() {
    try (var client = common.client()) {
      var view = ask(client);
      common.answer(view, words(view));
      return view.connected() || view.mode() == TailnetMode.OFF ? Exit.OK : Exit.FAILED;
    }
  }

  @Command(
      name = "grants",
      description = "Print what the tailnet's policy must grant: gm policy export tailscale.")
  static final class Grants implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      return PolicyCommands.export(common, PolicyCommands.Target.tailscale);
    }
  }

  private static TailnetView ask(GodModeClient client) {
    return client.get(TailnetView.class, API + "/tailnet");
  }

  /** Links by node, where there are any; a control of an older version knows none. */
  static Map<NodeId, NodeLink> links(GodModeClient client) {
    try {
      return ask(client).nodes().stream()
          .collect(Collectors.toMap(NodeLink::id, Function.identity()));
    } catch (ApiProblem problem) {
      if (problem.problem().status() == NO_SUCH_ROUTE) {
        return Map.of();
      }
      throw problem;
    }
  }

  private String words(TailnetView view) {
    var text = new StringBuilder();
    text.append(view.connected() ? common.paint.good("●") : common.paint.bad("●"))
        .append(view.connected() ? " on the tailnet: " : " not on the tailnet: ")
        .append(view.detail())
        .append('\n');
    view.link().ifPresent(link -> text.append("  log in     ").append(link).append('\n'));
    text.append("  for it     ").append(use(view.mode())).append('\n');
    view.people().forEach(address -> text.append("  people     ").append(address).append('\n'));
    view.serve()
        .ifPresent(
            address ->
                text.append("  serve      tailscale serve --bg ").append(address).append('\n'));
    view.lock().ifPresent(lock -> text.append("  lock       ").append(lock).append('\n'));
    view.keyExpires()
        .ifPresent(
            end ->
                text.append("  key        ")
                    .append(expiry(end, common.clock.instant()))
                    .append('\n'));
    if (!view.nodes().isEmpty()) {
      text.append('\n').append(table(view));
    }
    return text.toString();
  }

  private static String use(TailnetMode mode) {
    return switch (mode) {
      case OFF -> "nothing; ./gmup --tailscale keeps the fleet port to it";
      case FLEET -> "the fleet port: nobody else gets there, whatever they show";
      case PEOPLE ->
          "the fleet port, and the HUD for people: they are who tailscaled says, and what people.yaml"
              + " says of them";
    };
  }

  private Table table(TailnetView view) {
    var table = new Table("NODE", "ADDRESS", "PATH", "MACHINE", "KEY");
    var now = common.clock.instant();
    for (var link : view.nodes()) {
      table.row(
          link.name(),
          link.address(),
          path(link),
          link.machine().orElse("–"),
          link.keyExpires().map(end -> expiry(end, now)).orElse("–"));
    }
    return table;
  }

  /** "direct by 10.0.0.2:41641". */
  static String path(NodeLink link) {
    return link.path()
        + link.via().map(via -> (link.path().equals("direct") ? " by " : " via ") + via).orElse("");
  }

  static String expiry(Instant end, Instant now) {
    var days = ChronoUnit.DAYS.between(now, end);
    return end.isBefore(now) ? "ran out" : "for %d days".formatted(days);
  }
}
