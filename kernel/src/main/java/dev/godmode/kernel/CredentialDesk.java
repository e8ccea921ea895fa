package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;
import static dev.godmode.kernel.Turn.refused;

import dev.godmode.kernel.Command.NoteDenial;
import dev.godmode.kernel.Command.RevokeCredentials;
import dev.godmode.kernel.Reply.Code;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.kernel.task.Task;
import dev.godmode.kernel.task.TaskPhase.Running;
import dev.godmode.protocol.event.FleetEvent.AccessDenied;
import dev.godmode.protocol.event.TaskEvent.CredentialRevoked;
import dev.godmode.protocol.node.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What attempts may show for themselves. A credential needs no state of its own: it lives as long
 * as the lease it is bound to, and a revocation is a mark on that lease.
 */
final class CredentialDesk {

  private CredentialDesk() {}

  static Reply revoke(Turn turn, RevokeCredentials command) {
    var leases = matching(turn.state(), command);
    if (leases.isEmpty()) {
      return refused(Code.NOT_FOUND, "no attempt that runs now has a credential like that");
    }
    leases.forEach(lease -> turn.emit(new CredentialRevoked(lease.attempt(), command.reason())));
    return DONE;
  }

  private static List<Running> matching(State state, RevokeCredentials command) {
    return candidates(state, command)
        .filter(task -> command.agent().stream().allMatch(task.spec().agentType()::equals))
        .flatMap(task -> unrevoked(task).stream())
        .filter(lease -> command.node().stream().allMatch(lease.node()::equals))
        .toList();
  }

  private static Stream<Task> candidates(State state, RevokeCredentials command) {
    return command
        .task()
        .map(id -> state.tasks().find(id).stream())
        .orElseGet(() -> onNodes(state, command.node()));
  }

  private static Stream<Task> onNodes(State state, Optional<NodeId> one) {
    return one
        .map(List::of)
        .orElseGet(() -> state.nodes().all().stream().map(node -> node.id()).toList())
        .stream()
        .map(state.nodes()::leased)
        .flatMap(Collection::stream)
        .flatMap(id -> state.tasks().find(id).stream());
  }

  private static Optional<Running> unrevoked(Task task) {
    return task.phase()
        .held()
        .filter(lease -> task.attempt(lease.attempt()).flatMap(Attempt::revoked).isEmpty());
  }

  static Reply note(Turn turn, NoteDenial command) {
    turn.emit(new AccessDenied(command.who(), command.what(), command.why(), command.times()));
    return DONE;
  }
}
