package dev.godmode.control.access.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.access.Policy;
import dev.godmode.control.access.PolicyReader;
import dev.godmode.control.access.Roll;
import dev.godmode.control.access.RollReader;
import dev.godmode.protocol.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** One policy, in the languages of the systems around. */
class PolicyExportTest {

  private static final Policy POLICY =
      policy(
          """
          allow:
            - {who: role:owner, may: "*"}
            - {who: role:operator, may: ["*:read", "tasks:*"]}
            - {who: role:viewer, may: [nodes:read, logs:read]}
            - {who: person:ada@acme.test, may: [ledger:read, tasks:read]}
            - {who: agent:planner, may: tasks:submit}
          deny:
            - {who: role:operator, may_not: [people:read]}
            - {who: role:viewer, may_not: logs:read}
          """);

  private static final Roll ROLL =
      RollReader.read(
              """
              people:
                - {email: bob@acme.test, role: operator}
                - {group: platform, role: viewer}
              """)
          .roll();

  private static Policy policy(String text) {
    return ((PolicyReader.Good) PolicyReader.read(text)).policy();
  }

  private static TailscaleExport.Machines machines(Map<String, String> nodes) {
    return new TailscaleExport.Machines("100.64.0.1", 5053, 443, new TreeMap<>(nodes));
  }

  @Test
  void the_database_shows_each_what_the_policy_allows_and_says_which_line() {
    var sql = PostgresExport.of(POLICY);

    assertThat(sql.lines())
        .contains(
            "grant select on journal to godmode_owner; -- line 2: role:owner may *",
            "grant select on node to godmode_viewer; -- line 4: role:viewer may nodes:read,"
                + " logs:read",
            "grant select on task, task_live, task_ended, task_standing to"
                + " \"godmode_person_ada@acme.test\"; -- line 5: person:ada@acme.test may"
                + " ledger:read, tasks:read",
            "-- line 6: agent:planner may tasks:submit: agents and nodes are asked by control"
                + " alone, with each request");
    assertThat(sql)
        .doesNotContain("grant select on log_chunk to godmode_viewer")
        .doesNotContain("grant select on node to \"godmode_person_ada@acme.test\"")
        .doesNotContain("grant select on journal to godmode_operator")
        .doesNotContain("grant select on journal to \"godmode_person_ada@acme.test\"");
  }

  @Test
  void an_export_is_the_same_each_time_and_names_the_policy() {
    assertThat(PostgresExport.of(POLICY))
        .isEqualTo(PostgresExport.of(policy(POLICY.text())))
        .contains("policy.yaml " + POLICY.hash().substring(0, 12));
    assertThat(KubernetesExport.of(POLICY, 5053)).isEqualTo(KubernetesExport.of(POLICY, 5053));
  }

  @Test
  void what_a_name_holds_does_not_get_out_of_its_place() {
    var sly =
        policy(
            """
            allow:
              - {who: role:owner, may: "*"}
              - {who: "person:x\\"; drop table task; --\\n$$", may: tasks:read}
            """);

    assertThat(PostgresExport.of(sly).lines())
        .contains(
            "do $$ begin create role \"godmode_person_x\"\"; drop table task; -- __\"; exception"
                + " when duplicate_object then null; end $$;")
        .noneMatch(line -> line.stripLeading().startsWith("drop"));
    assertThat(documents(KubernetesExport.of(sly, 5053))).isNotEmpty();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> documents(String yaml) {
    var load = new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build());
    return StreamSupport.stream(load.loadAllFromString(yaml).spliterator(), false)
        .filter(Map.class::isInstance)
        .map(document -> (Map<String, Object>) document)
        .toList();
  }

  private static String name(Map<String, Object> document) {
    return document.get("metadata") instanceof Map<?, ?> data
        ? String.valueOf(data.get("name"))
        : "";
  }

  @Test
  void kubernetes_gets_valid_manifests_that_give_away_no_more_than_the_policy() {
    var all = documents(KubernetesExport.of(POLICY, 6053));

    assertThat(all)
        .allSatisfy(one -> assertThat(one).containsKeys("apiVersion", "kind", "metadata"));
    assertThat(all.stream().map(one -> one.get("kind")))
        .containsOnly("ServiceAccount", "NetworkPolicy", "Role", "RoleBinding");
    assertThat(all.stream().filter(one -> "Role".equals(one.get("kind"))).map(one -> name(one)))
        .containsExactly("godmode-owner", "godmode-operator", "godmode-viewer");
    assertThat(KubernetesExport.of(POLICY, 6053))
        .contains(
            "  - {apiGroups: [\"\"], resources: [pods], verbs: [get, list, watch]} # line 4:"
                + " role:viewer may nodes:read, logs:read",
            "port: 6053")
        .doesNotContain("\"*\"", "resources: [secrets", "configmaps");
  }

  @Test
  void two_people_whose_names_cannot_stand_there_do_not_become_one() {
    var twins =
        policy(
            """
            allow:
              - {who: role:owner, may: "*"}
              - {who: "person:a+b@acme.test", may: nodes:read}
              - {who: "person:a-b@acme.test", may: logs:read}
            """);

    assertThat(
            documents(KubernetesExport.of(twins, 5053)).stream()
                .filter(one -> "RoleBinding".equals(one.get("kind")))
                .map(one -> name(one)))
        .hasSize(3)
        .doesNotHaveDuplicates();
  }

  @Test
  void every_rule_of_rbac_names_what_it_gives() {
    var rules =
        documents(KubernetesExport.of(POLICY, 5053)).stream()
            .filter(one -> "Role".equals(one.get("kind")))
            .flatMap(one -> one.get("rules") instanceof List<?> list ? list.stream() : Stream.of())
            .map(rule -> (Map<?, ?>) rule)
            .toList();

    assertThat(rules)
        .isNotEmpty()
        .allSatisfy(
            rule ->
                assertThat(Set.copyOf(rule.keySet()))
                    .isEqualTo(Set.of("apiGroups", "resources", "verbs")));
  }

  @Test
  void the_tailnet_grants_nodes_the_fleet_port_and_people_the_hud() {
    var text =
        TailscaleExport.of(
            POLICY, ROLL, machines(Map.of("laptop", "100.64.0.3", "atlas", "100.64.0.2")));

    assertThat(text)
        .contains(
            """
              "grants": [
                // no line of the policy: nodes that have joined dial the fleet port
                {"src": ["godmode-atlas", "godmode-laptop"], "dst": ["godmode-control"], "ip": ["tcp:5053"]},
                // line 3: role:operator may *:read, tasks:*
                {"src": ["group:godmode-operator"], "dst": ["godmode-control"], "ip": ["tcp:443"]},
                // line 5: person:ada@acme.test may ledger:read, tasks:read
                {"src": ["ada@acme.test"], "dst": ["godmode-control"], "ip": ["tcp:443"]}
              ]
            }
            """)
        .contains("role:viewer: no e-mail address in people.yaml")
        .contains(
            "people.yaml, line 3: group platform is viewer: the tailnet knows people by their"
                + " address");
    var plain = text.replaceAll("(?m)^ *//.*\n", "");
    assertThat(Json.tree(plain).at("/hosts/godmode-atlas").stringValue()).isEqualTo("100.64.0.2");
  }
}
