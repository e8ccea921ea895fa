#!/usr/bin/env bash
# A real tailnet, with real tailscaled daemons: a worker joins over it, people are who tailscaled says, and nobody else gets to its ports.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Five machines, each a network namespace on one switch: hub (coordination server and relay), forge, atlas and laptop (on the tailnet),
# stranger (not).
# tailscaled and a coordination server are built from Tailscale's Go module; that server is the one of Tailscale's own integration tests.
TOOLS=$ROOT/scripts/real/tailnet
BUILT=$TOOLS/target
OMITTED=ts_include_cli,ts_omit_aws,ts_omit_kube,ts_omit_ssh,ts_omit_tap,ts_omit_drive,ts_omit_taildrop,ts_omit_webclient,ts_omit_systray,ts_omit_bird,ts_omit_completion
MACHINES=(hub forge atlas stranger laptop)
HUB=10.214.77.1

on() { # machine, command...
  local machine=$1
  shift
  ip netns exec "$machine-$$" "$@"
}

stop_more() {
  kill "${DAEMONS[@]}"
  exec 7>&-
  wait
  for machine in "${MACHINES[@]}"; do ip netns del "$machine-$$"; done
}
DAEMONS=()

build_tools() {
  [ -x "$BUILT/tailscaled" ] && [ -x "$BUILT/coordination" ] && [ "$BUILT/coordination" -nt "$TOOLS/main.go" ] && return
  needs go
  say "building tailscaled from Tailscale's Go module (minutes, once)"
  mkdir -p "$BUILT"
  (
    cd "$TOOLS"
    export CGO_ENABLED=0 GOFLAGS=-mod=readonly
    nice go build -tags "$OMITTED" -o "$BUILT/tailscaled" tailscale.com/cmd/tailscaled && nice go build -o "$BUILT/coordination" .
  ) >"$PLACE/build" 2>&1 || { say "could not run: Tailscale's Go module cannot be built here: $(tail -n 1 "$PLACE/build" | cut -c1-200)"; exit 77; }
}

lay_switch() {
  [ "$(id -u)" = 0 ] || { say "could not run: network namespaces are root's"; exit 77; }
  [ -e /dev/net/tun ] || { say "could not run: there is no /dev/net/tun"; exit 77; }
  local machine number=1
  for machine in "${MACHINES[@]}"; do
    ip netns add "$machine-$$" 2>"$PLACE/netns" || { say "could not run: no network namespaces here: $(cat "$PLACE/netns")"; exit 77; }
    on "$machine" ip link set lo up
  done
  on hub ip link add switch type bridge || { say "could not run: no bridges here"; exit 77; }
  on hub ip address add $HUB/24 dev switch
  on hub ip link set switch up
  for machine in forge atlas stranger laptop; do
    number=$((number + 1))
    on hub ip link add "to-$machine" type veth peer name cable netns "$machine-$$"
    on hub ip link set "to-$machine" master switch
    on hub ip link set "to-$machine" up
    on "$machine" ip address add "10.214.77.$number/24" dev cable
    on "$machine" ip link set cable up
    on "$machine" ip route add default via $HUB
  done
}

begin_tailnet() {
  mkfifo "$PLACE/orders"
  on hub "$BUILT/coordination" $HUB <"$PLACE/orders" >"$PLACE/coordination" 2>"$PLACE/coordination.err" &
  DAEMONS+=($!)
  exec 7>"$PLACE/orders"
  await 20 "the coordination server is up" test -s "$PLACE/coordination"
  LOGIN=$(head -n 1 "$PLACE/coordination")
  begin_daemon forge
  begin_daemon atlas
  begin_daemon laptop
}

begin_daemon() { # machine, more flags...
  local machine=$1
  shift
  mkdir -p "$PLACE/tailscale/$machine"
  ip netns exec "$machine-$$" env TS_DEBUG_FIREWALL_MODE=nftables "$BUILT/tailscaled" --statedir="$PLACE/tailscale/$machine" \
    --socket="$PLACE/tailscale/$machine/s" --tun=tailscale0 --no-logs-no-support "$@" >"$PLACE/tailscale/$machine/log" 2>&1 &
  DAEMONS+=($!)
  printf -v "DAEMON_$machine" '%s' $!
  await 20 "tailscaled of $machine answers" test -S "$PLACE/tailscale/$machine/s"
}

