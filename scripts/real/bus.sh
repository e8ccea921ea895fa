#!/usr/bin/env bash
# What happens is told to a real NATS and a real Redis: all of it, in order, though the broker and control are killed in mid-run.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

needs nats-server redis-server redis-cli

serve() { # nats or redis
  case $1 in
    nats) nats-server -js -sd "$PLACE/nats" -a 127.0.0.1 -p "$BROKER_PORT" -c "$PLACE/nats.conf" >"$PLACE/broker.log" 2>&1 & ;;
    redis) redis-server "$PLACE/redis.conf" --port "$BROKER_PORT" --bind 127.0.0.1 --dir "$PLACE" --appendonly yes --appendfsync always >"$PLACE/broker.log" 2>&1 & ;;
  esac
  BROKER=$!
  echo "$BROKER" >"$PLACE/pids/broker"
  await 10 "$1 takes connections" listens
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$BROKER_PORT") 2>/dev/null; }

bus() { { gm status --json || true; } | json "[c for c in d['components'] if c['name'] == 'bus'][0]['$1']"; }

is_there() { [ "$(bus ok)" = true ]; }

is_away() { ! is_there; }

has_told_all() { is_there && [ "$(told | tail -n 1)" -ge "$1" ]; }

# The numbers of all entries that the broker has, in its order.
told() {
  case $KIND in
    nats) python3 "$ROOT/scripts/real/nats.py" "$BROKER_PORT" "$PLACE/password" godmode ;;
    redis) REDISCLI_AUTH=$(cat "$PLACE/password") redis-cli -p "$BROKER_PORT" --json XRANGE godmode - + | python3 -c '
import json, sys
for _, fields in json.load(sys.stdin):
    print(json.loads(dict(zip(fields[::2], fields[1::2]))["event"])["data"]["sequence"])' ;;
  esac
}

last_entry() { gm ledger --limit 1 --json | json 'd[0]["sequence"]'; }

runs() { # how many
  submit_many "$1"
  await 60 "all have ended" no_live_tasks
}

proves() { # nats or redis
  KIND=$1
  new_home "$1"
  use_home "$1"
  head -c 24 /dev/urandom | base64 | tr -d '/+=' >"$PLACE/password"
  (umask 077
    printf 'authorization { token: "%s" }\n' "$(cat "$PLACE/password")" >"$PLACE/nats.conf"
    printf 'requirepass %s\n' "$(cat "$PLACE/password")" >"$PLACE/redis.conf")
  BROKER_PORT=$(free_ports | cut -d' ' -f1)
  serve "$1"
  mkdir -p "$GODMODE_HOME"
  export GODMODE_BUS=$1://127.0.0.1:$BROKER_PORT GODMODE_BUS_KEY=secret://broker
  up
  gm secrets set broker <"$PLACE/password" >/dev/null
  await 20 "the bus is there" is_there
  runs 20
  local first
  await 10 "the first tasks were told" has_told_all "$(last_entry)"
  first=$(told | sed -n 1p)

  kill_hard "$BROKER"
  runs 30
  await 20 "somebody says that the bus is away" is_away
  bus detail | grep -q "events wait, nothing is lost" || fail "it is not said: $(bus detail)"
  say "$1 killed: $(bus detail)"
  kill_hard "$(control_pid)"
  up
  serve "$1"
  runs 20
  await 30 "all was told" has_told_all "$(last_entry)"
  told | python3 -c '
import sys
heard = [int(line) for line in sys.stdin]
first = int(sys.argv[1])
once = sorted(set(heard))
assert once == list(range(first, once[-1] + 1)), "entries are missing"
seen = -1
for number in heard:
    assert number <= seen + 1 or seen < 0, "entry %d came before %d" % (number, seen + 1)
    seen = max(seen, number)
print("   %d events, %d of them twice, none missing, in order" % (len(heard), len(heard) - len(once)), file=sys.stderr)' "$first"
  grep -rq "$(cat "$PLACE/password")" "$GODMODE_HOME/control/control.log" && fail "the key stands in the log"
  gm down >/dev/null
  kill_hard "$BROKER"
  unset GODMODE_BUS GODMODE_BUS_KEY
}

begin
quiet_workspace
keeps_contract adapters/bus 'RealNatsBus,RedisBusTest'
say "one contract, on NATS $(nats-server --version | cut -d' ' -f2) and on Redis"
proves nats
proves redis
GODMODE_BUS=natz://x "$GMUP" 2>"$PLACE/wrong" && fail "a wrong address was taken"
grep -q "did you mean 'nats'" "$PLACE/wrong" || fail "a wrong address is not explained: $(cat "$PLACE/wrong")"
say "a wrong address: $(grep -m 1 GODMODE_BUS "$PLACE/wrong" | cut -c1-160)"
