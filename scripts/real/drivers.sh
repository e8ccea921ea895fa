#!/usr/bin/env bash
# The real Claude Code, Codex, OpenCode (by the Agent Client Protocol, as Claude Code too) and our own loop carry tasks to evidence, ask a person and hear the answer, are parked by a limit, resumed.
# A model server that follows a script stands in for the model. GODMODE_AGENTS may name a folder that has both programs in node_modules.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

CLAUDE=2.1.332
CODEX=0.169.0
CLAUDE_ACP=0.101.0
OPENCODE=1.18.33
AGENTS=${GODMODE_AGENTS:-$ROOT/target/agents}
MODEL=

have_programs() {
  needs node npm git
  local program all=true
  for program in claude codex claude-agent-acp opencode; do
    [ -e "$AGENTS/node_modules/.bin/$program" ] || all=false
  done
  if [ "$all" = false ]; then
    mkdir -p "$AGENTS"
    (cd "$AGENTS" && npm init -y >/dev/null 2>&1 &&
      npm install --no-audit --no-fund "@anthropic-ai/claude-code@$CLAUDE" "@openai/codex@$CODEX" \
        "@agentclientprotocol/claude-agent-acp@$CLAUDE_ACP" "opencode-ai@$OPENCODE" >"$PLACE/npm.out" 2>&1) ||
      { say "could not run: npm has no programs for this machine: $(tail -n 1 "$PLACE/npm.out")"; exit 77; }
  fi
}

serve_model() {
  python3 "$ROOT/scripts/real/model.py" "$(($(date +%s) + 7200))" >"$PLACE/model.out" 2>"$PLACE/model.err" &
  MODEL=$!
  await 10 "the model server listens" test -s "$PLACE/model.out"
  PORT=$(head -n 1 "$PLACE/model.out")
}

stop_more() { kill "$MODEL"; }

profiles() {
  local retry='retry: {max_attempts: 2, backoff: 1s}'
  for may in ask all; do
    cat >"$PLACE/workspace/agents/claude-$may.yaml" <<EOF2
driver: claude
permissions: $may
env: {ANTHROPIC_BASE_URL: "http://127.0.0.1:$PORT", CLAUDE_CODE_OAUTH_TOKEN: sk-ant-oat01-scripted}
$retry
EOF2
    for driver in claude codex loop; do
      printf 'driver: %s\nmodel: scripted\npermissions: all\n' "$driver" >"$PLACE/workspace/agents/$driver-fleet.yaml"
    done
    printf 'driver: loop\nmodel: scripted\npermissions: %s\n%s\n' "$may" "$retry" >"$PLACE/workspace/agents/loop-$may.yaml"
    cat >"$PLACE/workspace/agents/acp-$may.yaml" <<EOF2
driver: acp
command: [claude-agent-acp]
permissions: $may
env: {ANTHROPIC_BASE_URL: "http://127.0.0.1:$PORT", ANTHROPIC_API_KEY: sk-ant-scripted}
$retry
EOF2
    printf 'driver: acp\ncommand: [claude-agent-acp]\npermissions: all\nenv: {ANTHROPIC_MODEL: scripted, ANTHROPIC_SMALL_FAST_MODEL: scripted}\n' \
      >"$PLACE/workspace/agents/acp-fleet.yaml"
    cat >"$PLACE/workspace/agents/opencode-$may.yaml" <<EOF2
driver: acp
command: [opencode, acp]
model: fleet/scripted
permissions: $may
env: {OPENCODE_CONFIG_CONTENT: '$(opencode_settings)', OPENCODE_DISABLE_MODELS_FETCH: "1", OPENCODE_DISABLE_AUTOUPDATE: "1"}
$retry
EOF2
    cat >"$PLACE/workspace/agents/codex-$may.yaml" <<EOF2
driver: codex
model: scripted
permissions: $may
env: {OPENAI_BASE_URL: "http://127.0.0.1:$PORT/v1", OPENAI_API_KEY: sk-scripted}
$retry
EOF2
  done
}

