#!/usr/bin/env bash
# A persistent agent outlives its program, its worker and control; a crash loop asks; a burst goes 0→20→0 within its cap.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin
quiet_workspace
LONG=$((100000 + $$)) # seconds; so that this proof's programs are known among others'
AGENTS=$GODMODE_WORKSPACE/agents

# Each life adds a line to a file in its workspace and one in its session, and says who it is.
cat >"$AGENTS/scribe.yaml" <<YAML
command: >
  echo "\$\$ \$GODMODE_WORKSPACE \$GODMODE_SESSION" >> lives; echo x >> "\$GODMODE_SESSION/lives";
  echo \$\$ > $PLACE/pids/scribe; echo "life \$(wc -l < lives)"; exec sleep $LONG
retry: {backoff: 200ms, max_backoff: 1s}
persistent: {restarts: 5, within: 10m}
YAML

agent() { gm agent show "$1" --json | json "$2"; }
agent_is() { [ "$(agent "$1" 'd["state"]')" = "$2" ]; }
folder() { echo "$GODMODE_HOME/worker/agents/scribe"; }
lives() { wc -l <"$(folder)/work/lives" | tr -d ' '; }
lived() { [ -f "$(folder)/work/lives" ] && [ "$(lives)" -ge "$1" ] && agent_is scribe running && agent scribe '"started_at" in d' | grep -q true; }
copies() { pgrep -fc "^sleep $LONG\$" || true; }
last_pid() { cat "$PLACE/pids/scribe"; }

up --slots 30
await 20 "the agent of the workspace lives by itself" lived 1
home_node=$(agent scribe 'd["node"]')
say "scribe lives on $home_node, life 1"

kill -9 "$(last_pid)"
await 20 "it lives again after its program was killed" lived 2
say "after kill -9 of its program: life $(lives)"

old=$(last_pid)
kill_hard "$(worker_pid "$GODMODE_HOME")"
up --slots 30
await 30 "it lives again after its worker was killed" lived 3
is_gone "$old" || fail "the life before its worker was killed is still there: two copies"
say "after kill -9 of its worker: life $(lives)"

before=$(last_pid)
kill_hard "$(control_pid)"
up --slots 30
await 30 "control knows it again" agent_is scribe running
[ "$(last_pid)" = "$before" ] || fail "a restart of control ended the agent: $before is now $(last_pid)"
say "after kill -9 of control: still life $(lives), the same process"

gm agent restart scribe >/dev/null
await 20 "it lives again after a restart by command" lived 4
[ "$(sort -u -k2 <(cut -d' ' -f2- "$(folder)/work/lives") | wc -l | tr -d ' ')" = 1 ] || fail "its folders changed: $(cat "$(folder)/work/lives")"
[ "$(wc -l <"$(folder)/session/lives" | tr -d ' ')" = "$(lives)" ] || fail "its session forgot lives"
[ "$(copies)" = 1 ] || fail "$(copies) copies of the agent live"
[ "$(agent scribe 'd["node"]')" = "$home_node" ] || fail "it moved by itself"

gm agent stop scribe "for the night" >/dev/null
await 20 "it is stopped" agent_is scribe pending
await 10 "nothing of it is left" is_gone "$(last_pid)"
printf 'command: echo read after the stop\n' >"$AGENTS/later.yaml"
await 20 "the workspace was read again since" sh -c "'$GM' agents --json | grep -q 'read after the stop'"
agent_is scribe pending || fail "it was started though a person had stopped it"
gm agent start scribe >/dev/null
await 20 "it lives again when it is started" lived 5
say "stop wins until start; life $(lives) in the same folder, session and node"

cat >"$AGENTS/crashing.yaml" <<YAML
command: echo no such model >&2; exit 3
retry: {backoff: 50ms, max_backoff: 100ms}
persistent: {restarts: 3, within: 10m}
YAML
await 30 "a crash loop waits for a person" agent_is crashing waiting
agent crashing 'd["reason"]' | grep -q "ended 4 times.*exit code 3, saying: no such model.*gm agent restart crashing" ||
  fail "it does not say why it waits: $(agent crashing 'd["reason"]')"
printf 'command: echo mended; exec sleep 100\nretry: {backoff: 50ms}\npersistent: {restarts: 3}\n' >"$AGENTS/crashing.yaml"
await 20 "the mended profile is read" sh -c "'$GM' agents --json | grep -q mended"
gm agent restart crashing >/dev/null
await 20 "it lives when it is mended and restarted" agent_is crashing running
rm "$AGENTS/crashing.yaml"
await 30 "it ends with its file" sh -c "! '$GM' agent show crashing --json"
say "a crash loop stopped after 4 ends, told its last words, went on by command and ended with its file"

cat >"$AGENTS/burst.yaml" <<YAML
command: sleep 2
retry: {max_attempts: 1}
scaling: {min: 0, max: 20, cool_down: 3s}
YAML
scaled() { gm scaling burst --json | json "$1"; }
desired_is() { [ "$(scaled 'd[0]["desired"]')" = "$1" ]; }
await 20 "the rule is known" scaled 'd[0]["rule"]["max"]'
desired_is 0 || fail "it does not begin at zero"
gm scaling burst --dry-run --queue 40 --wait 90s | grep -q "max is 20" || fail "the dry run does not explain: $(gm scaling burst --dry-run --queue 40 --wait 90s)"
desired_is 0 || fail "a dry run changed something"
python3 - "$PLACE/burst.json" <<'PY'
import json, sys
json.dump({"tasks": [{"name": f"b{i}", "agent_type": "burst"} for i in range(60)]}, open(sys.argv[1], "w"))
PY
api POST /tasks "$PLACE/burst.json" >/dev/null
most=0
began=$(now)
until no_burst=$(scaled 'd[0]["queued"] + d[0]["running"]') && [ "$no_burst" = 0 ]; do
  running=$(scaled 'd[0]["running"]')
  [ "$running" -le 20 ] || fail "$running run, the cap is 20"
  [ "$running" -gt "$most" ] && most=$running
  within "$(since "$began")" 60 || fail "60 tasks of 2 s, 20 at once, are not done after 60 s"
done
[ "$most" = 20 ] || fail "at most $most ran at once, the cap is 20"
await 30 "it goes back to zero" desired_is 0
decisions=$(gm ledger --kind AgentScaled --json | json 'len(d)')
[ "$decisions" -le 30 ] || fail "$decisions scaling decisions for one burst"
say "a burst of 60: 0 → $most → 0 in $(since "$began") s, $decisions decisions in the ledger:"
gm ledger --kind AgentScaled | tail -n 3 | sed 's/^/     /' >&2

ledger_verifies
