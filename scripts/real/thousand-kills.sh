#!/usr/bin/env bash
# kill -9 of workers under load, again and again (how often is its argument, 100 usually): each task ends once, none is lost.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

KILLS=${1:-100}
WORKERS=8
SLOTS=5

begin
[ -r /proc/self/cmdline ] || { say "could not run: there is no /proc, to start a worker just as it was"; exit 77; }
quiet_workspace
up --slots 1
gm node cordon "$(json 'd["name"]' <"$PLACE/first/worker/worker.json")" "the others are killed" >/dev/null
for n in $(seq "$WORKERS"); do
  new_home "killed-$n"
  gm join-code --json | json 'd["code"]' | in_home "killed-$n" "$GMUP" --join - --slots "$SLOTS" >/dev/null 2>"$PLACE/join.err" ||
    fail "worker $n did not join: $(cat "$PLACE/join.err")"
done
began=$(now)
python3 "$ROOT/scripts/real/kills.py" "$PLACE" "$KILLS" "$WORKERS" $((WORKERS * SLOTS / 2)) || fail "the journal tells otherwise"
say "that took $(since "$began") s"
ledger_verifies
