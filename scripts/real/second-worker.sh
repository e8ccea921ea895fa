#!/usr/bin/env bash
# A second worker with a home of its own joins by the printed line, is in gm nodes within 5 s, and gets the next task that fits it.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

two_ready() { [ "$(gm nodes --json | json 'sum(n["state"] == "ready" for n in d)')" = 2 ]; }

begin
quiet_workspace
up
new_home second
code=$(gm join-code --json | json 'd["code"]')
began=$(now)
printf '%s\n' "$code" | in_home second "$GMUP" --join - --skills only-here --slots 1 >/dev/null || fail "the second worker did not join"
await 5 "two nodes are ready" two_ready
seconds=$(since "$began")
within "$seconds" 5 || fail "it took $seconds s"
say "in the fleet after $seconds s"

task=$(gm submit fits-one --requires only-here --json -- true | json 'd["tasks"][0]')
await 10 "the task has ended" is_in_state "$task" unverified
second=$(json 'd["name"]' <"$PLACE/second/worker/worker.json")
[ "$(gm task show "$task" --json | json 'd["attempts"][0]["node_name"]')" = "$second" ] || fail "it did not run on $second"
say "the task that fits only $second ran there"

new_home third
if printf '%s\n' "$code" | in_home third "$GMUP" --join - >"$PLACE/again" 2>&1; then fail "a used join code was taken again"; fi
grep -qi "used" "$PLACE/again" || fail "a used code is not called used: $(cat "$PLACE/again")"
if in_home third "$GMUP" --join gm1.wrong >"$PLACE/wrong" 2>&1; then fail "a wrong join code was taken"; fi
say "a used code and a wrong code are refused: $(tail -n 1 "$PLACE/wrong")"
