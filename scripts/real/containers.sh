#!/usr/bin/env bash
# Programs in containers, with real Docker and Podman: shut in, within their limits, gone afterwards; and what happens when an engine goes away.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

IMAGE=localhost/godmode/busybox:1
NODE_LABEL=dev.godmode.node
ENGINE_PIDS=()

as_root_here() { [ "$(id -u)" = 0 ]; }

# The engines this system has, installed where it is Debian and may be changed. Prints nothing that is not needed.
install_engines() {
  local missing=()
  command -v dockerd >/dev/null 2>&1 || missing+=(docker.io)
  command -v podman >/dev/null 2>&1 || missing+=(podman)
  [ -x /usr/libexec/podman/catatonit ] || command -v catatonit >/dev/null 2>&1 || missing+=(catatonit)
  command -v runc >/dev/null 2>&1 || missing+=(runc)
  [ -x /bin/busybox ] || missing+=(busybox-static)
  [ ${#missing[@]} = 0 ] && return
  command -v apt-get >/dev/null 2>&1 || return 0
  say "installing ${missing[*]}"
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1 || true
}

# An image of nothing but busybox: there is no registry in these proofs. Its own first program must not be run.
root_of_image() {
  mkdir -p "$PLACE/image/bin" "$PLACE/image/tmp" "$PLACE/image/etc"
  chmod 1777 "$PLACE/image/tmp"
  cp /bin/busybox "$PLACE/image/bin/busybox"
  local applet
  for applet in $(/bin/busybox --list); do
    [ "$applet" = busybox ] || ln -s busybox "$PLACE/image/bin/$applet"
  done
  tar c -C "$PLACE/image" -f "$PLACE/image.tar" .
}

# ---- the two engines; each has start_X, stop_X (as its service manager would), and a socket

SOCKET=

start_docker() {
  local at=$PLACE/docker
  mkdir -p "$at"
  SOCKET=$at/docker.sock
  if ! ip link show gmreal0 >/dev/null 2>&1; then
    ip link add gmreal0 type bridge && ip addr add 172.31.98.1/24 dev gmreal0 && ip link set gmreal0 up
  fi
  dockerd --host "unix://$SOCKET" --data-root "$at/data" --exec-root "$at/exec" --pidfile "$at/pid" \
    --bridge gmreal0 --iptables=false --ip6tables=false >"$at/log" 2>&1 &
  ENGINE_PID=$!
  ENGINE_PIDS+=("$ENGINE_PID")
  disown
}

import_docker() { engine_api POST "/images/create?fromSrc=-&repo=localhost/godmode/busybox&tag=1&changes=ENV%20PATH%3D/bin&changes=ENTRYPOINT%20%5B%22/bin/false%22%5D" --data-binary "@$PLACE/image.tar" -H 'Content-Type: application/x-tar' >/dev/null; }

podman_here() { podman "${PODMAN[@]}" "$@"; }

start_podman() {
  local at=$PLACE/podman
  mkdir -p "$at"
  PODMAN=(--root "$at/root" --runroot "$at/run" --storage-driver vfs)
  SOCKET=$at/podman.sock
  rm -f "$SOCKET"
  # Root in a container of its own may not raise limits; and a runtime that takes cgroups as they come.
  printf '%s\n' '[containers]' 'default_ulimits = ["nofile=1024:1024","nproc=4096:4096"]' '[engine]' 'runtime = "runc"' \
    'cgroup_manager = "cgroupfs"' 'events_logger = "file"' >"$at/containers.conf"
  export CONTAINERS_CONF=$at/containers.conf
  podman "${PODMAN[@]}" system service --time 0 "unix://$SOCKET" >"$at/log" 2>&1 &
  ENGINE_PID=$!
  ENGINE_PIDS+=("$ENGINE_PID")
  disown
}

import_podman() { podman_here import --change 'ENV PATH=/bin' --change 'ENTRYPOINT ["/bin/false"]' "$PLACE/image.tar" "$IMAGE" >/dev/null 2>&1; }

engine_api() { # method, path, more for curl
  local method=$1 path=$2
  shift 2
  curl -sS --fail-with-body --unix-socket "$SOCKET" -X "$method" "$@" "http://engine$path"
}

engine_answers() { engine_api GET /version >/dev/null 2>&1; }

containers_left() { engine_api GET "/containers/json?all=1&filters=%7B%22label%22%3A%5B%22$NODE_LABEL%22%5D%7D" | json 'len(d)'; }

no_container_left() { [ "$(containers_left)" = 0 ]; }

stop_engine() {
  kill "$ENGINE_PID" 2>/dev/null || true
  await 40 "the engine has ended" is_gone "$ENGINE_PID"
}

end_all() {
  local code=$? pid
  trap - EXIT INT TERM
  for pid in ${ENGINE_PIDS[@]+"${ENGINE_PIDS[@]}"}; do kill "$pid" 2>/dev/null || true; done
  for pid in ${ENGINE_PIDS[@]+"${ENGINE_PIDS[@]}"}; do
    local tries=0
    while kill -0 "$pid" 2>/dev/null && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
  done
  ip link del gmreal0 2>/dev/null || true
  grep -o "$PLACE/[^ ]*" /proc/self/mounts 2>/dev/null | sort -r | xargs -r -n 1 umount -l 2>/dev/null || true
  set +e
  (exit "$code")
  finish
}

# ---- the proofs, for whichever engine listens

profile() { # name, lines of the container's part
  printf 'description: proof\nlimits: {memory: 64MiB, timeout: 60s, output: 1MiB, kill_grace: 1s}\ncontainer:\n  image: %s\n%b' \
    "$IMAGE" "${2:-}" >"$PLACE/workspace/agents/$1.yaml"
}

submit() { # name, agent, command..., more options before --
  local name=$1 agent=$2
  shift 2
  gm submit "$name" --agent "$agent" --json "$@" | json 'd["tasks"][0]'
}

ended() { case $(task_state "$1") in succeeded | unverified | failed | cancelled) return 0 ;; *) return 1 ;; esac; }

