package dev.godmode.cli;

import static dev.godmode.cli.Common.API;
import static dev.godmode.client.GodModeClient.encoded;

import dev.godmode.protocol.api.CodeStanding.Drift;
import dev.godmode.protocol.api.NodeView;
import dev.godmode.protocol.api.Requests.Allow;
import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.Requests.Drain;
import dev.godmode.protocol.api.Requests.JoinOffer;
import dev.godmode.protocol.api.Requests.NodeList;
import dev.godmode.protocol.api.TailnetView.NodeLink;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.text.Quantities;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands that look at nodes and act on them. */
final class NodeCommands {

  private NodeCommands() {}

  @Command(name = "nodes", description = "List the machines of the fleet.")
  static final class Nodes implements Callable<Integer> {
    /** Three heartbeats. */
    private static final Duration STALE = Duration.ofSeconds(3);

    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var nodes = client.get(NodeList.class, API + "/nodes").items();
        common.answer(nodes, words(nodes, TailnetCommand.links(client)));
      }
      return Exit.OK;
    }

    private String words(List<NodeView> nodes, Map<NodeId, NodeLink> links) {
      if (nodes.isEmpty()) {
        return "No nodes yet. Add this machine: ./gmup   Add another: gm join-code";
      }
      var table =
          links.isEmpty()
              ? new Table("STATE", "NODE", "SLOTS", "LOAD", "MEM", "SYSTEM", "SKILLS")
              : new Table("STATE", "NODE", "SLOTS", "LOAD", "MEM", "SYSTEM", "SKILLS", "TAILNET");
      var now = common.clock.instant();
      for (var node : nodes) {
        var inventory = node.inventory();
        table.row(
            common.paint.node(node.state(), node.schedulability()),
            node.name(),
            node.running().size() + "/" + node.slots(),
            load(node, now),
            Words.bytes(node.usage().memoryUsedBytes()),
            inventory.map(found -> found.os() + " " + found.arch()).orElse("–"),
            inventory.map(found -> String.valueOf(found.skills().size())).orElse("–"),
            Optional.ofNullable(links.get(node.id())).map(NodeLink::path).orElse("–"));
      }
      return table + drifted(nodes);
    }

    /** Nodes whose code is not what control named, and will not be by waiting. */
    private String drifted(List<NodeView> nodes) {
      return nodes.stream()
          .flatMap(
              node ->
                  node.code().stream()
                      .filter(one -> one.drift() == Drift.DIRTY || one.drift() == Drift.BEHIND)
                      .map(
                          one ->
                              "\n%s: code %s is %s"
                                  .formatted(
                                      node.name(),
                                      one.code(),
                                      CodeCommands.drift(common.paint, one))))
          .collect(Collectors.joining());
    }

    /** A measurement is worth as much as it is young: an old one is shown as old. */
    private String load(NodeView node, Instant now) {
      var heard = node.heardAt();
      if (heard.isEmpty()) {
        return common.paint.dim("not heard");
      }
      var text =
          "cpu %d %%, %s"
              .formatted(Math.round(node.usage().cpu() * 100), Words.ago(heard.get(), now));
      return Duration.between(heard.get(), now).compareTo(STALE) > 0
          ? common.paint.dim(text)
          : text;
    }
  }

  private static Integer act(Common common, String node, String verb, Object body) {
    try (var client = common.client()) {
      var done = client.post(Done.class, API + "/nodes/" + encoded(node) + "/" + verb, body);
      common.answer(done, done.message());
    }
    return Exit.OK;
  }

  @Command(name = "show", description = "Show one node.")
  static final class Show implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NODE", description = "Its name or id.")
    String node = "";

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var found =
            client.get(NodeList.class, API + "/nodes").items().stream()
                .filter(known -> known.name().equals(node) || known.id().value().startsWith(node))
                .findFirst()
                .orElseThrow(
                    () ->
                        new Trouble("there is no node '%s'; gm nodes lists them".formatted(node)));
        common.answer(
            found, words(found, Optional.ofNullable(TailnetCommand.links(client).get(found.id()))));
      }
      return Exit.OK;
    }

    private String words(NodeView node, Optional<NodeLink> link) {
      var text = new StringBuilder();
      text.append(common.paint.bold(node.name()))
          .append("  ")
          .append(common.paint.node(node.state(), node.schedulability()))
          .append("\nid       ")
          .append(node.id())
          .append("\nslots    %d of %d in use".formatted(node.running().size(), node.slots()));
      node.documents()
          .ifPresent(
              one ->
                  text.append("\ndocs     %s, ".formatted(Paint.word(one.freshness())))
                      .append(one.held().map(mark -> "snapshot " + mark.words()).orElse("none"))
                      .append(one.trouble().map(why -> ": " + why).orElse("")));
      node.code()
          .forEach(
              one ->
                  text.append(
                      "\ncode     %s at %s, %s"
                          .formatted(
                              one.code(),
                              one.held().map(CodeCommands::shown).orElse("no commit yet"),
                              one.drift() == Drift.NONE
                                  ? "as named"
                                  : "named is %s: %s"
                                      .formatted(
                                          CodeCommands.shown(one.named()),
                                          CodeCommands.drift(common.paint, one)))));
      node.inventory()
          .ifPresent(
              found ->
                  text.append(
                          "\nsystem   %s %s, %s"
                              .formatted(found.os(), found.arch(), found.cpuModel()))
                      .append("\ncores    %d".formatted(found.cores()))
                      .append(
                          "\nmemory   %s of %s used"
                              .formatted(
                                  Words.bytes(node.usage().memoryUsedBytes()),
                                  Words.bytes(found.memoryBytes())))
                      .append(
                          "\ndisk     %s free of %s"
                              .formatted(
                                  Words.bytes(node.usage().diskFreeBytes()),
                                  Words.bytes(found.diskBytes())))
                      .append("\ngpus     ")
                      .append(found.gpus().isEmpty() ? "none found" : found.gpus().toString())
                      .append("\nskills   ")
                      .append(skills(found))
                      .append("\nagents   ")
                      .append(agents(node, found)));
      link.ifPresent(
          found ->
              text.append("\ntailnet  ")
                  .append(found.address())
                  .append(", ")
                  .append(TailnetCommand.path(found))
                  .append(
                      found
                          .keyExpires()
                          .map(end -> TailnetCommand.expiry(end, common.clock.instant()))
                          .map(key -> "; its key is good " + key)
                          .orElse("")));
      node.running().forEach(task -> text.append("\nruns     ").append(task));
      return text.append('\n').toString();
    }
  }

  /** Tags, with the versions that are known. */
  private static String skills(Inventory found) {
    return found.skills().stream()
        .sorted()
        .map(
            tag ->
                Optional.ofNullable(found.tools().get(tag))
                    .filter(version -> !version.isEmpty())
                    .map(version -> tag + "@" + version)
                    .orElse(tag))
        .collect(Collectors.joining(" "));
  }

  /** Both the machine and its owner may say which it takes. */
  private static String agents(NodeView node, Inventory found) {
    return Stream.of(
            found.agents().map(types -> "takes only " + words(types)),
            node.allowed().map(types -> "may run only " + words(types)))
        .flatMap(Optional::stream)
        .reduce((one, other) -> one + ", and " + other)
        .orElse("any");
  }

  private static String words(Set<String> types) {
    return types.isEmpty() ? "none" : String.join(", ", new TreeSet<>(types));
  }

  @Command(name = "cordon", description = "Give a node no new work.")
  static final class Cordon implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NODE")
    String node = "";

    @Parameters(index = "1", paramLabel = "REASON", arity = "0..1")
    Optional<String> reason = Optional.empty();

    @Override
    public Integer call() {
      return act(common, node, "cordon", new Because(reason));
    }
  }

  @Command(name = "uncordon", description = "Give a node work again.")
  static final class Uncordon implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NODE")
    String node = "";

    @Override
    public Integer call() {
      return act(common, node, "uncordon", new Because(Optional.empty()));
    }
  }

  @Command(
      name = "allow",
      description = "Let a node run only some agents: gm node allow forge coder,tester")
  static final class Allowing implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NODE")
    String node = "";

    @Parameters(
        index = "1",
        paramLabel = "AGENTS",
        arity = "0..1",
        split = ",",
        description = "The types of agents it may run; what runs already goes on.")
    Set<String> agents = new HashSet<>();

    @Option(names = "--any", description = "Let it run any agent.")
    boolean any;

    @Option(names = "--none", description = "Let it run no agent.")
    boolean none;

    @Override
    public Integer call() {
      var ways = (any ? 1 : 0) + (none ? 1 : 0) + (agents.isEmpty() ? 0 : 1);
      if (ways != 1) {
        throw new Trouble(
            "say which agents, as in gm node allow %s coder,tester, or --any, or --none"
                .formatted(node));
      }
      return act(common, node, "allow", new Allow(any ? Optional.empty() : Optional.of(agents)));
    }
  }

  @Command(name = "drain", description = "Let a node finish what it runs, then give it no more.")
  static final class DrainNode implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NODE")
    String node = "";

    @Option(
        names = {"--deadline", "--within"},
        description = "Then what still runs moves, for example 10m.")
    Optional<String> within = Optional.empty();

    @Option(
        names = "--hand-over",
        description = "Take its work elsewhere as soon as there is room, not only at the deadline.")
    boolean handOver;

    @Option(names = "--wait", description = "Wait until nothing runs there any more.")
    boolean wait;

    @Override
    public Integer call() {
      var plan = new Drain(within.map(Quantities::duration), Optional.of(handOver));
      try (var client = common.client()) {
        var done = client.post(Done.class, API + "/nodes/" + encoded(node) + "/drain", plan);
        if (!wait) {
          common.answer(done, done.message());
          return Exit.OK;
        }
        common.answer(
            new DrainWait(client, common).until(node), node + " has nothing to do any more");
      }
      return Exit.OK;
    }
  }

  @Command(name = "remove", description = "Take a node out of the fleet for good.")
  static final class Remove implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NODE")
    String node = "";

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var done = client.delete(Done.class, API + "/nodes/" + encoded(node));
        common.answer(done, done.message());
      }
      return Exit.OK;
    }
  }

  @Command(
      name = "node",
      description = "Look at one node, or act on it.",
      subcommands = {
        Show.class,
        Cordon.class,
        Uncordon.class,
        Allowing.class,
        DrainNode.class,
        Remove.class
      })
  static final class Node {}

  @Command(
      name = "join-code",
      description = "Print the line that adds another machine, or a second control.")
  static final class JoinCode implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Option(
        names = "--standby",
        description =
            "For a second control node instead of a worker: it gets this fleet's authority.")
    boolean standby;

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var codes = standby ? "/standby-codes" : "/join-codes";
        var offer = client.post(JoinOffer.class, API + codes, new Because(Optional.empty()));
        common.answer(
            offer,
            "On the %s, in its copy of God Mode (works once, until %s):\n\n  %s\n"
                .formatted(
                    standby
                        ? "second control node, with the same GODMODE_DATABASE_URL"
                        : "new machine",
                    offer.expires(),
                    offer.command()));
      }
      return Exit.OK;
    }
  }
}