tailscale() { # machine, command...
  local machine=$1
  shift
  on "$machine" env TS_BE_CLI=1 "$BUILT/tailscaled" --socket="$PLACE/tailscale/$machine/s" "$@"
}

log_in() { # machine
  tailscale "$1" up --login-server="$LOGIN" --hostname="$1" --timeout=30s --accept-dns=false 2>"$PLACE/up-$1" || fail "tailscale up on $1: $(cat "$PLACE/up-$1")"
}

# The launchers of lib.sh, on one machine, with its tailscaled.
wrap() { # machine
  local name
  for name in gm gmup; do
    printf '#!/bin/sh\nexec ip netns exec %s env GODMODE_TAILSCALE_SOCKET=%s %s "$@"\n' \
      "$1-$$" "$PLACE/tailscale/$1/s" "$ROOT/$name" >"$PLACE/$name-$1"
    chmod +x "$PLACE/$name-$1"
  done
}

says() { # file, words
  grep -qF -- "$2" "$1" || fail "it does not say '$2': $(cat "$1")"
}

# What laptop's browser gets of a port: its status; head and body are in $PLACE/said.
visits() { # machine, address, path, more of curl...
  local machine=$1 address=$2 path=$3
  shift 3
  on "$machine" curl -s --max-time 10 -D "$PLACE/head" -o "$PLACE/said" -w '%{http_code}' -g "$@" "$address$path" || true
}

gets() { # status, machine, address, path, more of curl...
  local wanted=$1 code
  shift
  code=$(visits "$@")
  [ "$code" = "$wanted" ] || fail "$1 got $code and not $wanted of $2$3: $(cat "$PLACE/said")"
}

two_ready() { [ "$(gm nodes --json | json 'sum(n["state"] == "ready" for n in d)')" = 2 ]; }

whois_login() { tailscale forge whois --json "$1" | json 'd["UserProfile"]["LoginName"]'; }

refuses_to_start() { # words
  if "$GMUP" --tailscale >"$PLACE/no" 2>&1; then fail "control started: $(cat "$PLACE/no")"; fi
  says "$PLACE/no" "$1"
  say "$(tail -n 1 "$PLACE/no" | cut -c1-200)"
}

needs ip go
begin
build_tools
lay_switch
begin_tailnet
wrap forge
wrap atlas
GM=$PLACE/gm-forge GMUP=$PLACE/gmup-forge
quiet_workspace

# ---- not on the tailnet: control does not start, and says what to do
refuses_to_start "this machine is logged out of the tailnet: run 'tailscale up'"
log_in forge
log_in atlas
log_in laptop
FORGE=$(tailscale forge ip -4)
ATLAS=$(tailscale atlas ip -4)
LAPTOP=$(tailscale laptop ip -4)
tailscale forge ping --timeout 5s atlas >"$PLACE/ping" || fail "forge does not reach atlas: $(cat "$PLACE/ping")"
tailscale forge down
refuses_to_start "Tailscale is switched off on this machine"
tailscale forge up --login-server="$LOGIN" --hostname=forge --timeout=30s --accept-dns=false

# ---- the contract of the port, on the real daemon
(cd "$ROOT" && on forge env GODMODE_TAILSCALE_SOCKET="$PLACE/tailscale/forge/s" PROOF_MEMBER="$ATLAS" PROOF_OUTSIDER=10.214.77.4 \
  PROOF_LOGIN="$(tailscale forge whois --json "$ATLAS" | json 'd["UserProfile"]["LoginName"]')" \
  mvn -o -B -q -Dexec.skip=true -Dspotless.check.skip=true test -pl adapters/tailscale -am -Dtest=RealTailnet -Dsurefire.failIfNoSpecifiedTests=false) \
  >"$PLACE/contract" 2>&1 || fail "the contract: $(grep -m 5 ERROR "$PLACE/contract")"
