#!/usr/bin/env bash
# The official client of the A2A protocol (1.0) hands in tasks, follows, cancels and approves them, by JSON-RPC and by HTTP and JSON.
# GODMODE_A2A may name a folder that has the package in node_modules.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

SDK=1.3.0
PACKAGES=${GODMODE_A2A:-$ROOT/target/a2a}

have_package() {
  needs node npm
  if [ ! -e "$PACKAGES/node_modules/@a2a-js/sdk" ]; then
    mkdir -p "$PACKAGES"
    (cd "$PACKAGES" && npm init -y >/dev/null 2>&1 && npm install --no-audit --no-fund "@a2a-js/sdk@$SDK" >"$PLACE/npm.out" 2>&1) ||
      { say "could not run: $(tail -n 1 "$PLACE/npm.out")"; exit 77; }
  fi
}

begin
have_package
quiet_workspace
printf 'driver: command\ncommand: ["true"]\n' >"$PLACE/workspace/agents/writer.yaml"
up
(cd "$PACKAGES" && node "$ROOT/scripts/real/a2a.mjs" "http://127.0.0.1:$GODMODE_API_PORT" "$GODMODE_HOME/control/owner.token") \
  >"$PLACE/client.out" 2>"$PLACE/client.err" || fail "the official client: $(cat "$PLACE/client.out"; tail -n 8 "$PLACE/client.err")"
while read -r line; do say "$line"; done <"$PLACE/client.out"
ledger_verifies
