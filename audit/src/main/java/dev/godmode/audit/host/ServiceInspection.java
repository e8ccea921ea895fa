package dev.godmode.audit.host;

import dev.godmode.audit.Finding;
import dev.godmode.audit.Inspection;
import dev.godmode.audit.Rule;
import dev.godmode.audit.Source;
import dev.godmode.audit.secret.SecretNames;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What services of the machine are told: systemd's units, and the settings of databases. */
public final class ServiceInspection implements Inspection {

  private static final List<Sign> SIGNS =
      List.of(
          new Sign(
              Pattern.compile(".*\\.socket"),
              Pattern.compile(
                  "^Listen(?:Stream|Datagram|SequentialPacket)\\s*=\\s*(?:\\d+|0\\.0\\.0\\.0:\\d+|\\[::]:\\d+|\\*:\\d+)\\s*$"),
              Rule.SOCKET_PUBLIC,
              "systemd listens there on every interface",
              "ListenStream=127.0.0.1:PORT"),
          new Sign(
              Pattern.compile("postgresql.*\\.conf"),
              Pattern.compile("^\\s*listen_addresses\\s*=\\s*'[^']*(?:\\*|0\\.0\\.0\\.0|::)[^']*'"),
              Rule.DATABASE_PUBLIC,
              "the database listens on every interface",
              "listen_addresses = 'localhost'"),
          new Sign(
              Pattern.compile("pg_hba.*\\.conf"),
              Pattern.compile("^\\s*host\\w*\\s+\\S+\\s+\\S+\\s+(?:\\S+\\s+){1,2}trust\\b"),
              Rule.AUTH_MISSING,
              "whoever reaches the database is let in without a password",
              "write scram-sha-256 in place of trust"),
          new Sign(
              Pattern.compile("pg_hba.*\\.conf"),
              Pattern.compile(
                  "^\\s*host\\w*\\s+\\S+\\s+\\S+\\s+(?:0\\.0\\.0\\.0/0|::/0|all)\\s+(?!reject)"),
              Rule.DATABASE_PUBLIC,
              "the whole internet may try passwords here",
              "name the network that may come, 127.0.0.1/32 say"),
          new Sign(
              Pattern.compile("redis.*\\.conf|valkey.*\\.conf"),
              Pattern.compile("^\\s*bind\\s+.*(?:\\*|0\\.0\\.0\\.0|(?<![\\w:])::(?![\\w:]))"),
              Rule.DATABASE_PUBLIC,
              "the database listens on every interface",
              "bind 127.0.0.1 -::1"),
          new Sign(
              Pattern.compile("redis.*\\.conf|valkey.*\\.conf"),
              Pattern.compile("^\\s*protected-mode\\s+no\\b"),
              Rule.AUTH_MISSING,
              "whoever reaches it is let in",
              "protected-mode yes, and a password with requirepass"),
          new Sign(
              Pattern.compile("mongod.*\\.conf"),
              Pattern.compile("^\\s*(?:bindIp:\\s*.*0\\.0\\.0\\.0|bindIpAll:\\s*true)"),
              Rule.DATABASE_PUBLIC,
              "the database listens on every interface",
              "bindIp: 127.0.0.1"),
          new Sign(
              Pattern.compile("daemon\\.json"),
              Pattern.compile("\"tcp://(?!127\\.|localhost|\\[::1])"),
              Rule.ENGINE_API_OPEN,
              "whoever reaches that port owns the machine",
              "leave the engine on its socket; from afar use ssh (docker -H ssh://HOST)"));

  private static final Pattern UNIT_VARIABLE =
      Pattern.compile("\\s*Environment\\s*=\\s*\"?([A-Za-z_]\\w*)=([^\"]*)\"?\\s*");

  private record Sign(Pattern file, Pattern line, Rule rule, String why, String mend) {}

  @Override
  public Stream<Finding> look(Source source) {
    var signs =
        SIGNS.stream().filter(sign -> sign.file().matcher(source.name()).matches()).toList();
    var unit = source.endsWith(".service", ".socket");
    if (signs.isEmpty() && !unit) {
      return Stream.empty();
    }
    var findings = new ArrayList<Finding>();
    var number = 0;
    for (var line : source.lines()) {
      number++;
      for (var sign : signs) {
        if (sign.line().matcher(line).find()) {
          findings.add(Finding.of(sign.rule(), source, number, sign.why(), sign.mend()));
        }
      }
      if (unit) {
        var variable = UNIT_VARIABLE.matcher(line);
        if (variable.matches() && SecretNames.isExposed(variable.group(1), variable.group(2))) {
          findings.add(literal(source, number, variable.group(1)));
        }
      }
    }
    return findings.stream();
  }

  private static Finding literal(Source source, int line, String name) {
    return Finding.of(
        Rule.SECRET_LITERAL,
        source,
        line,
        "%s has its value written out; every user of the machine can read it".formatted(name),
        "LoadCredential=, or EnvironmentFile= with a file of mode 600; then change it");
  }
}
