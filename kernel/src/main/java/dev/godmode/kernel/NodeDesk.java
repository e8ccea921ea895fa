package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;
import static dev.godmode.kernel.Turn.refused;

import dev.godmode.kernel.Command.AllowAgents;
import dev.godmode.kernel.Command.ConnectNode;
import dev.godmode.kernel.Command.CordonNode;
import dev.godmode.kernel.Command.DisconnectNode;
import dev.godmode.kernel.Command.DrainNode;
import dev.godmode.kernel.Command.EnrolNode;
import dev.godmode.kernel.Command.EquipNode;
import dev.godmode.kernel.Command.Heartbeat;
import dev.godmode.kernel.Command.NoteClone;
import dev.godmode.kernel.Command.RemoveNode;
import dev.godmode.kernel.Command.UncordonNode;
import dev.godmode.kernel.Reply.Code;
import dev.godmode.kernel.node.Claims;
import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.task.TaskPhase.Stopping;
import dev.godmode.protocol.event.FleetEvent.FencesRaised;
import dev.godmode.protocol.event.FleetEvent.JoinCodeUsed;
import dev.godmode.protocol.event.NodeEvent.NodeAllowed;
import dev.godmode.protocol.event.NodeEvent.NodeClaimRefused;
import dev.godmode.protocol.event.NodeEvent.NodeCloned;
import dev.godmode.protocol.event.NodeEvent.NodeCordoned;
import dev.godmode.protocol.event.NodeEvent.NodeDraining;
import dev.godmode.protocol.event.NodeEvent.NodeEnrolled;
import dev.godmode.protocol.event.NodeEvent.NodeReady;
import dev.godmode.protocol.event.NodeEvent.NodeRemoved;
import dev.godmode.protocol.event.NodeEvent.NodeReported;
import dev.godmode.protocol.event.NodeEvent.NodeUncordoned;
import dev.godmode.protocol.node.DrainPlan;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.node.Schedulability;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.Ending;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What nodes say, and what people ask of them. */
final class NodeDesk {

  private static final int NAME_MAX = 63;

  /** No backup is so old; a node that says more makes it up. */
  private static final long FENCES_AHEAD_MAX = 1_000_000_000;

  private NodeDesk() {}

  static Reply enrol(Turn turn, EnrolNode command) {
    var expires =
        Optional.ofNullable(turn.state().fleet().joinCodes().get(command.joinSecretHash()));
    if (expires.isEmpty()) {
      return refused(
          Code.FORBIDDEN,
          "this join code is unknown or was used already: ask for a new one with 'gm join-code'");
    }
    if (!expires.get().isAfter(turn.now())) {
      return refused(
          Code.FORBIDDEN,
          "this join code expired at %s: ask for a new one with 'gm join-code'",
          expires.get());
    }
    turn.emit(
        new NodeEnrolled(
            command.node(), freeName(turn.state(), command.hostName()), command.fingerprint()));
    turn.emit(new JoinCodeUsed(command.joinSecretHash(), command.node()));
    return DONE;
  }

  /** The host's name, made safe and unique: forge, forge-2, forge-3. */
  private static String freeName(State state, String hostName) {
    var clean =
        hostName
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\..*", "")
            .replaceAll("[^a-z0-9-]+", "-")
            .replaceAll("^-+|-+$", "");
    var base = clean.isEmpty() ? "node" : clean.substring(0, Math.min(NAME_MAX, clean.length()));
    var name = base;
    for (var n = 2; state.nodes().nameTaken(name); n++) {
      name = base + "-" + n;
    }
    return name;
  }

  static Reply connect(Turn turn, ConnectNode command) {
    var node = turn.state().nodes().find(command.node());
    if (node.isEmpty() || node.get().state() == NodeState.REMOVED) {
      var why = "this node is not part of the fleet any more: join again with a new code";
      turn.act(new Effect.DismissNode(command.node(), why));
      return refused(Code.FORBIDDEN, why);
    }
    turn.state().nodes().heard(command.node(), turn.now(), command.usage());
    report(turn, node.get(), command.inventory(), command.slots());
    turn.act(new Effect.WelcomeNode(command.node(), node.get().name()));
    outgrow(turn, command.node(), command.running());
    CodeDesk.welcome(turn, command.node());
    ready(turn, command.node(), command.running());
    reconcile(turn, command.node(), command.running());
    resend(turn, command.node(), command.running());
    turn.state().placementDue();
    return DONE;
  }

  /**
   * A database from a backup does not know the last leases, and would give their fences again, to
   * what is not the same. Nodes remember: each tells what it holds before it is given anything.
   */
  private static void outgrow(Turn turn, NodeId node, List<AttemptKey> running) {
    var last = turn.state().fleet().lastFence();
    running.stream()
        .map(AttemptKey::fence)
        .filter(fence -> fence > last && fence - last <= FENCES_AHEAD_MAX)
        .max(Comparator.naturalOrder())
        .ifPresent(fence -> turn.emit(new FencesRaised(node, last, fence)));
  }

  /** What cannot be true of a machine is cut down to what can, and said so once. */
  private static void report(Turn turn, Node node, Inventory inventory, int slots) {
    var claim = Claims.check(inventory, slots);
    if (!node.inventory().equals(Optional.of(claim.inventory())) || node.slots() != claim.slots()) {
      claim.refused().forEach(what -> turn.emit(new NodeClaimRefused(node.id(), what)));
      turn.emit(new NodeReported(node.id(), claim.inventory(), claim.slots()));
    }
  }

