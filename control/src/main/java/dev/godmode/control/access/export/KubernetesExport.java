package dev.godmode.control.access.export;

import dev.godmode.control.access.Policy;
import dev.godmode.control.access.Scope;
import dev.godmode.protocol.document.ContentHash;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * RBAC and network policies for a namespace in which control and workers run as pods. Neither needs
 * anything of the Kubernetes API, so neither gets anything; people see what the policy lets them.
 */
public final class KubernetesExport {

  /**
   * What a scope comes to here.
   *
   * @param group of the API; empty for the core
   */
  private record Part(Scope scope, String group, String resources, String verbs) {}

  private static final String LOOK = "get, list, watch";
  private static final int HASH_DIGITS = 8;

  private static final List<Part> PARTS =
      List.of(
          new Part(Scope.FLEET_READ, "", "services, endpoints, events", LOOK),
          new Part(Scope.FLEET_READ, "apps", "deployments, statefulsets, replicasets", LOOK),
          new Part(Scope.NODES_READ, "", "pods", LOOK),
          new Part(Scope.LOGS_READ, "", "pods/log", "get"),
          new Part(Scope.NODES_REMOVE, "", "pods", "delete"),
          new Part(Scope.NODES_ADMIT, "apps", "deployments/scale", "get, patch"));

  private KubernetesExport() {}

  /** Manifests, to be applied together. */
  public static String of(Policy policy, int fleetPort) {
    var readers = new Readers(policy);
    var text =
        new StringBuilder(
            """
      # RBAC and network policies for God Mode in Kubernetes, from %s. Made by gm policy export kubernetes; do not edit.
      # For pods with the labels app.kubernetes.io/name: godmode and app.kubernetes.io/component: control, worker or database,
      # in the namespace that kubectl applies it to: kubectl -n godmode apply -f FILE
      # A network policy acts only where the cluster's network enforces it.
      #
      # What this cannot say:
      """
                .formatted(readers.version()));
    untold(readers).forEach(line -> text.append("#   ").append(line).append('\n'));
    for (var component : List.of("control", "worker")) {
      text.append(
          """
      ---
      # No line of the policy: control and workers ask nothing of the Kubernetes API, and have no token for it.
      apiVersion: v1
      kind: ServiceAccount
      metadata:
        name: godmode-%1$s
        labels: {app.kubernetes.io/name: godmode}
      automountServiceAccountToken: false
      """
              .formatted(component));
    }
    text.append(network(fleetPort));
    readers.all().forEach(reader -> text.append(role(readers, reader)));
    return text.toString();
  }

  /** Who talks to whom. */
  private static String network(int fleetPort) {
    return """
      ---
      # No line of the policy: nobody talks to anybody, but as below.
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata:
        name: godmode-nothing
        labels: {app.kubernetes.io/name: godmode}
      spec:
        podSelector:
          matchLabels: {app.kubernetes.io/name: godmode}
        policyTypes: [Ingress, Egress]
      ---
      # No line of the policy: workers dial control's fleet port, control dials its database, both ask for names.
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata:
        name: godmode-control
        labels: {app.kubernetes.io/name: godmode}
      spec:
        podSelector:
          matchLabels: {app.kubernetes.io/name: godmode, app.kubernetes.io/component: control}
        policyTypes: [Ingress, Egress]
        ingress:
          - from:
              - podSelector:
                  matchLabels: {app.kubernetes.io/name: godmode, app.kubernetes.io/component: worker}
            ports: [{protocol: TCP, port: %1$d}]
        egress:
          - to:
              - podSelector:
                  matchLabels: {app.kubernetes.io/name: godmode, app.kubernetes.io/component: database}
            ports: [{protocol: TCP, port: 5432}]
          - to: [{namespaceSelector: {}, podSelector: {matchLabels: {k8s-app: kube-dns}}}]
            ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
      ---
      # Nothing listens on a worker. What its programs need beyond control (a git server, a model) is yours to add.
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata:
        name: godmode-worker
        labels: {app.kubernetes.io/name: godmode}
      spec:
        podSelector:
          matchLabels: {app.kubernetes.io/name: godmode, app.kubernetes.io/component: worker}
        policyTypes: [Ingress, Egress]
        egress:
          - to:
              - podSelector:
                  matchLabels: {app.kubernetes.io/name: godmode, app.kubernetes.io/component: control}
            ports: [{protocol: TCP, port: %1$d}]
          - to: [{namespaceSelector: {}, podSelector: {matchLabels: {k8s-app: kube-dns}}}]
            ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
      ---
      # Only control reaches the database.
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata:
        name: godmode-database
        labels: {app.kubernetes.io/name: godmode}
      spec:
        podSelector:
          matchLabels: {app.kubernetes.io/name: godmode, app.kubernetes.io/component: database}
        policyTypes: [Ingress, Egress]
        ingress:
          - from:
              - podSelector:
                  matchLabels: {app.kubernetes.io/name: godmode, app.kubernetes.io/component: control}
            ports: [{protocol: TCP, port: 5432}]
      """
        .formatted(fleetPort);
  }

  private static List<String> untold(Readers readers) {
    var all = new ArrayList<>(readers.untold(told()));
    all.add(
        "tasks, streams, documents and secrets are no things of Kubernetes: Secrets and ConfigMaps"
            + " are given to nobody");
    return all;
  }

  private static Set<Scope> told() {
    var told = EnumSet.noneOf(Scope.class);
    PARTS.forEach(part -> told.add(part.scope()));
    return told;
  }

  private static String role(Readers readers, Readers.Reader reader) {
    var rules = new StringBuilder();
    for (var part : PARTS) {
      readers
          .allowing(reader, List.of(part.scope()))
          .ifPresent(
              why ->
                  rules.append(
                      "  - {apiGroups: [\"%s\"], resources: [%s], verbs: [%s]} # %s\n"
                          .formatted(part.group(), part.resources(), part.verbs(), why)));
    }
    if (rules.isEmpty()) {
      return "";
    }
    var isPerson = !reader.subject().name().isEmpty();
    var name = name(reader.name());
    return """
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata:
        name: %1$s
        labels: {app.kubernetes.io/name: godmode}
      rules:
      %2$s---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata:
        name: %1$s
        labels: {app.kubernetes.io/name: godmode}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: %1$s}
      subjects:
        - {apiGroup: rbac.authorization.k8s.io, kind: %3$s, name: %4$s}
      """
        .formatted(
            name,
            rules,
            isPerson ? "User" : "Group",
            quoted(isPerson ? reader.subject().name() : "godmode:" + reader.name()));
  }

  /** Whose name cannot stand here as it is gets a part of its hash: two people stay two. */
  private static String name(String who) {
    var plain = who.replaceAll("[^a-z0-9.-]", "-");
    return plain.equals(who)
        ? "godmode-" + who
        : "godmode-%s-%s".formatted(plain, ContentHash.of(who).substring(0, HASH_DIGITS));
  }

  private static String quoted(String text) {
    return '"' + Readers.plain(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
