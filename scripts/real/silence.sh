#!/usr/bin/env bash
# A worker that falls silent with its connection open (kill -STOP): its work runs elsewhere (target: within 8 s); each task ends once.
# A node is lost after 7 s of silence; the rest is the start of its programs elsewhere, measured against their start where they were.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

COUNT=20
LINE='echo $$ > "PLACE/pids/$GODMODE_TASK-$GODMODE_ATTEMPT"
      if [ "$GODMODE_ATTEMPT" = 1 ]; then while [ ! -f "PLACE/go" ]; do sleep 0.2; done; fi'

all_gone() { for file in "$PLACE"/pids/*-1; do is_gone "$(cat "$file")" || return 1; done; }

begin
quiet_workspace
up --slots "$COUNT"
first=$(json 'd["name"]' <"$PLACE/first/worker/worker.json")
gm node cordon "$first" >/dev/null
new_home second
gm join-code --json | json 'd["code"]' | in_home second "$GMUP" --join - --slots "$COUNT" >/dev/null 2>&1 || fail "the second worker did not join"
silent=$(worker_pid "$PLACE/second")

python3 - "$COUNT" "${LINE//PLACE/$PLACE}" >"$PLACE/tasks.json" <<'PY'
import json, sys
count, line = int(sys.argv[1]), sys.argv[2]
print(json.dumps({"tasks": [{"name": f"in hand {i}", "command": ["/bin/sh", "-c", line]} for i in range(count)]}))
PY
began=$(now)
api POST /tasks "$PLACE/tasks.json" >/dev/null
await_entries 60 AttemptStarted "$COUNT"
before=$(since "$began")
gm node uncordon "$first" >/dev/null

mark=$(api GET /queue | json 'd["sequence"]')
stopped=$(python3 -c 'import time; print(time.time())')
kill -STOP "$silent"
await_entries 30 AttemptStarted $((2 * COUNT))
api GET "/ledger?kind=AttemptStarted&limit=1000" >"$PLACE/page.json"
last=$(python3 - "$PLACE/page.json" "$mark" "$stopped" <<'PY'
import datetime, json, sys
page, mark, stopped = json.load(open(sys.argv[1])), int(sys.argv[2]), float(sys.argv[3])
def at(text): return datetime.datetime.fromisoformat(text.rstrip("Z")[:26] + "+00:00").timestamp()
print("%.1f" % max(at(line["at"]) - stopped for line in page["items"] if line["sequence"] > mark))
PY
)
say "$COUNT tasks of a silent worker run on $first, the last $last s after it fell silent (target 8); before they took $before s to begin"
within "$last" "$(multiple "$before" 1 7.5)" || { kill -CONT "$silent"; fail "that is more than 7.5 s and what they took before"; }

await 60 "all have ended elsewhere" no_live_tasks
kill -CONT "$silent" # it wakes, is told that its leases are gone, and ends what it runs
touch "$PLACE/go"
await 30 "its programs are gone" all_gone
[ "$(all_of_kind TaskUnverified)" = "$COUNT $COUNT" ] || fail "not every task ended once: $(all_of_kind TaskUnverified)"
ledger_verifies
