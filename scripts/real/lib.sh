# Shared by the proofs beside it: a throw-away God Mode on free ports, and small words to talk about it. Sourced, not run.
# Each proof uses real processes and real kills, and nothing of the person's own God Mode. GM and GMUP may name other launchers.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
GM=${GM:-$ROOT/gm}
GMUP=${GMUP:-$ROOT/gmup}
PLACE=
HOMES=()

say() { printf '   %s\n' "$*" >&2; }

fail() {
  printf '   FAILED: %s\n' "$*" >&2
  for home in ${HOMES[@]+"${HOMES[@]}"}; do
    for log in control worker; do
      if [ -s "$home/$log/$log.log" ]; then
        printf '   last lines of %s/%s.log:\n' "$log" "$log" >&2
        tail -n 8 "$home/$log/$log.log" | cut -c1-300 | sed 's/^/     /' >&2
      fi
    done
  done
  exit 1
}

# A port's contract on a real part: module, tests, and what Maven shall know beside; its environment is the caller's.
keeps_contract() {
  local module=$1 tests=$2
  shift 2
  (cd "$ROOT" && . bin/launch.sh && find_jdk && mvn -B -q test -pl "$module" -am -Dexec.skip=true -Dspotless.check.skip=true \
    "-Dtest=$tests" -Dsurefire.failIfNoSpecifiedTests=false "$@") >"$PLACE/contract" 2>&1 || fail "the contract: $(grep -m 9 -E 'ERROR|FAIL' "$PLACE/contract")"
}

# Programs in jars that only a proof needs, with all that they need, fetched once: no part of what is built.
fetch_jars() { # folder, group:artifact:version...
  local folder=$1 part group artifact version
  shift
  [ ! -f "$folder/fetched" ] || return 0
  mkdir -p "$folder"
  {
    echo '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
    echo '<groupId>proof</groupId><artifactId>jars</artifactId><version>1</version><packaging>pom</packaging><dependencies>'
    for part in "$@"; do
      IFS=: read -r group artifact version <<<"$part"
      echo "<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId><version>$version</version></dependency>"
    done
    echo '</dependencies></project>'
  } >"$folder/pom.xml"
  (. "$ROOT/bin/launch.sh" && find_jdk && cd "$folder" && mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory=. >&2) && touch "$folder/fetched"
}

needs() { # program... : a proof that cannot run says so with exit code 77
  for program in "$@"; do
    command -v "$program" >/dev/null 2>&1 || { say "could not run: $program is not installed"; exit 77; }
  done
}

# A new place with a home of its own and three free ports; all of it goes away at the end, whatever happens.
begin() {
  needs python3 curl
  PLACE=$(mktemp -d "${TMPDIR:-/tmp}/godmode-real.XXXXXX")
  trap finish EXIT
  trap 'exit 130' INT TERM
  read -r GODMODE_API_PORT GODMODE_HUD_PORT GODMODE_FLEET_PORT <<<"$(free_ports)"
  export GODMODE_API_PORT GODMODE_HUD_PORT GODMODE_FLEET_PORT
  export NO_COLOR=1
  unset GODMODE_WORKSPACE GODMODE_DATABASE_URL GODMODE_URL GODMODE_TOKEN
  new_home first
  use_home first
}

finish() {
  local code=$?
  trap - EXIT INT TERM
  for home in ${HOMES[@]+"${HOMES[@]}"}; do
    GODMODE_HOME=$home "$GM" down >/dev/null 2>&1 || true
  done
  if declare -F stop_more >/dev/null; then stop_more >/dev/null 2>&1 || true; fi
  stop_programs
  if [ "$code" != 0 ] && [ -n "${KEEP:-}" ]; then
    say "kept for a look: $PLACE"
  else
    rm -rf "$PLACE"
  fi
  exit "$code"
}

