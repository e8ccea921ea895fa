#!/usr/bin/env bash
# From nothing: one command brings everything up, within 60 s the starter roadmap has come to rest, and a person's yes finishes the last.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

at_rest() {
  local states
  states=$(gm tasks --json | json '" ".join(sorted({t["state"] for t in d}))')
  [ -z "$states" ] || [ "$states" = waiting ] || { [ "$states" = "pending waiting" ] && only_after_waiting; }
}

# What is pending waits for what waits for a person.
only_after_waiting() { gm tasks --state pending --json | json 'all("after" in t["reason"] for t in d)' | grep -q true; }

has_tasks() { [ "$(gm tasks --all --json | json 'len(d)')" -gt 0 ]; }

begin
began=$(now)
up
say "gmup took $(since "$began") s"
await 30 "the roadmap is imported" has_tasks
await 60 "the starter roadmap is at rest" at_rest
seconds=$(since "$began")
within "$seconds" 60 || fail "it came to rest only after $seconds s"
say "at rest after $seconds s"
gm tasks --all | cut -c1-100 | sed 's/^/     /' >&2

[ "$(gm tasks --all --json | json 'any(t["state"] == "failed" for t in d)')" = false ] || fail "a task failed"
[ "$(gm tasks --all --json | json 'all(len(t["evidence"]) > 0 for t in d if t["state"] == "succeeded")')" = true ] || fail "a success without evidence"
waiting=$(gm tasks --state waiting --json | json 'd[0]["id"]')
gm approve "$waiting" >/dev/null
await 30 "everything has ended after the yes" no_live_tasks
[ "$(task_state "$waiting")" = succeeded ] || fail "the approved task is $(task_state "$waiting")"
ledger_verifies

"$GMUP" | grep -q "already up" || fail "a second gmup does not say that all is up"
gm doctor >"$PLACE/doctor" || fail "the doctor is not content: $(cat "$PLACE/doctor")"