# It asks before it does anything, and its model is the script's.
opencode_settings() {
  printf '{"permission":{"bash":"ask","edit":"ask"},"provider":{"fleet":{"npm":"@ai-sdk/anthropic","options":{"baseURL":"http://127.0.0.1:%s/v1","apiKey":"sk-scripted"},"models":{"scripted":{}}}}}' "$PORT"
}

submit() { # name, agent, scene, check
  gm submit "$1" --agent "$2" --goal "Please do [scene:$3] now." --check "$4" --json | json 'd["tasks"][0]'
}

detail() { gm task show "$1" --json; }

asks() { [ "$(detail "$1" | json '"asks" in d["task"]')" = true ]; }

# Says yes to exactly what is shown.
allow() { # task
  await 60 "$1 asks" asks "$1"
  local seen
  seen=$(detail "$1" | json 'd["task"]["asks"]["payload"]')
  gm task answer "$1" yes "${seen:0:12}" >/dev/null
}

succeeded() { # task, words that its story must have
  await 60 "$1 succeeded" is_in_state "$1" succeeded
  detail "$1" >"$PLACE/detail.json"
  [ "$(json 'all(c["passed"] for c in d["task"]["evidence"]) and len(d["task"]["evidence"]) > 0' <"$PLACE/detail.json")" = true ] || fail "no evidence"
}

asked_and_answered() { # driver
  local task
  task=$(submit "$1 writes a file" "$1-ask" write "grep -q written answer.txt")
  await 60 "$1 asks to run a command" asks "$task"
  is_in_state "$task" waiting || fail "it asks and is not waiting"
  gm approvals | grep -q "$1 writes a file" || fail "gm approvals does not list it"
  gm task answer "$task" | grep -q "echo written > answer.txt" || fail "gm task answer does not show what a yes allows"
  gm task answer "$task" yes 000000000000 >/dev/null 2>&1 && fail "a yes to another payload was taken"
  allow "$task"
  succeeded "$task"
  say "$1: permission asked, a yes to another payload refused, answered, succeeded with evidence: $(
    json '"%(n)d tokens, %(c)s" % dict(n=sum(d["attempts"][-1]["report"]["agent"]["tokens"].values()), c=d["attempts"][-1]["report"]["agent"].get("cost", "-"))' <"$PLACE/detail.json")"
}

refused() { # driver
  local task
  task=$(submit "$1 is refused" "$1-ask" write "test ! -e answer.txt")
  await 60 "$1 asks" asks "$task"
  gm task answer "$task" no "not on a Friday" >/dev/null
  succeeded "$task"
  say "$1: a no reached it, and it did not do it"
}

chose() { # driver
  local task
  task=$(submit "$1 chooses" "$1-all" ask "grep -q chosen answer.txt")
  await 60 "$1 asks which colour" asks "$task"
  gm task answer "$task" | grep -q "Which colour shall it be?" || fail "the question is not shown"
  gm task answer "$task" blue >/dev/null
  succeeded "$task"
  [ "$(json 'd["attempts"][-1]["exchanges"][0]["answer"]["text"]' <"$PLACE/detail.json")" = blue ] || fail "the answer is not on record"
  say "$1: asked which colour, was told, succeeded"
}

resumed() { # driver
  local task
  task=$(submit "$1 tries twice" "$1-all" again "grep -q second answer.txt")
  succeeded "$task"
  [ "$(json 'len(d["attempts"])' <"$PLACE/detail.json")" = 2 ] || fail "it was not tried twice"
  [ "$(json 'd["attempts"][0]["report"]["agent"]["session"] == d["attempts"][1]["report"]["agent"]["session"]' <"$PLACE/detail.json")" = true ] ||
    fail "the second attempt had another conversation"
  say "$1: the second attempt took the conversation of the first up again, and knew which check had failed"
}

