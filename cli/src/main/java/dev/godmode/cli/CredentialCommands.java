package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.Trust.CredentialList;
import dev.godmode.protocol.api.Trust.CredentialView;
import dev.godmode.protocol.api.Trust.Revoke;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What attempts hold to ask control for things, and how it is taken away. */
final class CredentialCommands {

  private CredentialCommands() {}

  @Command(
      name = "credentials",
      description = "List the credentials of attempts that count now.",
      subcommands = {RevokeThem.class, Rotate.class})
  static final class Credentials implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var all = client.get(CredentialList.class, API + "/credentials").items();
        common.answer(all, words(all));
      }
      return Exit.OK;
    }

    private String words(List<CredentialView> all) {
      if (all.isEmpty()) {
        return "No attempt holds a credential. One gets it when its program starts.";
      }
      var table = new Table("TASK", "ATTEMPT", "FENCE", "AGENT", "NODE", "LEFT", "MAY");
      var now = common.clock.instant();
      for (var one : all) {
        table.row(
            Words.id(one.task().value()),
            String.valueOf(one.attempt()),
            String.valueOf(one.fence()),
            one.agent(),
            one.nodeName(),
            Words.duration(Duration.between(now, one.expiresAt())),
            String.join(" ", one.scopes()));
      }
      return table.toString();
    }
  }

  @Command(
      name = "revoke",
      description =
          "Let credentials count no more, at once. What runs goes on without; it gets no other one.")
  static final class RevokeThem implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(
        index = "0",
        paramLabel = "TASK",
        arity = "0..1",
        description = "The one of this task's attempt.")
    Optional<String> task = Optional.empty();

    @Option(names = "--agent", description = "Those of all attempts of this agent.")
    Optional<String> agent = Optional.empty();

    @Option(names = "--node", description = "Those of all attempts on this node.")
    Optional<String> node = Optional.empty();

    @Option(names = "--all", description = "All there are.")
    boolean all;

    @Option(names = "--reason", description = "For the ledger.")
    Optional<String> reason = Optional.empty();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var whose = new Revoke(task, agent, node, Optional.of(all).filter(yes -> yes), reason);
        var done = client.post(Done.class, API + "/credentials/revoke", whose);
        common.answer(done, done.message());
      }
      return Exit.OK;
    }
  }

  @Command(
      name = "rotate",
      description = "Sign with a new key; the old one counts until its last credential ends.")
  static final class Rotate implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var done = client.post(Done.class, API + "/credentials/rotate", Map.of());
        common.answer(done, done.message());
      }
      return Exit.OK;
    }
  }
}
