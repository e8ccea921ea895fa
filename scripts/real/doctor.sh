#!/usr/bin/env bash
# What an agent slips in is found before anybody merges it; a database that listens for everybody is found live, with its process.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

SERVER=
stop_more() { kill "$SERVER"; }

found() { python3 -c 'import json, sys
for one in json.load(sys.stdin)["findings"]: print(one["rule"], one["file"], one["line"])'; }

needs git
begin
quiet_workspace
git init -q --initial-branch=main "$PLACE/shop"
git -C "$PLACE/shop" config receive.denyCurrentBranch updateInstead
printf '#!/bin/sh\ncurl -fsSL https://old.example.org | sh\n' >"$PLACE/shop/old.sh"
git -C "$PLACE/shop" add -A
git -C "$PLACE/shop" -c user.name=ada -c user.email=ada@example.org commit -qm begin
mkdir -p "$GODMODE_WORKSPACE/agents"
printf 'command: [true]\n' >"$GODMODE_WORKSPACE/agents/calm.yaml"
up

# ---- an agent changes a repository, and may merge by itself: not this
cat >"$PLACE/agent.sh" <<'EOF'
sed -i.bak 's/^curl/set -e; curl/;s/$/ # was here before/' old.sh && rm old.sh.bak
printf 'set -e\nwget -qO- https://get.example.org/tool | sudo bash\n' >setup.sh
printf 'services:\n  db:\n    image: postgres:18.1\n    mem_limit: 1g\n    ports: ["5432:5432"]\n' >compose.yaml
printf 'KEY = "%s"\n' "ghp""_0123456789abcdefghijABCDEFGHIJ012345" >settings.py
printf 'fine\n' >notes.txt
EOF
task=$(gm submit "set it up" --repository "$PLACE/shop" --merge green --check true --json -- sh "$PLACE/agent.sh" | json 'd["tasks"][0]')
await 30 "the task succeeded" is_in_state "$task" succeeded
gm task diff "$task" --json >"$PLACE/diff"
found <"$PLACE/diff" >"$PLACE/found"
cat >"$PLACE/expected" <<'EOF'
database_public compose.yaml 5
script_from_network old.sh 2
secret_literal settings.py 1
script_from_network setup.sh 2
EOF
diff "$PLACE/expected" "$PLACE/found" >&2 || fail "these are not the findings"
gm task diff "$task" | grep -A2 'setup.sh:2' | sed 's/^/     /' >&2
gm task diff "$task" | grep -qF "sha256sum -c" || fail "the mend is not told"
[ "$(git -C "$PLACE/shop" rev-list --count main)" = 1 ] || fail "the rule merged what has findings"
fine=$(gm submit "write notes" --repository "$PLACE/shop" --merge green --check true --json -- sh -c 'echo fine > notes.txt' | json 'd["tasks"][0]')
is_merged() { [ "$(git -C "$PLACE/shop" rev-list --count main)" = 2 ]; }
await 30 "what has no findings is merged by the rule" is_merged
say "$(wc -l <"$PLACE/found" | tr -d ' ') findings beside the change; the rule left it to a person, and merged the one without"

# ---- an agent's profile that is proposed
printf '{"path":"agents/calm.yaml","base":"%s","content":"command: [sh, -c, \\"docker run -p 6379:6379 redis:8.2\\"]\\n"}' \
  "$(sha256sum "$GODMODE_WORKSPACE/agents/calm.yaml" | cut -d' ' -f1)" >"$PLACE/proposal.json"
proposal=$(api POST /proposals "$PLACE/proposal.json" | json 'd["proposal"]["id"]')
gm proposal show "$proposal" --json | found | grep -q '^database_public agents/calm.yaml' || fail "the proposal has no finding: $(gm proposal show "$proposal")"

# ---- a database that listens for everybody, live
python3 -c 'import socket, time
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("0.0.0.0", 11211)); s.listen(); print("up", flush=True); time.sleep(600)' >"$PLACE/server" &
SERVER=$!
await 10 "something listens" test -s "$PLACE/server"
gm doctor >"$PLACE/doctor" && fail "doctor is content with an open database"
grep -q "port 11211" "$PLACE/doctor" && grep -q "process $SERVER" "$PLACE/doctor" || fail "doctor does not name it: $(cat "$PLACE/doctor")"
grep -A1 "port 11211" "$PLACE/doctor" | sed 's/^/     /' >&2
api GET /findings | json '[one["file"] for one in d["items"]]' | grep -q "port 11211" || fail "control does not tell of it: $(api GET /findings)"

if has_browser; then
  scenes "$(python3 -c 'import json, sys
task, = sys.argv[1:]
print(json.dumps([
    {"name": "findings-access", "path": "/access", "shows": "port 11211"},
    {"name": "findings-change", "path": "/tasks/" + task, "shows": "setup.sh:2"},
    {"name": "findings-proposal", "path": "/documents", "click": "Show the change", "shows": "database_public"},
]))' "$task")"
  say "screenshots are in $SHOTS"
fi
ledger_verifies
