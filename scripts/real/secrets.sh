#!/usr/bin/env bash
# A secret written by the real age reaches a program by a grant, goes out by a broker, and is nowhere else; git's hook stops one.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

VALUE=correct-horse-battery-42
SECOND=another-horse-battery-43

# Echoes the Authorization header that it was sent, and notes it.
serve() {
  cat >"$PLACE/echo.py" <<'EOF'
import http.server, sys
class Echo(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        said = self.headers.get("Authorization", "")
        open(sys.argv[1], "a").write(self.path + " " + said + "\n")
        body = ("you said " + said + "\n").encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass
server = http.server.HTTPServer(("127.0.0.1", 0), Echo)
open(sys.argv[2], "w").write(str(server.server_port))
server.serve_forever()
EOF
  python3 "$PLACE/echo.py" "$PLACE/heard" "$PLACE/port" &
  ECHO=$!
  await 10 "the other service listens" test -s "$PLACE/port"
}

stop_more() { kill "$ECHO"; }

write_config() {
  (umask 077; age-keygen -o "$PLACE/key.txt" 2>/dev/null)
  printf 'github-token=%s\n' "$VALUE" | age -r "$(sed -n 's/^# public key: //p' "$PLACE/key.txt")" -a -o "$PLACE/workspace/secrets.age"
  cat >"$PLACE/workspace/secrets.yaml" <<EOF
sources:
  - {age: secrets.age, identity: $PLACE/key.txt}
brokers:
  - name: shop
    secret: github-token
    hosts: ["http://127.0.0.1:$(cat "$PLACE/port")"]
    paths: ["/open/**"]
    header: "Authorization: Bearer {secret}"
EOF
  cat >"$PLACE/workspace/agents/deploy.yaml" <<'EOF'
description: proof
env: {TOKEN: "secret://github-token", TOKEN_FILE: "secret-file://github-token"}
EOF
  printf 'description: proof\n' >"$PLACE/workspace/agents/caller.yaml"
}

allow() { # a line
  gm policy show | sed "s#^allow:#allow:\n  - $1#" >"$PLACE/policy.yaml"
  mv "$PLACE/policy.yaml" "$PLACE/workspace/policy.yaml"
}

submit() { # name, agent, line for the shell
  gm submit "$1" --agent "$2" --json -- sh -c "$3" | json 'd["tasks"][0]'
}

knows_agent() { gm agents --json | json "any(a['type'] == '$1' for a in d['profiles'])" | grep -q true; }

nowhere() { # value, what to leave out: while a program runs, the folder of the files that it asked for
  local found
  found=$(grep -rlF ${2:+"--exclude-dir=$2"} "$1" "$GODMODE_HOME" || true)
  [ -z "$found" ] || fail "the value is on disk: $found"
  ! gm ledger -n 1000 --json | grep -qF "$1" || fail "the value is in the ledger"
}

needs age age-keygen git
begin
quiet_workspace
serve
write_config
up
await 10 "the agents are known" knows_agent deploy

task=$(submit first deploy 'echo "it is $TOKEN"; base64 <"$TOKEN_FILE"; od -An -tx1 "$TOKEN_FILE"; stat -c %a "$TOKEN_FILE"; touch '"$PLACE"'/ready; while [ ! -e '"$PLACE"'/go ]; do sleep 0.05; done')
await 20 "it waits for a grant" is_in_state "$task" waiting
why=$(gm task why "$task")
line=$(printf '%s' "$why" | sed -n 's/.*Add under allow: - \({.*}\)\. It goes on.*/\1/p' | head -n 1)
[ -n "$line" ] || fail "gm task why does not say which line is missing: $why"
say "without a line it waits, and says: - $line"

allow "$line"
await 20 "it goes on by itself and its program runs" test -e "$PLACE/ready"
! ps -eo args | grep -F "$VALUE" | grep -v grep || fail "the value is in a list of processes"
nowhere "$VALUE" secrets
touch "$PLACE/go"
await 20 "it has ended" is_in_state "$task" unverified
log=$(gm logs "$task")
[ "$(printf '%s\n' "$log" | grep -c 'redacted github-token')" = 3 ] || fail "printed plain, in base64 and in hex it is not three times redacted: $log"
printf '%s\n' "$log" | grep -qx 600 || fail "the file is open to others: $log"
nowhere "$VALUE"
[ -z "$(find "$GODMODE_HOME/worker/attempts" -path '*/secrets*')" ] || fail "files of secrets are left"
say "with exactly that line it ran: value written by age, given as variable and as file of mode 600, cut out of the log three times; but for that file, while it ran, on no disk, in no ledger, in no list of processes"

printf %s "$SECOND" | gm secrets set github-token >/dev/null
[ "$(age -d -i "$PLACE/key.txt" "$PLACE/workspace/secrets.age" | tr -d '"')" = "github-token=$SECOND" ] || fail "the real age does not read what gm secrets set wrote"
gm secrets check github-token >/dev/null || fail "there is no value"
! gm secrets check github-tokn >"$PLACE/check" || fail "a name that is not there is found"
grep -q "did you mean 'github-token'" "$PLACE/check" || fail "no word on what was meant: $(cat "$PLACE/check")"
say "gm secrets set wrote the age file anew, and the real age reads it"

allow '{who: agent:caller, may: broker/shop:call}'
await 10 "the policy is in force" gm policy explain agent:caller call broker/shop
call='me() { curl -sS --cacert "$GODMODE_CA" -H "Authorization: Bearer $(cat "$GODMODE_CREDENTIAL")" "$GODMODE_BROKER/shop/127.0.0.1:'$(cat "$PLACE/port")'$1"; }'
task=$(submit calls caller "$call; me /open/door; me /closed/door; env | grep -c horse; true")
await 20 "it has called" is_in_state "$task" unverified
[ "$(cat "$PLACE/heard")" = "/open/door Bearer $SECOND" ] || fail "the other service heard: $(cat "$PLACE/heard")"
gm logs "$task" | grep -q '^you said Bearer \[redacted github-token\]$' || fail "the echo was not cut out: $(gm logs "$task")"
gm logs "$task" | grep -q "does not call /closed/door" || fail "another path was not refused: $(gm logs "$task")"
nowhere "$SECOND"
say "by a broker: the service heard the secret, the program heard [redacted], another path was refused"

mkdir "$PLACE/shop"
git -C "$PLACE/shop" init -q
printf '#!/bin/sh\necho ran before\n' >"$PLACE/shop/.git/hooks/pre-commit"
chmod +x "$PLACE/shop/.git/hooks/pre-commit"
gm secrets guard install "$PLACE/shop" >/dev/null
printf "key = 'ghp_%s'\n" 0123456789abcdefghijABCDEFGHIJ012345 >"$PLACE/shop/main.py"
git -C "$PLACE/shop" add main.py
commit() { git -C "$PLACE/shop" -c user.name=Ada -c user.email=ada@example.org commit -qm try >"$PLACE/commit" 2>&1; }
! commit || fail "a secret was committed"
grep -q 'main.py:1' "$PLACE/commit" && grep -q 'ran before' "$PLACE/commit" || fail "the hook said: $(cat "$PLACE/commit")"
! grep -q ghp_0123 "$PLACE/commit" || fail "the hook repeats the secret"
began=$(now)
echo 'import os' >"$PLACE/shop/main.py"
git -C "$PLACE/shop" add main.py
commit || fail "a clean commit was refused: $(cat "$PLACE/commit")"
say "git's hook refused the secret, ran the hook that was there, and let the clean commit through in $(since "$began") s"
gm secrets guard remove "$PLACE/shop" >/dev/null
grep -q 'ran before' "$PLACE/shop/.git/hooks/pre-commit" || fail "the hook that was there is not back"
ledger_verifies
