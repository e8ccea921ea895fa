#!/usr/bin/env bash
# What nobody should send, sent: circles, chains and fans of 100,000, too much at once, a node that lies, a reader that does not read, a database that stands still.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

COUNT=${COUNT:-100000}
BATCH=10000

refused() { # what, status, words that must be said, body file
  local code
  (umask 077; printf 'Authorization: Bearer %s\n' "$(cat "$GODMODE_HOME/control/owner.token")" >"$PLACE/header")
  code=$(curl -sS -o "$PLACE/said" -w '%{http_code}' -X POST -H "@$PLACE/header" -H 'Content-Type: application/json' \
    --data-binary "@$4" "http://127.0.0.1:$GODMODE_API_PORT/api/v1/tasks")
  [ "$code" = "$2" ] || fail "$1: answered $code, $2 was wanted: $(cut -c1-300 "$PLACE/said")"
  grep -q -- "$3" "$PLACE/said" || fail "$1: it does not say '$3': $(cut -c1-300 "$PLACE/said")"
  [ "$(live)" = 0 ] || fail "$1: something of it was taken"
  say "$1: $(json 'd["detail"]' <"$PLACE/said" | cut -c1-170)"
}

live() { api GET /queue | json 'd["live"]'; }
is_live() { [ "$(live)" = "$1" ]; }
live_below() { [ "$(live)" -lt "$1" ]; }
resident() { awk '/^VmRSS/ {printf "%d", $2 / 1024}' "/proc/$(control_pid)/status" 2>/dev/null || echo 0; }
bodies() { python3 "$ROOT/scripts/real/bodies.py" "$@"; }

begin
quiet_workspace
printf 'type: noop\ndescription: Does nothing.\ndriver: noop\n' >"$GODMODE_WORKSPACE/agents/noop.yaml"
up --slots 100

# ---- refused, each with a sentence, and nothing half-done
echo '{"tasks": [{"name": "hen", "after": ["egg"]}, {"name": "egg", "after": ["hen"]}]}' >"$PLACE/body"
refused "two that wait for each other" 422 "there is a circle" "$PLACE/body"
bodies text 100000 >"$PLACE/body"
refused "a goal that reaches no program" 422 "put the text into a file" "$PLACE/body"
bodies text 20000000 >"$PLACE/body"
refused "a body over its limit" 413 "send it in several parts" "$PLACE/body"
bodies plain 10001 >"$PLACE/body"
refused "too many at once" 422 "1 to 10000 tasks" "$PLACE/body"

printf '%s\n' '{"id": "a", "title": "a", "after": ["c"]}' '{"id": "b", "title": "b", "after": ["a"]}' \
  '{"id": "c", "title": "c", "after": ["b"]}' >"$GODMODE_WORKSPACE/tasks/roadmap.jsonl"
circle() { api GET /world | json '" ".join(line["reason"] for line in d["roadmap"]["quarantined"])' >"$PLACE/circle" && grep -q "circle" "$PLACE/circle"; }
await 15 "the roadmap's circle is told" circle
say "a circle in the roadmap: a row $(grep -o 'is in a circle: a → b → c → a' "$PLACE/circle" | head -n 1)"
: >"$GODMODE_WORKSPACE/tasks/roadmap.jsonl"

# ---- a fan and a chain, with a reader of events that does not read
mark=$(api GET /queue | json 'd["sequence"]')
python3 "$ROOT/scripts/real/reader.py" slow "$PLACE" "$mark" &
reader=$!
echo '{"tasks": [{"name": "root", "agent_type": "noop", "held": true}]}' >"$PLACE/body"
root=$(api POST /tasks "$PLACE/body" | json 'd["tasks"][0]')
began=$(now)
for _ in $(seq $((COUNT / BATCH))); do
  bodies fan $BATCH "$root" >"$PLACE/body"
  api POST /tasks "$PLACE/body" >/dev/null || fail "the fan was not taken"
done
say "a fan of $COUNT tasks taken in $(since "$began") s; control has $(resident) MiB"
began=$(now)
api POST "/tasks/$root/release" >/dev/null
await 180 "the fan has ended" is_live 0
say "it ended in $(since "$began") s; control has $(resident) MiB"
touch "$PLACE/read"
wait "$reader" || fail "the reader was not told"

last=$(api POST /tasks <(echo '{"tasks": [{"name": "first", "agent_type": "noop", "held": true}]}') | json 'd["tasks"][0]')
first=$last
began=$(now)
for _ in $(seq $((COUNT / BATCH))); do
  bodies chain $BATCH "$last" >"$PLACE/body"
  last=$(api POST /tasks "$PLACE/body" | json 'd["tasks"][-1]') || fail "the chain was not taken"
done
say "a chain of $COUNT tasks taken in $(since "$began") s; control has $(resident) MiB"
began=$(now)
api POST "/tasks/$first/release" >/dev/null
await 60 "2,000 links have ended one after the other" live_below $((COUNT - 2000))
say "2,000 links ended one after the other in $(since "$began") s"
why=$(api GET "/tasks/$last/why" | json 'd["summary"]')
say "its last link: $(echo "$why" | cut -c1-120)"
[ "$(resident)" -lt 1500 ] || fail "control has $(resident) MiB"
ledger_verifies

# ---- a node that claims what no machine can be
start_load_nodes 1 5000000
lied() { api GET "/ledger?kind=NodeClaimRefused&limit=10" >"$PLACE/lie" && grep -q "claims 5000000 slots" "$PLACE/lie"; }
await 15 "the ledger tells of the lie" lied
[ "$(gm nodes --json | json "[n['slots'] for n in d if n['name'] == 'load-1'][0]")" -le 10000 ] || fail "the lie was believed"
say "a node that lies: $(grep -o 'claims 5000000 slots[^"]*' "$PLACE/lie" | head -n 1)"
stop_load_nodes

# ---- a database that stands still
gm stop "nothing more of the chain" >/dev/null
python3 "$ROOT/scripts/real/standstill.py" "$PLACE" "$GODMODE_HOME" "$GODMODE_API_PORT" || fail "a database that stands still was not borne"
ledger_verifies
say "control has $(resident) MiB; $(gm ledger verify)"
