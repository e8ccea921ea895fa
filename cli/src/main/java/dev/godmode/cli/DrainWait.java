package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.NodeView;
import dev.godmode.protocol.api.Requests.NodeList;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.node.DrainPlan;
import dev.godmode.protocol.node.Schedulability;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Follows a drain to its end, and says how far it is. */
final class DrainWait {

  private final GodModeClient client;
  private final Common common;
  private final Progress progress;

  DrainWait(GodModeClient client, Common common) {
    this.client = client;
    this.common = common;
    this.progress = new Progress(common.json);
  }

  /** Returns the node when it does not drain any more. */
  NodeView until(String node) {
    var now = find(client.get(NodeList.class, API + "/nodes").items(), node);
    if (now.schedulability() == Schedulability.DRAINING) {
      client.follow(
          API + "/events",
          event ->
              !event.name().equals("nodes")
                  || goesOn(find(Json.list(NodeView.class, event.data()), node)));
      now = find(client.get(NodeList.class, API + "/nodes").items(), node);
    }
    progress.done();
    return now;
  }

  private boolean goesOn(NodeView node) {
    progress.say(words(node, common.clock.instant()));
    return node.schedulability() == Schedulability.DRAINING;
  }

  /** How far it is; a node whose drain is over has no deadline any more, though it met it. */
  static String words(NodeView node, Instant now) {
    var left = node.running().size();
    if (node.schedulability() != Schedulability.DRAINING) {
      return left == 0
          ? "%s is drained: nothing is left".formatted(node.name())
          : "%s does not drain any more: %d left".formatted(node.name(), left);
    }
    var held = Math.max(left, node.drain().map(DrainPlan::held).orElse(left));
    return "%s drains: %d of %d left%s".formatted(node.name(), left, held, time(node, now));
  }

  private static String time(NodeView node, Instant now) {
    return node.drainBy()
        .map(by -> Duration.between(now, by))
        .map(
            rest ->
                rest.isPositive()
                    ? ", %s to go".formatted(Words.duration(rest))
                    : ", its time is over")
        .orElse("");
  }

  private static NodeView find(List<NodeView> nodes, String words) {
    return nodes.stream()
        .filter(node -> node.name().equals(words) || node.id().value().startsWith(words))
        .findFirst()
        .orElseThrow(() -> new Trouble("%s is not in the fleet any more".formatted(words)));
  }
}
