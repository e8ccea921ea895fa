package dev.godmode.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.Command.ForgetCode;
import dev.godmode.kernel.Command.NameCode;
import dev.godmode.kernel.Command.NoteCode;
import dev.godmode.kernel.Command.PromoteCode;
import dev.godmode.kernel.Command.TakeBackCode;
import dev.godmode.kernel.Command.TryCode;
import dev.godmode.protocol.event.FleetEvent.CodeEvent;
import dev.godmode.protocol.event.FleetEvent.CodeNamed;
import dev.godmode.protocol.event.FleetEvent.CodeRefused;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.Checkout;
import dev.godmode.protocol.task.Source;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Code that the fleet shares: which commit is named for which node. */
class SharedCodeTest {

  private static final String ONE = "1".repeat(40);
  private static final String TWO = "2".repeat(40);
  private static final Source SHOP = new Source("/repos/shop", "", Source.Merge.PERSON);

  private final Scenario s = new Scenario();
  private final NodeId forge = s.node("forge", 1);
  private final NodeId atlas = s.node("atlas", 1);

  private static NameCode named(String code, String repository, String commit) {
    return new NameCode(code, new Checkout(repository, "main", commit));
  }

  private void share() {
    s.send(named("shop", "/repos/shop", ONE));
  }

  private Optional<String> on(NodeId node) {
    return s.kernel().fleet().checkout(SHOP, node).map(Checkout::commit);
  }

  private String refused(Command command) {
    return ((Reply.Refused) s.send(command)).why();
  }

  @Test
  void all_nodes_begin_from_the_commit_that_is_named() {
    share();

    assertThat(on(forge)).contains(ONE);
    assertThat(on(atlas)).contains(ONE);
    assertThat(
            s.kernel()
                .fleet()
                .checkout(new Source("/repos/shop", "next", Source.Merge.PERSON), forge))
        .isEmpty();
  }

  @Test
  void an_update_is_for_some_nodes_until_it_is_promoted() {
    share();

    s.send(new TryCode("shop", TWO, Set.of(atlas)));
    assertThat(on(forge)).contains(ONE);
    assertThat(on(atlas)).contains(TWO);
    s.send(new PromoteCode("shop"));

    assertThat(on(forge)).contains(TWO);
    assertThat(on(atlas)).contains(TWO);
    assertThat(refused(new PromoteCode("shop"))).contains("nothing is tried of shop");
  }

  @Test
  void an_update_that_is_taken_back_leaves_all_where_they_were() {
    share();
    s.send(new TryCode("shop", TWO, Set.of(atlas)));

    s.send(new TakeBackCode("shop", "it does not start"));

    assertThat(on(atlas)).contains(ONE);
    assertThat(refused(new TakeBackCode("shop", ""))).contains("nothing is tried");
  }

  @Test
  void another_commit_for_all_ends_a_trial_and_the_same_again_is_no_fact() {
    share();
    s.send(new TryCode("shop", TWO, Set.of(atlas)));

    share();
    share();

    assertThat(on(atlas)).contains(ONE);
    assertThat(s.events(CodeNamed.class)).hasSize(2);
  }

  @Test
  void a_node_that_joins_later_has_what_all_have() {
    share();
    s.send(new TryCode("shop", TWO, Set.of(atlas)));

    assertThat(on(s.node("late", 1))).contains(ONE);
  }

  @Test
  void what_is_shared_no_more_is_begun_from_its_branch_again() {
    share();

    s.send(new ForgetCode("shop"));

    assertThat(on(forge)).isEmpty();
    assertThat(refused(new ForgetCode("shop"))).contains("shares no code 'shop'");
  }

  @Test
  void what_makes_no_sense_is_refused_with_what_does() {
    share();

    assertThat(refused(named("store", "/repos/shop", ONE))).contains("already, as shop");
    assertThat(refused(named("../x", "/repos/x", ONE))).contains("is no name of a code");
    assertThat(refused(named("x", "/repos/x", "main"))).contains("no commit in full");
    assertThat(refused(new TryCode("shop", ONE, Set.of(atlas)))).contains("already");
    assertThat(refused(new TryCode("shop", TWO, Set.of()))).contains("say which nodes");
    assertThat(refused(new TryCode("shop", TWO, Set.of(new NodeId("no"))))).contains("which nodes");
    assertThat(refused(new TryCode("x", TWO, Set.of(atlas)))).contains("shares no code 'x'");
    assertThat(s.events(CodeEvent.class)).hasSize(1);
  }

  @Test
  void only_so_much_is_shared() {
    for (var i = 0; i < CodeDesk.CODES_MAX; i++) {
      s.send(named("c" + i, "/repos/" + i, ONE));
    }

    assertThat(refused(named("more", "/repos/more", ONE))).contains("the most");
  }

  @Test
  void a_node_that_does_not_take_it_is_a_fact_in_few_words() {
    share();

    s.send(new NoteCode("shop", atlas, "x".repeat(10_000)));
    s.send(new NoteCode("other", atlas, "not shared"));

    assertThat(s.events(CodeRefused.class)).hasSize(1);
    assertThat(s.events(CodeRefused.class).getFirst().why()).hasSize(300);
  }
}
