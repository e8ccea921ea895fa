#!/usr/bin/env bash
# Answers of models that are kept in a real Redis: they outlive control, and a Redis that is killed in mid-run stops nobody.
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

ask() { # words: prints hit or miss
  (umask 077; printf 'Authorization: Bearer %s\n' "$(cat "$GODMODE_HOME/control/owner.token")" >"$PLACE/header")
  printf '{"model":"scripted","temperature":0,"messages":[{"role":"user","content":"say %s"}]}' "$1" >"$PLACE/question"
  curl -sS --fail-with-body -H "@$PLACE/header" --data-binary "@$PLACE/question" -D "$PLACE/heads" -o "$PLACE/answer" \
    "http://127.0.0.1:$GODMODE_API_PORT/v1/chat/completions" || fail "no answer: $(cat "$PLACE/answer")"
  grep -q "$1" "$PLACE/answer" || fail "another answer: $(cat "$PLACE/answer")"
  sed -n 's/^x-godmode-cache: *\([a-z]*\).*/\1/Ip' "$PLACE/heads"
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
ledger_verifies