say "tailscaled $(tailscale forge version | head -n 1) keeps the contract: $(grep -c 'testcase' "$ROOT"/adapters/tailscale/target/surefire-reports/TEST-*RealTailnet.xml) promises"

# ---- control on the tailnet, atlas joins over it
up --tailscale
says "$PLACE/gmup.out" "$FORGE"
FLEET=$FORGE:$GODMODE_FLEET_PORT
[ "$(on forge ss -Hltn "sport = :$GODMODE_FLEET_PORT" | awk '{gsub(/[][]|::ffff:/, "", $4); print $4}')" = "$FLEET" ] || fail "the fleet port listens on $(on forge ss -Hltn)"
say "the fleet port listens on $FLEET and nowhere else"
new_home atlas
code=$(gm join-code --json | json 'd["code"]')
printf '%s\n' "$code" | in_home atlas "$PLACE/gmup-atlas" --join - --skills on-atlas >/dev/null || fail "atlas did not join"
task=$(gm submit far --requires on-atlas --json -- true | json 'd["tasks"][0]')
await 20 "a task ran on atlas" is_in_state "$task" unverified
gm tailnet --json >"$PLACE/tailnet"
[ "$(json '[n["path"] for n in d["nodes"] if n["address"] == "'"$ATLAS"'"]' <"$PLACE/tailnet")" = "['direct']" ] || fail "atlas is not reached directly: $(cat "$PLACE/tailnet")"
say "atlas joined over the tailnet, a task ran there:"
gm tailnet | sed 's/^/     /' >&2

[ "$(gm policy export tailscale | grep -v '^ *//' | json '[d["grants"][0]["src"], d["hosts"]["godmode-control"], d["grants"][0]["ip"]]')" = "[['godmode-$(json 'd["nodes"][1]["name"]' <"$PLACE/tailnet")'], '$FORGE', ['tcp:$GODMODE_FLEET_PORT']]" ] ||
  fail "the grants: $(gm tailnet grants)"

# ---- nobody else, whatever they show: the cable of forge leads to the tailnet's address too
on stranger ip route add 100.64.0.0/10 via 10.214.77.2
on stranger curl -sk "https://$FLEET/.well-known/jwks.json" -o "$PLACE/said" -w '%{http_code}' >"$PLACE/code" || true
[ "$(cat "$PLACE/code")" = 403 ] || fail "the stranger got $(cat "$PLACE/code"): $(cat "$PLACE/said")"
says "$PLACE/said" "10.214.77.4 is not on it"
say "a stranger on the same cable: $(json 'd["detail"]' <"$PLACE/said")"
new_home thief
code=$(gm join-code --json | json 'd["code"]')
if printf '%s\n' "$code" | in_home thief ip netns exec "stranger-$$" "$ROOT/gmup" --join - >"$PLACE/no" 2>&1; then fail "a stranger joined by a good code"; fi
says "$PLACE/no" "10.214.77.4 is not on it"
cp -r "$PLACE/atlas/worker" "$PLACE/thief/" # atlas' key and certificate, stolen
rm -f "$PLACE/thief/worker/worker.json" "$PLACE/thief/worker/lock"
(in_home thief timeout 8 ip netns exec "stranger-$$" "$ROOT/gmup" >"$PLACE/no" 2>&1) && fail "a stranger with a stolen identity is in the fleet"
says "$PLACE/thief/worker/worker.log" "does not let this machine come near"
in_home thief "$ROOT/gm" down >/dev/null 2>&1 || true
on stranger ip address add 100.100.100.9/32 dev lo # an address that only looks like the tailnet's
on stranger curl -sk --max-time 5 --interface 100.100.100.9 "https://$FLEET/.well-known/jwks.json" -o "$PLACE/said" -w '%{http_code}' >"$PLACE/code" || true
[ "$(cat "$PLACE/code")" != 200 ] || fail "an address of 100.64.0.0/10 was enough"
say "a good join code, a stolen identity, an address of 100.64.0.0/10: all refused"
[ "$(gm ledger --kind AccessDenied --json | json 'len([l for l in d if "10.214.77.4" in str(l)]) > 0')" = true ] || fail "the ledger does not tell of the stranger"

