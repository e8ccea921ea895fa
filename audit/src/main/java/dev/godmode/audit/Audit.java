package dev.godmode.audit;

import dev.godmode.audit.host.EnvironmentInspection;
import dev.godmode.audit.host.ServiceInspection;
import dev.godmode.audit.host.TerraformInspection;
import dev.godmode.audit.manifest.ComposeInspection;
import dev.godmode.audit.manifest.KubernetesInspection;
import dev.godmode.audit.manifest.YamlView;
import dev.godmode.audit.script.ScriptInspection;
import dev.godmode.audit.secret.SecretInspection;
import dev.godmode.audit.workspace.CommandInspection;
import dev.godmode.audit.workspace.FrontEndInspection;
import dev.godmode.audit.workspace.RepositoryInspection;
import dev.godmode.audit.workspace.RoadmapInspection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Looks through a tree, a file or a text with every rule there is. It runs nothing of it. */
public final class Audit {

  private final List<Inspection> inspections;

  public Audit(InstantSource clock) {
    this.inspections =
        List.of(
            new ComposeInspection(),
            new KubernetesInspection(),
            new TerraformInspection(),
            new ServiceInspection(),
            new EnvironmentInspection(),
            new ScriptInspection(this::look),
            new CommandInspection(this::look),
            new SecretInspection(),
            new RepositoryInspection(),
            new FrontEndInspection(),
            new RoadmapInspection(clock));
  }

  /**
   * All findings below a folder, or of one file, in order.
   *
   * @throws IOException when there is no such place
   */
  public List<Finding> of(Path place) throws IOException {
    return ordered(Tree.of(place).sources());
  }

  /** All findings of a text that is in no file: a rendered chart, a proposed script. */
  public List<Finding> of(String name, String text) {
    return ordered(Stream.of(Source.of(name, text)));
  }

  /**
   * What a change of a file brings in. What was there before is not held against it, though the
   * line may have moved.
   *
   * @param before empty when there was no such file
   */
  public List<Finding> ofChange(String path, Optional<String> before, String after) {
    var known = before.map(text -> Set.copyOf(sins(path, text).values())).orElseGet(Set::of);
    var sins = sins(path, after);
    return sins.keySet().stream().filter(found -> !known.contains(sins.get(found))).toList();
  }

  /** A finding by what it is about, wherever that stands in the file. */
  private record Sin(Rule rule, String why, String line) {}

  /** Findings in order, each as what it is about. */
  private Map<Finding, Sin> sins(String path, String text) {
    var lines = text.lines().toList();
    var sins = new LinkedHashMap<Finding, Sin>();
    for (var found : of(path, text)) {
      var at = found.line() - 1; // -1 for the whole file; a parser may count one line too many
      var line = at >= 0 && at < lines.size() ? lines.get(at).strip() : "";
      sins.put(found, new Sin(found.rule(), found.why(), line));
    }
    return sins;
  }

  /** What is wrong with what a program asks leave for: a command, or what a tool is to do. */
  public List<Finding> ofRequest(String payload) {
    return ordered(RequestText.sources(payload).stream());
  }

  private List<Finding> ordered(Stream<Source> sources) {
    return sources.flatMap(this::look).distinct().sorted(Finding.ORDER).toList();
  }

  private Stream<Finding> look(Source source) {
    return Stream.concat(
        unreadable(source), inspections.stream().flatMap(inspection -> inspection.look(source)));
  }

  /** YAML that nobody can read hides what it says from an audit too. */
  private static Stream<Finding> unreadable(Source source) {
    var judged =
        source.endsWith(".yml", ".yaml")
            && (source.text().contains("services:") || source.text().contains("apiVersion"))
            && !source.text().contains("{{");
    return judged && YamlView.documents(source.text()).isEmpty()
        ? Stream.of(
            Finding.of(
                Rule.NOT_READABLE, source, 0, "it is not YAML", "mend it, and look at it again"))
        : Stream.empty();
  }
}
