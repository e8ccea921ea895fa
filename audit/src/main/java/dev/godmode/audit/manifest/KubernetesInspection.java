package dev.godmode.audit.manifest;

import dev.godmode.audit.Finding;
import dev.godmode.audit.Inspection;
import dev.godmode.audit.Rule;
import dev.godmode.audit.Source;
import dev.godmode.audit.secret.SecretNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Kubernetes manifests, and charts once they are rendered. */
public final class KubernetesInspection implements Inspection {

  private static final Pattern TEMPLATE = Pattern.compile("\\{\\{-?\\s*\\S");
  private static final Set<String> OPEN_TYPES = Set.of("LoadBalancer", "NodePort");

  @Override
  public Stream<Finding> look(Source source) {
    if (!source.endsWith(".yml", ".yaml", ".json") || !source.text().contains("apiVersion")) {
      return Stream.empty();
    }
    if (TEMPLATE.matcher(source.text()).find() && source.path().contains("templates/")) {
      return Stream.of(
          Finding.of(
              Rule.NOT_READABLE,
              source,
              0,
              "a chart's template says nothing before it is rendered",
              "helm template CHART | gm doctor -"));
    }
    return YamlView.documents(source.text()).orElse(List.of()).stream()
        .flatMap(KubernetesInspection::resources)
        .flatMap(resource -> new Resource(source, resource).findings());
  }

  private static Stream<YamlView> resources(YamlView document) {
    return document.textAt("kind").equals("List")
        ? document.itemsAt("items").stream()
        : Stream.of(document).filter(d -> d.at("apiVersion").isPresent());
  }

  private record Resource(Source source, YamlView body) {

    String kind() {
      return body.textAt("kind");
    }

    Stream<Finding> findings() {
      var pod = pod();
      return Stream.of(
              service(), secrets(), pod.map(this::ofPod).orElse(List.of()), containers(pod))
          .flatMap(List::stream);
    }

    private Optional<YamlView> pod() {
      return switch (kind()) {
        case "Pod" -> body.at("spec");
        case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job" ->
            body.at("spec", "template", "spec");
        case "CronJob" -> body.at("spec", "jobTemplate", "spec", "template", "spec");
        default -> Optional.empty();
      };
    }

    private Finding found(Rule rule, YamlView place, String why, String mend) {
      var name = "%s '%s': ".formatted(kind(), body.textAt("metadata", "name"));
      return Finding.of(rule, source, place.line(), name + why, mend);
    }

    private List<Finding> service() {
      var type = body.at("spec", "type");
      if (!kind().equals("Service")
          || type.flatMap(YamlView::text).filter(OPEN_TYPES::contains).isEmpty()
          || isFenced()) {
        return List.of();
      }
      var database =
          body.itemsAt("spec", "ports").stream()
              .anyMatch(
                  port -> new PublishedPort(Optional.empty(), port.textAt("port")).isDatabase());
      return List.of(
          database
              ? found(
                  Rule.DATABASE_PUBLIC,
                  type.get(),
                  "a database is offered outside of the cluster",
                  "write 'type: ClusterIP'; from afar use kubectl port-forward or a tailnet")
              : found(
                  Rule.PORT_PUBLISHED,
                  type.get(),
                  "it is offered outside of the cluster to whoever comes",
                  "write 'type: ClusterIP' behind an ingress, or name who may come in loadBalancerSourceRanges"));
    }

    /** Only those that are named come through, or only a private network. */
    private boolean isFenced() {
      return !body.itemsAt("spec", "loadBalancerSourceRanges").isEmpty()
          || body.textAt("spec", "loadBalancerClass").equals("tailscale")
          || body.at("metadata", "annotations").stream()
              .flatMap(all -> all.entries().keySet().stream())
              .anyMatch(key -> key.contains("internal"));
    }

    private List<Finding> secrets() {
      if (!kind().equals("Secret") && !kind().equals("ConfigMap")) {
        return List.of();
      }
      var findings = new ArrayList<Finding>();
      for (var part : List.of("data", "stringData")) {
        body.at(part)
            .ifPresent(
                all ->
                    all.entries()
                        .forEach(
                            (key, value) -> {
                              var text = value.text().orElse("");
                              var hidden = kind().equals("Secret") || SecretNames.promises(key);
                              if (hidden && SecretNames.isLiteral(text)) {
                                findings.add(literal(key, value));
                              }
                            }));
      }
      return findings;
    }

    private Finding literal(String key, YamlView place) {
      return found(
          Rule.SECRET_LITERAL,
          place,
          "%s has its value written out (base64 hides nothing)".formatted(key),
          "create it outside of the files (kubectl create secret, or an operator), and name it as existingSecret; then change it");
    }

    private List<Finding> ofPod(YamlView pod) {
      var findings = new ArrayList<Finding>();
      pod.at("hostNetwork")
          .filter(YamlView::isTrue)
          .ifPresent(
              place ->
                  findings.add(
                      found(
                          Rule.HOST_NETWORK,
                          place,
                          "all that listens in it listens on the node itself",
                          "take hostNetwork away and use a Service")));
      for (var volume : pod.itemsAt("volumes")) {
        if (EngineSocket.isIn(volume.textAt("hostPath", "path"))) {
          findings.add(
              found(Rule.ENGINE_SOCKET_MOUNTED, volume, EngineSocket.WHY, EngineSocket.MEND));
        }
      }
      return findings;
    }

    private List<Finding> containers(Optional<YamlView> pod) {
      return pod.stream()
          .flatMap(
              p ->
                  Stream.concat(
                      p.itemsAt("initContainers").stream(), p.itemsAt("containers").stream()))
          .flatMap(container -> container(container).stream())
          .toList();
    }

    private List<Finding> container(YamlView container) {
      var findings = new ArrayList<Finding>();
      for (var port : container.itemsAt("ports")) {
        port.at("hostPort")
            .ifPresent(
                place ->
                    findings.add(
                        found(
                            Rule.PORT_PUBLISHED,
                            place,
                            "hostPort %s is published on every interface of the node"
                                .formatted(place.text().orElse("")),
                            "take hostPort away and use a Service")));
      }
      container
          .at("securityContext", "privileged")
          .filter(YamlView::isTrue)
          .ifPresent(
              place ->
                  findings.add(
                      found(
                          Rule.PRIVILEGED,
                          place,
                          "who gets out of its program owns the node",
                          "take 'privileged' away; add the one capability it needs")));
      for (var variable : container.itemsAt("env")) {
        if (SecretNames.isExposed(variable.textAt("name"), variable.textAt("value"))) {
          findings.add(literal(variable.textAt("name"), variable));
        }
      }
      if (container.at("resources", "limits", "memory").isEmpty()) {
        findings.add(
            found(
                Rule.LIMIT_MISSING,
                container,
                "container '%s' may take all of the node's memory"
                    .formatted(container.textAt("name")),
                "add resources.limits.memory"));
      }
      if (Images.isUnpinned(container.textAt("image"))) {
        findings.add(
            found(
                Rule.IMAGE_UNPINNED,
                container,
                "'%s' is another program tomorrow".formatted(container.textAt("image")),
                "name a version, better still a digest"));
      }
      return findings;
    }
  }
}
