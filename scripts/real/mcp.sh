#!/usr/bin/env bash
# The official MCP conformance suite against a running control, in both eras, and the official client over HTTP and by gm mcp.
# GODMODE_MCP may name a folder that has the packages in node_modules.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

SUITE=0.2.0-alpha.12
SDK=1.32.2
NODE_WANTED=22
PACKAGES=${GODMODE_MCP:-$ROOT/target/mcp}
DOOR=

# What a server is held to that has none of the suite's own tools, prompts and resources; the others test those.
SESSION=(server-initialize server-session-lifecycle logging-set-level ping completion-complete tools-list resources-list prompts-list
  dns-rebinding-protection)
STATELESS=(completion-complete tools-list resources-list prompts-list sep-2164-resource-not-found dns-rebinding-protection caching
  http-header-validation)
# Of this one the checks that need tools of the suite's own fail by themselves: it is held against those that do not.
PARTLY=server-stateless
OF_FIXTURES='sep-2575-server-rejects-undeclared-capability sep-2575-missing-capability-http-400
  sep-2575-http-server-no-independent-requests-on-stream sep-2575-server-no-log-without-loglevel'

have_packages() {
  needs node npm
  if [ ! -e "$PACKAGES/node_modules/@modelcontextprotocol/conformance" ]; then
    mkdir -p "$PACKAGES"
    (cd "$PACKAGES" && npm init -y >/dev/null 2>&1 &&
      npm install --no-audit --no-fund "@modelcontextprotocol/conformance@$SUITE" "@modelcontextprotocol/sdk@$SDK" "node@24" >"$PLACE/npm.out" 2>&1) ||
      { say "could not run: $(tail -n 1 "$PLACE/npm.out")"; exit 77; }
  fi
  NODE=node
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge $NODE_WANTED ] || NODE=$PACKAGES/node_modules/.bin/node
  "$NODE" -v >/dev/null || { say "could not run: the suite needs node $NODE_WANTED"; exit 77; }
}

open_door() {
  (cd "$PACKAGES" && exec "$NODE" "$ROOT/scripts/real/mcp.mjs" door "http://127.0.0.1:$GODMODE_API_PORT" "$GODMODE_HOME/control/owner.token") \
    >"$PLACE/door.out" 2>"$PLACE/door.err" &
  DOOR=$!
  await 10 "the door is open" test -s "$PLACE/door.out"
  PORT=$(head -n 1 "$PLACE/door.out")
}

stop_more() { kill "$DOOR"; }

scenario() { # version, name
  rm -rf "$PLACE/results"
  (cd "$PLACE" &&
    "$NODE" "$PACKAGES/node_modules/@modelcontextprotocol/conformance/dist/index.js" server --url "http://127.0.0.1:$PORT/mcp" \
      --scenario "$2" --spec-version "$1" --output-dir "$PLACE/results") >"$PLACE/suite.out" 2>&1 || true
  find "$PLACE/results" -name checks.json -exec cat {} + 2>/dev/null >"$PLACE/checks.json"
  [ -s "$PLACE/checks.json" ] || fail "$1 $2 said nothing: $(tail -n 5 "$PLACE/suite.out")"
}

count() { json "len([c for c in d if c['status'] == '$1'])" <"$PLACE/checks.json"; }

failures() { json "' '.join(sorted({c['id'] for c in d if c['status'] in ('FAILURE', 'WARNING')}))" <"$PLACE/checks.json"; }

conforms() { # version, name
  scenario "$1" "$2"
  [ -z "$(failures)" ] || fail "$1 $2: $(json "[(c['id'], c.get('errorMessage')) for c in d if c['status'] in ('FAILURE', 'WARNING')]" <"$PLACE/checks.json")"
  say "$1 $2: $(count SUCCESS) checks passed"
}

conforms_partly() { # version, name, checks that need what the suite brings
  local left
  scenario "$1" "$2"
  left=$(failures)
  for one in $left; do
    case " $(echo $3) " in *" $one "*) ;; *) fail "$1 $2: $one: $(json "[c.get('errorMessage') for c in d if c['id'] == '$one']" <"$PLACE/checks.json")" ;; esac
  done
  say "$1 $2: $(count SUCCESS) checks passed; not to be tested without the suite's own tools: $left"
}

begin
have_packages
quiet_workspace
up
open_door
for one in "${SESSION[@]}"; do conforms 2025-11-25 "$one"; done
for one in "${STATELESS[@]}"; do conforms 2026-07-28 "$one"; done
conforms_partly 2026-07-28 $PARTLY "$OF_FIXTURES"
(cd "$PACKAGES" && "$NODE" "$ROOT/scripts/real/mcp.mjs" clients "http://127.0.0.1:$GODMODE_API_PORT/mcp" "$GODMODE_HOME/control/owner.token" "$GM") \
  >"$PLACE/clients.out" 2>"$PLACE/clients.err" || fail "the official client: $(tail -n 5 "$PLACE/clients.err")"
while read -r line; do say "$line"; done <"$PLACE/clients.out"
