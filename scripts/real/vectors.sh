#!/usr/bin/env bash
# What memories mean lies in a real PostgreSQL with pgvector: killed and frozen in mid-run, words are found without it, and then it has all.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

WHEEL=pgserver==0.1.4 # a package of programs: PostgreSQL 16 and pgvector 0.6.2; no part of what is built
PROGRAMS=$ROOT/target/proof/pgvector

fetch_programs() {
  [ ! -f "$PROGRAMS/fetched" ] || return 0
  mkdir -p "$PROGRAMS"
  python3 -m pip download --no-deps -d "$PROGRAMS" "$WHEEL" >"$PLACE/pip" 2>&1 && (cd "$PROGRAMS" && python3 -m zipfile -e pgserver-*.whl .) &&
    chmod -R a+rX "$PROGRAMS" && chmod a+x "$PROGRAMS"/pgserver/pginstall/bin/* && touch "$PROGRAMS/fetched"
}

# PostgreSQL does not run as root.
as_other() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; else "$@"; fi
}

program() {
  local name=$1
  shift
  as_other env "LD_LIBRARY_PATH=$(echo "$PROGRAMS"/pgserver.libs)" "$PROGRAMS/pgserver/pginstall/bin/$name" "$@"
}

make_database() {
  DATA=$(mktemp -d "${TMPDIR:-/tmp}/godmode-vectors.XXXXXX")
  (umask 077; head -c 24 /dev/urandom | base64 | tr -d '/+=' >"$PLACE/password")
  cp -p "$PLACE/password" "$DATA/password"
  if [ "$(id -u)" = 0 ]; then chown -R nobody "$DATA"; fi
  (cd "$DATA" && program initdb -D "$DATA/data" -U keeper --auth=scram-sha-256 --pwfile="$DATA/password") >"$PLACE/initdb" 2>&1 ||
    fail "initdb: $(tail -n 3 "$PLACE/initdb")"
  rm "$DATA/password"
}

stop_more() {
  [ -z "${SERVER:-}" ] || kill -9 "$SERVER"
  [ -z "${DATA:-}" ] || rm -rf "$DATA"
}

serve() { # on the folder that it had
  (cd "$DATA" && program postgres -D "$DATA/data" -p "$VECTORS_PORT" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off) >"$PLACE/vectors.log" 2>&1 &
  await 60 "the database of vectors takes connections" asks 'select 1'
  SERVER=$(head -n 1 "$DATA/data/postmaster.pid")
}

asks() { PGPASSWORD=$(cat "$PLACE/password") psql -X -q -A -t -h 127.0.0.1 -p "$VECTORS_PORT" -U keeper postgres -c "$1"; } # past God Mode

has_all() { [ "$(memory_status 'd["indexed"] == d["changes"]')" = true ]; }

counts() { [ "$(asks 'select count(*) from godmode_vector')" = "$1" ]; }

needs psql setpriv
begin
quiet_workspace
fetch_programs || { say "could not run: no pgvector: $(tail -n 1 "$PLACE/pip")"; exit 77; }
read -r VECTORS_PORT _ <<<"$(free_ports)"
make_database
serve
PROOF_VECTORS=postgres://127.0.0.1:$VECTORS_PORT/postgres PROOF_VECTORS_KEY=keeper:$(cat "$PLACE/password") keeps_contract adapters/postgres RealPgvectorIndex
asks 'drop table if exists godmode_vector, godmode_vectors'
say "pgvector $(asks "select extversion from pg_extension where extname = 'vector'") in $(asks 'show server_version') keeps the contract"

# ---- from the index beside control to pgvector, without anything said again
up
remember 1 300 "is restarted by night"
await 120 "the index beside control has all" has_all
gm down >/dev/null
export GODMODE_VECTORS=postgres://127.0.0.1:$VECTORS_PORT/postgres GODMODE_VECTORS_KEY=secret://vectors
up
gm memory recall "service" >/dev/null
await 30 "it is said that there is no key" is_away vectors
component vectors detail | grep -q "gm secrets set vectors" || fail "it is not said what to do: $(component vectors detail)"
printf 'keeper:%s' "$(cat "$PLACE/password")" | gm secrets set vectors >/dev/null
began=$(now)
await 120 "pgvector has all" counts 300
await 60 "nothing is left to do" has_all
say "300 memories: in pgvector $(since "$began") s after it had its key"
is_there vectors || fail "gm status: $(component vectors detail)"
found_by "what is restarted in the dark" | grep -q meaning || fail "recall found nothing by meaning: $(found_by "what is restarted in the dark")"

# ---- killed: words answer, and it is said
kill_hard "$SERVER"
gm memory recall --json "config-7.yaml" >"$PLACE/answer"
[ "$(json 'len(d["found"]) > 0 and "meaning" in d["missing"]' <"$PLACE/answer")" = true ] || fail "recall without pgvector: $(cat "$PLACE/answer")"
await 30 "somebody says that it is away" is_away vectors
say "killed: $(component vectors detail)"
remember 301 400 "is restarted by night"
await 60 "words go on" eval 'gm memory recall --json "config-399.yaml" | json "d[\"found\"][0][\"memory\"][\"text\"]" | grep -q config-399'
gone=$(gm memory recall --json "service_9 config-9.yaml" | json '[f["memory"]["id"] for f in d["found"] if "config-9.yaml" in f["memory"]["text"]][0]')
gm memory forget "$gone" >/dev/null
serve
began=$(now)
await 60 "it is there again" is_there vectors
await 120 "it has caught up" counts 399
say "started again: it has all $(since "$began") s later"
[ "$(asks "select count(*) from godmode_vector where id = '$gone'")" = 0 ] || fail "what was forgotten is in pgvector"

# ---- frozen: nobody waits for long
kill -STOP $(pgrep -P "$SERVER") "$SERVER"
began=$(now)
gm memory recall --json "config-7.yaml" >"$PLACE/answer"
took=$(since "$began")
[ "$(json 'len(d["found"]) > 0' <"$PLACE/answer")" = true ] || fail "recall while pgvector is frozen: $(cat "$PLACE/answer")"
within "$took" 25 || fail "recall took $took s while pgvector was frozen"
say "frozen: recall answered after $took s"
await 30 "somebody says that it does not answer" is_away vectors
kill -CONT $(pgrep -P "$SERVER") "$SERVER"
await 60 "it is there again" is_there vectors

# ---- emptied behind our back, it is made anew; and it is nobody else's
asks 'drop table godmode_vector, godmode_vectors'
gm memory recall "service" >/dev/null
await 120 "it was made anew" counts 399
gm down >/dev/null
grep -rq "$(cat "$PLACE/password")" "$GODMODE_HOME/control/control.log" && fail "the key stands in the log"
new_home second
use_home second
up
printf 'keeper:%s' "$(cat "$PLACE/password")" | gm secrets set vectors >/dev/null
remember 1 3 "is restarted by night"
await 30 "another fleet is told so" is_away vectors
component vectors detail | grep -q "another fleet's" || fail "another fleet: $(component vectors detail)"
counts 399 || fail "another fleet wrote to it"
say "another fleet: $(component vectors detail | cut -c1-160)"
gm down >/dev/null

# ---- and back
use_home first
unset GODMODE_VECTORS GODMODE_VECTORS_KEY
up
found_by_meaning() { found_by "what is restarted in the dark" | grep -q meaning; }
await 120 "meanings are found beside control again" found_by_meaning
await 60 "all of it is there" has_all
say "without the setting the index beside control has the meanings again"
gm down >/dev/null
GODMODE_VECTORS=postgras://x/y "$GMUP" 2>"$PLACE/wrong" && fail "a wrong address was taken"
grep -q "did you mean 'postgres'" "$PLACE/wrong" || fail "a wrong address is not explained: $(cat "$PLACE/wrong")"