last_ending() { gm task show "$1" --json | json 'd["attempts"][-1]["report"]["ending"]'; }

last_reason() { gm task show "$1" --json | json 'd["attempts"][-1]["report"]["reason"]'; }

offers() { gm node show "$NODE" --json | json "'$1' in d['inventory']['skills']"; }

is_offered() { [ "$(offers "$1")" = true ]; }

is_not_offered() { [ "$(offers "$1")" = false ]; }

agents_are_known() { [ "$(gm agents --json | json 'sum(a["type"] in ("sealed", "absent", "small") for a in d["profiles"])')" = 3 ]; }

prove() { # engine's name
  local engine=$1 task other
  export DOCKER_HOST=unix://$SOCKET
  new_home "$engine"
  use_home "$engine"
  read -r GODMODE_API_PORT GODMODE_HUD_PORT GODMODE_FLEET_PORT <<<"$(free_ports)"
  quiet_workspace
  profile sealed
  profile absent
  sed -i 's#image: .*#image: localhost/no/such:1#' "$PLACE/workspace/agents/absent.yaml"
  profile small '  pids: 32\n'
  up
  NODE=$(json 'd["name"]' <"$GODMODE_HOME/worker/worker.json")
  await 10 "the agents are known" agents_are_known
  await 20 "the node offers containers" is_offered container
  is_offered "$engine" || fail "the node does not say that it has $engine"

  task=$(submit hello sealed --check 'grep -q hello out' -- sh -c 'echo hello > out')
  await 30 "hello has ended" ended "$task"
  [ "$(task_state "$task")" = succeeded ] || fail "hello: $(last_ending "$task"): $(last_reason "$task")"
  say "$engine: hello succeeded with evidence in $(gm task show "$task" --json | json 'd["attempts"][-1]["report"]["took"]')"

  task=$(submit "missing image" absent --max-attempts 1 -- true)
  await 20 "the task without an image has failed" is_in_state "$task" failed
  last_reason "$task" | grep -q "no image" || fail "missing image: $(last_reason "$task")"

  task=$(submit flood sealed --max-attempts 1 -- sh -c 'yes flood | head -c 10737418240')
  await 60 "the flood has failed" is_in_state "$task" failed
  [ "$(last_ending "$task")" = output_exceeded ] || fail "flood: $(last_ending "$task")"

  task=$(submit "memory bomb" sealed --max-attempts 1 -- sh -c 'x=$(head -c 200000000 /dev/zero | tr "\0" x); echo "$x" | wc -c')
  await 60 "the memory bomb has failed" is_in_state "$task" failed
  # Podman on cgroups of the first version does not tell that it was for memory: then at least the limit is named.
  last_reason "$task" | grep -q "64 MiB" || fail "memory bomb: $(last_ending "$task"): $(last_reason "$task")"
  [ "$engine" = podman ] || [ "$(last_ending "$task")" = memory_exceeded ] || fail "memory bomb: $(last_ending "$task")"
  say "$engine: memory bomb: $(last_reason "$task")"

  task=$(submit "fork bomb" small --max-attempts 1 --timeout 3s -- sh -c 'bomb() { bomb | bomb & }; bomb 2>/dev/null; sleep 600')
  await 60 "the fork bomb has failed" is_in_state "$task" failed

  task=$(submit endless sealed --max-attempts 1 --timeout 2s -- sh -c 'trap "" TERM; while :; do sleep 1; done')
  await 30 "the endless task has failed" is_in_state "$task" failed
  [ "$(last_ending "$task")" = timed_out ] || fail "endless: $(last_ending "$task")"

  task=$(submit unwanted sealed -- sleep 600)
  await 20 "it runs" is_in_state "$task" running
  await 20 "its container is there" a_container_runs
  gm task cancel "$task" >/dev/null
  await 20 "it is cancelled" is_in_state "$task" cancelled

  task=$(submit one sealed -- sh -c 'echo mine > /tmp/secret; echo mine > /workspace/secret; sleep 3; ps | grep -c sleep > "$GODMODE_RESULT"')
  other=$(submit two sealed -- sh -c 'sleep 1; ls /tmp /workspace > "$GODMODE_RESULT"; sleep 3')
  await 30 "both have ended" ended "$task"
  await 30 "both have ended" ended "$other"
  [ -z "$(gm task show "$other" --json | json 'd.get("result", "").replace("/tmp:", "").replace("/workspace:", "").strip()')" ] ||
    fail "one task sees another's files: $(gm task show "$other" --json | json 'd["result"]')"
  await 10 "no container is left" no_container_left
  say "$engine: missing image, flood of 10 GiB, memory bomb, fork bomb, timeout, cancel, two at once: each as it should be, no container left"

  the_secret_is_not_told "$engine"
  the_worker_is_killed "$engine"
  the_engine_goes "$engine"
  gm down >/dev/null
}

