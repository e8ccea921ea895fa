package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.DeviceLogin;
import dev.godmode.protocol.api.Requests.DevicePoll;
import dev.godmode.protocol.api.Requests.DeviceStanding;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.Requests.LoginCode;
import dev.godmode.protocol.api.Trust;
import dev.godmode.protocol.api.Trust.Whoami;
import dev.godmode.protocol.people.Role;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a browser, or gm itself, comes by a session. */
final class LoginCommands {

  private static final String DEVICE = API + "/login/device";

  private LoginCommands() {}

  @Command(
      name = "login",
      description = "Print a link that logs a browser in, once; or log gm itself in.")
  static final class Login implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Option(
        names = "--device",
        description =
            "Log gm on this machine in as yourself, with the fleet's login provider: say yes on its"
                + " page, on any machine with a browser.")
    boolean device;

    @Option(
        names = "--tailnet",
        description =
            "Log gm on this machine in as whom the tailnet knows you, at the control of"
                + " GODMODE_URL; 'gm tailnet' there says its address.")
    boolean tailnet;

    @Override
    public Integer call() throws InterruptedException {
      if (device && tailnet) {
        throw new Trouble("choose one: --device or --tailnet");
      }
      return tailnet ? asNeighbour() : device ? asMyself() : link();
    }

    private int asNeighbour() {
      try (var client = common.home.stranger()) {
        var session =
            client
                .cookie(API + "/login/tailnet", Trust.SESSION_COOKIE)
                .orElseThrow(() -> new Trouble("control opened no session: gm version"));
        common.home.keep(session);
      }
      try (var client = common.home.client(common.home.session().orElseThrow())) {
        var me = client.get(Whoami.class, API + "/whoami");
        var words = words(me.name(), me.kind());
        common.answer(new Done(words), words);
      }
      return Exit.OK;
    }

    private int link() {
      try (var client = common.client()) {
        var code =
            client.post(LoginCode.class, API + "/login-codes", new Because(Optional.empty()));
        common.answer(code, code.link());
      }
      return Exit.OK;
    }

    private int asMyself() throws InterruptedException {
      try (var client = common.home.stranger()) {
        var login = client.post(DeviceLogin.class, DEVICE, new Because(Optional.empty()));
        System.err.printf(
            "Open %s%nand enter the code %s. It is good until %s.%n",
            login.link(), common.paint.bold(login.code()), login.expires());
        var poll = new DevicePoll(login.handle());
        var seconds = login.everySeconds();
        while (true) {
          TimeUnit.SECONDS.sleep(seconds);
          var standing = client.post(DeviceStanding.class, DEVICE + "/poll", poll);
          if (standing.token().isPresent()) {
            common.home.keep(standing.token().get());
            var words = words(standing);
            common.answer(new Done(words), words);
            return Exit.OK;
          }
          seconds = standing.everySeconds();
        }
      }
    }

    private String words(DeviceStanding standing) {
      return words(standing.name().orElse("somebody"), standing.role().map(Role::word).orElse(""));
    }

    private String words(String name, String role) {
      return "gm on this machine is %s now (%s); gm logout ends it%s"
          .formatted(
              name,
              role,
              common.home.hasOwnersToken()
                  ? ". But the owner's token lies here too, and gm shows that first"
                  : "");
    }
  }

  @Command(
      name = "logout",
      description = "End the session that 'gm login --device' or '--tailnet' began.")
  static final class Logout implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      var session = common.home.session();
      if (session.isEmpty()) {
        common.answer(new Done("gm was not logged in"), "gm was not logged in");
        return Exit.OK;
      }
      try (var client = common.home.client(session.get())) {
        client.tell(API + "/logout");
      } finally {
        common.home.forget();
      }
      common.answer(new Done("gm is logged out"), "gm is logged out");
      return Exit.OK;
    }
  }
}
