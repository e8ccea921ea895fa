#!/usr/bin/env bash
# How fast work goes on: 100 running tasks of a killed worker elsewhere; a fleet whose control is killed with 100,000 tasks queued.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin
quiet_workspace
printf 'type: noop\ndescription: Does nothing.\ndriver: noop\n' >"$GODMODE_WORKSPACE/agents/noop.yaml"
up --slots 100
first=$(json 'd["name"]' <"$PLACE/first/worker/worker.json")
gm node cordon "$first" >/dev/null
new_home second
gm join-code --json | json 'd["code"]' | in_home second "$GMUP" --join - --slots 100 >/dev/null 2>&1 || fail "the second worker did not join"
second=$(json 'd["name"]' <"$PLACE/second/worker/worker.json")

python3 -c 'import json
print(json.dumps({"tasks": [{"name": f"in hand {i}", "command": ["sleep", "600"]} for i in range(100)]}))' >"$PLACE/hundred.json"
api POST /tasks "$PLACE/hundred.json" >/dev/null
all_started() { [ "$(all_of_kind AttemptStarted | cut -d' ' -f1)" -ge "$1" ]; }
await 60 "100 tasks run on $second" all_started 100
gm node uncordon "$first" >/dev/null
mark=$(api GET "/queue" | json 'd["sequence"]')
killed=$(python3 -c 'import time; print(time.time())')
kill_hard "$(worker_pid "$PLACE/second")"
await 30 "all of them run again" all_started 200
api GET "/ledger?kind=AttemptStarted&limit=1000" >"$PLACE/page.json"
waits=$(python3 - "$PLACE/page.json" "$mark" "$killed" <<'PY'
import datetime, json, sys
page, mark, killed = json.load(open(sys.argv[1])), int(sys.argv[2]), float(sys.argv[3])
def at(text): return datetime.datetime.fromisoformat(text.split("Z")[0][:26] + "+00:00").timestamp()
waits = sorted(at(line["at"]) - killed for line in page["items"] if line["sequence"] > mark)
print("%.1f %.1f" % (waits[len(waits) // 2], waits[int(len(waits) * 0.99)]))
PY
)
say "100 tasks of a killed worker run on $first: p50 ${waits% *} s, p99 ${waits#* } s after the kill"
within "${waits#* }" 5 || fail "that is more than 5 s"
gm stop "the next proof" >/dev/null
for task in $(gm tasks --json | json '" ".join(t["id"] for t in d)'); do gm task cancel "$task" >/dev/null 2>&1 || true; done
await 60 "nothing is live" no_live_tasks

python3 -c 'import json
print(json.dumps({"tasks": [{"name": "queued", "agent_type": "noop", "goal": "x" * 200} for i in range(10000)]}))' >"$PLACE/many.json"
for _ in 1 2 3 4 5 6 7 8 9 10; do api POST /tasks "$PLACE/many.json" >/dev/null || fail "the tasks were not taken"; done
gm resume >/dev/null
in_flight() { [ "$(api GET /queue | json 'd["live"]')" -lt 99000 ]; }
await 30 "they are being carried out" in_flight
killed=$(python3 -c 'import time; print(time.time())')
kill_hard "$(control_pid)"
"$GMUP" >/dev/null 2>&1 || fail "gmup did not bring control back"
mark=$(api GET "/ledger?kind=ControlStarted&limit=1" | json 'd["items"][0]["sequence"]')
leased_again() { api GET "/ledger?kind=AttemptLeased&cursor=$((mark + 5000))&limit=1000" >"$PLACE/page.json" && [ "$(json "sum(line['sequence'] > $mark for line in d['items'])" <"$PLACE/page.json")" -gt 0 ]; }
await 20 "it dispatches again" leased_again
seconds=$(python3 - "$PLACE/page.json" "$mark" "$killed" <<'PY'
import datetime, json, sys
page, mark, killed = json.load(open(sys.argv[1])), int(sys.argv[2]), float(sys.argv[3])
def at(text): return datetime.datetime.fromisoformat(text.split("Z")[0][:26] + "+00:00").timestamp()
print("%.1f" % (min(at(line["at"]) for line in page["items"] if line["sequence"] > mark) - killed))
PY
)
live=$(sed -n 's/.*engine ready.*tasks=//p' "$GODMODE_HOME/control/control.log" | tail -n 1)
say "control killed with $live tasks live: dispatching again after $seconds s"
drained() { [ "$(api GET /queue | json 'd["live"]')" = 0 ]; }
await 300 "all have ended" drained
ends=$(api GET "/ledger?kind=TaskUnverified&limit=1" | json 'd["items"][0]["sequence"]')
ledger_verifies
gm status --json >"$PLACE/status.json"
[ "$(json 'd["tasks"]["unverified"]' <"$PLACE/status.json")" = 100000 ] || fail "not all 100,000 ended: $(json 'd["tasks"]' <"$PLACE/status.json")"
within "$seconds" 10 || fail "dispatching again took $seconds s"
say "all 100,000 ended, the last at entry $ends; the chain is intact"
