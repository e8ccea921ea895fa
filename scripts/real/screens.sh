#!/usr/bin/env bash
# The screens of a bad day, in a real browser: a node that drains, tasks that fit nowhere, a fleet that is frozen, loads that are old.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

has_browser || { say "could not run: no Chromium or no npm is installed"; exit 77; }

submit() { # JSON of one task; prints its id
  printf '{"tasks": [%s]}' "$1" >"$PLACE/task.json"
  api POST /tasks "$PLACE/task.json" | json 'd["tasks"][0]'
}

node_id() { gm nodes --json | json "[n['id'] for n in d if n['name'] == '$1'][0]"; }

begin
quiet_workspace
printf 'type: held\ndescription: Runs until it is stopped.\ncommand: [sleep, infinity]\n' >"$GODMODE_WORKSPACE/agents/held.yaml"
up --slots 4
start_load_nodes 6 8
stop_more() { kill -CONT "$LOAD_PID"; exec 6>&-; }
python3 -c 'import json
print(json.dumps({"tasks": [{"name": f"think about {i}", "agent_type": "held"} for i in range(40)]}))' >"$PLACE/held.json"
api POST /tasks "$PLACE/held.json" >/dev/null
await 30 "40 attempts run" load_is "d['running'] >= 34"
placed=$(gm tasks --state running --json | json 'd[0]["id"]')
nowhere=$(submit '{"name": "train the model", "agent_type": "held", "requires": ["cuda@12", "gti"], "prefers": ["linux"],
  "demand": {"cores": 4, "memory_bytes": 68719476736, "sticky": {"key": "weights"}}, "throttle": {"key": "licence", "max_running": 2}}')
gm node drain load-2 --deadline 8m >/dev/null
gm node cordon load-3 "a new disk is coming" >/dev/null
waits=$(submit '{"name": "bake the cake", "agent_type": "held", "demand": {"node": "load-3"}}')

gm memory relate checkout "depends on" PricingService >/dev/null
gm memory remember "PricingService caches exchange rates for an hour." --tag pricing >/dev/null
scenes '[{"name": "memory-near", "path": "/memory?near=checkout", "shows": "checkout depends on it"}]'

scenes "$(python3 -c 'import json, sys
placed, nowhere, waits, draining = sys.argv[1:]
print(json.dumps([
    {"name": "nodes-drain", "path": "/nodes", "shows": "draining"},
    {"name": "node-drain", "path": "/nodes?node=" + draining, "shows": "left"},
    {"name": "task-nowhere", "path": "/tasks/" + nowhere, "shows": "Placement"},
    {"name": "task-waits", "path": "/tasks/" + waits, "shows": "Placement"},
    {"name": "task-placed", "path": "/tasks/" + placed, "shows": "Placement"},
]))' "$placed" "$nowhere" "$waits" "$(node_id load-2)")"

kill -STOP "$LOAD_PID"
is_frozen() { gm status --json | json '"freeze" in d' | grep -q true; }
await 30 "the fleet is frozen" is_frozen
scenes "$(python3 -c 'import json, sys
print(json.dumps([
    {"name": "frozen", "path": "/", "shows": "FROZEN"},
    {"name": "nodes-frozen", "path": "/nodes", "shows": "FROZEN"},
    {"name": "node-frozen", "path": "/nodes?node=" + sys.argv[1], "shows": "silent for"},
]))' "$(node_id load-1)")"
kill -CONT "$LOAD_PID"
is_thawed() { ! is_frozen; }
await 30 "it goes on by itself" is_thawed
say "screenshots are in $SHOTS"
