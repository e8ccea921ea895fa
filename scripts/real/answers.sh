#!/usr/bin/env bash
# Answers of models that are kept in a real Redis: they outlive control, and a Redis that is killed in mid-run stops nobody.
# The same question in other words gets them too, where a person wants it; and plain commands ask by an address and a key alone.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

needs redis-server

serve_redis() {
  redis-server --port "$REDIS_PORT" --bind 127.0.0.1 --dir "$PLACE" --save "" --requirepass "$(cat "$PLACE/password")" >"$PLACE/redis.log" 2>&1 &
  REDIS_PID=$!
  echo "$REDIS_PID" >"$PLACE/pids/redis"
  await 10 "Redis takes connections" redis_listens
}

redis_listens() { (exec 3<>"/dev/tcp/127.0.0.1/$REDIS_PORT") 2>/dev/null; }

send() { # words: prints hit, miss or alike
  (umask 077; printf 'Authorization: Bearer %s\n' "$(cat "$GODMODE_HOME/control/owner.token")" >"$PLACE/header")
  printf '{"model":"scripted","temperature":0,"messages":[{"role":"user","content":"%s"}]}' "$1" >"$PLACE/question"
  curl -sS --fail-with-body -H "@$PLACE/header" --data-binary "@$PLACE/question" -D "$PLACE/heads" -o "$PLACE/answer" \
    "http://127.0.0.1:$GODMODE_API_PORT/v1/chat/completions" || fail "no answer: $(cat "$PLACE/answer")"
  sed -n 's/^x-godmode-cache: *\([a-z]*\).*/\1/Ip' "$PLACE/heads"
}

ask() { # a word that is said again: prints the same
  send "say $1"
  grep -q "$1" "$PLACE/answer" || fail "another answer: $(cat "$PLACE/answer")"
}

is_marked() { [ "$(ask "$1")" = "$2" ]; }

trouble() { gm models --json | json 'd["cache"].get("trouble", "")'; }

begin
quiet_workspace
REDIS_PORT=$(free_ports | cut -d' ' -f1)
head -c 24 /dev/urandom | base64 | tr -d '/+=' >"$PLACE/password"
serve_redis
up
(. "$ROOT/bin/launch.sh" && find_jdk && exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx256m -cp "$DIST/lib/*" dev.godmode.testkit.model.Main 0 scripted) \
  >"$PLACE/models.url" 2>"$PLACE/models.err" &
echo $! >"$PLACE/pids/models"
await 20 "the scripted models are served" test -s "$PLACE/models.url"
gm models add one "$(cat "$PLACE/models.url")" >/dev/null
gm secrets set redis <"$PLACE/password" >/dev/null
gm models cache on --redis "redis://127.0.0.1:$REDIS_PORT" --key secret://redis >/dev/null

is_marked hello miss || fail "the first answer was kept before it was given"
is_marked hello hit || fail "the second answer was not the kept one"
[ -z "$(trouble)" ] || fail "Redis: $(trouble)"
grep -q "$(cat "$PLACE/password")" "$GODMODE_HOME/control/models.json" && fail "the password stands in a file"
say "the same question, the second time: a hit"

gm down >/dev/null
up
await 20 "the provider is heard" is_marked before miss
is_marked hello hit || fail "the answer did not outlive control"
say "after control was started anew: a hit, out of Redis"

kill_hard "$REDIS_PID"
for i in 1 2 3 4 5 6 7 8 9 10; do is_marked "without-$i" miss || fail "a hit of what was never asked"; done
is_marked without-1 hit || fail "memory alone keeps nothing"
[ -n "$(trouble)" ] || fail "nobody says that Redis is away"
[ "$(grep -c 'shared cache of answers is away' "$GODMODE_HOME/control/control.log")" = 1 ] || fail "not said once in the log"
say "Redis killed: 11 answers all the same; gm models says: $(trouble)"

serve_redis
is_well() { ask "again-$RANDOM" >/dev/null && [ -z "$(trouble)" ]; }
await 20 "Redis is used again" is_well
grep -q 'shared cache of answers is there again' "$GODMODE_HOME/control/control.log" || fail "not said in the log"
say "Redis back: used again"

gm models cache on --alike 0.95 >/dev/null
[ "$(send 'How many attempts have failed today?')" = miss ] || fail "an answer to what was never asked"
cp "$PLACE/answer" "$PLACE/kept"
[ "$(send 'how many attempts failed today')" = alike ] || fail "other words are not understood: $(trouble)"
cmp -s "$PLACE/kept" "$PLACE/answer" || fail "another answer: $(cat "$PLACE/answer")"
[ "$(send 'how many attempts failed yesterday')" = miss ] || fail "yesterday was answered by today"
[ "$(send 'Show me the log of run 17.')" = miss ] || fail "an answer to what was never asked"
[ "$(send 'Show me the log of run 18.')" = miss ] || fail "run 18 was answered by run 17"
say "in other words, by the embedding model: alike, and another day or another number is not: $(gm models | grep 'in other words')"

# A plain command knows nothing of God Mode: it looks where every client of a model looks.
printf '%s\n' 'import json, os, urllib.request' \
  'question = {"model": "scripted", "messages": [{"role": "user", "content": "say it-was-heard"}]}' \
  'request = urllib.request.Request(os.environ["OPENAI_BASE_URL"] + "/chat/completions", json.dumps(question).encode(),' \
  '    {"Authorization": "Bearer " + os.environ["OPENAI_API_KEY"], "Content-Type": "application/json"})' \
  'print(json.load(urllib.request.urlopen(request))["choices"][0]["message"]["content"], os.environ["OPENAI_API_KEY"])' >"$PLACE/client.py"
gm submit "asks a model" --wait -- python3 "$PLACE/client.py" >"$PLACE/asked" || fail "the command failed: $(cat "$PLACE/asked")"
heard=$(gm logs "$(gm tasks --all --json | json 'next(t["id"] for t in d if t["name"] == "asks a model")')")
case $heard in *"it-was-heard [redacted key for models]"*) ;; *) fail "it heard '$heard'" ;; esac
say "a plain command asked a model by OPENAI_BASE_URL alone; its key is in no log"
ledger_verifies
