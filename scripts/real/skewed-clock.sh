#!/usr/bin/env bash
# Nodes whose clocks are ten minutes ahead and ten minutes behind: they join, work, keep their credentials, and every time told is control's.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
needs faketime python3

both_ready() { [ "$(gm nodes --json | json 'sum(n["state"] == "ready" for n in d)')" = 3 ]; }

# A worker by a clock of its own; what it measures time with goes on as fast as everyone's.
join_skewed() { # home, offset
  new_home "$1"
  gm join-code --json | json 'd["code"]' |
    FAKETIME_DONT_FAKE_MONOTONIC=1 in_home "$1" faketime -f "$2" "$GMUP" --join - --skills "$1" --slots 2 >/dev/null 2>"$PLACE/join.err" ||
    fail "the worker by a clock of $2 did not join: $(cat "$PLACE/join.err")"
}

begin
quiet_workspace
up
join_skewed ahead +10m
join_skewed behind -10m
await 5 "three nodes are ready" both_ready

for skewed in ahead behind; do
  seen=$(gm submit "what time is it there" --requires "$skewed" --json -- \
    /bin/sh -c 'sleep 2; curl -sS --fail --cacert "$GODMODE_CA" -H "Authorization: Bearer $(cat "$GODMODE_CREDENTIAL")" "$GODMODE_URL/api/v1/tasks/$GODMODE_TASK"' |
    json 'd["tasks"][0]')
  await 15 "the task by the clock that is $skewed has ended" is_in_state "$seen" unverified
  gm task show "$seen" --json >"$PLACE/seen.json"
  grep "attempt started attempt=$seen" "$PLACE/$skewed/worker/worker.log" >"$PLACE/began" || fail "the worker does not say when it began"
  python3 - "$PLACE/seen.json" "$skewed" "$PLACE/began" <<'PY' || fail "the times of the task by the clock that is $skewed are not control's"
import datetime, json, sys
task, skewed = json.load(open(sys.argv[1])), sys.argv[2]
moment = lambda text: datetime.datetime.fromisoformat(text.rstrip("Z")[:26] + "+00:00").timestamp()
attempt = task["attempts"][-1]
leased, started, ended = (moment(attempt[key]) for key in ("leased_at", "started_at", "ended_at"))
there = datetime.datetime.fromisoformat(open(sys.argv[3]).read().split()[0]).timestamp()
off = there - started
print("   by the clock of the node it began %+d s from when control says" % off)
assert (500 < off < 700) if skewed == "ahead" else (-700 < off < -500), off
assert leased <= started <= ended and 1.5 < ended - started < 8, (leased, started, ended)
PY
done

python3 - >"$PLACE/late.json" <<'PY'
import datetime, json
soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=2)
print(json.dumps({"tasks": [{"name": "too late", "requires": ["behind"], "command": ["sleep", "30"], "deadline": soon.isoformat().replace("+00:00", "Z")}]}))
PY
late=$(api POST /tasks "$PLACE/late.json" | json 'd["tasks"][0]')
await 10 "its deadline has passed by control's clock" is_in_state "$late" failed
say "a deadline passes when control says, also on a node that is ten minutes behind"
ledger_verifies
