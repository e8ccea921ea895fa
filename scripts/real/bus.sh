#!/usr/bin/env bash
# What happens is told to a real NATS, a real Redis and a real Kafka: all of it, in order, though the broker and control are killed in mid-run.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

needs nats-server redis-server redis-cli

serve() { # nats, redis or kafka
  case $1 in
    nats) nats-server -js -sd "$PLACE/nats" -a 127.0.0.1 -p "$BROKER_PORT" -c "$PLACE/nats.conf" >"$PLACE/broker.log" 2>&1 & ;;
    redis) redis-server "$PLACE/redis.conf" --port "$BROKER_PORT" --bind 127.0.0.1 --dir "$PLACE" --appendonly yes --appendfsync always >"$PLACE/broker.log" 2>&1 & ;;
    kafka) kafka kafka.Kafka "$PLACE/kafka.properties" >"$PLACE/broker.log" 2>&1 & ;;
  esac
  BROKER=$!
  echo "$BROKER" >"$PLACE/pids/broker"
  await 60 "$1 takes connections" listens
}

# Kafka's own programs, in the version of our client.
fetch_kafka() {
  local version
  version=$(sed -n 's|.*<kafka.version>\(.*\)</kafka.version>.*|\1|p' "$ROOT/pom.xml")
  KAFKA=$ROOT/target/proof/kafka-$version
  JAVA_HOME=$(. "$ROOT/bin/launch.sh" && find_jdk && echo "$JAVA_HOME")
  fetch_jars "$KAFKA" "org.apache.kafka:kafka_2.13:$version" "org.apache.kafka:kafka-tools:$version"
}

kafka() { # class, arguments...
  exec "$JAVA_HOME/bin/java" -Xmx256m -cp "$KAFKA/*" "$@"
}

# Three listeners: for users with a password, for this machine's own, and for the controller that it is too.
make_kafka() {
  local controller
  read -r _ INSIDE controller <<<"$(free_ports)"
  cat >"$PLACE/kafka.properties" <<EOF
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
listeners=USERS://127.0.0.1:$BROKER_PORT,INSIDE://127.0.0.1:$INSIDE,CONTROLLER://127.0.0.1:$controller
listener.security.protocol.map=USERS:SASL_PLAINTEXT,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT
controller.listener.names=CONTROLLER
inter.broker.listener.name=INSIDE
listener.name.users.sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.users.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
log.dirs=$PLACE/kafka-data
auto.create.topics.enable=false
offsets.topic.replication.factor=1
EOF
  (kafka kafka.tools.StorageTool format --cluster-id MkU3OEVBNTcwNTJENDM2Qg --config "$PLACE/kafka.properties" \
    --add-scram "SCRAM-SHA-512=[name=control,password=$(cat "$PLACE/password")]") >"$PLACE/broker.log" 2>&1 || fail "kafka: $(tail -n 3 "$PLACE/broker.log")"
}

# Kafka's own reader ends when nothing came for a while; none of its partitions but the first has anything.
read_kafka() {
  (kafka org.apache.kafka.tools.consumer.ConsoleConsumer --bootstrap-server "127.0.0.1:$INSIDE" --topic godmode --partition 0 \
    --offset earliest --timeout-ms 3000 2>/dev/null || true) | python3 -c '
import json, sys
for line in sys.stdin:
    print(json.loads(line)["data"]["sequence"])'
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$BROKER_PORT") 2>/dev/null; }

has_told_all() { is_there bus && [ "$(told | tail -n 1)" -ge "$1" ]; }

# The numbers of all entries that the broker has, in its order.
told() {
  case $KIND in
    nats) python3 "$ROOT/scripts/real/nats.py" "$BROKER_PORT" "$PLACE/password" godmode ;;
    redis) REDISCLI_AUTH=$(cat "$PLACE/password") redis-cli -p "$BROKER_PORT" --json XRANGE godmode - + | python3 -c '
import json, sys
for _, fields in json.load(sys.stdin):
    print(json.loads(dict(zip(fields[::2], fields[1::2]))["event"])["data"]["sequence"])' ;;
    kafka) read_kafka ;;
  esac
}

last_entry() { gm ledger --limit 1 --json | json 'd[0]["sequence"]'; }

runs() { # how many
  submit_many "$1"
  await 60 "all have ended" no_live_tasks
}

proves() { # nats, redis or kafka
  KIND=$1
  new_home "$1"
  use_home "$1"
  head -c 24 /dev/urandom | base64 | tr -d '/+=' >"$PLACE/password"
  (umask 077
    printf 'authorization { token: "%s" }\n' "$(cat "$PLACE/password")" >"$PLACE/nats.conf"
    printf 'requirepass %s\n' "$(cat "$PLACE/password")" >"$PLACE/redis.conf")
  BROKER_PORT=$(free_ports | cut -d' ' -f1)
  [ "$1" != kafka ] || make_kafka
  serve "$1"
  mkdir -p "$GODMODE_HOME"
  export GODMODE_BUS=$1://127.0.0.1:$BROKER_PORT GODMODE_BUS_KEY=secret://broker
  up
  { [ "$1" != kafka ] || printf 'control:'; cat "$PLACE/password"; } | gm secrets set broker >/dev/null
  await 30 "the bus is there" is_there bus
  runs 20
  local first
  await 30 "the first tasks were told" has_told_all "$(last_entry)"
  first=$(told | sed -n 1p)

  kill_hard "$BROKER"
  runs 30
  await 30 "somebody says that the bus is away" is_away bus
  component bus detail | grep -q "events wait, nothing is lost" || fail "it is not said: $(component bus detail)"
  say "$1 killed: $(component bus detail)"
  kill_hard "$(control_pid)"
  up
  serve "$1"
  runs 20
  await 60 "all was told" has_told_all "$(last_entry)"
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
fetch_kafka || { say "could not run with Kafka, which could not be fetched; NATS and Redis passed"; exit 77; }
PROOF_KAFKA=$KAFKA keeps_contract adapters/bus RealKafkaBus
say "the same contract, on Kafka ${KAFKA##*-}"
proves kafka
