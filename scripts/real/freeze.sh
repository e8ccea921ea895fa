#!/usr/bin/env bash
# A worker that stands still: 5 s cost it nothing; after 20 s its task runs elsewhere, and the copy it still has is stopped and refused.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Says where it runs until it is let go.
LINE='echo $$ > "PLACE/pids/$GODMODE_TASK-$GODMODE_ATTEMPT"
      while [ ! -f "PLACE/go" ]; do sleep 0.2; done
      echo "result of attempt $GODMODE_ATTEMPT" > "$GODMODE_RESULT"'

attempts() { gm task show "$1" --json | json 'len(d["attempts"])'; }
node_is() { [ "$(gm nodes --json | json "[n['state'] for n in d if n['name'] == '$1'][0]")" = "$2" ]; }
has_attempts() { [ "$(attempts "$1")" = "$2" ]; }
is_refused() { [ "$(gm task show "$1" --json | json '"refused" in d["attempts"][0]')" = true ]; }
stopped_worker() { kill -CONT "$1" 2>/dev/null || true; }

begin
quiet_workspace
up
new_home second
gm join-code --json | json 'd["code"]' | in_home second "$GMUP" --join - >/dev/null || fail "the second worker did not join"
second=$(json 'd["name"]' <"$PLACE/second/worker/worker.json")
first=$(json 'd["name"]' <"$PLACE/first/worker/worker.json")
pid=$(worker_pid "$PLACE/second")
trap 'stopped_worker "$pid"; finish' EXIT

gm node cordon "$first" "the first try shall be on the other node" >/dev/null
task=$(gm submit stands --json -- /bin/sh -c "${LINE//PLACE/$PLACE}" | json 'd["tasks"][0]')
await 15 "the task runs on $second" test -f "$PLACE/pids/$task-1"
gm node uncordon "$first" >/dev/null

kill -STOP "$pid"
sleep 5 # the length of the standstill is what is tried here
kill -CONT "$pid"
await 10 "$second is ready again" node_is "$second" ready
[ "$(attempts "$task")" = 1 ] || fail "5 s of standstill moved the task"
is_gone "$(cat "$PLACE/pids/$task-1")" && fail "5 s of standstill ended the program"
say "5 s of standstill: $second was suspected at most, its task went on under the same fence"

began=$(now)
kill -STOP "$pid"
await 15 "the task runs elsewhere" test -f "$PLACE/pids/$task-2"
say "20 s of standstill: the task ran on $first after $(since "$began") s"
until within 20 "$(since "$began")"; do sleep 0.5; done
kill -CONT "$pid"
await 10 "the old copy is stopped" is_gone "$(cat "$PLACE/pids/$task-1")"
say "the old copy was stopped, $(python3 -c 'import sys; print("%.1f" % (float(sys.argv[1]) - 20))' "$(since "$began")") s after the worker went on"
touch "$PLACE/go"
await 20 "the second try has ended" is_in_state "$task" unverified
await 10 "what the first try said is refused" is_refused "$task"
[ "$(gm task show "$task" --json | json 'd["result"].strip()')" = "result of attempt 2" ] || fail "the wrong result was taken"
[ "$(all_of_kind TaskUnverified)" = "1 1" ] || fail "the task ended more than once"
grep -q 'stood still' "$PLACE/second/worker/worker.log" || fail "the worker did not notice its standstill"
ledger_verifies
