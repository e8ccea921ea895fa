#!/usr/bin/env bash
# A node drains: handing over, its work runs elsewhere long before the deadline; without, what is left moves at the deadline; nothing is lost.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Runs until it is let go; each try writes down where it runs.
LINE='echo $$ > "PLACE/pids/$GODMODE_TASK-$GODMODE_ATTEMPT"; while [ ! -f "PLACE/go" ]; do sleep 0.2; done'

running_on() { gm nodes --json | json "[len(n['running']) for n in d if n['name'] == '$1'][0]"; }
runs() { [ "$(running_on "$1")" = "$2" ]; }
submit() { for _ in 1 2 3; do gm submit "steady" -- /bin/sh -c "${LINE//PLACE/$PLACE}" >/dev/null; done; }

begin
quiet_workspace
up --slots 4
new_home second
gm join-code --json | json 'd["code"]' | in_home second "$GMUP" --join - --slots 4 >/dev/null || fail "the second worker did not join"
second=$(json 'd["name"]' <"$PLACE/second/worker/worker.json")
first=$(json 'd["name"]' <"$PLACE/first/worker/worker.json")

gm node cordon "$first" >/dev/null
submit
await 15 "three tasks run on $second" runs "$second" 3
gm node uncordon "$first" >/dev/null
began=$(now)
gm node drain "$second" --deadline 5m --hand-over --wait 2>"$PLACE/progress" || fail "the drain failed: $(cat "$PLACE/progress")"
within "$(since "$began")" 30 || fail "handing over took $(since "$began") s"
await 10 "they run on $first" runs "$first" 3
say "handed three tasks over in $(since "$began") s; it said: $(tail -n 1 "$PLACE/progress")"
[ "$(gm nodes --json | json "[n['schedulability'] for n in d if n['name'] == '$second'][0]")" = cordoned ] || fail "$second is not cordoned"

gm node uncordon "$second" >/dev/null
began=$(now)
gm node drain "$first" --deadline 6s --wait 2>"$PLACE/progress" || fail "the drain failed: $(cat "$PLACE/progress")"
within 5 "$(since "$began")" || fail "without handing over nothing moves before the deadline"
await 10 "they run on $second" runs "$second" 3
say "without handing over they moved at the deadline, after $(since "$began") s; it said: $(tail -n 1 "$PLACE/progress")"

touch "$PLACE/go"
await 20 "nothing is live" no_live_tasks
[ "$(all_of_kind TaskUnverified)" = "3 3" ] || fail "ends and tasks: $(all_of_kind TaskUnverified), wanted 3 3"
[ "$(all_of_kind TaskFailed)" = "0 0" ] || fail "a task failed"
ledger_verifies