  static Reply equip(Turn turn, EquipNode command) {
    return member(
        turn,
        command.node(),
        node -> {
          report(turn, node, command.inventory(), node.slots());
          turn.state().placementDue();
          return DONE;
        });
  }

  /** Whether it had been lost. */
  private static boolean ready(Turn turn, NodeId id, List<AttemptKey> running) {
    var state = turn.state().nodes().find(id).orElseThrow().state();
    if (state == NodeState.LOST || state == NodeState.SUSPECT) {
      turn.emit(new NodeReady(id));
    }
    if (state == NodeState.LOST) {
      Losses.rejoin(turn, id, running);
    }
    return state == NodeState.LOST;
  }

  static Reply heartbeat(Turn turn, Heartbeat command) {
    var node = turn.state().nodes().find(command.node());
    if (node.isEmpty() || node.get().state() == NodeState.REMOVED) {
      turn.act(new Effect.DismissNode(command.node(), "removed from the fleet"));
      return DONE;
    }
    turn.state().nodes().heard(command.node(), turn.now(), command.usage());
    var wasLost = ready(turn, command.node(), command.running());
    reconcile(turn, command.node(), command.running());
    if (wasLost) {
      resend(turn, command.node(), command.running());
    }
    return DONE;
  }

  /**
   * What the node holds and should not is fenced; where its report is taken, that is on its way.
   */
  private static void reconcile(Turn turn, NodeId node, List<AttemptKey> running) {
    for (var key : running) {
      if (LeaseDesk.live(turn.state(), node, key).isEmpty()) {
        var over =
            turn.state()
                .tasks()
                .find(key.task())
                .flatMap(task -> task.attempt(key))
                .flatMap(attempt -> attempt.report());
        if (over.isEmpty() || over.get().ending() == Ending.ORPHANED) {
          turn.act(LeaseDesk.fence(node, key));
        }
      }
    }
  }

  /** What the node should hold and does not know: sent again, or orphaned when it had started. */
  private static void resend(Turn turn, NodeId node, List<AttemptKey> running) {
    var held = new HashSet<>(running);
    for (var id : turn.state().nodes().leased(node)) {
      var task = turn.state().tasks().find(id).orElseThrow();
      var lease = task.phase().held().orElseThrow();
      if (!held.contains(lease.attempt())) {
        var started = task.attempt(lease.attempt()).flatMap(attempt -> attempt.startedAt());
        if (started.isPresent() || lease.stopping() != Stopping.NO) {
          LeaseDesk.orphan(turn, lease, "its worker came back without it");
        } else {
          LeaseDesk.dispatch(turn, node, lease.attempt());
        }
      } else if (lease.stopping() != Stopping.NO) {
        turn.act(new Effect.StopAttempt(node, lease.attempt(), lease.why()));
      }
    }
  }

  static Reply disconnect(Turn turn, DisconnectNode command) {
    turn.state().nodes().closed(command.node(), turn.now());
    return DONE;
  }

  static Reply cordon(Turn turn, CordonNode command) {
    return member(
        turn,
        command.node(),
        node -> {
          if (node.schedulability() != Schedulability.CORDONED) {
            turn.emit(new NodeCordoned(node.id(), command.reason()));
          }
          return DONE;
        });
  }

  static Reply uncordon(Turn turn, UncordonNode command) {
    return member(
        turn,
        command.node(),
        node -> {
          if (node.schedulability() != Schedulability.OPEN) {
            turn.emit(new NodeUncordoned(node.id()));
          }
          return DONE;
        });
  }

  /** What runs there goes on, also of agents that it may not run any more. */
  static Reply allow(Turn turn, AllowAgents command) {
    return member(
        turn,
        command.node(),
        node -> {
          if (!node.allowed().equals(command.agents())) {
            turn.emit(new NodeAllowed(node.id(), command.agents()));
          }
          return DONE;
        });
  }

  static Reply drain(Turn turn, DrainNode command) {
    return member(
        turn,
        command.node(),
        node -> {
          if (node.schedulability() == Schedulability.DRAINING) {
            return refused(Code.CONFLICT, "%s drains already", node.name());
          }
          var held = turn.state().nodes().leasedCount(node.id());
          var plan = new DrainPlan(held, command.handOver());
          turn.emit(new NodeDraining(node.id(), command.deadline(), Optional.of(plan)));
          Drains.drained(turn, node.id());
          return DONE;
        });
  }

  static Reply note(Turn turn, NoteClone command) {
    return member(
        turn,
        command.node(),
        node -> {
          turn.emit(new NodeCloned(node.id(), command.why()));
          return DONE;
        });
  }

  static Reply remove(Turn turn, RemoveNode command) {
    return member(
        turn,
        command.node(),
        node -> {
          turn.emit(new NodeRemoved(node.id(), command.reason()));
          orphanAll(turn, node.id(), "node %s was removed".formatted(node.name()));
          turn.act(new Effect.DismissNode(node.id(), command.reason()));
          return DONE;
        });
  }

  static void orphanAll(Turn turn, NodeId node, String reason) {
    for (var id : turn.state().nodes().leased(node)) {
      turn.state()
          .tasks()
          .find(id)
          .flatMap(task -> task.phase().held())
          .ifPresent(lease -> LeaseDesk.orphan(turn, lease, reason));
    }
  }

  private static Reply member(Turn turn, NodeId id, Function<Node, Reply> act) {
    return turn.state()
        .nodes()
        .find(id)
        .filter(node -> node.state() != NodeState.REMOVED)
        .map(act)
        .orElseGet(() -> refused(Code.NOT_FOUND, "there is no node %s in the fleet", id));
  }
}
