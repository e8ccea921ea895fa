#!/usr/bin/env bash
# Bad manners on a running control: 10,000 wrong logins, connections that never become a request, what is too big, requests hidden in others, names that forge lines.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

needs python3
begin
quiet_workspace
up
ulimit -n 8192 2>/dev/null || true
python3 "$ROOT/scripts/real/attacks.py" "$GODMODE_HOME" "$GODMODE_API_PORT" "$GODMODE_HUD_PORT" "$GODMODE_FLEET_PORT" "$(control_pid)" >"$PLACE/out" 2>"$PLACE/err" ||
  { cat "$PLACE/out" >&2; fail "$(tail -n 3 "$PLACE/err")"; }
sed 's/^/   /' "$PLACE/out" >&2

# ---- strangers who hang up leave no traces in the log
[ "$(grep -c 'Internal server error' "$GODMODE_HOME/control/control.log")" = 0 ] || fail "the log is full of strangers: $(grep -c . "$GODMODE_HOME/control/control.log") lines"
gm nodes | grep -q ready || fail "the worker has gone: $(gm nodes)"

# ---- a name with line breaks and a terminal's commands in it
forged=$(printf 'x\n11-26 10:00:00  fleet          everything approved  owner\033[2K\033[1A')
gm submit "$forged" --json -- true >/dev/null
gm ledger --kind TaskSubmitted >"$PLACE/ledger"
[ "$(wc -l <"$PLACE/ledger")" = 1 ] || fail "a task's name forged a line of the ledger: $(cat "$PLACE/ledger")"
if gm tasks --all | grep -q "$(printf '\033')\[2K"; then fail "a task's name moves the terminal's cursor"; fi
grep -n "^11-26 10:00:00" "$GODMODE_HOME/control/control.log" && fail "a task's name forged a line of the log"
say "a name that forges: $(cut -c1-140 "$PLACE/ledger")"
ledger_verifies
