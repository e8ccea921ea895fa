#!/usr/bin/env bash
# A ledger of 1,000,000 entries (first argument): filters, text, pages, totals, exports and the walk of its chain, each in a time that people wait, and no memory for its length.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

COUNT=${1:-1000000}

last() { api GET '/ledger?limit=1' | json 'd["items"][0]["sequence"]'; }

# Tasks that end at once, from two streams, until the ledger is so long.
fill() {
  python3 - "$COUNT" "$GODMODE_HOME" "$GODMODE_API_PORT" <<'PY'
import http.client, json, sys, time
count, home, port = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
headers = {"Authorization": "Bearer " + open(home + "/control/owner.token").read().strip(), "Content-Type": "application/json"}
connection = http.client.HTTPConnection("127.0.0.1", port)
def call(method, path, body=None):
    connection.request(method, "/api/v1" + path, body, headers)
    answer = connection.getresponse()
    text = answer.read()
    if answer.status not in (200, 201):
        sys.exit("%s answered %d: %s" % (path, answer.status, text[:300]))
    return json.loads(text)
def bodies(name, size):
    return json.dumps({"tasks": [{"name": name, "agent_type": "noop", "stream": "shop" if i % 4 else "site"} for i in range(size)]})
call("POST", "/tasks", bodies("a needle in it", 1))
body, length = bodies("load", 250), 0
while length < count:
    call("POST", "/tasks", body)
    status = call("GET", "/queue")
    length = status["sequence"]
    while status["live"] > 5000:
        time.sleep(0.05)
        status = call("GET", "/queue")
PY
}

indexed() { # all but what is no whole block yet
  [ "$(($(sql -c 'select count(*) from ledger_block') * 4096))" -gt "$(($(last) - 4096))" ]
}

needs psql python3
begin
quiet_workspace
printf 'type: noop\ndescription: Does nothing, for measuring.\ndriver: noop\n' >"$GODMODE_WORKSPACE/agents/noop.yaml"
up --slots 2000
began=$(now)
fill
await 120 "all tasks have ended" no_live_tasks
say "$(last) entries after $(since "$began") s"
await 600 "the index has followed" indexed
say "they are indexed after $(since "$began") s; the journal has $(sql -c "select pg_size_pretty(sum(pg_total_relation_size(relid))) from pg_stat_user_tables where relname like 'journal%'"), its index $(sql -c "select pg_size_pretty(sum(pg_total_relation_size(relid))) from pg_stat_user_tables where relname like 'ledger%'")"
python3 "$ROOT/scripts/real/ledger.py" "$GODMODE_HOME" "$GODMODE_API_PORT" "$(control_pid)" "$(gm nodes --json | json 'd[0]["name"]')" >"$PLACE/figures" || slow=yes
sed 's/^/   /' "$PLACE/figures" >&2
[ -z "${slow:-}" ] || fail "people wait too long"
