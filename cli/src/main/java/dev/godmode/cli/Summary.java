package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.LoginCode;
import dev.godmode.protocol.api.World;
import dev.godmode.protocol.node.NodeState;
import java.util.Optional;
import java.util.stream.Collectors;

/** What gmup says in the end. */
final class Summary {

  /** The document of {@code gmup --json}. */
  record Document(
      boolean healthy,
      String control,
      String worker,
      String autopilot,
      Optional<String> stopped,
      String hud,
      String login,
      String api,
      String workspace) {}

  /** The same for machines and for people. */
  record Both(Document document, String words) {}

  private final Common common;

  Summary(Common common) {
    this.common = common;
  }

  Both of(ControlStart.Up control, WorkerStart.Up worker) {
    try (var client = common.client()) {
      var world = client.get(World.class, API + "/world");
      var login = client.post(LoginCode.class, API + "/login-codes", new Because(Optional.empty()));
      return new Both(
          document(control, worker, world, login), words(control, worker, world, login));
    }
  }

  private static Document document(
      ControlStart.Up control, WorkerStart.Up worker, World world, LoginCode login) {
    return new Document(
        true,
        control.started() ? "started" : "already up",
        worker.started() ? "started" : "already up",
        world.autopilot().state(),
        world.stopped(),
        control.process().hud(),
        login.link(),
        control.process().api(),
        control.process().workspace());
  }

  private String words(
      ControlStart.Up control, WorkerStart.Up worker, World world, LoginCode login) {
    var paint = common.paint;
    var already = !control.started() && !worker.started();
    var text = new StringBuilder();
    text.append(paint.good("●"))
        .append(already ? " God Mode is already up\n\n" : " God Mode is up\n\n");
    line(
        text,
        "control",
        (control.started() ? "started" : "already up") + ", " + control.process().api());
    line(
        text,
        "worker",
        "%s as %s"
            .formatted(
                worker.started() ? "started" : "already up",
                worker.process().name().orElse("this machine")));
    line(text, "autopilot", autopilot(world));
    line(text, "fleet", fleet(world));
    line(text, "tasks", tasks(world));
    control.health().components().stream()
        .filter(part -> part.name().equals("tailnet") || part.name().equals("people"))
        .forEach(part -> line(text, part.name(), part.detail()));
    line(text, "workspace", control.process().workspace());
    text.append("\n  Open the HUD   ").append(paint.bold(login.link())).append('\n');
    text.append(paint.dim("                 works once, for 10 minutes; another: ./gm login\n"));
    text.append("  Add a machine  ./gm join-code\n");
    text.append("  Look around    ./gm tasks   ./gm nodes   ./gm status   ./gm help\n");
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("  %-14s %s%n".formatted(name, value));
  }

  private String autopilot(World world) {
    var pill = world.autopilot();
    return world
        .stopped()
        .map(why -> common.paint.bad("STOPPED") + ": " + why + "; ./gm resume lets it go on")
        .orElse(pill.state() + pill.task().map(name -> ": " + name).orElse(""));
  }

  private static String fleet(World world) {
    var ready = world.nodes().stream().filter(node -> node.state() == NodeState.READY).count();
    return "%d of %d nodes ready".formatted(ready, world.nodes().size());
  }

  private static String tasks(World world) {
    var counts =
        world.tasks().entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getValue() + " " + Paint.word(entry.getKey()))
            .collect(Collectors.joining(", "));
    return counts.isEmpty() ? "none yet" : counts;
  }
}
