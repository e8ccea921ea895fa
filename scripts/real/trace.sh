#!/usr/bin/env bash
# A task's trace reaches a real OpenTelemetry collector: one id across control, two workers and their programs, right parents, nothing missing though the collector and control are stopped in mid-run.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# The collector is built from OpenTelemetry's Go modules.
TOOLS=$ROOT/scripts/real/collector
COLLECTOR=$TOOLS/target/collector
COLLECTING=
GOAL="Please do [scene:trace] now, and tell nobody of the cellar key."
ELSEWHERE=00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01

build_collector() {
  [ -x "$COLLECTOR" ] && [ "$COLLECTOR" -nt "$TOOLS/main.go" ] && [ "$COLLECTOR" -nt "$TOOLS/go.mod" ] && return
  needs go
  say "building the OpenTelemetry collector from its Go modules (minutes, once)"
  (cd "$TOOLS" && CGO_ENABLED=0 GOFLAGS=-mod=readonly nice go build -o "$COLLECTOR" .) >"$PLACE/build" 2>&1 ||
    { say "could not run: the collector's Go modules cannot be had here: $(tail -n 1 "$PLACE/build" | cut -c1-200)"; exit 77; }
}

collect() {
  cat >"$PLACE/collector.yaml" <<EOF
receivers: {otlp: {protocols: {http: {endpoint: "127.0.0.1:$COLLECTOR_PORT"}}}}
exporters: {file: {path: "$PLACE/spans.jsonl", append: true, flush_interval: 100ms}}
service:
  telemetry: {metrics: {level: none}}
  pipelines: {traces: {receivers: [otlp], exporters: [file]}}
EOF
  "$COLLECTOR" --config "file:$PLACE/collector.yaml" >"$PLACE/collector.log" 2>&1 &
  COLLECTING=$!
  await 20 "the collector listens" listens
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$COLLECTOR_PORT") 2>/dev/null; }

stop_collector() {
  kill "$COLLECTING"
  wait "$COLLECTING" || true
}

stop_more() { kill "$COLLECTING" "$MODEL"; }

serve_model() {
  python3 "$ROOT/scripts/real/model.py" >"$PLACE/model.out" 2>"$PLACE/model.err" &
  MODEL=$!
  await 10 "the model server listens" test -s "$PLACE/model.out"
  gm models add scripts "http://127.0.0.1:$(head -n 1 "$PLACE/model.out")" --speaks anthropic >/dev/null
  gm models price scripted 3 15 >/dev/null
}

# The collector's spans against the fleet's own trace of each task: the same places, parents and times, and no others in that trace.
holds_all() {
  local task
  : >"$PLACE/traces.jsonl"
  gm tasks --all --json | json '"\n".join(t["id"] for t in d)' >"$PLACE/ids"
  while read -r task; do api GET "/tasks/$task/trace" >>"$PLACE/traces.jsonl" && echo >>"$PLACE/traces.jsonl"; done <"$PLACE/ids"
  python3 - "$PLACE/traces.jsonl" "$PLACE/spans.jsonl" <<'PY'
import json, sys
known = {}
for line in open(sys.argv[2]):
    for resource in json.loads(line)["resourceSpans"]:
        for span in (span for scope in resource["scopeSpans"] for span in scope["spans"]):
            known.setdefault(span["traceId"], {})[span["spanId"]] = span
spans = 0
traces = [json.loads(line) for line in open(sys.argv[1]) if line.strip()]
for trace in traces:
    there = known.pop(trace["trace"], {})
    wanted = {span["at"]["span"]: span for span in trace["spans"]}
    assert wanted.keys() == there.keys(), "%s: %d spans, the collector has %d" % (trace["trace"], len(wanted), len(there))
    for place, span in wanted.items():
        assert span["at"]["trace"] == trace["trace"]
        assert span.get("parent", "") == there[place].get("parentSpanId", ""), "another parent: %s" % span["name"]
        assert "parent" not in span or span["parent"] in wanted, "a parent that is nowhere: %s" % span["name"]
    assert sum("parent" not in span for span in trace["spans"]) == 1, "not one beginning"
    spans += len(wanted)
assert not known, "traces of nothing: %s" % list(known)
print("%d traces, %d spans, each with its parent, none missing" % (len(traces), spans))
PY
}

has_ended_once() { [ "$(gm task show "$1" --json | json 'sum("report" in a for a in d["attempts"])')" -ge 1 ]; }

begin
build_collector
quiet_workspace
printf 'driver: loop\nmodel: scripted\npermissions: all\nretry: {max_attempts: 3, backoff: 15s}\n' >"$PLACE/workspace/agents/looper.yaml"
COLLECTOR_PORT=$(free_ports | cut -d' ' -f1)
export GODMODE_OTLP=http://127.0.0.1:$COLLECTOR_PORT
collect
up
serve_model
await 10 "the collector is there" is_there traces
first=$(gm nodes --json | json 'd[0]["name"]')
new_home second
gm join-code --json | json 'd["code"]' | in_home second "$GMUP" --join - >/dev/null || fail "the second worker did not join"
second=$(json 'd["name"]' <"$PLACE/second/worker/worker.json")
gm node cordon "$first" >/dev/null

# ---- one task: its first attempt on one worker, its second on another, with calls of a model, a tool of its own and one of the fleet's
cat >"$PLACE/task.json" <<EOF
{"tasks": [{"name": "traced", "agent_type": "looper", "goal": "$GOAL",
  "checks": [{"name": "twice", "command": ["/bin/sh", "-c", "test \$GODMODE_ATTEMPT -ge 2"]}]}]}
EOF
api GET /queue >/dev/null # writes the header with the token
task=$(curl -sS --fail-with-body -H "@$PLACE/header" -H "traceparent: $ELSEWHERE" -H 'Content-Type: application/json' \
  --data-binary "@$PLACE/task.json" "http://127.0.0.1:$GODMODE_API_PORT/api/v1/tasks" | json 'd["tasks"][0]')
await 60 "its first attempt has ended" has_ended_once "$task"
gm node uncordon "$first" >/dev/null
gm node cordon "$second" >/dev/null
await 90 "it succeeded" is_in_state "$task" succeeded
gm node uncordon "$second" >/dev/null
gm task trace "$task" >"$PLACE/waterfall"
sed 's/^/   /' "$PLACE/waterfall" >&2
[ "$(python3 -c 'import sys; print(max(len(line.rstrip("\n")) for line in open(sys.argv[1])))' "$PLACE/waterfall")" -le 80 ] || fail "it does not fit 80 columns"
gm task trace "$task" --json >"$PLACE/trace.json"
trace=$(json 'd["trace"]' <"$PLACE/trace.json")
for kind in task queued pending attempt ready model tool fleet check; do
  [ "$(json "any(s['kind'] == '$kind' for s in d['spans'])" <"$PLACE/trace.json")" = true ] || fail "no span of the kind $kind"
done
[ "$(json 'len({s["facts"]["node"] for s in d["spans"] if s["kind"] == "attempt"})' <"$PLACE/trace.json")" = 2 ] || fail "not on two nodes"
[ "$(json 'd["spans"][0]["cause"]["trace"]' <"$PLACE/trace.json")" = 4bf92f3577b34da6a3ce929d0e0e4736 ] || fail "no link to where it came from"
told=$(gm task show "$task" --json | json 'd["result"]')
[ "$told" = "00-$trace-$(json '[s for s in d["spans"] if s["kind"] == "attempt"][-1]["at"]["span"]' <"$PLACE/trace.json")-01" ] ||
  fail "its program was told another place: $told"
say "its program found its place in TRACEPARENT: $told"

await 30 "the collector has all of it" holds_all
say "$(holds_all)"

# ---- the collector is stopped in mid-run, control is killed
submit_many 10
await 60 "all have ended" no_live_tasks
await 30 "the collector has all of it" holds_all
stop_collector
submit_many 20
await 60 "all have ended" no_live_tasks
await 30 "somebody says that the collector is away" is_away traces
say "$(component traces detail)"
kill_hard "$(control_pid)"
up
collect
submit_many 10
await 60 "all have ended" no_live_tasks
await 60 "the collector has all of it" holds_all
say "$(holds_all)"
await 10 "the collector is said to be there" is_there traces
grep -q "cellar key" "$PLACE/spans.jsonl" && fail "a goal went out"
grep -q "green" "$PLACE/spans.jsonl" && fail "what a tool was given went out"
ledger_verifies
gm down >/dev/null
GODMODE_OTLP=htp://x "$GMUP" >"$PLACE/wrong" 2>&1 && fail "a wrong address was taken"
grep -q "did you mean 'http'" "$PLACE/wrong" || fail "a wrong address is not explained: $(cat "$PLACE/wrong")"
