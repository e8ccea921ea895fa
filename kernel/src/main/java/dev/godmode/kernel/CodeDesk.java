package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;
import static dev.godmode.kernel.Turn.refused;

import dev.godmode.kernel.Command.ForgetCode;
import dev.godmode.kernel.Command.NameCode;
import dev.godmode.kernel.Command.NoteCode;
import dev.godmode.kernel.Command.PromoteCode;
import dev.godmode.kernel.Command.TakeBackCode;
import dev.godmode.kernel.Command.TryCode;
import dev.godmode.kernel.Reply.Code;
import dev.godmode.kernel.node.Node;
import dev.godmode.protocol.code.NodeCode;
import dev.godmode.protocol.code.SharedCode;
import dev.godmode.protocol.code.SharedCode.Trial;
import dev.godmode.protocol.event.FleetEvent.CodeEvent;
import dev.godmode.protocol.event.FleetEvent.CodeForgotten;
import dev.godmode.protocol.event.FleetEvent.CodeNamed;
import dev.godmode.protocol.event.FleetEvent.CodePromoted;
import dev.godmode.protocol.event.FleetEvent.CodeRefused;
import dev.godmode.protocol.event.FleetEvent.CodeTakenBack;
import dev.godmode.protocol.event.FleetEvent.CodeTried;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.NodeState;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names the commit at which each node has the code that the fleet shares. An update is tried on
 * some nodes first; then a person says that it is for all, or for nobody.
 */
final class CodeDesk {

  /** Each node holds all of them. */
  static final int CODES_MAX = 20;

  /** Of what a node says in its own words. */
  private static final int WHY_MAX = 300;

  private static final String COMMIT = "[0-9a-f]{40}|[0-9a-f]{64}";

  private CodeDesk() {}

  static Reply name(Turn turn, NameCode command) {
    var all = turn.state().fleet().code();
    var known = Optional.ofNullable(all.get(command.code()));
    if (!command.code().matches(SharedCode.NAME)) {
      return refused(
          Code.INVALID,
          "'%s' is no name of a code: up to 40 lower-case letters, digits and dashes",
          command.code());
    }
    if (!command.at().commit().matches(COMMIT)) {
      return refused(Code.INVALID, "'%s' is no commit in full", command.at().commit());
    }
    var other =
        all.values().stream()
            .filter(one -> !one.name().equals(command.code()))
            .filter(one -> one.all().repository().equals(command.at().repository()))
            .findFirst();
    if (other.isPresent()) {
      return refused(
          Code.CONFLICT,
          "the fleet shares %s already, as %s",
          command.at().repository(),
          other.get().name());
    }
    if (known.isEmpty() && all.size() >= CODES_MAX) {
      return refused(Code.CONFLICT, "the fleet shares %d codes already, the most", CODES_MAX);
    }
    if (!known.equals(
        Optional.of(new SharedCode(command.code(), command.at(), Optional.empty())))) {
      turn.emit(new CodeNamed(command.code(), command.at()));
      tellAll(turn);
    }
    return DONE;
  }

  static Reply attempt(Turn turn, TryCode command) {
    var known = Optional.ofNullable(turn.state().fleet().code().get(command.code()));
    if (known.isEmpty()) {
      return unknown(command.code());
    }
    if (!command.commit().matches(COMMIT)) {
      return refused(Code.INVALID, "'%s' is no commit in full", command.commit());
    }
    if (known.get().all().commit().equals(command.commit())) {
      return refused(
          Code.CONFLICT, "all nodes have %s at %.10s already", command.code(), command.commit());
    }
    if (command.nodes().isEmpty()
        || command.nodes().stream().anyMatch(node -> !isMember(turn, node))) {
      return refused(Code.INVALID, "say which nodes of the fleet try it first");
    }
    if (!known.get().trial().equals(Optional.of(new Trial(command.commit(), command.nodes())))) {
      turn.emit(new CodeTried(command.code(), command.commit(), command.nodes()));
      tellAll(turn);
    }
    return DONE;
  }

