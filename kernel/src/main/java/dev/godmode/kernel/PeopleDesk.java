package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;
import static dev.godmode.kernel.Turn.refused;

import dev.godmode.kernel.Command.ApplyPolicy;
import dev.godmode.kernel.Command.NoteLogin;
import dev.godmode.kernel.Command.RemovePerson;
import dev.godmode.kernel.Command.SetPerson;
import dev.godmode.kernel.Reply.Code;
import dev.godmode.protocol.event.FleetEvent.PersonLoggedIn;
import dev.godmode.protocol.event.FleetEvent.PersonRemoved;
import dev.godmode.protocol.event.FleetEvent.PersonSet;
import dev.godmode.protocol.event.FleetEvent.PolicyApplied;
import dev.godmode.protocol.people.Role;
import java.util.Set;

/**
 * People beside the owner, and the policy. Whoever holds the owner's token is the owner: that
 * person is on no list, and cannot be taken off one, so there is always an owner left.
 */
final class PeopleDesk {

  static final int PEOPLE_MAX = 1_000;

  private static final String NAME = "[a-z0-9][a-z0-9._-]{0,39}";

  /** Names by which the ledger means something else. */
  private static final Set<String> TAKEN =
      Set.of(Fleet.OWNER, "autopilot", "control", "nodes", "somebody", "many");

  private PeopleDesk() {}

  static Reply set(Turn turn, SetPerson command) {
    var people = turn.state().fleet().people();
    var name = command.name();
    if (name.equals(Fleet.OWNER) && command.role() != Role.OWNER) {
      return lastOwner();
    }
    if (TAKEN.contains(name)) {
      return refused(Code.CONFLICT, "the name '%s' is taken: it means something else", name);
    }
    if (!name.matches(NAME)) {
      return refused(
          Code.INVALID, "a name has 1 to 40 of a-z, 0-9, dot, dash and _, was '%s'", name);
    }
    if (!people.containsKey(name) && people.size() >= PEOPLE_MAX) {
      return refused(Code.CONFLICT, "there are %d people, the most there may be", PEOPLE_MAX);
    }
    if (people.get(name) != command.role()) {
      turn.emit(new PersonSet(name, command.role()));
    }
    return DONE;
  }

  static Reply remove(Turn turn, RemovePerson command) {
    if (command.name().equals(Fleet.OWNER)) {
      return lastOwner();
    }
    if (!turn.state().fleet().people().containsKey(command.name())) {
      return refused(Code.NOT_FOUND, "there is no person '%s'", command.name());
    }
    turn.emit(new PersonRemoved(command.name()));
    return DONE;
  }

  private static Reply lastOwner() {
    return refused(
        Code.CONFLICT, "the owner stays one: somebody must be able to let others in again");
  }

  /** Whom others vouch for is no state: the file that lets them in is asked with each request. */
  static Reply note(Turn turn, NoteLogin command) {
    turn.emit(
        new PersonLoggedIn(
            command.name(), command.role(), command.witness(), command.subject(), command.line()));
    return DONE;
  }

  static Reply apply(Turn turn, ApplyPolicy command) {
    turn.emit(new PolicyApplied(command.hash(), command.source()));
    SecretDesk.askAgain(turn, "the policy has changed");
    return DONE;
  }
}