a_container_runs() { [ "$(containers_left)" -ge 1 ]; }

the_secret_is_not_told() {
  local task id
  (umask 077; echo 'PROOF=correct-horse-battery' >"$GODMODE_HOME/worker/secrets.env")
  printf 'description: proof\nenv: {KEY: "secret://PROOF"}\ncontainer: {image: "%s"}\n' "$IMAGE" >"$PLACE/workspace/agents/secretive.yaml"
  await 10 "the agent is known" agent_is_known secretive
  gm policy show | sed 's|^allow:|allow:\n  - {who: agent:secretive, may: secret/PROOF:use}|' >"$PLACE/policy.yaml"
  mv "$PLACE/policy.yaml" "$PLACE/workspace/policy.yaml"
  await 10 "the policy is in force" gm policy explain agent:secretive use secret/PROOF
  # The command is no secret, so the word does not stand in it as it is.
  task=$(submit secretive secretive -- sh -c 'echo "it is $KEY"; [ "$KEY" = "correct"-horse-battery ] && ! [ -e /godmode/.secrets ] && sleep 3')
  await 20 "its container is there" a_container_runs
  id=$(engine_api GET "/containers/json?all=1" | json 'd[0]["Id"]')
  if engine_api GET "/containers/$id/json" | grep -q correct-horse; then fail "the engine tells the secret"; fi
  await 20 "it has ended" ended "$task"
  [ "$(task_state "$task")" = unverified ] || fail "secretive: $(last_reason "$task")"
  gm logs "$task" | grep -q 'it is \[redacted PROOF\]' || fail "the secret was not given, or not redacted: $(gm logs "$task")"
  say "$1: a secret reaches the program and is neither in what the engine tells nor in the log"
}

