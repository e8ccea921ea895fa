#!/usr/bin/env bash
# kill -9 of control, three times, with 1,000 tasks queued: after ./gmup all of them end once, and the journal's chain verifies.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

COUNT=${COUNT:-1000}

begin
quiet_workspace
up --slots 4
began=$(now)
submit_many "$COUNT"
say "$COUNT tasks submitted in $(since "$began") s"
for kill in 1 2 3; do
  live=$(live_tasks)
  kill_hard "$(control_pid)"
  again=$(now)
  up
  say "kill $kill of control with $live tasks live: up again in $(since "$again") s, $(live_tasks) live"
done
await 300 "all tasks have ended" no_live_tasks
say "all ended after $(since "$began") s; tries that really ran: $(wc -l <"$PLACE/ran" | tr -d ' ')"
every_task_ended_once "$COUNT"
ledger_verifies
say "$(gm ledger verify)"
