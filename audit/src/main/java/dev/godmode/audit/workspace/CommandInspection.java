package dev.godmode.audit.workspace;

import dev.godmode.audit.Finding;
import dev.godmode.audit.Inspection;
import dev.godmode.audit.Source;
import dev.godmode.audit.manifest.YamlView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The commands that agents' profiles and the lines of a roadmap hold, and those of their acceptance
 * checks: each is judged as a script.
 */
public final class CommandInspection implements Inspection {

  private static final List<String> CHECKS = List.of("checks", "acceptance_checks", "acceptance");

  private final Function<Source, Stream<Finding>> others;

  /**
   * Takes what is said of scripts.
   *
   * @param others asked for each command
   */
  public CommandInspection(Function<Source, Stream<Finding>> others) {
    this.others = others;
  }

  @Override
  public Stream<Finding> look(Source source) {
    if (source.endsWith("roadmap.jsonl")) {
      return rows(source);
    }
    return source.endsWith(".yaml", ".yml") && source.path().matches("(.*/)?agents/[^/]+")
        ? YamlView.documents(source.text()).orElse(List.of()).stream()
            .flatMap(profile -> commands(source, profile, 0))
        : Stream.empty();
  }

  private Stream<Finding> rows(Source source) {
    var findings = new ArrayList<Finding>();
    var number = 0;
    for (var line : source.lines()) {
      number++;
      var before = number - 1;
      YamlView.documents(line).stream()
          .flatMap(List::stream)
          .flatMap(row -> commands(source, row, before))
          .forEach(findings::add);
    }
    return findings.stream();
  }

  private Stream<Finding> commands(Source source, YamlView holder, int linesBefore) {
    return Stream.concat(
            holder.at("command").stream(),
            CHECKS.stream()
                .flatMap(key -> holder.itemsAt(key).stream())
                .flatMap(check -> check.at("command").or(() -> Optional.of(check)).stream()))
        .flatMap(
            command ->
                others.apply(
                    source.part("command.sh", words(command), linesBefore + command.line())));
  }

  /** A list is a program and its arguments; what a shell would make of them comes last. */
  private static String words(YamlView command) {
    return command
        .text()
        .orElseGet(
            () ->
                command.items().stream()
                    .flatMap(word -> word.text().stream())
                    .collect(Collectors.joining(" ")));
  }
}
