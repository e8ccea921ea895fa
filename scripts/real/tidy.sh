#!/usr/bin/env bash
# Old memories are summed up by hand and by itself; a model that dies in the middle leaves everything as it was, and a rule outlives control.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

serve_model() {
  python3 "$ROOT/scripts/real/noter.py" "$MODEL_PORT" "$PLACE/thinks" >>"$PLACE/calls" 2>"$PLACE/noter.err" &
  MODEL=$!
  echo "$MODEL" >"$PLACE/pids/model"
  await 20 "the model is served" curl -s "http://127.0.0.1:$MODEL_PORT/v1/models"
}

calls() { wc -l <"$PLACE/calls" | tr -d ' '; }

called() { [ "$(calls)" = "$1" ]; }

old_notes() { # tag, how many: of years ago
  local n
  for n in $(seq 1 "$2"); do
    printf '{"text": "%s number %s waited for the migration lock", "tags": ["%s"], "at": "2020-01-%02dT08:00:00Z"}\n' "$1" "$n" "$1" "$n"
  done >"$PLACE/notes.jsonl"
  gm memory import "$PLACE/notes.jsonl" --scope stream:shop >/dev/null
}

memories() { gm memory --scope stream:shop --tag "$1" -n 100 --json | json "$2"; } # tag, of the list d["items"]

summed_up() { memories "$1" 'sum("summed_up_in" in m for m in d["items"])'; }

summary_of() { memories "$1" '"".join(m["id"] for m in d["items"] if "summary" in m["tags"])'; } # empty: there is none

is_summed_up() { [ "$(summed_up "$1")" = "$2" ] && [ -n "$(summary_of "$1")" ]; }

rule() { gm memory tidy --json | json "d['items'][0]$1"; }

is_in_trouble() { [ -n "$(rule "['last'].get('trouble', '')")" ]; }

refused() { # what is said, words of the command
  local said=$1
  shift
  gm memory tidy "$@" >"$PLACE/refused" 2>&1 && fail "it was taken: gm memory tidy $*"
  grep -q "$said" "$PLACE/refused" || fail "gm memory tidy $*: $(cat "$PLACE/refused")"
}

begin
quiet_workspace
MODEL_PORT=$(free_ports | cut -d' ' -f1)
echo 0 >"$PLACE/thinks"
: >"$PLACE/calls"
serve_model
up
gm models add noter "http://127.0.0.1:$MODEL_PORT" >/dev/null
old_notes deploy 25

# ---- by hand
gm memory tidy stream:shop >"$PLACE/would"
grep -q "would sum up 25 with the tag deploy, of 2020-01-01 to 2020-01-25" "$PLACE/would" || fail "a dry run: $(cat "$PLACE/would")"
called 0 || fail "the model was asked though nobody said so"
gm memory tidy stream:shop --model noter >"$PLACE/said" || fail "by hand: $(cat "$PLACE/said")"
summary=$(summary_of deploy)
gm memory show "$summary" >"$PLACE/summary"
grep -q "In short, of 25: deploy number 25 waited" "$PLACE/summary" || fail "the summary: $(cat "$PLACE/summary")"
memories deploy '" ".join(m["id"] for m in d["items"] if "summary" not in m["tags"])' >"$PLACE/originals"
for id in $(cat "$PLACE/originals"); do grep -q "Sums up.*$id" "$PLACE/summary" || fail "$id is not cited: $(cat "$PLACE/summary")"; done
is_summed_up deploy 25 || fail "$(summed_up deploy) of 25 are summed up"
say "by hand: $(head -n 1 "$PLACE/summary")"

gm memory remember "The garden gate has a lock too" --scope stream:shop >/dev/null
is_indexed() { [ "$(memory_status 'd["indexed"] >= d["changes"]')" = true ]; }
await 60 "the index has all of it" is_indexed
gm memory recall --json "deploy number 7 waited for the migration lock" -n 30 >"$PLACE/found"
behind='[("summed_up_in" in f["memory"]) for f in d["found"]]'
[ "$(json "(lambda b: b == sorted(b) and b.count(False) >= 2 and b.count(True) >= 1)($behind)" <"$PLACE/found")" = true ] ||
  fail "originals are not behind the others: $(json "$behind" <"$PLACE/found")"
say "recall: $(json "'%d before %d originals' % ($behind.count(False), $behind.count(True))" <"$PLACE/found")"

gm memory forget "$summary" >/dev/null
[ "$(summed_up deploy)" = 0 ] || fail "still summed up in a summary that is forgotten"
grep -q "would sum up 25 with the tag deploy" <(gm memory tidy stream:shop) || fail "they are not as they were before"

# ---- what makes no sense
refused "did you mean 'stream:shop'" stream:shpo --model noter --by-itself
refused "nearest are noter" stream:shop --model noted --by-itself
refused "every minute at most" stream:shop --model noter --by-itself --every 5s
refused "is not kept tidy by itself" stream:shop --by-hand
refused "say which --model" stream:shop --by-itself
[ "$(gm memory tidy --json | json 'len(d["items"])')" = 0 ] || fail "a rule that was refused is there: $(gm memory tidy)"

# ---- by itself
asked=$(calls)
gm memory tidy stream:shop --model noter --by-itself --older 9000d >/dev/null
gm memory tidy stream:shop --model noter --by-itself --every 1m | grep -q "the rule it had before is gone" || fail "a second rule took no first one's place"
began=$(now)
await 45 "it was summed up by itself" is_summed_up deploy 25
await 20 "it is noted" eval '[ "$(rule "[\"last\"][\"summaries\"]")" = 1 ]'
called $((asked + 1)) || fail "the model was asked $(($(calls) - asked)) times for one group"
say "by itself, after $(since "$began") s: $(gm memory tidy | tail -n 1)"
gm ledger --kind ModelsCalled >"$PLACE/paid"
grep -q "memory-tidy of owner" "$PLACE/paid" || fail "the ledger: $(cat "$PLACE/paid")"

# ---- the model is killed while it thinks
asked=$(calls)
echo 60 >"$PLACE/thinks"
old_notes test 25
await 100 "it is looked at again, after its minute" called $((asked + 1))
[ "$(summed_up test)" = 0 ] || fail "some are summed up in nothing yet"
kill_hard "$MODEL"
await 20 "the trouble is told" is_in_trouble
[ "$(summed_up test)" = 0 ] && [ -z "$(summary_of test)" ] || fail "half done: $(summed_up test) summed up in '$(summary_of test)'"
say "the model was killed: $(gm memory tidy | tail -n 1)"

# ---- control ends meanwhile, and the rule goes on where it was
gm down >/dev/null
echo 0 >"$PLACE/thinks"
serve_model
up
[ "$(rule "['every']")" = PT1M ] || fail "the rule after the restart: $(gm memory tidy)"
is_in_trouble || fail "what came of it is lost: $(gm memory tidy)"
began=$(now)
await 100 "what the dead model left is summed up" is_summed_up test 25
say "control started anew, the model back: summed up after $(since "$began") s"
is_well() { ! is_in_trouble; }
await 20 "all is well again" is_well

# ---- taken away
gm memory tidy stream:shop --by-hand | grep -q "by hand only" || fail "it was not taken away"
gm memory tidy | grep -q "No scope is kept tidy by itself" || fail "it is still there: $(gm memory tidy)"
ledger_verifies
