package dev.godmode.cli;

import static dev.godmode.cli.Common.API;
import static dev.godmode.client.GodModeClient.encoded;

import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.Requests.LoginCode;
import dev.godmode.protocol.api.Trust.Admitted;
import dev.godmode.protocol.api.Trust.NewPerson;
import dev.godmode.protocol.api.Trust.NewRole;
import dev.godmode.protocol.api.Trust.PeopleList;
import dev.godmode.protocol.people.Role;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** People beside the owner: who is let in, and as what. */
final class UserCommands {

  private static final String PEOPLE = API + "/people";

  private UserCommands() {}

  @Command(name = "users", description = "List the people who are let in, and what they are.")
  static final class Users implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var people = client.get(PeopleList.class, PEOPLE).items();
        var table = new Table("NAME", "ROLE", "BROWSERS", "LET IN BY");
        people.forEach(
            person ->
                table.row(
                    person.name(),
                    person.role().word(),
                    String.valueOf(person.sessions()),
                    person.vouched().orElse("the owner")));
        common.answer(people, table.toString());
      }
      return Exit.OK;
    }
  }

  @Command(
      name = "user",
      description = "Let people in, change what they are, remove them.",
      subcommands = {Add.class, ChangeRole.class, Code.class, Remove.class})
  static final class User {}

  @Command(name = "add", description = "Let somebody in; prints a link that logs them in, once.")
  static final class Add implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME")
    String name = "";

    @Option(
        names = "--role",
        required = true,
        description = "owner, operator (runs the fleet) or viewer (looks).")
    Role role = Role.VIEWER;

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var admitted = client.post(Admitted.class, PEOPLE, new NewPerson(name, role));
        common.answer(
            admitted,
            "%s is %s. Their browser logs in once with:\n  %s"
                .formatted(name, role.word(), admitted.login().link()));
      }
      return Exit.OK;
    }
  }

  @Command(name = "role", description = "Give somebody another role; it acts at once.")
  static final class ChangeRole implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME")
    String name = "";

    @Parameters(index = "1", paramLabel = "ROLE", description = "owner, operator or viewer.")
    Role role = Role.VIEWER;

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var done =
            client.post(Done.class, PEOPLE + "/" + encoded(name) + "/role", new NewRole(role));
        common.answer(done, done.message());
      }
      return Exit.OK;
    }
  }

  @Command(name = "code", description = "Print another link that logs somebody in, once.")
  static final class Code implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME")
    String name = "";

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var code =
            client.post(LoginCode.class, PEOPLE + "/" + encoded(name) + "/login-codes", Map.of());
        common.answer(code, code.link());
      }
      return Exit.OK;
    }
  }

  @Command(name = "remove", description = "Remove somebody; every browser of theirs is logged out.")
  static final class Remove implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME")
    String name = "";

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var done = client.delete(Done.class, PEOPLE + "/" + encoded(name));
        common.answer(done, done.message());
      }
      return Exit.OK;
    }
  }
}
