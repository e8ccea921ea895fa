#!/usr/bin/env bash
# What memories have to do with each other lies in a real Neo4j: killed and frozen in mid-run, recall goes on without it, and then it has all.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

VERSION=2026.08.1 # the server's, which is no part of what is built
NEO4J=$ROOT/target/proof/neo4j-$VERSION

neo4j() { # what, arguments: see Neo4j.java
  exec "$JAVA_HOME/bin/java" -Xmx512m --add-opens java.base/java.nio=ALL-UNNAMED --add-opens java.base/java.lang=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -cp "$NEO4J/*" "$ROOT/scripts/real/Neo4j.java" "$@"
}

serve() { # on the folder that it had
  neo4j serve "$PLACE/neo4j" "$GRAPH_PORT" >"$PLACE/neo4j.log" 2>&1 &
  SERVER=$!
  echo "$SERVER" >"$PLACE/pids/neo4j"
  await 180 "Neo4j has started" grep -q started "$PLACE/neo4j.log"
}

asks() { (neo4j ask "$GRAPH_PORT" "$PLACE/password" "$1" 2>>"$PLACE/asked.log"); } # Cypher with one number for an answer, past God Mode

has_all() { [ "$(memory_status 'd["graph"]["indexed"] == d["changes"] and d["indexed"] == d["changes"]')" = true ]; }

begin
quiet_workspace
JAVA_HOME=$(. "$ROOT/bin/launch.sh" && find_jdk && echo "$JAVA_HOME")
fetch_jars "$NEO4J" "org.neo4j:neo4j:$VERSION" || { say "could not run: Neo4j could not be fetched"; exit 77; }
read -r GRAPH_PORT _ <<<"$(free_ports)"
(umask 077; head -c 24 /dev/urandom | base64 | tr -d '/+=' >"$PLACE/password")
serve
(neo4j lock "$GRAPH_PORT" "$PLACE/password") >"$PLACE/locked.log" 2>&1 || fail "the password: $(tail -n 3 "$PLACE/locked.log")"

PROOF_NEO4J=bolt://127.0.0.1:$GRAPH_PORT PROOF_NEO4J_KEY=neo4j:$(cat "$PLACE/password") keeps_contract adapters/neo4j RealNeo4jKnowledgeGraph
asks 'match (n) detach delete n return count(n)' >/dev/null
say "Neo4j $VERSION keeps the contract"

# ---- from the database to Neo4j, without anything said again
up
remember 1 400 "depends on PricingService"
await 60 "the tables have all" has_all
relations=$(memory_status 'd["graph"]["relations"]')
gm down >/dev/null
export GODMODE_GRAPH=bolt://127.0.0.1:$GRAPH_PORT GODMODE_GRAPH_KEY=secret://graph
up
await 30 "it is said that there is no key" is_away graph
component graph detail | grep -q "gm secrets set graph" || fail "it is not said what to do: $(component graph detail)"
printf 'neo4j:%s' "$(cat "$PLACE/password")" | gm secrets set graph >/dev/null
began=$(now)
await 120 "Neo4j has all" has_all
say "400 memories, $relations relations: in Neo4j $(since "$began") s after it had its key"
is_there graph || fail "gm status: $(component graph detail)"
has_their_relations() { [ "$(memory_status 'd["graph"]["relations"]')" = "$relations" ]; }
await 30 "the $relations relations of the tables, those of the node as soon as it is connected" has_their_relations
[ "$(asks 'match ()-[r:GODMODE_TOLD]->() return count(r)')" = "$relations" ] || fail "Neo4j has another number of relations"
[ "$(echo 'select count(*) from graph_teller' | sql)" = 0 ] || fail "the tables still have what Neo4j has"
[ "$(gm memory near PricingService --json | json 'len(d["entities"]) > 1')" = true ] || fail "near: $(gm memory near PricingService)"
found_by "what has to do with config-7.yaml" | grep -q graph || fail "recall found nothing by graph: $(found_by "what has to do with config-7.yaml")"

# ---- killed: words and meaning answer, and it is said
kill_hard "$SERVER"
await 30 "somebody says that it is away" is_away graph
gm memory recall --json "config-7.yaml" >"$PLACE/answer"
[ "$(json 'len(d["found"]) > 0 and "graph" in d["missing"]' <"$PLACE/answer")" = true ] || fail "recall without Neo4j: $(cat "$PLACE/answer")"
say "killed: $(component graph detail)"
{ gm memory status || true; } | grep -q "graph at bolt://127.0.0.1:$GRAPH_PORT is away" || fail "gm memory status: $(gm memory status)"
remember 401 500 "depends on PricingService"
gone=$(gm memory recall --json "service_9 config-9.yaml" | json '[f["memory"]["id"] for f in d["found"] if "config-9.yaml" in f["memory"]["text"]][0]')
gm memory forget "$gone" >/dev/null
serve
began=$(now)
await 60 "it is there again" is_there graph
await 120 "it has caught up" has_all
say "started again: it has all $(since "$began") s later"
[ "$(asks "match (t:GodModeTeller {word: 'memory:$gone'}) return count(t)")" = 0 ] || fail "what was forgotten is in Neo4j"
[ "$(asks "match (e:GodModeEntity) where e.word contains 'config-9.yaml' return count(e)")" = 0 ] || fail "what only the forgotten one named is in Neo4j"
[ "$(asks "match (t:GodModeTeller) where t.kind = 'memory' return count(t)")" = 499 ] || fail "Neo4j knows of another number of memories"

# ---- frozen: nobody waits for long
kill -STOP "$SERVER"
began=$(now)
gm memory recall --json "config-7.yaml" >"$PLACE/answer"
took=$(since "$began")
[ "$(json 'len(d["found"]) > 0' <"$PLACE/answer")" = true ] || fail "recall while Neo4j is frozen: $(cat "$PLACE/answer")"
within "$took" 20 || fail "recall took $took s while Neo4j was frozen"
say "frozen: recall answered after $took s"
await 30 "somebody says that it does not answer" is_away graph
kill -CONT "$SERVER"
await 60 "it is there again" is_there graph

# ---- emptied behind our back, it is made anew; and it is nobody else's
asks 'match (n) detach delete n return count(n)' >/dev/null
await 120 "it was made anew" has_all
[ "$(asks "match (t:GodModeTeller) where t.kind = 'memory' return count(t)")" = 499 ] || fail "it was not made anew"
gm down >/dev/null
grep -rq "$(cat "$PLACE/password")" "$GODMODE_HOME/control/control.log" && fail "the key stands in the log"
new_home second
use_home second
up
printf 'neo4j:%s' "$(cat "$PLACE/password")" | gm secrets set graph >/dev/null
remember 1 3 "depends on PricingService"
await 30 "another fleet is told so" is_away graph
component graph detail | grep -q "another fleet's" || fail "another fleet: $(component graph detail)"
[ "$(asks "match (t:GodModeTeller) where t.kind = 'memory' return count(t)")" = 499 ] || fail "another fleet wrote to it"
say "another fleet: $(component graph detail | cut -c1-160)"
gm down >/dev/null
GODMODE_GRAPH=bold://x "$GMUP" 2>"$PLACE/wrong" && fail "a wrong address was taken"
grep -q "did you mean 'bolt'" "$PLACE/wrong" || fail "a wrong address is not explained: $(cat "$PLACE/wrong")"
say "a wrong address: $(grep -m 1 GODMODE_GRAPH "$PLACE/wrong" | cut -c1-160)"
