package dev.godmode.audit.script;

import dev.godmode.audit.Finding;
import dev.godmode.audit.Inspection;
import dev.godmode.audit.Rule;
import dev.godmode.audit.Source;
import dev.godmode.audit.script.ScriptText.Command;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Shell scripts, container build files, make files, the steps of CI, and what systemd starts. A
 * script is not run and not understood as a shell would: it is read for what nobody writes by
 * accident.
 */
public final class ScriptInspection implements Inspection {

  private static final Pattern SHEBANG = Pattern.compile("\\A#!.*\\b(ba|da|z|k)?sh\\b.*");
  private static final String SHELLS = "(?:(?:ba|da|z|k)?sh|python3?|perl|ruby|node)";
  private static final String GETTERS = "(?:curl|wget|fetch)";

  private static final List<Sign> SIGNS =
      List.of(
          sign(
              Rule.SCRIPT_FROM_NETWORK,
              "\\b"
                  + GETTERS
                  + "\\b[^;&]*\\|\\s*(?:[^|;&]*\\|\\s*)*(?:sudo\\s+(?:-\\S+\\s+)*)?(?:env\\s+(?:\\S+=\\S*\\s+)*)?(?:/\\S*/)?"
                  + SHELLS
                  + "\\b(?!\\s+-c\\b)",
              "what that address sends today is run at once, by whoever holds it",
              "download it, check it against a hash that stands in the script (sha256sum -c), then run it"),
          sign(
              Rule.SCRIPT_FROM_NETWORK,
              "(?:\\b"
                  + SHELLS
                  + "|\\bsource|(?:^|\\s)\\.)\\s+(?:-\\S+\\s+)*<\\(\\s*"
                  + GETTERS
                  + "\\b",
              "what that address sends today is run at once, by whoever holds it",
              "download it, check it against a hash that stands in the script (sha256sum -c), then run it"),
          sign(
              Rule.SCRIPT_FROM_NETWORK,
              "(?:\\b" + SHELLS + "\\s+-c|\\beval)\\s+[\"']?(?:\\$\\(|`)\\s*" + GETTERS + "\\b",
              "what that address sends today is run at once, by whoever holds it",
              "download it, check it against a hash that stands in the script (sha256sum -c), then run it"),
          sign(
              Rule.SCRIPT_FROM_NETWORK,
              "\\bbase64\\s+(?:-d|-D|--decode)\\b[^;&]*\\|\\s*(?:sudo\\s+)?" + SHELLS + "\\b",
              "it runs what nobody can read",
              "write the script out, so that it can be reviewed"),
          sign(
              Rule.ENGINE_API_OPEN,
              "(?:-H|--host)[ =]?[\"']?tcp://(?!127\\.|localhost|\\[::1])|\\bdockerd\\b.*tcp://(?!127\\.|localhost)",
              "whoever reaches that port owns the machine",
              "leave the engine on its socket; from afar use ssh (docker -H ssh://HOST)"),
          sign(
              Rule.HOST_NETWORK,
              "\\b(?:docker|podman|nerdctl)\\b.*--net(?:work)?[ =]host\\b",
              "all that listens in the container listens on the machine itself",
              "publish what is needed with -p 127.0.0.1:PORT:PORT"),
          sign(
              Rule.PORT_PUBLISHED,
              "\\b(?:docker|podman|nerdctl)\\s+(?:container\\s+)?(?:run|create)\\b.*\\s(?:-P|--publish-all)(?:\\s|$)",
              "every port of the image is published on every interface",
              "publish what is needed with -p 127.0.0.1:PORT:PORT"),
          sign(
              Rule.ENGINE_SOCKET_MOUNTED,
              "(?:-v|--volume|--mount)[ =]\\S*(?:docker|podman|containerd)\\.sock",
              "who gets into the container owns the machine",
              "take the mount away; what must start containers does so from outside"),
          sign(
              Rule.PRIVILEGED,
              "\\b(?:docker|podman|nerdctl)\\s+(?:container\\s+)?(?:run|create)\\b.*--privileged\\b",
              "who gets out of its program owns the machine",
              "add the one capability it needs with --cap-add"),
          sign(
              Rule.SOCKET_PUBLIC,
              "(?:--(?:bind|host|address|listen|addr|http-host|server\\.host|listen-address)|\\s-b)[ =][\"']?(?:0\\.0\\.0\\.0|\\[::]|::(?![\\w:]))|--bind_ip_all\\b|listen_addresses\\s*=\\s*\\\\?['\"]?(?:\\*|0\\.0\\.0\\.0)",
              "it listens on every interface of the machine",
              "bind it to 127.0.0.1, or to the tailnet's address"),
          sign(
              Rule.SOCKET_PUBLIC,
              "\\btailscale\\s+funnel\\s+(?!status|reset|off)|\\bngrok\\s+(?:http|tcp)\\b|\\bssh\\b.*\\s-R\\s*(?:0\\.0\\.0\\.0|\\*):",
              "it is offered to the whole internet",
              "use 'tailscale serve', which only your own tailnet reaches"),
          sign(
              Rule.AUTH_MISSING,
              "--protected-mode\\s+no\\b|POSTGRES_HOST_AUTH_METHOD=trust|--noauth\\b|NEO4J_AUTH=none",
              "whoever reaches it is let in",
              "set a password from a secret, and leave its protection on"),
          sign(
              Rule.FIREWALL_OPEN,
              "\\bufw\\s+(?:disable|default\\s+allow)|\\biptables\\s+-P\\s+INPUT\\s+ACCEPT|--source-ranges[ =][\"']?0\\.0\\.0\\.0/0|--cidr[ =][\"']?(?:0\\.0\\.0\\.0/0|::/0)",
              "the whole internet is let in",
              "let in who must come, by address, or only the tailnet"),
          sign(
              Rule.SCRIPT_FROM_NETWORK,
              "^ADD\\s+(?!.*--checksum=)\\S*https?://",
              "the image holds whatever that address sends on the day of the build",
              "ADD --checksum=sha256:… ADDRESS"));

  private record Sign(Rule rule, Pattern pattern, String why, String mend) {}

  private static Sign sign(Rule rule, String pattern, String why, String mend) {
    return new Sign(rule, Pattern.compile(pattern), why, mend);
  }

  private final Function<Source, Stream<Finding>> others;

  /**
   * Takes what other inspections say of the files a script writes.
   *
   * @param others asked for each of them
   */
  public ScriptInspection(Function<Source, Stream<Finding>> others) {
    this.others = others;
  }

  @Override
  public Stream<Finding> look(Source source) {
    if (!isScript(source)) {
      return Stream.empty();
    }
    var script = ScriptText.of(source);
    var signs =
        script.commands().stream()
            .flatMap(
                command ->
                    SIGNS.stream()
                        .filter(sign -> sign.pattern().matcher(command.text()).find())
                        .map(sign -> found(source, command, sign)));
    return Stream.of(
            signs,
            script.commands().stream()
                .flatMap(command -> RunLine.of(command.text()).findings(source, command.line())),
            Downloads.run(source, script.commands()),
            script.written().stream().flatMap(others))
        .flatMap(findings -> findings);
  }

  private static Finding found(Source source, Command command, Sign sign) {
    return Finding.of(sign.rule(), source, command.line(), sign.why(), sign.mend());
  }

  private static boolean isScript(Source source) {
    return source.endsWith(
            ".sh", ".bash", ".zsh", ".service", "dockerfile", "containerfile", ".dockerfile", ".mk")
        || source.name().equals("makefile")
        || source.path().contains(".github/workflows/")
        || SHEBANG.matcher(source.text()).lookingAt();
  }
}
