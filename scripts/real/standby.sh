#!/usr/bin/env bash
# A second control takes over: killed, frozen and thawed, stopped in good order; and the database restarts. Figures for each.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

COUNT=${COUNT:-1000}
ROUNDS=${ROUNDS:-3}

# A PostgreSQL of its own, beside both homes: Debian's, or the programs that come with God Mode.
postgres_programs() {
  local place
  for place in "${POSTGRES_BIN:-}" /usr/lib/postgresql/*/bin "$(dirname "$(command -v postgres 2>/dev/null || echo /nowhere/x)")"; do
    if [ -n "$place" ] && [ -x "$place/initdb" ]; then echo "$place"; return; fi
  done
  "$GMUP" >/dev/null 2>&1 && gm down >/dev/null # unpacks them
  echo "$GODMODE_HOME"/postgres/bin-*/bin
}

as_postgres() { # it refuses to run as root
  if [ "$(id -u)" = 0 ] && [ "$(uname)" = Linux ]; then unshare -U "$@"; else "$@"; fi
}

start_database() {
  as_postgres "$PROGRAMS/pg_ctl" -D "$PLACE/database/data" -l "$PLACE/database/log" -w -t 60 \
    -o "-c port=$DATABASE_PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=60" start >/dev/null
}

stop_database() { as_postgres "$PROGRAMS/pg_ctl" -D "$PLACE/database/data" -w -m "${1:-fast}" stop >/dev/null; }

create_database() {
  mkdir -p "$PLACE/database"
  (umask 077; python3 -c 'import secrets; print(secrets.token_hex(16))' >"$PLACE/database/password")
  as_postgres "$PROGRAMS/initdb" -D "$PLACE/database/data" -U godmode -E UTF8 --locale=C --auth=scram-sha-256 \
    --pwfile="$PLACE/database/password" --no-instructions >/dev/null
  read -r DATABASE_PORT _ <<<"$(free_ports)"
  start_database
  GODMODE_DATABASE_URL="postgres://godmode:$(cat "$PLACE/database/password")@127.0.0.1:$DATABASE_PORT/postgres"
  export GODMODE_DATABASE_URL
}

# The two controls: a home and ports for each.
use() { # forge or atlas
  use_home "$1"
  local ports="PORTS_$1"
  read -r GODMODE_API_PORT GODMODE_HUD_PORT GODMODE_FLEET_PORT <<<"${!ports}"
  GODMODE_WORKSPACE=$PLACE/workspace-$1
  export GODMODE_API_PORT GODMODE_HUD_PORT GODMODE_FLEET_PORT GODMODE_WORKSPACE
}

other() { if [ "$1" = forge ]; then echo atlas; else echo forge; fi; }

health() { curl -sS "http://127.0.0.1:$GODMODE_API_PORT/health"; }
is_active() { [ "$(health | json 'd["status"]')" = ok ]; }
stands_by() { [ "$(health | json 'd["status"]')" = standby ]; }
sees_both() { [ "$(health | json 'sum(c["ago"] < "PT3" or True for c in d["controls"])')" = 2 ]; }
is_level() { [ "$(health | json 'min(c["behind"] for c in d["controls"])')" = 0 ]; }

to_standby() { # home: ./gmup brings a control back that was replaced
  use "$1"
  "$GMUP" >"$PLACE/gmup.out" 2>&1 || fail "gmup on $1: $(cat "$PLACE/gmup.out")"
  grep -q "stands by" "$PLACE/gmup.out" || fail "$1 does not stand by: $(cat "$PLACE/gmup.out")"
}

# Seconds from a moment (epoch) to the first lease after it, by the ledger of the control in use.
first_lease_after() {
  api GET "/ledger?kind=ControlStarted&limit=1" >"$PLACE/page.json"
  local entry
  entry=$(json 'd["items"][0]["sequence"]' <"$PLACE/page.json")
  leased() { api GET "/ledger?kind=AttemptLeased&cursor=$((entry + 4000))&limit=1000" >"$PLACE/page.json" &&
    [ "$(json "sum(line['sequence'] > $entry for line in d['items'])" <"$PLACE/page.json")" -gt 0 ]; }
  await 20 "it dispatches again" leased
  first_after "$PLACE/page.json" "$entry" "$1"
}

epoch() { python3 -c 'import time; print(time.time())'; }

begin
PROGRAMS=$(postgres_programs)
PORTS_forge=$(free_ports)
PORTS_atlas=$(free_ports)
new_home forge
new_home atlas
new_home worker
for side in forge atlas; do
  mkdir -p "$PLACE/workspace-$side/tasks" "$PLACE/workspace-$side/agents" "$PLACE/workspace-$side/design_docs"
  : >"$PLACE/workspace-$side/tasks/roadmap.jsonl"
done
stop_more() { stop_database immediate; }

