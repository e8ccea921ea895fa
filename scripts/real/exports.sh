#!/usr/bin/env bash
# A policy's exports, used: PostgreSQL's own roles hold what it says, and Kubernetes' own types take the manifests, strictly.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

TOOLS=$ROOT/scripts/real/manifests
CHECK=$ROOT/target/tools/manifests

may() { sql -c "set role $1" -c "$2" >/dev/null 2>"$PLACE/no" || fail "$1 may not: $2: $(cat "$PLACE/no")"; }

may_not() {
  if sql -c "set role $1" -c "$2" >/dev/null 2>"$PLACE/no"; then fail "$1 may: $2"; fi
  grep -qE "permission denied|must be owner" "$PLACE/no" || fail "$1 is stopped by something else: $(cat "$PLACE/no")"
}

needs psql go
mkdir -p "$(dirname "$CHECK")"
begin
quiet_workspace
cat >"$GODMODE_WORKSPACE/policy.yaml" <<'YAML'
allow:
  - {who: role:owner, may: "*"}
  - {who: role:operator, may: ["*:read", "tasks:*", "nodes:*"]}
  - {who: role:viewer, may: [nodes:read, tasks:read]}
  - {who: "person:ada+x@acme.test", may: [ledger:read, logs:read]}
  - {who: "person:O'Hara \"x\": {y}", may: nodes:read}
YAML
(cd "$TOOLS" && CGO_ENABLED=0 GOFLAGS=-mod=readonly nice go build -o "$CHECK" .) >"$PLACE/build" 2>&1 ||
  { say "could not run: Kubernetes' Go modules cannot be had here: $(tail -n 1 "$PLACE/build" | cut -c1-200)"; exit 77; }
up

# ---- PostgreSQL
gm policy export postgres >"$PLACE/grants.sql"
sql -f "$PLACE/grants.sql" >/dev/null
sql -f "$PLACE/grants.sql" >/dev/null # a second time changes nothing
may godmode_viewer "select * from node"
may_not godmode_viewer "select * from journal"
may_not godmode_viewer "delete from node"
may godmode_operator "select * from journal"
may_not godmode_operator "update task set name = 'x'"
may '"godmode_person_ada+x@acme.test"' "select * from log_chunk"
may_not '"godmode_person_ada+x@acme.test"' "select * from node"
may_not godmode_owner "insert into position values (true, 0)"
may_not godmode_control "delete from journal"
may_not godmode_control "update journal set first = 0"
say "PostgreSQL: $(grep -c '^grant' "$PLACE/grants.sql") grants to $(grep -c 'create role' "$PLACE/grants.sql") roles; each reads what it may and nothing else, nobody changes anything, control cannot change the journal"

# ---- Kubernetes
gm policy export kubernetes >"$PLACE/manifests.yaml"
"$CHECK" <"$PLACE/manifests.yaml" >"$PLACE/taken" || fail "Kubernetes' types do not take the manifests"
[ "$(sort "$PLACE/taken" | uniq -d | wc -l)" = 0 ] || fail "two things have one name: $(sort "$PLACE/taken" | uniq -d)"
say "Kubernetes: $(cut -d' ' -f1 "$PLACE/taken" | sort | uniq -c | awk '{printf "%s%s %s", (NR > 1 ? ", " : ""), $1, $2}')"
for wrong in 's/podSelector:/podSelectr:/' 's/verbs: \[/verb: [/' 's/port: 5432/port: {a: 1}/' 's/policyTypes: \[Ingress/policyTypes: [Ingres/'; do
  if sed "$wrong" "$PLACE/manifests.yaml" | "$CHECK" >/dev/null 2>&1; then fail "the check takes anything: $wrong"; fi
done