parked() { # driver
  local task
  task=$(submit "$1 meets its limit" "$1-all" limit "true")
  await 60 "$1 is parked" is_in_state "$task" pending
  detail "$task" >"$PLACE/detail.json"
  json 'd["task"]["reason"]' <"$PLACE/detail.json" | grep -q "parked" || fail "not parked: $(json 'd["task"]["reason"]' <"$PLACE/detail.json")"
  [ "$(json '"limited_until" in d["attempts"][0]["report"]["agent"]' <"$PLACE/detail.json")" = true ] || fail "nobody knows until when"
  say "$1: $(json 'd["task"]["reason"]' <"$PLACE/detail.json" | cut -c1-120)"
  gm task cancel "$task" >/dev/null
}

logged_out() { # driver
  local task
  task=$(submit "$1 has no login" "$1-all" logged-out "true")
  await 60 "$1 waits for a login" is_in_state "$task" waiting
  [ "$(gm approvals --json | json "[a['what'] for a in d['items'] if a['task'] == '$task'][0]")" = login ] || fail "not known as logged out"
  say "$1: $(detail "$task" | json 'd["task"]["reason"]' | cut -c1-120)"
  gm task cancel "$task" >/dev/null
}

begun() { find "$GODMODE_HOME/worker/attempts" -path "*/$1-*" -name begun.txt | grep -q .; } # task

