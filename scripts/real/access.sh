#!/usr/bin/env bash
# What a program may ask with its credential and how soon it may not, and what roles and policy change, on a real fleet.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# In the hands of somebody else: a credential that a program gave away.
stolen() { # path
  curl -sS -o "$PLACE/said" -w '%{http_code}' --cacert "$GODMODE_HOME/worker/authority.pem" \
    -H "@$PLACE/stolen" "https://127.0.0.1:$GODMODE_FLEET_PORT$1"
}

begin_program() { # name
  rm -f "$PLACE/go" "$PLACE/ready" "$PLACE/seen"
  echo "PLACE=$PLACE" >"$PLACE/program.sh"
  cat >>"$PLACE/program.sh" <<'EOF'
me() { curl -sS -o "$1" -w '%{http_code} ' --cacert "$GODMODE_CA" -H "Authorization: Bearer $(cat "$GODMODE_CREDENTIAL")" "$GODMODE_URL$2"; }
{ me whoami /api/v1/whoami; me task "/api/v1/tasks/$GODMODE_TASK"; me log "/api/v1/tasks/$GODMODE_TASK/log"
  me world /api/v1/world; me other /api/v1/tasks/another; stat -c %a "$GODMODE_CREDENTIAL"; } >"$PLACE/seen" 2>&1
(umask 077; printf 'Authorization: Bearer %s\n' "$(cat "$GODMODE_CREDENTIAL")" >"$PLACE/stolen")
cat "$GODMODE_CREDENTIAL"
touch "$PLACE/ready"
while [ ! -e "$PLACE/go" ]; do sleep 0.05; done
EOF
  gm submit "$1" --json -- sh "$PLACE/program.sh" >"$PLACE/submitted"
  json 'd["tasks"][0]' <"$PLACE/submitted"
  await 30 "the program of $1 has asked" test -e "$PLACE/ready"
}

begin
quiet_workspace
up

task=$(begin_program watched)
[ "$(cat "$PLACE/seen")" = "200 200 200 404 403 600" ] || fail "whoami, own task, own log, world, another task, file mode: $(cat "$PLACE/seen")"
say "a program sees itself, its task and its log; the fleet is not there for it, another task is refused"
[ "$(stolen /api/v1/whoami)" = 200 ] || fail "the credential does not count while its lease lives"
ps -eo args | grep -F "$(cut -d' ' -f3 "$PLACE/stolen")" | grep -qv grep && fail "the credential is in an argument list"
grep -rqF "$(cut -d' ' -f3 "$PLACE/stolen")" "$GODMODE_HOME"/*/*.log && fail "the credential is in a log"
await 10 "the log is there" sh -c "'$GM' logs '$task' | grep -q redacted"
gm logs "$task" | grep -qF "$(cut -d. -f3 "$PLACE/stolen")" && fail "the credential is in the task's log"
say "it is in no argument list and no log: $(gm logs "$task")"

began=$(now)
gm credentials revoke "$task" --reason 'it misbehaves' >/dev/null
took=$(since "$began")
[ "$(stolen /api/v1/whoami)" = 401 ] || fail "a revoked credential counts"
say "revoked: refused by the first request after the answer, $took s after it was asked for (starting gm included)"
touch "$PLACE/go"
await 20 "the task ended" is_in_state "$task" unverified

task=$(begin_program ended)
[ "$(stolen /api/v1/whoami)" = 200 ] || fail "the credential of the next attempt does not count"
touch "$PLACE/go"
await 20 "the task ended" is_in_state "$task" unverified
[ "$(stolen /api/v1/whoami)" = 401 ] || fail "a credential outlived its attempt"
say "replayed after the end: $(json 'd["detail"]' <"$PLACE/said")"

gm user add ada --role viewer --json | json 'd["login"]["code"]' >"$PLACE/code"
printf '{"code":"%s"}' "$(cat "$PLACE/code")" >"$PLACE/body"
curl -sS -c "$PLACE/cookies" -H 'Content-Type: application/json' --data-binary "@$PLACE/body" "http://127.0.0.1:$GODMODE_API_PORT/api/v1/login"
as_ada() { # method, path
  curl -sS -o "$PLACE/said" -w '%{http_code}' -b "$PLACE/cookies" -X "$1" -H "Origin: http://127.0.0.1:$GODMODE_API_PORT" "http://127.0.0.1:$GODMODE_API_PORT$2"
}
[ "$(as_ada GET /api/v1/world) $(as_ada POST /api/v1/stop)" = "200 403" ] || fail "a viewer does more, or less, than look"
gm user role ada operator >/dev/null
[ "$(as_ada POST /api/v1/stop) $(as_ada POST /api/v1/resume)" = "200 200" ] || fail "an operator cannot stop the fleet"

printf 'allow:\n  - {who: role:owner, may: "*"}\n' >"$PLACE/strict.yaml"
say "$(gm policy diff - "$PLACE/strict.yaml" | wc -l | tr -d ' ') losses by a strict policy, foretold"
cp "$PLACE/strict.yaml" "$GODMODE_WORKSPACE/policy.yaml"
is_shut_out() { [ "$(as_ada GET /api/v1/world)" = 403 ]; }
await 3 "the strict policy is in force" is_shut_out
gm policy explain ada read fleet >/dev/null && fail "explain says yes to what is refused"
printf 'allow:\n  - {who: role:viewer, may: "*"}\n' >"$GODMODE_WORKSPACE/policy.yaml"
wrong_is_told() { # the command fails while the file is not in force
  gm policy show >"$PLACE/policy" && return 1
  grep -q 'lock the owner out' "$PLACE/policy"
}
await 5 "a policy that locks the owner out is refused" wrong_is_told
gm user remove ada >/dev/null
[ "$(as_ada GET /api/v1/world)" = 401 ] || fail "somebody who was removed is still let in"
say "$(gm ledger --kind AccessDenied -n 100 | wc -l | tr -d ' ') denials in the ledger, with their reasons:"
gm ledger --kind AccessDenied -n 4 | cut -c1-150 | sed 's/^/     /' >&2
ledger_verifies