# ---- people: who they are says tailscaled, what they are says people.yaml
gm down >/dev/null
GODMODE_TAILNET_PORT=$(free_ports | cut -d' ' -f1)
GODMODE_SERVE_PORT=$(free_ports | cut -d' ' -f2)
export GODMODE_TAILNET_PORT GODMODE_SERVE_PORT
LOGIN_LAPTOP=$(whois_login "$LAPTOP")
LOGIN_ATLAS=$(whois_login "$ATLAS")
up --tailscale people
await 30 "atlas is back" two_ready
PEOPLE=http://$FORGE:$GODMODE_TAILNET_PORT
PEOPLE6="http://[$(tailscale forge ip -6)]:$GODMODE_TAILNET_PORT"
gm tailnet >"$PLACE/tailnet"
says "$PLACE/tailnet" "people     $PEOPLE"
gets 200 laptop "$PEOPLE" /login
gets 403 laptop "$PEOPLE" /api/v1/login/tailnet -X POST
says "$PLACE/said" "tailscaled says you are $LOGIN_LAPTOP"
say "laptop, whom no line names: $(json 'd["detail"]' <"$PLACE/said")"
printf 'people:\n  - {tailnet: "%s", role: operator}\n  - {tailnet: "%s", role: owner}\n' "$LOGIN_LAPTOP" "$LOGIN_ATLAS" >"$PLACE/workspace/people.yaml"
is_let_in() { [ "$(visits laptop "$PEOPLE" /api/v1/login/tailnet -X POST -c "$PLACE/cookies")" = 204 ]; }
await 10 "the line acts" is_let_in
for address in "$PEOPLE" "$PEOPLE6"; do
  gets 204 laptop "$address" /api/v1/login/tailnet -X POST -c "$PLACE/cookies"
  gets 200 laptop "$address" /api/v1/whoami -b "$PLACE/cookies"
  [ "$(json '[d["name"], d["kind"]]' <"$PLACE/said")" = "['$LOGIN_LAPTOP', 'operator']" ] || fail "laptop is $(cat "$PLACE/said")"
done
say "laptop is $LOGIN_LAPTOP, an operator, by IPv4 and IPv6, and has shown nothing: $(gm ledger --kind PersonLoggedIn | tail -n 1 | cut -c1-160)"
new_home laptop
in_home laptop env GODMODE_URL="$PEOPLE" ip netns exec "laptop-$$" "$ROOT/gm" login --tailnet >"$PLACE/said" || fail "gm does not log in: $(cat "$PLACE/said")"
says "$PLACE/said" "gm on this machine is $LOGIN_LAPTOP now (operator)"
in_home laptop env GODMODE_URL="$PEOPLE" ip netns exec "laptop-$$" "$ROOT/gm" nodes >"$PLACE/said" || fail "gm of laptop is refused"
gets 401 forge "$PEOPLE" /api/v1/login/tailnet -X POST # whatever runs on control's own machine would be its owner
gets 401 atlas "$PEOPLE" /api/v1/login/tailnet -X POST # and agents on a node theirs
says "$PLACE/said" "is a node of this fleet"
gets 403 stranger "$PEOPLE" /api/v1/login/tailnet -X POST -H "Tailscale-User-Login: $LOGIN_LAPTOP" -H "X-Forwarded-For: $LAPTOP"
for port in "$GODMODE_API_PORT" "$GODMODE_HUD_PORT"; do
  gets 401 forge "http://127.0.0.1:$port" /api/v1/login/tailnet -X POST -H "Tailscale-User-Login: $LOGIN_LAPTOP" -H "X-Forwarded-For: $LAPTOP"