killed() { # driver
  local task pid
  task=$(submit "$1 is killed" "$1-all" slow "true")
  await 60 "$1 has begun" begun "$task"
  pid=
  for entry in /proc/[0-9]*; do
    if { tr '\0' '\n' <"$entry/environ" | grep -qx "GODMODE_TASK=$task"; } 2>/dev/null; then
      pid=${entry#/proc/}
      kill -9 "$pid" 2>/dev/null || true
    fi
  done
  [ -n "$pid" ] || fail "no process of the attempt was found"
  await 30 "the attempt has ended" ended_as "$task" agent_failed
  succeeded "$task"
  say "$1: killed, told as: $(json 'd["attempts"][0]["report"]["reason"]' <"$PLACE/detail.json" | cut -c1-110); the next attempt went on from there"
}

ended_as() { # task, ending
  [ "$(detail "$1" | json 'd["attempts"][0]["report"]["ending"]')" = "$2" ]
}

missing() { # driver: on a node without its program
  local task
  task=$(submit "$1 is not here" "$1-all" write "true")
  gm task why "$task" | grep -q "npm install -g" || fail "nobody says where to get it: $(gm task why "$task")"
  say "$1 not on this node: $(gm task why "$task" | sed -n 2p)"
  gm task cancel "$task" >/dev/null
}

in_repository() { # driver
  local task payload shop=$PLACE/shop-$1.git
  git init --quiet --bare --initial-branch=main "$shop"
  git clone --quiet "$shop" "$PLACE/clone-$1" 2>/dev/null
  (cd "$PLACE/clone-$1" && echo hello >greeting.txt && git add . &&
    git -c user.name=ada -c user.email=ada@example.invalid commit --quiet -m begin && git push --quiet origin HEAD:main)
  task=$(gm submit "$1 in a repository" --agent "$1-all" --goal "Please do [scene:write] now." \
    --check "grep -q written answer.txt" --check "grep -q hello greeting.txt" --repository "$shop" --json | json 'd["tasks"][0]')
  succeeded "$task"
  gm task diff "$task" | grep -q '^+written' || fail "gm task diff does not show what it changed: $(gm task diff "$task")"
  git -C "$shop" show main:answer.txt >/dev/null 2>&1 && fail "it was merged before anybody said yes"
  gm task merge "$task" 000000000000 >/dev/null 2>&1 && fail "a yes to another payload was taken"
  payload=$(gm task diff "$task" --json | json 'd["change"]["hash"]')
  gm task merge "$task" "${payload:0:12}" >/dev/null
  [ "$(git -C "$shop" show main:answer.txt)" = written ] || fail "what was merged is not on the branch"
  say "$1: began from a commit, its change was shown, merged by a yes to exactly that, by $(git -C "$shop" log -1 --format=%an main)"
}

# No key and no address: the fleet's models, by the attempt's credential.
through_the_gateway() { # driver
  local task
  gm models add scripted "http://127.0.0.1:$PORT" --speaks anthropic >/dev/null 2>&1 || true
  task=$(submit "$1 asks the fleet's models" "$1-fleet" write "grep -q written answer.txt")
  succeeded "$task"
  await 10 "the gateway's books are settled" sh -c "'$GM' ledger --kind ModelsCalled | grep -q '$task'"
  say "$1: without a key of its own, through the fleet's gateway by its attempt's credential"
}

budget() { gm models --json | json "[b for b in d['budgets'] if b['whom'] == 'stream:shop'][0]['$1']"; }

# A task of the roadmap, through the gateway, with memory by control's tools and a question, within a budget.
on_the_roadmap() { # driver, scene, check
  local task=paint-with-$1 before
  before=$(budget spent)
  python3 - "$@" >"$PLACE/line.jsonl" <<'PY'
import json, sys
driver, scene, check = sys.argv[1:]
print(json.dumps({"id": "paint-with-" + driver, "name": "Paint with " + driver, "goal": "Please do [scene:%s] now." % scene,
                  "agent_type": driver + "-fleet", "stream": "shop", "status": "pending", "checks": ["grep -q chosen answer.txt", check]}))
PY
  gm roadmap import "$PLACE/line.jsonl" >/dev/null
  await 60 "$1 asks about the task of the roadmap" asks "$task"
  is_in_state "$task" waiting || fail "it asks and is not waiting"
  gm approvals | grep -q "Paint with $1" || fail "gm approvals does not list it"
  gm task answer "$task" blue >/dev/null
  succeeded "$task"
  [ "$(json 'd["attempts"][-1]["exchanges"][0]["answer"]["text"]' <"$PLACE/detail.json")" = blue ] || fail "the answer is not on record"
  told_step_by_step "$1" "$task"
  no_credential_in_sight
  python3 -c 'import sys; sys.exit(not 0 <= float(sys.argv[1]) < float(sys.argv[2]) < 5)' "$before" "$(budget spent)" ||
    fail "the budget went from $before to $(budget spent)"
  say "$1: a task of the roadmap with memory, a question and an answer, succeeded with evidence; the stream has spent $(budget spent) of $(budget cap) dollars"
}

# Models it asked, with their price, and tools it used: its own, and (by MCP) the fleet's.
told_step_by_step() { # driver, task
  gm task steps "$2" --json >"$PLACE/steps.json"
  [ "$(json 'any(s["kind"] == "model" and s.get("cost", 0) > 0 for s in d["items"])' <"$PLACE/steps.json")" = true ] || fail "no priced call of a model among its steps"
  [ "$(json 'any(s["kind"] == "tool" for s in d["items"])' <"$PLACE/steps.json")" = true ] || fail "none of its tools among its steps"
  [ "$1" = loop ] || [ "$(json 'any(s["kind"] == "fleet" for s in d["items"])' <"$PLACE/steps.json")" = true ] || fail "none of the fleet's tools among its steps"
  [ "$(json 'all("ended_at" in s for s in d["items"])' <"$PLACE/steps.json")" = true ] || fail "it has ended, and a step of it has not"
  say "$1: told step by step: $(json '", ".join(s["name"] for s in d["items"])' <"$PLACE/steps.json")"
}

no_credential_in_sight() { # a JWT begins so
  ! ps -eo args | grep -v grep | grep -q 'eyJ[A-Za-z0-9_-]*\.' || fail "a credential stands in the list of processes"
}

recalled() { [ "$(gm memory recall back door --json | json '"painted green" in d["found"][0]["memory"]["text"]')" = true ]; }

with_memory() {
  gm models price scripted 3 15 >/dev/null
  gm models budget stream:shop 5 >/dev/null
  on_the_roadmap claude leave true
  await 60 "what claude remembered is found" recalled
  on_the_roadmap codex find "grep -q 'painted green' heard.txt"
  on_the_roadmap loop find "grep -q 'painted green' heard.txt"
  local task
  task=$(gm submit "a plain program recalls" --stream shop --check true --json -- sh -c '"$GODMODE_GM" memory recall back door >"$GODMODE_RESULT"' |
    json 'd["tasks"][0]')
  succeeded "$task"
  [[ $(json 'd["result"]' <"$PLACE/detail.json") == *"painted green"* ]] || fail "a plain program did not recall it: $(json 'd["result"]' <"$PLACE/detail.json")"
  say "what claude remembered in stream shop, codex and the loop recalled there by their tools, and a plain program by gm"
}

first_driver() { set -- ${DRIVERS:-claude}; echo "$1"; }

# What a person sees of it, in a real browser.
screens() {
  has_browser || { say "no browser here: the screens were not looked at"; return; }
  local permission choice changed steps shop=$PLACE/shop-claude.git
  steps=$(gm tasks --state succeeded --agent "$(first_driver)-fleet" --json | json 'd[0]["id"]')
  permission=$(submit "tidy the build folder" claude-ask write "true")
  choice=$(submit "paint the door" claude-all ask "true")
  changed=$(gm submit "say it politely" --repository "$shop" --check true --json -- sh -c \
    'printf "good day\nto all of you\n" > greeting.txt; mkdir src; seq 40 > src/numbers.txt; ln -s /etc/passwd src/link; head -c 200 /dev/urandom > src/picture.png' |
    json 'd["tasks"][0]')
  succeeded "$changed"
  await 60 "the permission is asked for" asks "$permission"
  await 60 "the question is asked" asks "$choice"
  scenes "$(python3 -c 'import json, sys
permission, choice, changed, steps = sys.argv[1:]
print(json.dumps([
    {"name": "asks-overview", "path": "/", "shows": "tidy the build folder"},
    {"name": "asks-permission", "path": "/tasks/" + permission, "shows": "Allow exactly this"},
    {"name": "asks-choice", "path": "/tasks/" + choice, "shows": "Which colour shall it be?"},
    {"name": "change", "path": "/tasks/" + changed, "shows": "Merge exactly this"},
    {"name": "steps", "path": "/tasks/" + steps, "shows": "models"},
]))' "$permission" "$choice" "$changed" "$steps")"
  say "screenshots are in $SHOTS"
}

begin
have_programs
quiet_workspace
serve_model
profiles
up
for driver in claude codex; do missing "$driver"; done
gm down >/dev/null
PATH="$AGENTS/node_modules/.bin:$PATH" up --slots 4
for driver in claude codex; do
  case " ${DRIVERS:-claude codex} " in *" $driver "*) ;; *) continue ;; esac
  asked_and_answered "$driver"
  through_the_gateway "$driver"
  in_repository "$driver"
  refused "$driver"
  chose "$driver"
  resumed "$driver"
  parked "$driver"
  logged_out "$driver"
  killed "$driver"
done
by_acp() { # driver, steps
  case " ${DRIVERS:-acp opencode} " in *" $1 "*) ;; *) return 0 ;; esac
  local driver=$1 step
  shift
  for step in "$@"; do $step "$driver"; done
}
by_acp acp asked_and_answered through_the_gateway refused resumed in_repository killed
by_acp opencode asked_and_answered refused
if [ -z "${DRIVERS:-}" ]; then
  gm models add scripted "http://127.0.0.1:$PORT" --speaks anthropic >/dev/null 2>&1 || true
  for step in asked_and_answered through_the_gateway in_repository refused chose resumed killed; do $step loop; done
  with_memory
fi
screens
ledger_verifies