use forge
if "$GMUP" --standby >"$PLACE/refused" 2>&1; then fail "a standby without a database of one's own was taken"; fi
say "without GODMODE_DATABASE_URL: $(tail -n 1 "$PLACE/refused" | cut -c1-120)"
create_database
up --slots 4
first_control=$(control_pid)
gm join-code --json | json 'd["code"]' | in_home worker "$GMUP" --join - --slots 16 >/dev/null 2>&1 || fail "the worker did not join"
code=$(gm join-code --standby --json | json 'd["code"]')

use atlas
began=$(now)
printf '%s\n' "$code" | "$GMUP" --standby - >"$PLACE/gmup.out" 2>&1 || fail "gmup --standby: $(cat "$PLACE/gmup.out")"
start=$(since "$began") # how fast this machine is today: a lease lasts 3 s whatever it is, and the rest takes as long as it takes
sed 's/^/     /' "$PLACE/gmup.out" >&2
stands_by || fail "atlas does not stand by: $(health)"
await 5 "it is level with the other" is_level
if gm tasks >"$PLACE/refused" 2>&1; then fail "a standby answered"; fi
grep -q "stands by for" "$PLACE/refused" || fail "it does not say whom to ask: $(cat "$PLACE/refused")"
gm status >/dev/null || fail "gm status on the standby is not content: $(gm status)"
has_browser && scenes '[{"name": "standby", "path": "/", "shows": "stands by"}]'
use forge
await 5 "each sees the other" sees_both
gm status >"$PLACE/status" || fail "gm status on the control that decides is not content: $(cat "$PLACE/status")"
grep "active\|standby\|lease" "$PLACE/status" | sed 's/^/     /' >&2
[ "$(curl -sk --max-time 3 -o /dev/null -w '%{http_code}' -X POST -H 'Content-Type: application/json' \
  -d '{"secret":"x","name":"y"}' "https://127.0.0.1:$GODMODE_FLEET_PORT/fleet/standby")" = 403 ] || fail "a wrong standby code was taken"

active=forge
submitted=0
load() { # more tasks than the fleet carries out meanwhile; every fiftieth takes a while
  submit_many "$1"
  submitted=$((submitted + $1))
}
kills=""
for round in $(seq "$ROUNDS"); do
  use "$active"
  load "$COUNT"
  moment=$(epoch)
  kill_hard "$(control_pid)"
  use "$(other "$active")"
  await 20 "the other decides" is_active
  seconds=$(first_lease_after "$moment")
  kills="$kills $seconds"
  say "SIGKILL $round of $active with $(live_tasks) tasks live: $(other "$active") dispatches after $seconds s (target 5)"
  within "$seconds" "$(multiple "$start" 0.5 3)" || fail "that is more than 3 s and half of the $start s that a standby takes to start"
  to_standby "$active"
  active=$(other "$active")
done

use "$active"
load "$COUNT"
frozen=$(control_pid)
moment=$(epoch)
kill -STOP "$frozen"
use "$(other "$active")"
await 20 "the other decides" is_active
seconds=$(first_lease_after "$moment")
say "SIGSTOP of $active: $(other "$active") dispatches after $seconds s"
within "$seconds" "$(multiple "$start" 0.5 4)" || fail "that is more than 4 s and half of the $start s that a standby takes to start"
mark=$(api GET /queue | json 'd["sequence"]')
thawed=$(now)
kill -CONT "$frozen"
await 10 "the thawed control has ended" is_gone "$frozen"
say "thawed: it ended by itself within $(since "$thawed") s"
grep -q "has taken over, this one ends" "$PLACE/$active/control/control.log" || fail "it does not say why it ended"
to_standby "$active"
active=$(other "$active")

use "$active"
load "$COUNT"
same=$(control_pid)
stop_database
sleep 4 # longer than the lease lasts
start_database
began=$(now)
await 20 "all is well again" is_active
[ "$(control_pid)" = "$same" ] || fail "the control was started anew"
say "the database was away for more than 4 s: $active goes on after $(since "$began") s"
use "$(other "$active")"
await 10 "the other still stands by" stands_by

use "$active"
await 300 "all tasks have ended" no_live_tasks
every_task_ended_once "$submitted"
[ "$(all_of_kind AttemptLeased)" = "$submitted $submitted" ] || fail "attempts and tasks, by the ledger: $(all_of_kind AttemptLeased); no attempt should have been lost"
ledger_verifies
say "$submitted tasks ended once each, by one attempt each; takeovers after SIGKILL:$kills s; $(gm ledger verify)"

use "$active"
moment=$(epoch)
gm down >/dev/null
use "$(other "$active")"
await 20 "the other decides" is_active
load 20
say "gm down of $active: $(other "$active") decides and dispatches after $(first_lease_after "$moment") s"
to_standby "$active"
use "$(other "$active")"
await 60 "all tasks have ended" no_live_tasks
ledger_verifies