agent_is_known() { [ "$(gm agents --json | json "any(a['type'] == '$1' for a in d['profiles'])")" = true ]; }

the_worker_is_killed() {
  local task began
  task=$(submit survivor sealed --max-attempts 3 -- sh -c '[ "$GODMODE_ATTEMPT" != 1 ] || sleep 600')
  await 20 "it runs" is_in_state "$task" running
  await 20 "its container is there" a_container_runs
  kill_hard "$(worker_pid "$GODMODE_HOME")"
  a_container_runs || fail "the container went with the worker: there is nothing to prove"
  began=$(now)
  up
  await 60 "the task has ended on its second try" is_in_state "$task" unverified
  await 10 "no container is left" no_container_left
  say "$1: a killed worker's container was removed and its task ran again, $(since "$began") s after the worker's start"
}

the_engine_goes() {
  local task
  task=$(submit patient sealed --max-attempts 1 -- sh -c '[ "$GODMODE_ATTEMPT" != 1 ] || sleep 600')
  await 20 "it runs" is_in_state "$task" running
  await 20 "its container is there" a_container_runs
  stop_engine
  await 30 "the node offers no containers any more" is_not_offered container
  await 30 "the attempt has ended" not_running "$task"
  [ "$(gm task show "$task" --json | json 'd["attempts"][0]["report"]["ending"]')" = executor_lost ] || fail "engine gone: $(gm task show "$task")"
  is_in_state "$task" failed && fail "it used up its only try"
  await 30 "it says what it waits for" says_why "$task" container
  say "$1: engine gone: $(gm task why "$task" --json | json 'd["summary"]' | cut -c1-120)"
  "start_$1"
  await 30 "$1 answers" engine_answers
  await 60 "the task has ended" is_in_state "$task" unverified
  await 20 "no container is left" no_container_left
}

not_running() { ! is_in_state "$1" running; }

says_why() { gm task why "$1" --json | json 'd["summary"]' | grep -q "$2"; }

begin
trap end_all EXIT
as_root_here || { say "could not run: starting an engine needs root"; exit 77; }
install_engines
[ -x /bin/busybox ] || { say "could not run: busybox-static is not installed"; exit 77; }
root_of_image
ran=0
for engine in ${ENGINES:-docker podman}; do
  program=$engine
  [ "$engine" = docker ] && program=dockerd
  if ! command -v "$program" >/dev/null 2>&1; then
    say "$engine: could not run: $program is not installed"
    continue
  fi
  "start_$engine"
  tries=0
  until engine_answers || [ $tries -ge 100 ]; do sleep 0.2; tries=$((tries + 1)); done
  if ! engine_answers; then
    say "$engine: could not run: it does not start here: $(tail -n 1 "$PLACE/$engine/log" | cut -c1-200)"
    continue
  fi
  "import_$engine" || fail "$engine: the image was not taken"
  keeps_contract worker ContainerExecutorTest -Dtests.left-to-real=none "-Dengine.socket=$SOCKET" "-Dengine.image=$IMAGE"
  say "$engine: keeps the executor's contract ($(sed -n 's/.*tests="\([0-9]*\)".*/\1/p' "$ROOT/worker/target/surefire-reports/TEST-dev.godmode.worker.attempt.ContainerExecutorTest.xml" | head -n 1) tests)"
  prove "$engine"
  stop_engine
  ran=$((ran + 1))
done
[ $ran -gt 0 ] || exit 77
