package dev.godmode.audit.manifest;

import dev.godmode.audit.Finding;
import dev.godmode.audit.Fix;
import dev.godmode.audit.Inspection;
import dev.godmode.audit.Rule;
import dev.godmode.audit.Source;
import dev.godmode.audit.secret.SecretNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Compose files: what their services publish, hold and may use. */
public final class ComposeInspection implements Inspection {

  private static final Pattern LIST_ITEM = Pattern.compile("^(\\s*)- (\\S.*)$");

  @Override
  public Stream<Finding> look(Source source) {
    if (!source.endsWith(".yml", ".yaml") || !source.text().contains("services:")) {
      return Stream.empty();
    }
    return YamlView.documents(source.text()).orElse(List.of()).stream()
        .filter(document -> document.at("apiVersion").isEmpty())
        .flatMap(document -> document.at("services").stream())
        .flatMap(services -> services.entries().entrySet().stream())
        .flatMap(entry -> new Service(source, entry.getKey(), entry.getValue()).findings());
  }

  private record Service(Source source, String name, YamlView body) {

    Stream<Finding> findings() {
      if (body.entries().isEmpty()) {
        return Stream.empty();
      }
      return Stream.of(ports(), network(), rights(), secrets(), limits(), image())
          .flatMap(List::stream);
    }

    private Finding found(Rule rule, int line, String why, String mend) {
      return Finding.of(rule, source, line, "service '%s': %s".formatted(name, why), mend);
    }

    private List<Finding> ports() {
      return body.itemsAt("ports").stream()
          .flatMap(
              port ->
                  port.text().isPresent()
                      ? shortForm(port, port.text().get()).stream()
                      : longForm(port).stream())
          .toList();
    }

    private Optional<Finding> shortForm(YamlView place, String written) {
      var port = PublishedPort.of(written);
      if (!port.isPublic()) {
        return Optional.empty();
      }
      var mend = "write '%s'".formatted(port.onLoopback());
      return Optional.of(
          withFix(published(place, port, written, mend), place, written, port.onLoopback()));
    }

    private Finding withFix(Finding finding, YamlView place, String written, String better) {
      var line = source.lines().get(place.line() - 1);
      return line.contains(written)
          ? finding.fixedBy(
              new Fix.ReplaceLine(finding.line(), line, line.replace(written, better)))
          : finding;
    }

    private Optional<Finding> longForm(YamlView place) {
      var target = place.textAt("target");
      var port =
          new PublishedPort(
              place.at("host_ip").flatMap(YamlView::text),
              place.textAt("published").isEmpty()
                  ? target
                  : place.textAt("published") + ":" + target);
      if (target.isEmpty() || !port.isPublic()) {
        return Optional.empty();
      }
      var finding = published(place, port, target, "add 'host_ip: 127.0.0.1' to it");
      var line = source.lines().get(place.line() - 1);
      var item = LIST_ITEM.matcher(line);
      return Optional.of(
          item.matches() && port.address().isEmpty()
              ? finding.fixedBy(
                  new Fix.ReplaceLine(
                      finding.line(),
                      line,
                      "%1$s- host_ip: 127.0.0.1%n%1$s  %2$s"
                          .formatted(item.group(1), item.group(2))))
              : finding);
    }

    private Finding published(YamlView place, PublishedPort port, String written, String mend) {
      if (port.isDatabase() || Images.isDatabase(body.textAt("image"))) {
        return found(
            Rule.DATABASE_PUBLIC,
            place.line(),
            "'%s' lets every machine that reaches this one talk to its database; firewalls do not help, Docker goes around them"
                .formatted(written),
            mend);
      }
      return found(
          Rule.PORT_PUBLISHED,
          place.line(),
          "'%s' is published on every interface; firewalls do not help, Docker goes around them"
              .formatted(written),
          mend);
    }

    private List<Finding> network() {
      return body
          .at("network_mode")
          .filter(mode -> mode.text().filter("host"::equals).isPresent())
          .map(
              mode ->
                  found(
                      Rule.HOST_NETWORK,
                      mode.line(),
                      "all that listens in it listens on the machine itself",
                      "take network_mode away, and publish what is needed on 127.0.0.1"))
          .stream()
          .toList();
    }

    private List<Finding> rights() {
      var findings = new ArrayList<Finding>();
      body.at("privileged")
          .filter(YamlView::isTrue)
          .ifPresent(
              place ->
                  findings.add(
                      found(
                          Rule.PRIVILEGED,
                          place.line(),
                          "who gets out of its program owns the machine",
                          "take 'privileged' away; add the one capability it needs with cap_add")));
      for (var volume : body.itemsAt("volumes")) {
        var written = volume.text().orElseGet(() -> volume.textAt("source"));
        if (EngineSocket.isIn(written)) {
          findings.add(
              found(
                  Rule.ENGINE_SOCKET_MOUNTED, volume.line(), EngineSocket.WHY, EngineSocket.MEND));
        }
      }
      return findings;
    }

    private List<Finding> secrets() {
      var environment = body.at("environment");
      var named = environment.map(YamlView::entries).orElse(Map.of());
      var listed = environment.map(YamlView::items).orElse(List.of());
      return Stream.concat(
              named.entrySet().stream()
                  .flatMap(e -> secret(e.getKey(), e.getValue().text().orElse(""), e.getValue())),
              listed.stream().flatMap(item -> secret(item)))
          .toList();
    }

    private Stream<Finding> secret(YamlView item) {
      var text = item.text().orElse("");
      var equals = text.indexOf('=');
      return equals < 0
          ? Stream.empty()
          : secret(text.substring(0, equals), text.substring(equals + 1), item);
    }

    private Stream<Finding> secret(String variable, String value, YamlView place) {
      if (!SecretNames.isExposed(variable, value)) {
        return Stream.empty();
      }
      return Stream.of(
          found(
              Rule.SECRET_LITERAL,
              place.line(),
              "%s has its value written out, for everybody who has the file".formatted(variable),
              "write '%s: ${%s:?set it in .env}', and keep the value in a .env of mode 600 that git ignores; then change it"
                  .formatted(variable, variable)));
    }

    private List<Finding> limits() {
      var limited =
          body.at("mem_limit").isPresent()
              || body.at("deploy", "resources", "limits", "memory").isPresent();
      return limited
          ? List.of()
          : List.of(
              found(
                  Rule.LIMIT_MISSING,
                  body.line(),
                  "it may take all of the machine's memory, and all else goes down with it",
                  "add 'mem_limit: 512m', or what it needs"));
    }

    private List<Finding> image() {
      return body
          .at("image")
          .filter(image -> Images.isUnpinned(image.text().orElse("")))
          .map(
              image ->
                  found(
                      Rule.IMAGE_UNPINNED,
                      image.line(),
                      "'%s' is another program tomorrow".formatted(image.text().orElse("")),
                      "name a version, better still a digest"))
          .stream()
          .toList();
    }
  }
}
