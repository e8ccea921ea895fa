#!/usr/bin/env bash
# Two replicas of the model gateway behind a round robin: one is killed in the middle of a load, then control is, and the books are right all the same.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

gateway_url() { json 'd["url"]' <"$PLACE/$1/gateway/gateway.json"; }

gateway_pid() { json 'd["pid"]' <"$PLACE/$1/gateway/gateway.json"; }

replica() { # home: starts one there, at a port of its own
  new_home "$1"
  in_home "$1" env GODMODE_GATEWAY_PORT="$(free_ports | cut -d' ' -f1)" "$GMUP" --gateway - <"$PLACE/code" >"$PLACE/$1.out" 2>&1 ||
    fail "gmup --gateway: $(cat "$PLACE/$1.out")"
}

ask() { # home, model, whether it streams: prints the status
  curl -sS -o "$PLACE/answer" -w '%{http_code}' -H "@$PLACE/header" \
    -d '{"model":"'"$2"'","max_tokens":20,"stream":'"${3:-false}"',"messages":[{"role":"user","content":"0"}]}' "$(gateway_url "$1")/v1/chat/completions"
}

is_woken() { [ "$(ask left qwen3-8b true)" = 200 ] && grep -q '"yes"' "$PLACE/answer"; }

answers() { [ "$(ask "$1" "$2")" = 200 ]; }

load() { # seconds, file
  cut -d' ' -f3 "$PLACE/header" | python3 "$ROOT/scripts/real/replicas.py" load "$1" "$(gateway_url left)" "$(gateway_url right)" >"$2"
}

asked() { curl -sS "http://127.0.0.1:$PROVIDER/asked" | json "$1"; } # of the provider itself

entered() { # calls that the ledger tells of
  local n
  n=$(api GET "/ledger?kind=ModelsCalled&limit=1000" | python3 -c '
import json, re, sys
total = 0
for line in json.load(sys.stdin)["items"]:
    many = re.search(r"\((\d+) times", line["text"])
    total += int(many.group(1)) if many else 1
print(total)')
  echo "$n"
}

are_entered() { [ "$(entered)" -ge "$1" ]; }

replicas() { api GET /models | json "$1"; }

are_seen() { [ "$(replicas 'len(d["replicas"])')" = "$1" ]; }

has_more_than() { [ "$(asked "sum(d.values()) > $1")" = true ]; }

costs() { ask left counted >/dev/null && [ "$(replicas 'float(d["budgets"][0]["spent"]) > 0')" = true ]; }

begin
quiet_workspace
GODMODE_MODEL_SERVERS=off up
api GET /models >/dev/null
python3 "$ROOT/scripts/real/replicas.py" provider >"$PLACE/port" 2>"$PLACE/provider.err" &
echo $! >"$PLACE/pids/provider"
await 10 "the provider listens" test -s "$PLACE/port"
PROVIDER=$(cat "$PLACE/port")
gm models add counting "http://127.0.0.1:$PROVIDER" >/dev/null
gm models replicas --code --json | json 'd["code"]' >"$PLACE/code"

began=$(now)
replica left
say "the first replica is up after $(since "$began") s: $(cat "$PLACE/left.out")"
replica right
await 5 "both are seen" are_seen 2
gm models >"$PLACE/models"
grep -q REPLICA "$PLACE/models" || fail "gm models does not show them: $(cat "$PLACE/models")"
for home in left right; do
  say "memory of $home: $(($(awk '/VmRSS/ { print $2 }' "/proc/$(gateway_pid $home)/status") / 1024)) MiB"
  grep -rqF "$(cut -d' ' -f3 "$PLACE/header")" "$PLACE/$home" && fail "a replica has written the owner's token down"
done

load 20 "$PLACE/load" &
loaded=$!
await 10 "the load runs" has_more_than 100
kill_hard "$(gateway_pid right)"
wait "$loaded"
say "one of two killed in the middle: $(cat "$PLACE/load")"
[ "$(json 'd["elsewhere"] > 0 and d["cut"] <= 12 and not d["refused"] and d["whole"] + d["cut"] == d["questions"]' <"$PLACE/load")" = true ] ||
  fail "more is lost than what the killed one had in hand"
[ "$(asked 'max(d.values())')" = 1 ] || fail "a question was asked twice: $(asked '{k: v for k, v in d.items() if v > 1}')"
total=$(asked 'sum(d.values())')
await 40 "all of it is in the ledger, but the last 50 ms of the killed one" are_entered "$((total - 12))"
[ "$(entered)" -le "$total" ] || fail "the ledger tells of $(entered) calls, $total were made"
say "asked of the provider: $total, each once; in the ledger: $(entered)"
await 20 "the killed one is not shown any more" are_seen 1
replica again
await 10 "another is there in its place" answers again counted
rm -rf "${PLACE:?}/right"
cp -r "$PLACE/again" "$PLACE/right"

api GET /models >/dev/null
before=$(asked 'sum(d.values())')
books=$(entered)
load 14 "$PLACE/load" &
loaded=$!
await 10 "the load runs" has_more_than $((before + 50))
kill_hard "$(control_pid)"
began=$(now)
up
say "control killed, and up again after $(since "$began") s"
wait "$loaded"
say "meanwhile the replicas: $(cat "$PLACE/load")"
[ "$(json 'd["cut"] == 0 and not d["refused"] and d["whole"] == d["questions"]' <"$PLACE/load")" = true ] || fail "somebody felt it"
api GET /models >/dev/null
total=$(($(asked 'sum(d.values())') - before))
await 20 "what they were asked while control was away is in the ledger" are_entered "$((books + total * 8 / 10))"
say "asked meanwhile: $total; in the ledger since: $(($(entered) - books))"

gm models price counted 0 1000000 >/dev/null
gm models budget all 200 >/dev/null
await 10 "a replica knows of the budget" costs
load 6 "$PLACE/load"
spent=$(replicas 'd["budgets"][0]["spent"]')
say "a budget of 200: $spent spent over both, then $(json 'd["refused"]' <"$PLACE/load") refused"
python3 -c "import sys; sys.exit(not 150 <= float('$spent') <= 200)" || fail "the budget: $spent"
[ "$(json '"429" in d["refused"] and d["cut"] == 0' <"$PLACE/load")" = true ] || fail "the budget refuses nobody: $(cat "$PLACE/load")"
gm models budget all >/dev/null

cp "$ROOT/scripts/real/thinker.py" "$PLACE/thinker.py"
cat >"$GODMODE_WORKSPACE/agents/llama.yaml" <<YAML
command: exec python3 "$PLACE/thinker.py"
serves: {models: [qwen3-8b], idle: 60s}
YAML
began=$(now)
await 30 "a replica's question starts a server on a node, and is answered by it" is_woken
say "a model that comes when it is asked for, asked at a replica: answered after $(since "$began") s"

gm models replicas --revoke >/dev/null
is_out() { [ "$(ask left counted)" = 503 ]; }
began=$(now)
await 45 "a replica whose code was revoked lets nobody in" is_out
say "revoked: nobody is let in $(since "$began") s later: $(json "d['error']['message']" <"$PLACE/answer")"
gm logs control | grep -qi sesame && fail "a secret is in a log"
ledger_verifies
