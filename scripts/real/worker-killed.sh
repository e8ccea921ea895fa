#!/usr/bin/env bash
# kill -9 of a worker in mid-task: the task runs elsewhere, the first node's late report is refused by its fence, and gm task show tells.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# The first try waits until the proof lets it end; every later one ends at once.
LINE='echo $$ > "PLACE/pids/$GODMODE_TASK-$GODMODE_ATTEMPT"
      if [ "$GODMODE_ATTEMPT" = 1 ]; then while [ ! -f "PLACE/go" ]; do sleep 0.2; done; fi
      echo "result of attempt $GODMODE_ATTEMPT" > "$GODMODE_RESULT"'

ran_on() { gm task show "$1" --json | json "d['attempts'][$2]['node_name']"; }

late_report_refused() { [ "$(gm task show "$1" --json | json '"refused" in d["attempts"][0]')" = true ]; }

begin
quiet_workspace
up
new_home second
gm join-code --json | json 'd["code"]' | in_home second "$GMUP" --join - --skills place >/dev/null || fail "the second worker did not join"
second=$(json 'd["name"]' <"$PLACE/second/worker/worker.json")
first=$(json 'd["name"]' <"$PLACE/first/worker/worker.json")

gm node cordon "$first" "the first try shall be on the other node" >/dev/null
task=$(gm submit survives --max-attempts 3 --json -- /bin/sh -c "${LINE//PLACE/$PLACE}" | json 'd["tasks"][0]')
await 15 "the task runs on $second" test -f "$PLACE/pids/$task-1"
[ "$(ran_on "$task" 0)" = "$second" ] || fail "the first try is on $(ran_on "$task" 0)"
gm node uncordon "$first" >/dev/null

began=$(now)
kill_hard "$(worker_pid "$PLACE/second")"
await 60 "the task has ended elsewhere" is_in_state "$task" unverified
say "moved and ended $(since "$began") s after the kill"
[ "$(ran_on "$task" 1)" = "$first" ] || fail "the second try is on $(ran_on "$task" 1)"

touch "$PLACE/go" # the orphaned program of the first try ends now, and its worker comes back
in_home second "$GMUP" >/dev/null 2>"$PLACE/back" || fail "the killed worker did not come back: $(cat "$PLACE/back")"
await 30 "the late report of the first try is refused" late_report_refused "$task"
[ "$(gm task show "$task" --json | json 'd["result"].strip()')" = "result of attempt 2" ] || fail "the wrong result was taken"
[ "$(all_of_kind TaskUnverified)" = "1 1" ] || fail "the task ended more than once"
ledger_verifies
gm task show "$task" | sed -n '/^Attempts/,$p' | cut -c1-120 | sed 's/^/     /' >&2
