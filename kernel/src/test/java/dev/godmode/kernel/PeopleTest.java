package dev.godmode.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.Command.ApplyPolicy;
import dev.godmode.kernel.Command.NoteLogin;
import dev.godmode.kernel.Command.RemovePerson;
import dev.godmode.kernel.Command.SetPerson;
import dev.godmode.protocol.event.FleetEvent.PersonLoggedIn;
import dev.godmode.protocol.event.FleetEvent.PersonSet;
import dev.godmode.protocol.event.FleetEvent.PolicyApplied;
import dev.godmode.protocol.people.Role;
import org.junit.jupiter.api.Test;

/** People beside the owner. */
class PeopleTest {

  private final Scenario s = new Scenario();

  @Test
  void somebody_is_let_in_changes_roles_and_goes() {
    s.send(new SetPerson("ada", Role.VIEWER));
    assertThat(s.kernel().fleet().role("ada")).contains(Role.VIEWER);

    s.send(new SetPerson("ada", Role.OPERATOR));
    assertThat(s.kernel().fleet().role("ada")).contains(Role.OPERATOR);

    s.send(new RemovePerson("ada"));
    assertThat(s.kernel().fleet().role("ada")).isEmpty();
  }

  @Test
  void the_same_again_is_no_news() {
    s.send(new SetPerson("ada", Role.VIEWER));
    s.send(new SetPerson("ada", Role.VIEWER));

    assertThat(s.events(PersonSet.class)).hasSize(1);
  }

  @Test
  void the_last_owner_can_neither_go_nor_become_less() {
    assertThat(s.send(new RemovePerson("owner"))).isInstanceOf(Reply.Refused.class);
    assertThat(s.send(new SetPerson("owner", Role.VIEWER))).isInstanceOf(Reply.Refused.class);

    assertThat(s.kernel().fleet().role("owner")).contains(Role.OWNER);
  }

  @Test
  void a_name_that_would_be_mistaken_for_something_else_is_refused() {
    assertThat(s.send(new SetPerson("control", Role.VIEWER))).isInstanceOf(Reply.Refused.class);
    assertThat(s.send(new SetPerson("node:forge", Role.VIEWER))).isInstanceOf(Reply.Refused.class);
    assertThat(s.send(new SetPerson("", Role.VIEWER))).isInstanceOf(Reply.Refused.class);
    assertThat(s.send(new RemovePerson("nobody"))).isInstanceOf(Reply.Refused.class);
  }

  @Test
  void a_login_that_another_vouches_for_is_a_fact_and_no_state() {
    var before = s.kernel().fleet();

    s.send(new NoteLogin("ada@acme.test", Role.VIEWER, "https://id.acme.test", "7", "line 3"));

    assertThat(s.events(PersonLoggedIn.class))
        .containsExactly(
            new PersonLoggedIn(
                "ada@acme.test", Role.VIEWER, "https://id.acme.test", "7", "line 3"));
    assertThat(s.kernel().fleet()).isEqualTo(before);
  }

  @Test
  void a_policy_that_comes_into_force_is_a_fact() {
    s.send(new ApplyPolicy("abc", "policy.yaml"));

    assertThat(s.events(PolicyApplied.class))
        .containsExactly(new PolicyApplied("abc", "policy.yaml"));
  }
}
