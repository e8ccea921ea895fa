#!/usr/bin/env bash
# What a person is told when a port is taken, the home cannot be used, the disk is full, there is no JDK; and that nothing is lost by it.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

refused() { # what, words that must be said, command...
  local what=$1 words=$2
  shift 2
  if "$@" >"$PLACE/said" 2>&1; then fail "$what: it was not refused"; fi
  grep -q -- "$words" "$PLACE/said" || fail "$what: it does not say '$words': $(cat "$PLACE/said")"
  [ "$(wc -l <"$PLACE/said")" -le 8 ] || fail "$what: too many words: $(cat "$PLACE/said")"
  say "$what: $(tail -n 1 "$PLACE/said" | cut -c1-160)"
}

begin
quiet_workspace

mkfifo "$PLACE/end"
python3 -c 'import socket, sys
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1]))); s.listen(); print("listening", flush=True); open(sys.argv[2]).read()' \
  "$GODMODE_HUD_PORT" "$PLACE/end" >"$PLACE/listener" &
await 10 "another program listens" grep -q listening "$PLACE/listener"
refused "port taken" "port $GODMODE_HUD_PORT is taken by process $!" "$GMUP"
echo >"$PLACE/end"
wait

echo "not a folder" >"$PLACE/file"
GODMODE_HOME=$PLACE/file refused "home is a file" "is a file, not a folder" "$GMUP"

up
moved=$PLACE/first/control/control.json
mv "$moved" "$PLACE/control.json"
read -r api hud fleet <<<"$(free_ports)"
GODMODE_API_PORT=$api GODMODE_HUD_PORT=$hud GODMODE_FLEET_PORT=$fleet refused "home in use" "another control uses" "$GMUP"
mv "$PLACE/control.json" "$moved"
gm status >/dev/null || fail "the first God Mode suffered"
gm down >/dev/null

can_mount() { [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; }
can_mount || { say "could not run: no JDK, read-only, full disk (they need mounts of their own, so root)"; exit 0; }

disk() { # options: a small disk at $PLACE/disk; gone with the place
  mkdir -p "$PLACE/disk"
  mount -t tmpfs -o "$1" tmpfs "$PLACE/disk"
}
trap 'umount "$PLACE/disk" 2>/dev/null; finish' EXIT
use_disk() { HOMES+=("$PLACE/disk"); export GODMODE_HOME=$PLACE/disk; }
use_disk

without_jdk() { unshare -m bash -c 'mount -t tmpfs tmpfs /usr/lib/jvm && exec env -i PATH=/usr/bin:/bin HOME=/nowhere "$1"' - "$GMUP"; }
if [ -d /usr/lib/jvm ]; then
  refused "no JDK" "It looked at GODMODE_JAVA_HOME" without_jdk
fi

disk ro
refused "read-only" "Read-only file system" "$GMUP"
umount "$PLACE/disk"

disk size=20m
refused "no room to begin" "Is there room" "$GMUP"
umount "$PLACE/disk"

disk size=500m
up
dd if=/dev/zero of="$PLACE/disk/filler" bs=1M 2>/dev/null || true
submitted=0
while gm submit "while full $submitted" --json -- true >>"$PLACE/taken" 2>"$PLACE/said"; do
  submitted=$((submitted + 1))
  [ $submitted -lt 500 ] || fail "the disk is full and everything is still taken"
done
if gm status >"$PLACE/status" 2>&1; then fail "status calls a full disk well"; fi
grep -q "No space left on device" "$PLACE/status" || fail "status does not say why: $(cat "$PLACE/status")"
say "full disk: $(grep -o 'holds what is decided.*' "$PLACE/status" | cut -c1-160)"
rm "$PLACE/disk/filler"
await 20 "well again" gm status
await 60 "all tasks have ended" no_live_tasks
gm tasks --all --json >"$PLACE/all.json"
ended=$(json 'sum(t["name"].startswith("while full") for t in d)' <"$PLACE/all.json")
[ "$ended" -ge "$submitted" ] || fail "$submitted were taken, $ended are there"
ledger_verifies
say "after the disk had room again: $ended tasks, of $submitted whose submission was answered; the chain is intact"
gm down >/dev/null
