#!/usr/bin/env bash
# What other machines find of God Mode: all 65,535 ports from another network namespace, and every route and verb without credentials.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# God Mode runs in a network namespace of its own (forge), so that nothing else can be found there; the stranger's is joined to it by a cable.
HERE=10.213.77.1
HERE6=fd21:3::1

forge() { ip netns exec "$FORGE" "$@"; }
stranger() { ip netns exec "$STRANGER" "$@"; }
stop_more() { # also ends a worker's program that is left over
  ip netns del "$STRANGER"
  ip netns del "$FORGE"
}

lay_cable() {
  [ "$(id -u)" = 0 ] || { say "could not run: network namespaces are root's"; exit 77; }
  FORGE=forge-$$ STRANGER=stranger-$$
  ip netns add "$FORGE" 2>"$PLACE/netns" || { say "could not run: no network namespaces here: $(cat "$PLACE/netns")"; exit 77; }
  ip netns add "$STRANGER"
  ip link add "cable-$$" netns "$FORGE" type veth peer name "cable-$$" netns "$STRANGER" ||
    { say "could not run: no virtual cables (veth) here"; exit 77; }
  forge ip link set lo up
  stranger ip link set lo up
  forge ip address add $HERE/24 dev "cable-$$"
  forge ip -6 address add $HERE6/64 dev "cable-$$" nodad
  stranger ip address add 10.213.77.2/24 dev "cable-$$"
  stranger ip -6 address add fd21:3::2/64 dev "cable-$$" nodad
  forge ip link set "cable-$$" up
  stranger ip link set "cable-$$" up
}

# The launchers of lib.sh, inside the namespace.
wrap() {
  for name in GM GMUP; do
    printf '#!/bin/sh\nexec ip netns exec %s %s "$@"\n' "$FORGE" "${!name}" >"$PLACE/$name"
    chmod +x "$PLACE/$name"
  done
  GM=$PLACE/GM GMUP=$PLACE/GMUP
}

addresses() { # of forge, but for its loopback: IPv4, IPv6, and the link-local one with the stranger's end of the cable
  forge ip -o address show dev "cable-$$" | awk -v zone="cable-$$" '{split($4, a, "/"); print a[1] (a[1] ~ /^fe80/ ? "%" zone : "")}'
}

scan() { stranger python3 "$ROOT/scripts/real/scan.py" $(addresses); }

nothing_by_udp() {
  [ -z "$(forge cat /proc/net/udp /proc/net/udp6 | grep -v 'local_address')" ] || fail "something listens by UDP: $(forge cat /proc/net/udp)"
}

ask_as_stranger() { # who, base, open...
  local who=$1 base=$2
  shift 2
  "$who" python3 "$ROOT/scripts/real/stranger.py" "$PLACE/openapi.json" "$base" "$@" || fail "$base gives that to a stranger"
}

needs ip python3 curl
begin
lay_cable
wrap
quiet_workspace
up
gm submit runs -- sleep 600 >/dev/null
linklocal() { forge ip -6 address show dev "cable-$$" | grep -q 'fe80.*' && ! forge ip -6 address show dev "cable-$$" | grep -q tentative; }
await 10 "the cable has its addresses" linklocal

# ---- the scanner finds what is there: one socket of ours on all addresses
ip netns exec "$FORGE" python3 -c 'import socket, time
door = socket.create_server(("::", 4711), family=socket.AF_INET6, dualstack_ipv6=True)
time.sleep(600)' &
canary=$!
await 10 "the scanner's own port is open" forge python3 -c "import socket; socket.create_connection(('$HERE', 4711))"
began=$(now)
found=$(scan)
[ "$(echo "$found" | grep -c ' 4711$')" = "$(addresses | wc -l)" ] || fail "the scanner does not find what is open: $found"
say "$(addresses | wc -l | tr -d ' ') addresses ($(addresses | tr '\n' ' ')) scanned in $(since "$began") s; the scanner finds a port that is open on purpose"
[ "$(echo "$found" | grep -vc ' 4711$')" = 0 ] || fail "open to the network: $found"
kill $canary
wait $canary || true
say "of a running control, worker, PostgreSQL and program nothing is open to the network"
nothing_by_udp

# ---- on loopback a stranger gets nothing either
base=http://127.0.0.1
token() { (umask 077; printf 'Authorization: Bearer %s\n' "$(cat "$GODMODE_HOME/control/owner.token")" >"$PLACE/header"); }
token
forge curl -sS -H "@$PLACE/header" "$base:$GODMODE_API_PORT/openapi.json" >"$PLACE/openapi.json"
# health; how to log in, where nobody can yet; what other systems look up before they show who they are: our keys' public halves, and our card
open=("GET /health" "GET /livez" "GET /readyz" "GET /.well-known/jwks.json" "GET /.well-known/agent-card.json"
  "GET /api/v1/login" "POST /api/v1/login/device" "GET /api/v1/login/oidc" "GET /api/v1/login/oidc/callback")
for port in "$GODMODE_API_PORT" "$GODMODE_HUD_PORT"; do
  ask_as_stranger forge "$base:$port" "${open[@]}" >"$PLACE/refused"
  say "port $port of loopback: $(cat "$PLACE/refused") requests without credentials refused; health, login, public keys, the agent card and the HUD's empty page answered"
done

# ---- the fleet port opened to the network: only that one, and behind it only joining and keys
gm down >/dev/null
export GODMODE_FLEET_ADDRESS=$HERE
up
found=$(scan)
[ "$found" = "$HERE $GODMODE_FLEET_PORT" ] || fail "wanted $HERE $GODMODE_FLEET_PORT alone, found: $found"
say "with GODMODE_FLEET_ADDRESS=$HERE the scan finds that port on that address, and nothing else"
nothing_by_udp
ask_as_stranger stranger "https://$HERE:$GODMODE_FLEET_PORT" "GET /.well-known/jwks.json" >"$PLACE/refused"
say "the fleet port: $(cat "$PLACE/refused") requests refused; the public keys answered"
