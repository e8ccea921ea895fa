package dev.godmode.server.identity;

import dev.godmode.control.access.Policy;
import dev.godmode.control.access.ProvenIdentity;
import dev.godmode.control.access.Roll;
import dev.godmode.control.access.Subject;
import dev.godmode.control.engine.Engine;
import dev.godmode.kernel.Fleet;
import dev.godmode.protocol.people.Role;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What people are and may do, asked anew with every request: a role that is taken away, and a
 * policy that changes, act at once.
 */
public final class People {

  private static final long PATIENCE_SECONDS = 10;

  private final Function<String, Optional<Role>> roles;
  private final Supplier<Policy> policy;
  private final Supplier<Roll> roll;

  private People(
      Function<String, Optional<Role>> roles, Supplier<Policy> policy, Supplier<Roll> roll) {
    this.roles = roles;
    this.policy = policy;
    this.roll = roll;
  }

  /** Those that the kernel knows, and those whom others vouch for. */
  public static People of(Engine engine, Supplier<Policy> policy, Supplier<Roll> roll) {
    return new People(
        name ->
            engine
                .read(kernel -> kernel.fleet().role(name))
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join(),
        policy,
        roll);
  }

  /** Where there is no kernel to ask: the owner alone. */
  public static People ownerOnly(Policy policy) {
    return new People(_ -> Optional.empty(), () -> policy, () -> Roll.EMPTY);
  }

  /** The owner needs no asking: no journal says so, but the token. */
  public Optional<Principal.Person> find(String name) {
    var role = name.equals(Fleet.OWNER) ? Optional.of(Role.OWNER) : roles.apply(name);
    return role.map(is -> person(name, is));
  }

  /** Whoever is here by another's word is what the file makes of them now. */
  public Optional<Principal.Person> find(Sessions.Visitor visitor) {
    return visitor.proven().isPresent()
        ? visitor.proven().flatMap(this::find)
        : find(visitor.name());
  }

  /** What the file makes of somebody whom another vouches for. */
  public Optional<Principal.Person> find(ProvenIdentity identity) {
    return roll.get().find(identity).map(line -> person(identity.name(), line.role()));
  }

  private Principal.Person person(String name, Role role) {
    return new Principal.Person(name, role, policy.get().allowed(new Subject.Person(name, role)));
  }
}
