#!/usr/bin/env bash
# PostgreSQL is killed under load: control heals it, stays the same process, and no task is lost or ends twice.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

COUNT=${COUNT:-500}

is_healthy() { gm status --json | json 'd["healthy"]' | grep -q true; }

begin
quiet_workspace
up --slots 4
control=$(control_pid)
began=$(now)
submit_many "$COUNT"
for kill in 1 2; do
  live=$(live_tasks)
  kill_hard "$(postgres_pid)"
  again=$(now)
  await 30 "all is healthy again" is_healthy
  say "kill $kill of PostgreSQL with $live tasks live: healthy again in $(since "$again") s"
done
await 300 "all tasks have ended" no_live_tasks
say "all ended after $(since "$began") s"
[ "$(control_pid)" = "$control" ] || fail "control was started anew; it should have lived through it"
every_task_ended_once "$COUNT"
ledger_verifies