done
gets 401 atlas "$PEOPLE" /api/v1/whoami -H "Cookie: $(awk '/godmode_session/ {print $6 "=" $7}' "$PLACE/cookies")" # laptop's session, stolen
gets 421 laptop "$PEOPLE" /api/v1/login/tailnet -X POST -H "Host: evil.test"
gets 403 laptop "$PEOPLE" /api/v1/login/tailnet -X POST -H "Origin: http://evil.test"
say "no person: control's machine, a node, a stranger, forged headers at each port, a stolen session, another name, another site's page"
tailscale forge serve --bg --http=8080 "http://127.0.0.1:$GODMODE_SERVE_PORT" >"$PLACE/serve" 2>&1 || fail "tailscale serve: $(cat "$PLACE/serve")"
SERVED=http://$FORGE:8080
HOST="Host: forge.proof.example.net:8080"
gets 204 laptop "$SERVED" /api/v1/login/tailnet -X POST -H "$HOST" -H "Tailscale-User-Login: $LOGIN_ATLAS" -c "$PLACE/served"
session=$(awk '/godmode_session/ {print $6 "=" $7}' "$PLACE/served")
gets 200 laptop "$SERVED" /api/v1/whoami -H "$HOST" -H "Cookie: $session"
[ "$(json 'd["name"]' <"$PLACE/said")" = "$LOGIN_LAPTOP" ] || fail "behind serve laptop is $(cat "$PLACE/said")"
gets 401 laptop "$PEOPLE" /api/v1/whoami -H "Cookie: $session"
say "behind tailscale serve laptop is $LOGIN_LAPTOP too, whatever header it forges"
tailscale forge serve reset
tailscale laptop down
[ "$(visits laptop "$PEOPLE" /api/v1/whoami -b "$PLACE/cookies")" = 000 ] || fail "laptop has left the tailnet and is heard"
on laptop ip route add 100.64.0.0/10 via 10.214.77.2 # the cable leads there all the same
gets 403 laptop "$PEOPLE" /api/v1/whoami -b "$PLACE/cookies"
on laptop ip route del 100.64.0.0/10
say "laptop has left the tailnet, its session is of no use: $(json 'd["detail"]' <"$PLACE/said")"

# ---- what goes wrong while it runs is said, and mends itself
gm status >/dev/null
unwell() { gm tailnet >"$PLACE/tailnet" 2>&1; grep -qF -- "$1" "$PLACE/tailnet"; }
echo expire >&7
await 30 "a key that ran out is told" unwell "this machine's key for the tailnet ran out"
say "$(head -n 1 "$PLACE/tailnet")"
echo renew >&7
tailscale forge up --login-server="$LOGIN" --hostname=forge --timeout=30s --accept-dns=false --force-reauth 2>"$PLACE/reauth" || fail "$(cat "$PLACE/reauth")"
await 30 "it is well again" unwell "on the tailnet: "
kill "$DAEMON_forge"
await 30 "a tailscaled that is gone is told" unwell "there is no tailscaled"
say "$(head -n 1 "$PLACE/tailnet" | cut -c1-160)"
begin_daemon forge
await 40 "it is well again" unwell "● on the tailnet: "
await 60 "atlas is back" two_ready
ledger_verifies

# ---- the guide, with nothing left out
in_home atlas "$PLACE/gm-atlas" down >/dev/null
gm down >/dev/null
unset GODMODE_TAILNET_PORT GODMODE_SERVE_PORT
tailscale forge logout
tailscale atlas logout
for machine in forge atlas; do
  guide_machine "$machine" ip netns exec "$machine-$$" env GODMODE_TAILSCALE_SOCKET="$PLACE/tailscale/$machine/s"
  cat >"$PLACE/guide/$machine-bin/tailscale" <<EOF
#!/bin/sh
[ "\$1" != up ] || { shift; set -- up --login-server=$LOGIN --hostname=$machine --timeout=30s "\$@"; }
export TS_BE_CLI=1
exec '$BUILT/tailscaled' --socket='$PLACE/tailscale/$machine/s' "\$@"
EOF
  chmod +x "$PLACE/guide/$machine-bin/tailscale"
done
run_guide nothing
