#!/usr/bin/env bash
# Measures: seconds to healthy cold and warm, memory when idle, durable tasks per second, time from submit to start, size of the HUD.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

resident() { awk '/^Rss/ {sum += $2} END {printf "%.0f MiB\n", sum / 1024}' "/proc/$1/smaps_rollup"; }

family() { # proportional memory of a process and its children
  local pid total=0 part
  for pid in "$1" $(pgrep -P "$1" || true); do
    part=$(awk '/^Pss:/ {print $2}' "/proc/$pid/smaps_rollup" 2>/dev/null || echo 0)
    total=$((total + part))
  done
  printf '%d MiB\n' $((total / 1024))
}

seconds_to_up() {
  local began
  began=$(now)
  up
  since "$began"
}

begin
quiet_workspace
gm version >/dev/null # whatever is to be built is built now
say "cold start (new home, new database): $(seconds_to_up) s"
gm down >/dev/null
say "warm start (first after its first end): $(seconds_to_up) s"
gm down >/dev/null
say "warm start (again): $(seconds_to_up) s; budget 5 s"
say "already up: $(seconds_to_up) s"
began=$(now)
gm version >/dev/null
say "gm version: $(since "$began") s"
if [ -r "/proc/$(control_pid)/smaps_rollup" ]; then
  say "idle: control $(resident "$(control_pid)") (budget 300), worker $(resident "$(worker_pid "$GODMODE_HOME")"), PostgreSQL $(family "$(postgres_pid)")"
fi
gm bench tasks --count "${COUNT:-2000}" | sed 's/^/   /' >&2
if [ -d "$ROOT/hud/target/classes/hud/assets" ]; then
  say "HUD: $(cat "$ROOT"/hud/target/classes/hud/assets/*.js "$ROOT"/hud/target/classes/hud/assets/*.css | gzip -9 | wc -c | tr -d ' ') bytes gzipped; budget 150 KB"
fi
