package dev.godmode.testkit.sim;

import static dev.godmode.testkit.sim.Promises.require;

import dev.godmode.protocol.code.NodeCode;
import dev.godmode.protocol.event.FleetEvent.CodeEvent;
import dev.godmode.protocol.event.FleetEvent.CodeForgotten;
import dev.godmode.protocol.event.FleetEvent.CodeNamed;
import dev.godmode.protocol.event.FleetEvent.CodePromoted;
import dev.godmode.protocol.event.FleetEvent.CodeRefused;
import dev.godmode.protocol.event.FleetEvent.CodeTakenBack;
import dev.godmode.protocol.event.FleetEvent.CodeTried;
import dev.godmode.protocol.node.NodeId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What must hold of shared code: a node has a commit only when it was named for all, or for it; and
 * nothing is for all that was not tried or named so.
 */
final class CodePromise {

  private final Map<String, String> all = new HashMap<>();
  private final Map<String, String> tried = new HashMap<>();
  private final Set<String> forAll = new HashSet<>();
  private final Set<String> forOne = new HashSet<>();

  void hold(CodeEvent event) {
    switch (event) {
      case CodeNamed(var code, var at) -> {
        all.put(code, at.commit());
        tried.remove(code);
        forAll.add(code + at.commit());
      }
      case CodeTried(var code, var commit, var nodes) -> {
        require(all.containsKey(code), "%s is tried and not shared", code);
        require(!commit.equals(all.get(code)), "%s is tried at what all have", code);
        tried.put(code, commit);
        nodes.forEach(node -> forOne.add(code + commit + node));
      }
      case CodePromoted(var code, var commit) -> {
        require(commit.equals(tried.remove(code)), "%s is promoted to what was not tried", code);
        all.put(code, commit);
        forAll.add(code + commit);
      }
      case CodeTakenBack e ->
          require(
              Objects.equals(e.commit(), tried.remove(e.code())),
              "%s is taken back from what was not tried",
              e.code());
      case CodeForgotten(var code) -> {
        require(all.remove(code) != null, "%s is forgotten and was not shared", code);
        tried.remove(code);
      }
      case CodeRefused _ -> {}
    }
  }

  /** What a node is told may be old, and is never what was not meant for it. */
  void told(NodeId node, List<NodeCode> code) {
    for (var one : code) {
      var what = one.name() + one.at().commit();
      require(
          forAll.contains(what) || forOne.contains(what + node),
          "%s is told to have %s, which nobody named for it",
          node,
          one);
    }
  }
}
