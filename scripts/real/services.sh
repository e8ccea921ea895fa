#!/usr/bin/env bash
# A server of models on a worker's loopback is a provider by itself, streams over a line that the worker opens, and is down and said when it or its worker dies.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

MODELS_PORT=
MODELS_PID=
THINKER_PORT=

serve_models() { # on MODELS_PORT; sets MODELS_PID
  : >"$PLACE/models.url"
  (. "$ROOT/bin/launch.sh" && find_jdk && exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx256m -cp "$DIST/lib/*" dev.godmode.testkit.model.Main "$MODELS_PORT" scripted) \
    >"$PLACE/models.url" 2>"$PLACE/models.err" &
  MODELS_PID=$!
  disown
  echo "$MODELS_PID" >"$PLACE/pids/models"
  await 20 "the scripted models are served" test -s "$PLACE/models.url"
}

serve_thinker() { # sets THINKER_PORT
  python3 "$ROOT/scripts/real/thinker.py" >"$PLACE/thinker" 2>"$PLACE/thinker.err" &
  echo $! >"$PLACE/pids/thinker"
  disown
  await 10 "the thinker is served" test -s "$PLACE/thinker"
  THINKER_PORT=$(head -n 1 "$PLACE/thinker")
}

think() { # words, curl's options...: streams what the thinker says
  local words=$1
  shift
  curl -sS -N -H "@$PLACE/header" -d '{"model":"thinker","stream":true,"messages":[{"role":"user","content":"'"$words"'"}]}' "$@" \
    "http://127.0.0.1:$GODMODE_API_PORT/v1/chat/completions"
}

thinker_is_left() { grep -q gone "$PLACE/thinker"; }

# By the API: starting gm takes seconds on a busy machine, and they are not what is measured.
of_provider() { api GET /models | json "next((one.get('$1', '') for one in d['providers'] if one['name'] == '$PROVIDER'), 'none')"; }

is_now() { [ "$(of_provider state)" = "$1" ]; }

begin
quiet_workspace
MODELS_PORT=$(free_ports | cut -d' ' -f1)
serve_models
serve_thinker
SERVERS=http://127.0.0.1:$MODELS_PORT,http://127.0.0.1:$THINKER_PORT
GODMODE_MODEL_SERVERS=off up
new_home second
code=$(gm join-code --json | json 'd["code"]')

if printf '%s\n' "$code" | GODMODE_MODEL_SERVERS=http://10.0.0.5:11434 in_home second "$GMUP" --join - --slots 1 >"$PLACE/wrong" 2>&1; then
  fail "a server of another machine was taken"
fi
grep -q "servers of this very machine" "$PLACE/wrong" "$PLACE/second/worker/worker.log" || fail "not said why: $(cat "$PLACE/wrong")"
say "a server that is not on loopback is refused"

printf '%s\n' "$code" | GODMODE_MODEL_SERVERS=$SERVERS in_home second "$GMUP" --join - --slots 1 >/dev/null ||
  fail "the second worker did not join"
began=$(now)
NODE=$(json 'd["name"]' <"$PLACE/second/worker/worker.json")
PROVIDER=$NODE/models-$MODELS_PORT
await 20 "the model on $NODE is there, and nobody brought it in" is_now up
say "$PROVIDER is up $(since "$began") s after its worker: $(of_provider url)"
[ ! -e "$GODMODE_HOME/control/models.json" ] || ! grep -q scripted "$GODMODE_HOME/control/models.json" || fail "it was written to models.json"
if command -v ss >/dev/null 2>&1; then
  ! ss -Hltnp | grep -q "pid=$(worker_pid "$PLACE/second")," || fail "the worker listens: $(ss -Hltnp | grep "pid=$(worker_pid "$PLACE/second"),")"
  say "nothing listens in the worker's process"
fi

gm models try scripted say it works from afar >"$PLACE/tried"
grep -q '^it works from afar' "$PLACE/tried" || fail "gm models try: $(cat "$PLACE/tried")"
say "$(tail -n 1 "$PLACE/tried")"

gm models add direct "http://127.0.0.1:$MODELS_PORT" >/dev/null
python3 - "$PLACE/header" "$GODMODE_API_PORT" "$PROVIDER" <<'PY' >"$PLACE/hop" || fail "asking in turns: $(cat "$PLACE/hop")"
import http.client, json, statistics, sys, time
header, port, node = sys.argv[1:]
name, token = open(header).read().strip().split(": ", 1)
def first_token(model):
    body = json.dumps({"model": model, "stream": True, "messages": [{"role": "user", "content": "say one two three"}]})
    wire = http.client.HTTPConnection("127.0.0.1", int(port))
    began = time.monotonic()
    wire.request("POST", "/v1/chat/completions", body, {name: token, "Content-Type": "application/json"})
    reply = wire.getresponse()
    assert reply.status == 200, reply.read()
    first = reply.read(1)
    took = time.monotonic() - began
    assert b"three" in first + reply.read()
    return took * 1000
ways = {"direct/scripted": [], node + "/scripted": []}
for turn in range(130):
    for way, times in ways.items():
        took = first_token(way)
        if turn >= 30:
            times.append(took)
direct, hop = (statistics.median(times) for times in ways.values())
print("first token of 100 asks each, median: %.1f ms direct, %.1f ms over the node, %.1f ms more" % (direct, hop, hop - direct))
PY
say "$(cat "$PLACE/hop")"
gm models remove direct >/dev/null

began=$(now)
think 25 --max-time 60 >"$PLACE/thought" || fail "a silence of 25 s ended the answer: $(cat "$PLACE/thought")"
grep -q '"yes"' "$PLACE/thought" && grep -q 'DONE' "$PLACE/thought" || fail "not the whole answer: $(cat "$PLACE/thought")"
say "an answer with a silence of 25 s in it is whole after $(since "$began") s"
think drip --max-time 2 >"$PLACE/dripped" 2>/dev/null && fail "the drip ended"
began=$(now)
await 10 "the server on the node is told that its client has gone" thinker_is_left
say "the client went: the server on the node was left within $(since "$began") s"

kill_hard "$MODELS_PID"
began=$(now)
await 15 "it is down" is_now down
say "its server was killed: down after $(since "$began") s: $(of_provider why)"
of_provider why | grep -q "nothing listens at 127.0.0.1:$MODELS_PORT" || fail "not said why: $(of_provider why)"
gm models try scripted say x >"$PLACE/tried" 2>&1 && fail "something answered"
say "$(tail -n 1 "$PLACE/tried")"

serve_models
began=$(now)
await 15 "it is up again" is_now up
say "its server is back: up after $(since "$began") s"

gm node cordon "$NODE" >/dev/null
await 10 "a cordoned node is not asked" is_now down
of_provider why | grep -q cordoned || fail "not said why: $(of_provider why)"
gm node uncordon "$NODE" >/dev/null
await 10 "an open one is asked again" is_now up
say "a cordoned node is not asked, and again when it is open"

kill_hard "$(worker_pid "$PLACE/second")"
began=$(now)
await 10 "the provider of a dead worker is down" is_now down
say "its worker was killed: down after $(since "$began") s: $(of_provider why)"
[ "$(of_provider why)" = "node $NODE is away" ] || fail "not said why: $(of_provider why)"
GODMODE_MODEL_SERVERS=$SERVERS in_home second "$GMUP" >/dev/null || fail "the worker did not start again"
await 20 "it is up with its worker" is_now up
gm models try scripted say and again | grep -q '^and again' || fail "no answer after the worker came back"
say "its worker is back: it answers again"
ledger_verifies
