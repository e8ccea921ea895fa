package dev.godmode.audit.script;

import dev.godmode.audit.Finding;
import dev.godmode.audit.Rule;
import dev.godmode.audit.Source;
import dev.godmode.audit.manifest.Images;
import dev.godmode.audit.manifest.PublishedPort;
import dev.godmode.audit.secret.SecretNames;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A {@code docker run} by its ports and variables; a line that runs no container has neither. */
record RunLine(String text, List<String> ports, List<String> variables) {

  private static final Pattern RUN =
      Pattern.compile("\\b(?:docker|podman|nerdctl)\\s+(?:container\\s+)?(?:run|create)\\b(.*)");
  private static final Pattern PORT =
      Pattern.compile("(?:^|\\s)(?:-p|--publish)[ =]?[\"']?([^\\s\"']+)");
  private static final Pattern VARIABLE =
      Pattern.compile("(?:^|\\s)(?:-e|--env)[ =]?[\"']?([A-Za-z_]\\w*=[^\\s\"']+)");

  static RunLine of(String line) {
    var run = RUN.matcher(line);
    return run.find()
        ? new RunLine(line, all(PORT, run.group(1)), all(VARIABLE, run.group(1)))
        : new RunLine(line, List.of(), List.of());
  }

  private static List<String> all(Pattern pattern, String text) {
    var found = new ArrayList<String>();
    var matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  Stream<Finding> findings(Source source, int line) {
    return Stream.concat(
        ports.stream()
            .filter(port -> PublishedPort.of(port).isPublic())
            .map(port -> published(source, line, port)),
        variables.stream()
            .filter(RunLine::isExposed)
            .map(variable -> literal(source, line, variable)));
  }

  private Finding published(Source source, int line, String written) {
    var port = PublishedPort.of(written);
    return Finding.of(
        port.isDatabase() || Images.isDatabase(text) ? Rule.DATABASE_PUBLIC : Rule.PORT_PUBLISHED,
        source,
        line,
        "'-p %s' publishes on every interface; firewalls do not help, Docker goes around them"
            .formatted(written),
        "write '-p %s'".formatted(port.onLoopback()));
  }

  private static boolean isExposed(String variable) {
    var equals = variable.indexOf('=');
    return SecretNames.isExposed(variable.substring(0, equals), variable.substring(equals + 1));
  }

  private static Finding literal(Source source, int line, String variable) {
    var name = variable.substring(0, variable.indexOf('='));
    return Finding.of(
        Rule.SECRET_LITERAL,
        source,
        line,
        "%s has its value written out, in the file and in every process list".formatted(name),
        "keep it in a file of mode 600 and write '--env-file FILE'; then change it");
  }
}
