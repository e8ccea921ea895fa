#!/usr/bin/env bash
# Attacks every parser that faces the outside with a fuzzer (Jazzer), SECONDS_EACH seconds each (600), two at a time: no crash, no hang.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

SECONDS_EACH=${SECONDS_EACH:-600}
TARGETS=(fuzz.RequestBodies fuzz.StreamFrames fuzz.ShortWords fuzz.Credentials fuzz.ConfigFiles fuzz.Manifests fuzz.RpcMessages fuzz.AgentMessages
  control.roadmap.RoadmapFuzz cli.FaissFuzz server.identity.CertificateRequestFuzz)

PLACE=$(mktemp -d "${TMPDIR:-/tmp}/godmode-fuzz.XXXXXX")
trap 'rm -rf "$PLACE"' EXIT
. "$ROOT/bin/launch.sh"
find_jdk || exit 1
needs mvn

(cd "$ROOT" && mvn -B -q -P launch,fuzz -pl fuzz -am package) >"$PLACE/build.log" 2>&1 || { tail -n 5 "$PLACE/build.log" >&2; fail "the build"; }

# What a parser has seen already leads to deeper places sooner.
seeds() { # target
  mkdir -p "$PLACE/$1.seeds"
  case $1 in
    fuzz.ConfigFiles) cp "$ROOT/control/src/main/resources/policy.yaml" "$PLACE/$1.seeds" ;;
    fuzz.Manifests)
      find "$ROOT/audit/src/test/resources" -type f | while read -r file; do
        { printf '\0'; cat "$file"; } >"$PLACE/$1.seeds/$(echo "$file" | cksum | cut -d' ' -f1)"
      done ;;
    fuzz.RequestBodies) echo '{"tasks":[{"name":"a","agent_type":"shell","goal":"true","tags":["java>=21"],"after":["b"]}]}' >"$PLACE/$1.seeds/submit" ;;
    fuzz.RpcMessages) echo '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"whoami"}}' >"$PLACE/$1.seeds/call" ;;
    fuzz.AgentMessages)
      echo '{"jsonrpc":"2.0","id":1,"method":"SendMessage","params":{"message":{"messageId":"a","role":"ROLE_USER","parts":[{"text":"b"},{"data":{}}]}}}' \
        >"$PLACE/$1.seeds/message" ;;
    fuzz.StreamFrames) echo '[{"type":"Heartbeat","at":"2026-01-01T00:00:00Z"}]' >"$PLACE/$1.seeds/frame" ;;
    control.roadmap.RoadmapFuzz) echo '{"id":"a","title":"t","status":"planned","agent":"shell","depends_on":["b"]}' >"$PLACE/$1.seeds/row" ;;
    cli.FaissFuzz) printf 'IxFI\2\0\0\0\1\0\0\0\0\0\0\0%16s\1\0\0\0\0\2\0\0\0\0\0\0\0%8s' '' '' >"$PLACE/$1.seeds/index" ;;
    server.identity.CertificateRequestFuzz) printf -- '-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n' >"$PLACE/$1.seeds/request" ;;
  esac
}

attack() { # target
  seeds "$1"
  mkdir -p "$PLACE/$1.found"
  (cd "$PLACE/$1.found" && nice -n 19 "$JAVA_HOME/bin/java" -Xmx1g --enable-native-access=ALL-UNNAMED -XX:+EnableDynamicAgentLoading \
    -cp "$ROOT/fuzz/target/classes:$ROOT/fuzz/target/lib/*" com.code_intelligence.jazzer.Jazzer \
    --target_class="dev.godmode.$1" --instrumentation_includes='dev.godmode.**' \
    -max_total_time="$SECONDS_EACH" -timeout=60 -rss_limit_mb=3000 "$PLACE/$1.seeds") >"$PLACE/$1.log" 2>&1
}

told() { # target, exit code
  local runs
  runs=$(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$PLACE/$1.log")
  if [ "$2" = 0 ]; then
    say "$1: $runs inputs in $SECONDS_EACH s, nothing found"
  else
    grep -a -A 8 -m 1 'Java Exception\|ERROR: libFuzzer' "$PLACE/$1.log" | cut -c1-200 | sed 's/^/     /' >&2 || tail -n 12 "$PLACE/$1.log" >&2
    mkdir -p "$ROOT/fuzz/target/found" && cp -r "$PLACE/$1.found/." "$ROOT/fuzz/target/found" && say "$1: FOUND something; the inputs are in fuzz/target/found"
  fi
}

failed=0
for ((i = 0; i < ${#TARGETS[@]}; i += 2)); do
  pair=("${TARGETS[@]:i:2}")
  attack "${pair[0]}" & first=$!
  attack "${pair[1]}" & second=$!
  code=0; wait $first || code=$?; told "${pair[0]}" "$code"; [ "$code" = 0 ] || failed=1
  code=0; wait $second || code=$?; told "${pair[1]}" "$code"; [ "$code" = 0 ] || failed=1
done
[ $failed = 0 ] || fail "a parser gave way"
