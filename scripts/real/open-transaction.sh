#!/usr/bin/env bash
# A transaction that stays open in PostgreSQL (seconds: first argument, 600) at 2,000 tasks a second: work goes on as fast, and no table bloats.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

SECONDS_OPEN=${1:-600}
RATE=${RATE:-2000}
needs psql python3

# A transaction that has read, and so keeps every row version since from being cleaned away.
open_transaction() {
  mkfifo "$PLACE/held"
  sql <"$PLACE/held" >/dev/null &
  HOLDER=$!
  exec 7>"$PLACE/held"
  echo 'begin isolation level repeatable read; select count(*) from task;' >&7
  await 10 "the transaction is open" is_held
}

is_held() { [ "$(sql -c "select count(*) from pg_stat_activity where state = 'idle in transaction' and backend_xmin is not null")" -ge 1 ]; }

close_transaction() {
  echo 'rollback;' >&7
  exec 7>&-
  wait "$HOLDER"
}

# Submits at the rate, and prints the share of it that was durably taken.
load() { # seconds
  python3 - "$1" "$RATE" "$GODMODE_HOME" "$GODMODE_API_PORT" <<'PY'
import http.client, json, sys, time
seconds, rate, home, port = float(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
token = open(home + "/control/owner.token").read().strip()
each = rate // 20
body = json.dumps({"tasks": [{"name": "load", "agent_type": "noop", "goal": "x" * 200}] * each})
connection = http.client.HTTPConnection("127.0.0.1", port)
began, sent = time.monotonic(), 0
while time.monotonic() - began < seconds:
    connection.request("POST", "/api/v1/tasks", body, {"Authorization": "Bearer " + token, "Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 201:
        sys.exit("submit answered %d" % answer.status)
    sent += each
    time.sleep(max(0, began + sent / rate - time.monotonic()))
print("%.4f" % (sent / rate / (time.monotonic() - began)))
PY
}

ended() { sql -c 'select count(*) from task_ended'; }

# Dead row versions that are not the trail of the few rows that tell where the tables stand, and bytes of all tables and indexes.
dead() { sql -c "select coalesce(sum(n_dead_tup), 0) from pg_stat_user_tables where relname like 'task%' or relname like 'journal%'"; }
bytes() { sql -c "select sum(pg_total_relation_size(relid)) from pg_stat_user_tables where relname like 'task%'"; }

# Loads for some seconds and waits for the last end. Sets THROUGHPUT, the share of the rate that had ended when the load did, and GROWTH,
# bytes of task tables for each task.
measure() { # seconds
  local tasks=$(ended) size=$(bytes) began taken
  began=$(now)
  taken=$(load "$1") || fail "the load broke off"
  THROUGHPUT=$(python3 -c "print('%.3f' % (($(ended) - $tasks) / ($RATE * $(since "$began"))))")
  await 60 "all tasks have ended" no_live_tasks
  await 10 "the tables have them" all_projected
  GROWTH=$(python3 -c "print(round(($(bytes) - $size) / ($(ended) - $tasks)))")
  say "$1 s: $(($(ended) - tasks)) tasks ended, $THROUGHPUT of the rate (taken: $taken); $GROWTH bytes of task tables a task; $(dead) dead rows"
}

all_projected() { [ "$(sql -c 'select count(*) from task_live')" = 0 ]; }

begin
quiet_workspace
printf 'type: noop\ndescription: Does nothing, for measuring.\ndriver: noop\n' >"$PLACE/workspace/agents/noop.yaml"
up --slots 2000
say "warming up"
load 20 >/dev/null
say "without an open transaction"
measure 60
before=$THROUGHPUT growth=$GROWTH
open_transaction
say "with a transaction open for $SECONDS_OPEN s"
measure "$SECONDS_OPEN"
left=$(dead)
close_transaction

within 0.95 "$(python3 -c "print($THROUGHPUT / $before)")" || fail "throughput fell from $before to $THROUGHPUT of $RATE a second"
within "$GROWTH" "$((growth * 3 / 2))" || fail "a task takes $GROWTH bytes of the tables, $growth without the open transaction"
within "$left" "$((RATE * SECONDS_OPEN / 20))" || fail "$left dead rows after $((RATE * SECONDS_OPEN)) tasks: they would grow without bound"
ledger_verifies
say "throughput $(python3 -c "print('%.3f' % ($THROUGHPUT / $before))") of what it was; $left dead rows for $((RATE * SECONDS_OPEN)) tasks"