  private static boolean isMember(Turn turn, NodeId node) {
    return turn.state()
        .nodes()
        .find(node)
        .filter(found -> found.state() != NodeState.REMOVED)
        .isPresent();
  }

  static Reply promote(Turn turn, PromoteCode command) {
    var trial = trial(turn, command.code());
    if (trial.isEmpty()) {
      return untried(turn, command.code());
    }
    turn.emit(new CodePromoted(command.code(), trial.get().commit()));
    tellAll(turn);
    return DONE;
  }

  static Reply takeBack(Turn turn, TakeBackCode command) {
    var trial = trial(turn, command.code());
    if (trial.isEmpty()) {
      return untried(turn, command.code());
    }
    turn.emit(new CodeTakenBack(command.code(), trial.get().commit(), command.reason()));
    tellAll(turn);
    return DONE;
  }

  static Reply forget(Turn turn, ForgetCode command) {
    if (!turn.state().fleet().code().containsKey(command.code())) {
      return unknown(command.code());
    }
    turn.emit(new CodeForgotten(command.code()));
    tellAll(turn);
    return DONE;
  }

  /** What is not shared any more is nobody's trouble. */
  static Reply note(Turn turn, NoteCode command) {
    var node = turn.state().nodes().find(command.node());
    if (node.isPresent() && turn.state().fleet().code().containsKey(command.code())) {
      var why = command.why().substring(0, Math.min(WHY_MAX, command.why().length()));
      turn.emit(new CodeRefused(command.code(), node.get().name(), why));
    }
    return DONE;
  }

  /** A node that connects is told what it is to have. */
  static void welcome(Turn turn, NodeId node) {
    if (!turn.state().fleet().code().isEmpty()) {
      tell(turn, node);
    }
  }

  private static void tellAll(Turn turn) {
    turn.state().nodes().all().stream()
        .filter(node -> node.state() != NodeState.REMOVED)
        .map(Node::id)
        .forEach(node -> tell(turn, node));
  }

  private static void tell(Turn turn, NodeId node) {
    turn.act(new Effect.NameCode(node, named(turn.state().fleet().code(), node)));
  }

  private static List<NodeCode> named(Map<String, SharedCode> all, NodeId node) {
    return all.values().stream()
        .sorted(Comparator.comparing(SharedCode::name))
        .map(shared -> new NodeCode(shared.name(), shared.on(node)))
        .toList();
  }

  private static Optional<Trial> trial(Turn turn, String code) {
    return Optional.ofNullable(turn.state().fleet().code().get(code)).flatMap(SharedCode::trial);
  }

  private static Reply unknown(String code) {
    return refused(
        Code.NOT_FOUND, "the fleet shares no code '%s': 'gm code' lists what it shares", code);
  }

  private static Reply untried(Turn turn, String code) {
    return turn.state().fleet().code().containsKey(code)
        ? refused(Code.CONFLICT, "nothing is tried of %s: 'gm code update %s' begins", code, code)
        : unknown(code);
  }

  /** What the fleet shares after one more fact. */
  static Map<String, SharedCode> after(Map<String, SharedCode> before, CodeEvent event) {
    var all = new HashMap<>(before);
    switch (event) {
      case CodeNamed(var code, var at) -> all.put(code, new SharedCode(code, at, Optional.empty()));
      case CodeTried(var code, var commit, var nodes) ->
          all.computeIfPresent(
              code,
              (_, one) ->
                  new SharedCode(
                      code, one.all(), Optional.of(new Trial(commit, new HashSet<>(nodes)))));
      case CodePromoted(var code, var commit) ->
          all.computeIfPresent(
              code, (_, one) -> new SharedCode(code, one.at(commit), Optional.empty()));
      case CodeTakenBack e ->
          all.computeIfPresent(
              e.code(), (_, one) -> new SharedCode(e.code(), one.all(), Optional.empty()));
      case CodeForgotten(var code) -> all.remove(code);
      case CodeRefused _ -> {}
    }
    return all;
  }
}
