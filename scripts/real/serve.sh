#!/usr/bin/env bash
# A server of models comes when its model is asked for, another one with load, they go when nobody asks, and one that is killed, or runs and answers no more, is started again.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

IDLE=12

serving() { api GET /models | json "d['servings'][0]$1"; }

states() { api GET /models | json "' '.join(s['name'] + ':' + s['state'] for s in d['servings'][0]['servers'])"; }

zebra_is() { [ "$(api GET /models | json "d['servings'][1]['servers'][0]['state']")" = "$1" ]; }

is_another() { local pid; pid=$(server_pid zebra-1) && [ "$pid" != "$frozen" ] && zebra_is up; }

are_now() { [ "$(states)" = "$1" ]; }

wants_tomorrow() { gm agents --json | grep -q gpu-of-tomorrow; }

why() { serving "['scaling']['why']"; }

# Asks in a stream; the first word of an answer is "well, ".
think() { # seconds to think, file
  curl -sS -N --max-time 120 -H "@$PLACE/header" -d '{"model":"qwen3-8b","stream":true,"messages":[{"role":"user","content":"'"$1"'"}]}' \
    "http://127.0.0.1:$GODMODE_API_PORT/v1/chat/completions" >"$2" 2>"$2.err"
}

is_answered() { grep -q '"yes"' "$1" && grep -q DONE "$1"; }

server_pid() { # name
  local pid
  for pid in $(pgrep -f "$PLACE/thinker.py"); do
    tr '\0' '\n' <"/proc/$pid/environ" 2>/dev/null | grep -qx "GODMODE_AGENT_NAME=$1" && echo "$pid" && return
  done
  return 1
}

begin
quiet_workspace
cp "$ROOT/scripts/real/thinker.py" "$PLACE/thinker.py"
cat >"$GODMODE_WORKSPACE/agents/llama.yaml" <<YAML
command: exec python3 "$PLACE/thinker.py"
retry: {backoff: 1s}
serves:
  models: [qwen3-8b]
  max: 2
  target_queue: 3
  idle: ${IDLE}s
YAML
cat >"$GODMODE_WORKSPACE/agents/zebra.yaml" <<YAML
command: exec python3 "$PLACE/thinker.py"
serves: {models: [zebra-1b], min: 1, max: 1}
YAML
GODMODE_MODEL_SERVERS=off up --slots 4
api GET /models >/dev/null
await 10 "it is known what can be started" serving "['models']"
[ "$(states)" = "" ] || fail "something runs: $(states)"
await 20 "the one that is always there is up" zebra_is up
frozen=$(server_pid zebra-1) || fail "no process of zebra-1"
frozen_at=$(now)
kill -STOP "$frozen"
await 30 "it is seen to be silent" zebra_is down
gm models >"$PLACE/models"
grep -q "one starts when it is asked for" "$PLACE/models" || fail "gm models: $(cat "$PLACE/models")"
say "at zero: $(grep llama "$PLACE/models")"

began=$(now)
think 0 "$PLACE/came"
is_answered "$PLACE/came" || fail "the first call: $(cat "$PLACE/came" "$PLACE/came.err")"
say "from zero to the end of the first answer: $(since "$began") s"
await 5 "there is one server" are_now "llama-1:up"
began=$(now)
think 0 "$PLACE/again"
say "the next answer, now that it is up: $(since "$began") s"

began=$(now)
pids=
for n in 1 2 3 4 5; do
  think 10 "$PLACE/load-$n" &
  pids="$pids $!"
done
await 15 "a second server is up" are_now "llama-1:up llama-2:up"
say "5 calls at once: the second is up after $(since "$began") s ($(why))"
gm models >"$PLACE/models"
grep -q "llama-2 on" "$PLACE/models" || fail "gm models does not show it: $(cat "$PLACE/models")"
for pid in $pids; do wait "$pid" || fail "a call failed"; done
for n in 1 2 3 4 5; do is_answered "$PLACE/load-$n" || fail "call $n: $(cat "$PLACE/load-$n")"; done
gm scaling llama --dry-run --queue 40 | grep -q "40 calls, 3 for each; max is 2" || fail "gm scaling: $(gm scaling)"

think 60 "$PLACE/killed" &
call=$!
await 10 "its answer has begun" grep -q "well, " "$PLACE/killed"
for name in llama-1 llama-2; do
  pid=$(server_pid "$name") || fail "no process of $name"
  began=$(now)
  kill_hard "$pid"
done
wait "$call" || true
grep -q '"error"' "$PLACE/killed" || fail "no word of the end: $(cat "$PLACE/killed")"
say "killed in the middle of a stream: $(grep '"error"' "$PLACE/killed" | cut -c1-160)"
think 0 "$PLACE/revived"
is_answered "$PLACE/revived" || fail "after the kill: $(cat "$PLACE/revived")"
say "a call after the kill waited for the restart and is answered after $(since "$began") s"

began=$(now)
await $((IDLE + 25)) "nothing is left" are_now ""
say "nobody asks: at zero after $(since "$began") s, by an idle of $IDLE s"
gm ledger --kind AgentScaled | tee "$PLACE/scaled" >&2
[ "$(all_of_kind AgentScaled | cut -d' ' -f1)" -le 7 ] || fail "it swings: $(cat "$PLACE/scaled")"

await 150 "the one that answered no more is started again" is_another
say "frozen, its program alive: another one serves after $(since "$frozen_at") s"

sed -i 's/^serves:/skills: [gpu-of-tomorrow]\nserves:/' "$GODMODE_WORKSPACE/agents/llama.yaml"
await 10 "the profile asks for more" wants_tomorrow
began=$(now)
code=$(curl -sS -o "$PLACE/never" -D "$PLACE/never.head" -w '%{http_code}' -H "@$PLACE/header" -d '{"model":"qwen3-8b","messages":[{"role":"user","content":"0"}]}' \
  "http://127.0.0.1:$GODMODE_API_PORT/v1/chat/completions")
[ "$code" = 503 ] && grep -qi '^retry-after: 3' "$PLACE/never.head" && grep -q gpu-of-tomorrow "$PLACE/never" || fail "$code $(cat "$PLACE/never.head" "$PLACE/never")"
say "what no node can take is refused after $(since "$began") s: $(json "d['error']['message']" <"$PLACE/never")"
ledger_verifies