# Programs of attempts whose worker was killed may live on; they are known by their files in the place.
stop_programs() {
  local file
  for file in "$PLACE"/pids/*; do
    [ -f "$file" ] && kill -9 "$(cat "$file")" 2>/dev/null || true
  done
}

free_ports() {
  python3 -c 'import socket
held = [socket.socket() for _ in range(3)]
for s in held: s.bind(("127.0.0.1", 0))
print(*[s.getsockname()[1] for s in held])'
}

new_home() { # name
  HOMES+=("$PLACE/$1")
  mkdir -p "$PLACE/$1" "$PLACE/pids"
}

use_home() { export GODMODE_HOME=$PLACE/$1; }

in_home() { # name, command...
  local home=$1
  shift
  GODMODE_HOME=$PLACE/$home "$@"
}

# A workspace with an empty roadmap: the fleet has nothing of its own to do.
quiet_workspace() {
  mkdir -p "$PLACE/workspace/tasks" "$PLACE/workspace/agents" "$PLACE/workspace/design_docs"
  : >"$PLACE/workspace/tasks/roadmap.jsonl"
  export GODMODE_WORKSPACE=$PLACE/workspace
}

up() {
  "$GMUP" "$@" >"$PLACE/gmup.out" 2>"$PLACE/gmup.err" || fail "gmup: $(cat "$PLACE/gmup.err" "$PLACE/gmup.out")"
}

gm() { "$GM" "$@"; }

# One value of a JSON document on standard input; the expression is Python, the document is d.
json() { python3 -c 'import json, sys
d = json.load(sys.stdin)
r = eval(sys.argv[1])
print(r if not isinstance(r, bool) else str(r).lower())' "$1"; }

now() { python3 -c 'import time; print(time.monotonic())'; }

since() { python3 -c 'import sys, time; print("%.1f" % (time.monotonic() - float(sys.argv[1])))' "$1"; }

within() { python3 -c 'import sys; sys.exit(float(sys.argv[1]) > float(sys.argv[2]))' "$1" "$2"; } # seconds, limit

multiple() { python3 -c 'import sys; print("%.1f" % (float(sys.argv[1]) * float(sys.argv[2]) + float(sys.argv[3])))' "$1" "$2" "$3"; } # of a time, times, plus

# Asks again until it is so. The only waiting in the proofs: outside a process there is nothing better to wait on.
await() { # seconds, what for, command...
  local limit=$1 what=$2 began
  shift 2
  began=$(now)
  until "$@" >/dev/null 2>&1; do
    within "$(since "$began")" "$limit" || fail "after $limit s still not so: $what"
    sleep 0.2
  done
}

task_state() { gm task show "$1" --json | json 'd["task"]["state"]'; }

is_in_state() { # task, state
  [ "$(task_state "$1")" = "$2" ]
}

# Statements on God Mode's own database, unaligned and without headings.
sql() {
  PGPASSWORD=$(cat "$GODMODE_HOME/postgres/password") psql -X -q -A -t -F ' ' -v ON_ERROR_STOP=1 \
    -h 127.0.0.1 -p "$(sed -n 4p "$GODMODE_HOME/postgres/data/postmaster.pid")" -U godmode postgres "$@"
}

# What gm status says of a part of control that may be elsewhere: its name; ok or detail.
component() { { gm status --json || true; } | json "[c for c in d['components'] if c['name'] == '$1'][0]['$2']"; }

is_there() { [ "$(component "$1" ok)" = true ]; }

is_away() { [ "$(component "$1" ok)" = false ]; }

memory_status() { gm memory status --json | json "$1"; }

# Memories of a service each, and what is said of it beside its file.
remember() { # from, to, what more
  local n
  for n in $(seq "$1" "$2"); do
    printf '{"text": "service_%s reads config-%s.yaml and %s"}\n' "$n" "$n" "$3"
  done >"$PLACE/notes.jsonl"
  gm memory import "$PLACE/notes.jsonl" >/dev/null
}

found_by() { gm memory recall --json "$1" | json '",".join(sorted({b["part"] for f in d["found"] for b in f["by"]}))'; } # parts that found something

control_pid() { json 'd["pid"]' <"$GODMODE_HOME/control/control.json"; }

worker_pid() { json 'd["pid"]' <"$1/worker/worker.json"; }

postgres_pid() { head -n 1 "$GODMODE_HOME/postgres/data/postmaster.pid"; }

is_gone() {
  kill -0 "$1" 2>/dev/null || return 0
  case $(ps -o stat= -p "$1" 2>/dev/null) in Z*) return 0 ;; esac # dead; whoever is to collect it may take seconds
  return 1
}

kill_hard() { # pid
  kill -9 "$1"
  await 10 "process $1 is gone" is_gone "$1"
}

api() { # method, path, body file or nothing; the token goes by a file, never by an argument
  local method=$1 path=$2 body=${3:-}
  (umask 077; printf 'Authorization: Bearer %s\n' "$(cat "$GODMODE_HOME/control/owner.token")" >"$PLACE/header")
  curl -sS --fail-with-body -X "$method" -H "@$PLACE/header" ${body:+-H 'Content-Type: application/json' --data-binary "@$body"} \
    "http://127.0.0.1:$GODMODE_API_PORT/api/v1$path"
}

# Submits many small tasks; each writes down its own try, so that what really ran can be counted.
submit_many() { # how many
  : >"$PLACE/ran"
  python3 - "$1" "$PLACE" <<'PY'
import json, sys
count, place = int(sys.argv[1]), sys.argv[2]
line = f'echo "$GODMODE_TASK $GODMODE_ATTEMPT $GODMODE_FENCE" >> {place}/ran; echo done > out'
check = {"name": "the file is there", "command": ["/bin/sh", "-c", "grep -q done out"]}
for part in range(0, count, 500):
    size = min(500, count - part)
    tasks = [{"name": f"load {part + i}", "command": ["/bin/sh", "-c", line], "checks": [check], "max_attempts": 5} for i in range(size)]
    with open(f"{place}/tasks-{part}.json", "w") as file:
        json.dump({"tasks": tasks}, file)
PY
  local file
  for file in "$PLACE"/tasks-*.json; do
    api POST /tasks "$file" >/dev/null || fail "the tasks were not taken"
    rm "$file"
  done
}

live_tasks() { gm status --json | json 'sum(v for k, v in d["tasks"].items() if k in ("pending", "queued", "running", "waiting"))'; }

no_live_tasks() { [ "$(live_tasks)" = 0 ]; }

# All tasks succeeded with evidence, and the journal tells of exactly one end for each.
every_task_ended_once() { # how many
  local count=$1 ends
  gm tasks --all --json >"$PLACE/all.json"
  [ "$(json 'len(d)' <"$PLACE/all.json")" = "$count" ] || fail "$(json 'len(d)' <"$PLACE/all.json") tasks are there, $count were submitted"
  [ "$(json 'sum(t["state"] == "succeeded" for t in d)' <"$PLACE/all.json")" = "$count" ] ||
    fail "not all succeeded: $(json '{s: sum(t["state"] == s for t in d) for s in {t["state"] for t in d}}' <"$PLACE/all.json")"
  [ "$(json 'all(len(t["evidence"]) > 0 for t in d)' <"$PLACE/all.json")" = true ] || fail "a task has no evidence"
  ends=$(all_of_kind TaskSucceeded)
  [ "$ends" = "$count $count" ] || fail "ends and tasks that ended, by the ledger: $ends; wanted $count $count"
}

# How many entries of a kind the ledger has, and of how many subjects.
all_of_kind() {
  local cursor= page="$PLACE/page.json" subjects="$PLACE/subjects"
  : >"$subjects"
  while :; do
    api GET "/ledger?kind=$1&limit=1000${cursor:+&cursor=$cursor}" >"$page"
    json '"\n".join(line["subject"] for line in d["items"])' <"$page" >>"$subjects"
    cursor=$(json 'd.get("next", "")' <"$page")
    [ -n "$cursor" ] || break
  done
  sed -i.bak '/^$/d' "$subjects"
  echo "$(wc -l <"$subjects" | tr -d ' ') $(sort -u "$subjects" | wc -l | tr -d ' ')"
}

ledger_verifies() {
  gm ledger verify >/dev/null || fail "the journal's chain does not verify: $(gm ledger verify)"
}

# Waits until the ledger has so many entries of a kind. One process that asks seldom: starting programs to ask costs what is measured.
await_entries() { # seconds, kind, how many (at most 1000)
  api GET /queue >/dev/null # writes the header with the token
  python3 - "$1" "$2" "$3" "$PLACE/header" "$GODMODE_API_PORT" <<'PY' || fail "after $1 s not $3 entries of the kind $2"
import json, sys, time, urllib.request
seconds, kind, count, header, port = float(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5]
request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/ledger?kind={kind}&limit={count}")
request.add_header(*open(header).read().strip().split(": ", 1))
end = time.monotonic() + seconds
while len(json.load(urllib.request.urlopen(request))["items"]) < count:
    if time.monotonic() > end:
        sys.exit(1)
    time.sleep(0.5)
PY
}

# Seconds from a moment (epoch) to the first of a ledger's page after an entry.
first_after() { # page, entry, moment
  python3 - "$1" "$2" "$3" <<'PY'
import datetime, json, sys
page, mark, moment = json.load(open(sys.argv[1])), int(sys.argv[2]), float(sys.argv[3])
def at(text): return datetime.datetime.fromisoformat(text.split("Z")[0][:26] + "+00:00").timestamp()
print("%.1f" % (min(at(line["at"]) for line in page["items"] if line["sequence"] > mark) - moment))
PY
}

# ---- many nodes on real connections, all of them in one process: the load driver of gm bench fleet. They run no programs: an attempt of
# the no-op driver ends at once, any other runs until it is stopped.

LOAD_PID=

start_load_nodes() { # how many, slots of each
  mkfifo "$PLACE/load-orders"
  (
    . "$ROOT/bin/launch.sh"
    find_jdk && exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx512m -cp "$DIST/lib/*" dev.godmode.testkit.load.Main "$2"
  ) <"$PLACE/load-orders" >"$PLACE/load-said" 2>"$PLACE/load.err" &
  LOAD_PID=$!
  exec 6>"$PLACE/load-orders" # they vanish when it is closed
  for _ in $(seq "$1"); do
    api POST /join-codes | json 'd["code"]' >&6
  done
  await 60 "$1 nodes are connected" load_is "d['connected'] == $1"
}

load_standing() { load_asked standing; } # a line of JSON, see Standing in the testkit

load_asked() { # word
  local said
  said=$(wc -l <"$PLACE/load-said")
  echo "$1" >&6
  until [ "$(wc -l <"$PLACE/load-said")" -gt "$said" ]; do sleep 0.05; done
  tail -n 1 "$PLACE/load-said"
}

load_is() { [ "$(load_standing | json "$1")" = true ]; }

stop_load_nodes() {
  exec 6>&-
  wait "$LOAD_PID"
}

# ---- a real browser

has_browser() { # sets CHROMIUM and SHOTS
  CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
  SHOTS=${SHOTS:-$ROOT/hud/target/shots}
  export CHROMIUM SHOTS
  [ -n "$CHROMIUM" ] && command -v npm >/dev/null 2>&1 || return 1
  [ -d "$ROOT/hud/node_modules/playwright-core" ] || (cd "$ROOT/hud" && npm ci --no-fund --no-audit >/dev/null)
}

walk() { # a program of hud/e2e; it gets a login link for each of the four ways
  GODMODE_LINKS=
  for _ in 1 2 3 4; do GODMODE_LINKS="$GODMODE_LINKS $(gm login --json | json 'd["link"]')"; done
  export GODMODE_LINKS
  (cd "$ROOT/hud" && node "e2e/$1") >&2 || fail "the browser found something"
}

scenes() { SCENES=$1 walk scenes.mjs; } # JSON, see hud/e2e/scenes.mjs

# ---- the machines of docs/guides/worker.md: a home, a name and a copy of the code each; building that copy is no part of the proof

guide_machine() { # name, what comes before its commands (a network namespace, say)...
  local name=$1 bin=$PLACE/guide/$1-bin home=$PLACE/guide/$1
  shift
  mkdir -p "$bin" "$home"
  HOMES+=("$home/.godmode")
  cat >"$PLACE/on-$name" <<EOF
#!/bin/sh
unset GODMODE_HOME GODMODE_WORKSPACE
export HOME='$home' PATH='$bin':"\$PATH" GODMODE_GIT='$ROOT'
cd '$home' && exec $* unshare --uts sh -c 'hostname $name && exec "\$@"' sh "\$@"
EOF
  cat >"$bin/git" <<EOF
#!/bin/sh
PATH=\${PATH#*:}
git "\$@" || exit
[ "\$1" != clone ] || { mkdir -p godmode/target && cp -r '$ROOT/target/dist' godmode/target/ && touch godmode/target/dist/built; }
EOF
  printf '#!/bin/sh\nshift\nexec "%s" sh -c "$*"\n' "$PLACE/on-forge" >"$bin/ssh"
  chmod +x "$PLACE/on-$name" "$bin"/*
}

run_guide() { # words of blocks that are left out
  unshare --uts true 2>/dev/null || { say "could not run: giving a machine another name is root's"; exit 77; }
  "$PLACE/on-forge" git clone -q "$ROOT" godmode
  python3 "$ROOT/scripts/real/guide.py" "$ROOT/docs/guides/worker.md" "$1" forge="$PLACE/on-forge" atlas="$PLACE/on-atlas" \
    >"$PLACE/guide.out" 2>&1 || fail "the guide: $(tail -n 25 "$PLACE/guide.out")"
  say "$(tail -n 1 "$PLACE/guide.out")"
  [ ! -e "$PLACE/guide/atlas/godmode" ] && [ ! -e "$PLACE/guide/atlas/.godmode/worker" ] || fail "the undo left something on atlas"
}
