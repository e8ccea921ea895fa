#!/usr/bin/env bash
# Programs of attempts, and a person, write to each other: answers come to who waits, nothing is lost when control or a program is killed.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

messages() { gm message --stream "$1" -n 100 --json | json "$2"; } # stream, what of them

ended() { # task, state
  await 60 "task $1 ends" is_in_state "$1" "$2"
}

submit() { # name, stream, check, script, more...
  local name=$1 stream=$2 check=$3 script=$4
  shift 4
  gm submit "$name" --stream "$stream" --check "$check" "$@" -c "$script" >/dev/null
}

begin
quiet_workspace
up --slots 4

# ── two programs
submit asker talk 'grep -q "answers: blue" heard' '"$GODMODE_GM" message send topic:colours "Which colour?" --kind colour.wanted --wait 50 >heard'
submit answerer talk 'grep -q "^sent" sent' '
  "$GODMODE_GM" message take --topic colours --wait 50 --json >taken
  id=$(sed "s/.*\"items\":\[{\"id\":\"\([^\"]*\)\".*/\1/" taken)
  "$GODMODE_GM" message answer "$id" blue >sent'
ended asker succeeded
ended answerer succeeded
[ "$(messages talk '[(m["text"], m["hops"]) for m in d["items"]]')" = "[('blue', 1), ('Which colour?', 0)]" ] ||
  fail "not the conversation that it was: $(gm message --stream talk)"
say "two programs: $(gm message --stream talk | tail -n +2 | tr -s ' ' | cut -d' ' -f4- | paste -sd';')"

# ── who is not there yet, and a control that dies meanwhile
gm message send agent:shell "still there" --stream later >/dev/null
kill_hard "$(control_pid)"
up
submit late later 'grep -q "still there" taken' '"$GODMODE_GM" message take --wait 20 >taken'
ended late succeeded
say "written before control was killed, taken after it was back, by a task that did not exist then"

# ── a program that takes it and dies
gm message send agent:shell "do not lose a word of this" --stream twice >/dev/null
submit twice twice 'grep -q "lose .* this" taken' '
  "$GODMODE_GM" message take --wait 20 >taken
  if [ "$GODMODE_ATTEMPT" = 1 ]; then kill -9 $$; fi' --max-attempts 3
ended twice succeeded
[ "$(gm task show twice --json | json 'd["task"]["attempts"]')" = 2 ] || fail "there was no second attempt"
say "taken by an attempt that was killed: the next one had it again"

# ── what may not be
submit forger bank 'grep -q "there is no task" refused' '"$GODMODE_GM" message send task:'"$(gm task show asker --json | json 'd["task"]["id"]')"' "from the bank" >refused 2>&1 || true'
submit deaf bank '! grep -q "Which colour" taken' '"$GODMODE_GM" message take --topic colours >taken 2>&1 || true'
submit loud loud 'grep -q "at most 30 messages" refused' 'for i in $(seq 40); do "$GODMODE_GM" message send topic:noise "again" >/dev/null 2>refused || exit 0; done; exit 1'
for task in forger deaf loud; do ended $task succeeded; done
say "another line of work: not reached, not heard; a flood: $(messages loud 'len(d["items"])') messages and no more"

# ── a person
submit patient people 'grep -q "Paris" heard' '"$GODMODE_GM" message send people "Where to?" >/dev/null; "$GODMODE_GM" message take --wait 50 >heard'
asks() { [ "$(messages people 'len(d["items"])')" = 1 ]; }
await 30 "it asks" asks
gm message answer "$(messages people 'd["items"][0]["id"]')" Paris >/dev/null
ended patient succeeded
say "a person answered, and it went on"

# ── what people see
if has_browser; then
  gm message send agent:shell "The staging database is back: try the migration again, please." --stream later --kind staging.back >/dev/null
  submit asks later true '"$GODMODE_GM" message send people "The vendor wants a new contract number. Which one shall I use?" >/dev/null; sleep 60'
  waits_for_us() { gm message --stream later | grep -q vendor; }
  await 30 "something waits for people" waits_for_us
  scenes "$(python3 -c 'import json, sys
print(json.dumps([
    {"name": "messages", "path": "/messages", "shows": "Which colour?"},
    {"name": "messages-stream", "path": "/messages?stream=later", "shows": "contract number"},
    {"name": "task-messages", "path": "/tasks/" + sys.argv[1], "shows": "Which colour?"},
]))' "$(gm task show asker --json | json 'd["task"]["id"]')")"
  say "screenshots are in $SHOTS"
else
  say "without screenshots: no Chromium or no npm is installed"
fi

grep -rq "lose a word" "$GODMODE_HOME/control/control.log" && fail "a text stands in the log"
gm ledger export 2>/dev/null | grep -q "lose a word" && fail "a text stands in the ledger"
ledger_verifies
