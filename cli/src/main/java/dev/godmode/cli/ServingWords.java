package dev.godmode.cli;

import dev.godmode.protocol.api.ModelViews.ServerView;
import dev.godmode.protocol.api.ModelViews.ServingView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Servers that come and go as their models are asked for, in words. */
final class ServingWords {

  private ServingWords() {}

  /** A line for each server, and why there are so many; nothing when no agent serves models. */
  static String of(Common common, List<ServingView> servings) {
    var now = common.clock.instant();
    if (servings.isEmpty()) {
      return "";
    }
    var table = new Table("SERVED BY", "MODELS", "SERVERS", "BOUNDS", "WHY SO MANY", "EACH");
    for (var serving : servings) {
      var scaling = serving.scaling();
      var each =
          serving.servers().isEmpty()
              ? List.of(common.paint.dim("none: one starts when it is asked for"))
              : serving.servers().stream().map(server -> words(common, server, now)).toList();
      table.row(
          scaling.type(),
          String.join(", ", serving.models()),
          String.valueOf(scaling.desired()),
          scaling.rule().min() + "–" + scaling.rule().max(),
          scaling.why(),
          each.getFirst());
      each.stream().skip(1).forEach(words -> table.row("", "", "", "", "", words));
    }
    return table.toString();
  }

  private static String words(Common common, ServerView server, Instant now) {
    var state =
        switch (server.state()) {
          case "up" -> common.paint.good("up");
          case "starting" ->
              "starting for " + Words.duration(Duration.between(server.since(), now));
          case "stopping" -> "stopping, %d under way".formatted(server.outstanding());
          case "waiting" -> "waits";
          default -> common.paint.bad(server.state());
        };
    return "%s%s: %s%s"
        .formatted(
            server.name(),
            server.node().map(" on "::concat).orElse(""),
            state,
            server.why().isEmpty() ? "" : ": " + server.why());
  }
}
