#!/usr/bin/env bash
# A login that is gone fails every task alike: a breaker opens, no task pays for it, it outlives control; mended, one task tries, and all end.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

TASKS=20
begin
quiet_workspace
cat >"$GODMODE_WORKSPACE/agents/coder.yaml" <<YAML
command: >
  if [ -f $PLACE/login ]; then echo "done" > out; else echo "the login of request \$\$ is gone" >&2; exit 3; fi
retry: {max_attempts: 3, backoff: 2s}
YAML

breaker() { gm breakers --json | json "$1"; }
one_is_open() { [ "$(breaker 'len(d["items"])')" = 1 ]; }
none_is_open() { [ "$(breaker 'len(d["items"])')" = 0 ]; }
states() { gm tasks --all --json | json 'sorted({t["state"] for t in d})'; }
all_succeeded() { [ "$(states)" = "['succeeded']" ]; }
nothing_runs() { [ "$(gm status --json | json 'd["tasks"]["running"]')" = 0 ]; }

up --slots 4
python3 - "$TASKS" >"$PLACE/tasks.json" <<'PY'
import json, sys
check = {"name": "it is done", "command": ["/bin/sh", "-c", "grep -q done out"]}
print(json.dumps({"tasks": [{"name": f"work {n}", "agent_type": "coder", "checks": [check]} for n in range(int(sys.argv[1]))]}))
PY
api POST /tasks "$PLACE/tasks.json" >/dev/null || fail "the tasks were not taken"
await 30 "a breaker is open" one_is_open
await 20 "nothing runs" nothing_runs
read -r attempts about <<<"$(all_of_kind AttemptLeased | cut -d' ' -f1) $(breaker 'd["items"][0]["about"]')"
say "$attempts attempts failed, then a breaker opened for $about"
[ "$attempts" -le $((3 + 4)) ] || fail "$attempts attempts were made: three open it, and four run at once"
case $(states) in *failed*) fail "a task failed: $(states)" ;; esac
gm status | grep -q "BREAKER" || fail "gm status does not tell of it"
waiting=$(gm tasks --all --json | json 'next(t["id"] for t in d if t["state"] == "queued")')
gm task why "$waiting" | grep -q "gm breaker" || fail "why does not tell of it: $(gm task why "$waiting")"
gm breakers >&2
if has_browser; then
  scenes "$(printf '[{"name": "breaker", "path": "/", "shows": "is paused"}, {"name": "task-behind-breaker", "path": "/tasks/%s", "shows": "Placement"}]' "$waiting")"
  say "screenshots are in $SHOTS"
else
  say "no screenshots: no Chromium or no npm is installed"
fi

kill_hard "$(control_pid)"
up --slots 4
one_is_open || fail "a restart of control closed it"
say "control was killed: it is still open"

gm breaker close nosuch 2>"$PLACE/refused" && fail "a breaker that is not there was closed"
grep -q "nosuch" "$PLACE/refused" || fail "the refusal does not name it: $(cat "$PLACE/refused")"

first=$(breaker 'd["items"][0]["breaker"]')
gm breaker close "$first" "it seems well" >/dev/null
await 30 "it opens again where nothing was mended" one_is_open
again=$(breaker 'd["items"][0]["breaker"]')
[ "$again" != "$first" ] || fail "the closed breaker is still open"

touch "$PLACE/login"
began=$(now)
await 100 "one task tried, and all went on" all_succeeded
none_is_open || fail "it is still open"
say "mended: all $TASKS succeeded after $(since "$began") s, by themselves"
[ "$(all_of_kind BreakerOpened | cut -d' ' -f1)" = 2 ] || fail "it opened $(all_of_kind BreakerOpened) times"
ledger_verifies
