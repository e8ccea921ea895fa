package dev.godmode.audit.host;

import dev.godmode.audit.Finding;
import dev.godmode.audit.Inspection;
import dev.godmode.audit.Rule;
import dev.godmode.audit.Source;
import dev.godmode.audit.manifest.Images;
import dev.godmode.audit.secret.SecretNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files of environment variables: addresses that are every interface's, and in those that are meant
 * for all (an example, a template) values that are nobody else's business.
 */
public final class EnvironmentInspection implements Inspection {

  private static final Pattern FILE = Pattern.compile("\\.env(\\..+)?|.+\\.env");
  private static final Pattern FOR_ALL = Pattern.compile(".*\\.(example|sample|template|dist)");
  private static final Pattern VARIABLE =
      Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_]\\w*)\\s*=\\s*[\"']?([^\"'#\\s]*)[\"']?.*");
  private static final Pattern ADDRESS =
      Pattern.compile(".*_?(HOST|ADDR|ADDRESS|BIND|LISTEN|INTERFACE|IP)", Pattern.CASE_INSENSITIVE);
  private static final Pattern EVERY_INTERFACE =
      Pattern.compile("(?:tcp://)?(?:0\\.0\\.0\\.0|\\[?::]?|\\*)(?::\\d+)?");

  /** How images call a database, and how its variables begin. */
  private static final Pattern DATABASE_VARIABLE =
      Pattern.compile("(PG|DB|DATABASE|ELASTIC|CLICKHOUSE|RABBIT).*", Pattern.CASE_INSENSITIVE);

  @Override
  public Stream<Finding> look(Source source) {
    if (!FILE.matcher(source.name()).matches()) {
      return Stream.empty();
    }
    var findings = new ArrayList<Finding>();
    var number = 0;
    for (var line : source.lines()) {
      number++;
      var variable = VARIABLE.matcher(line);
      if (variable.matches()) {
        address(source, number, variable).ifPresent(findings::add);
        secret(source, number, variable).ifPresent(findings::add);
      }
    }
    return findings.stream();
  }

  private static Optional<Finding> address(Source source, int line, Matcher variable) {
    var name = variable.group(1);
    if (!ADDRESS.matcher(name).matches() || !EVERY_INTERFACE.matcher(variable.group(2)).matches()) {
      return Optional.empty();
    }
    var database =
        DATABASE_VARIABLE.matcher(name).matches()
            || List.of(name.toLowerCase(Locale.ROOT).split("_", -1)).stream()
                .anyMatch(Images::isDatabase);
    return Optional.of(
        Finding.of(
            database ? Rule.DATABASE_PUBLIC : Rule.SOCKET_PUBLIC,
            source,
            line,
            "%s=%s lets it listen on every interface of the machine"
                .formatted(name, variable.group(2)),
            "write %s=127.0.0.1, or the tailnet's address".formatted(name)));
  }

  /** In a {@code .env} itself secrets are at home. */
  private static Optional<Finding> secret(Source source, int line, Matcher variable) {
    var isForAll = FOR_ALL.matcher(source.name()).matches();
    return isForAll && SecretNames.inUrl(variable.group(2)).isPresent()
        ? Optional.of(
            Finding.of(
                Rule.SECRET_LITERAL,
                source,
                line,
                "%s holds an address with its password, and this file is for everybody"
                    .formatted(variable.group(1)),
                "leave the password out here, and keep it in a .env of mode 600 that git ignores;"
                    + " then change it"))
        : Optional.empty();
  }
}
