package dev.godmode.server.change;

import dev.godmode.protocol.api.CodeStanding;
import dev.godmode.protocol.api.CodeStanding.Drift;
import dev.godmode.protocol.code.HeldCode;
import dev.godmode.protocol.code.SharedCode;
import dev.godmode.protocol.node.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far shared code has come: which node has which commit, as each says of itself. It is nobody's
 * state: a control that starts hears it anew.
 */
public final class CodeReach {

  private static final int SAID_MAX = 50;
  private static final int TROUBLE_MAX = 300;

  private final Map<NodeId, List<HeldCode>> told = new ConcurrentHashMap<>();

  /**
   * A node says what it has.
   *
   * @return what it has trouble with that it had none with before
   */
  public List<HeldCode> note(NodeId node, List<HeldCode> code) {
    var now =
        code.stream()
            .limit(SAID_MAX)
            .filter(one -> one.name().matches(SharedCode.NAME))
            .map(CodeReach::cut)
            .toList();
    var before = Optional.ofNullable(told.put(node, now)).orElse(List.of());
    return now.stream()
        .filter(one -> one.trouble().isPresent())
        .filter(one -> before.stream().noneMatch(was -> isSameTrouble(was, one)))
        .toList();
  }

  private static boolean isSameTrouble(HeldCode one, HeldCode other) {
    return one.name().equals(other.name()) && one.trouble().equals(other.trouble());
  }

  private static HeldCode cut(HeldCode said) {
    return new HeldCode(
        said.name(),
        said.commit().filter(commit -> commit.matches("[0-9a-f]{40,64}")),
        said.dirty(),
        said.trouble().map(why -> why.substring(0, Math.min(TROUBLE_MAX, why.length()))));
  }

  /** How a node stands to a code. */
  public CodeStanding standing(NodeId node, SharedCode code) {
    var named = code.on(node).commit();
    var held =
        Optional.ofNullable(told.get(node)).stream()
            .flatMap(List::stream)
            .filter(one -> one.name().equals(code.name()))
            .findFirst();
    return new CodeStanding(
        code.name(),
        named,
        !named.equals(code.all().commit()),
        held.flatMap(HeldCode::commit),
        held.map(one -> drift(one, named))
            .orElse(told.containsKey(node) ? Drift.PULLING : Drift.UNKNOWN),
        held.flatMap(HeldCode::trouble));
  }

  private static Drift drift(HeldCode held, String named) {
    if (held.dirty()) {
      return Drift.DIRTY;
    }
    if (held.trouble().isPresent()) {
      return Drift.BEHIND;
    }
    return held.commit().equals(Optional.of(named)) ? Drift.NONE : Drift.PULLING;
  }
}
