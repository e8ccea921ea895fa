#!/usr/bin/env bash
# The official clients of OpenAI and Anthropic against the model gateway: people's and an attempt's, with providers of both dialects.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

needs node npm

serve_models() { # name, model...: its address is in $PLACE/NAME.url
  local name=$1
  shift
  (. "$ROOT/bin/launch.sh" && find_jdk && exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx256m -cp "$DIST/lib/*" dev.godmode.testkit.model.Main 0 "$@") \
    >"$PLACE/$name.url" 2>"$PLACE/$name.err" &
  echo $! >"$PLACE/pids/$name"
  await 20 "the scripted models of $name are served" test -s "$PLACE/$name.url"
}

begin
quiet_workspace
mkdir "$PLACE/clients"
(cd "$PLACE/clients" && npm install --no-fund --no-audit --silent openai@7 @anthropic-ai/sdk@1 >/dev/null 2>&1) ||
  { say "could not run: the clients cannot be had from npm"; exit 77; }
cp "$ROOT/scripts/real/gateway.mjs" "$PLACE/clients/"
version() { json 'd["version"]' <"$PLACE/clients/node_modules/$1/package.json"; }
say "openai $(version openai), @anthropic-ai/sdk $(version @anthropic-ai/sdk), $(node --version)"

up
serve_models one scripted
serve_models two scripted-claude
gm models add one "$(cat "$PLACE/one.url")" >/dev/null
gm models add two "$(cat "$PLACE/two.url")" --speaks anthropic >/dev/null
gm models price 'scripted*' 3 15 >/dev/null
gm models try scripted say it works | grep -q '^it works' || fail "gm models try"

cat >"$PLACE/ask" <<EOF
cd '$PLACE/clients' && MODELS=scripted,scripted-claude exec node gateway.mjs
EOF
BASE=http://127.0.0.1:$GODMODE_API_PORT KEY=$(cat "$GODMODE_HOME/control/owner.token") sh "$PLACE/ask" >"$PLACE/people" 2>"$PLACE/people.err" ||
  fail "as a person: $(cat "$PLACE/people.err")"
say "as a person: $(cat "$PLACE/people") checks of chat, stream, tools, responses, messages, embeddings, errors and cancel"

gm submit asker --wait -- sh -c "export NODE_EXTRA_CA_CERTS=\$GODMODE_CA BASE=\${GODMODE_MODELS%/v1} KEY=\$(cat \$GODMODE_CREDENTIAL); sh '$PLACE/ask' >'$PLACE/attempt'" \
  >"$PLACE/submitted" || fail "as an attempt: $(gm logs "$(gm tasks --all --json | json 'd[0]["id"]')" | tail -5)"
[ "$(cat "$PLACE/attempt")" = "$(cat "$PLACE/people")" ] || fail "as an attempt: $(cat "$PLACE/attempt") checks"
say "as the program of an attempt, with its credential and over TLS: the same $(cat "$PLACE/attempt")"

all_over() { [ "$(gm models --json | json 'sum(one["outstanding"] for one in d["providers"])')" = 0 ]; }
await 15 "no call is under way: what was cancelled was stopped" all_over
told() { gm ledger --kind ModelsCalled --json | grep -q 'attempt:'; }
await 15 "the ledger tells what the attempt asked" told
ledger_verifies
say "$(gm ledger --kind ModelsCalled | tail -n 1)"
