#!/usr/bin/env bash
# A hundred attempts on a hundred nodes hold credentials; all are revoked at once: how long each of them still counts.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

begin
quiet_workspace
printf 'type: held\ndescription: Runs until it is stopped.\ncommand: [sleep, infinity]\n' >"$GODMODE_WORKSPACE/agents/held.yaml"
up
gm node cordon "$(gm nodes --json | json 'd[0]["name"]')" >/dev/null
await 20 "the agent is known" sh -c "'$GM' agents --json | grep -q 'until it is stopped'"
start_load_nodes 100 1
python3 -c 'import json
print(json.dumps({"tasks": [{"name": "held", "agent_type": "held"}] * 100}))' >"$PLACE/held.json"
api POST /tasks "$PLACE/held.json" >/dev/null
await 60 "100 attempts run" load_is "d['running'] == 100"
held() { (umask 077; load_asked credentials >"$PLACE/credentials.json"); [ "$(json 'len(d)' <"$PLACE/credentials.json")" = 100 ]; }
await 30 "each of them has its credential" held

python3 - "$PLACE/credentials.json" "$GODMODE_FLEET_PORT" "$GODMODE_API_PORT" "$GODMODE_HOME" <<'PY'
import glob, http.client, json, ssl, sys, threading, time
credentials = json.load(open(sys.argv[1]))
fleet, api, home = int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
tls = ssl.create_default_context(cafile=home + "/worker/authority.pem")
revoked, counted_last, refused_first = threading.Event(), [], []
all_counted = threading.Barrier(len(credentials) + 1)

def show(credential):
    line = http.client.HTTPSConnection("127.0.0.1", fleet, context=tls)
    last = None
    while True:
        asked = time.time()
        line.request("GET", "/api/v1/whoami", headers={"Authorization": "Bearer " + credential})
        answer = line.getresponse()
        answer.read()
        if answer.status == 401:
            break
        assert answer.status == 200, answer.status
        if last is None:
            all_counted.wait()
        last = asked
        revoked.wait(0.2)
    counted_last.append(last)
    refused_first.append(time.time())

threads = [threading.Thread(target=show, args=(c,)) for c in credentials]
for thread in threads: thread.start()
all_counted.wait()
token = open(home + "/control/owner.token").read().strip()
line = http.client.HTTPConnection("127.0.0.1", api)
began = time.time()
line.request("POST", "/api/v1/credentials/revoke", json.dumps({"all": True, "reason": "all at once"}),
    {"Authorization": "Bearer " + token, "Content-Type": "application/json"})
answer = line.getresponse()
text = answer.read()
assert answer.status == 200, text
ended = time.time()
revoked.set()
for thread in threads: thread.join()
late = max(0, max(counted_last) - began)
print("   revoking answered after %.0f ms; the last request that still counted was sent %.0f ms after it was asked for; all %d had been told no after %.0f ms"
    % ((ended - began) * 1e3, late * 1e3, len(credentials), (max(refused_first) - began) * 1e3), file=sys.stderr)
sys.exit(0 if late <= 1 else 1)
PY
stop_load_nodes
