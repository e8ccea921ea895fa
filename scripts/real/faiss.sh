#!/usr/bin/env bash
# What memories mean goes to the real faiss and comes back: it finds what we find, its flat indexes are read, all others are refused.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

PACKAGE=faiss-cpu==1.15.1 # no part of what is built
LIBRARY=$ROOT/target/proof/faiss

fetch_library() {
  [ ! -f "$LIBRARY/fetched" ] || return 0
  mkdir -p "$LIBRARY"
  python3 -m pip install -q --target "$LIBRARY" "$PACKAGE" >"$PLACE/pip" 2>&1 && touch "$LIBRARY/fetched"
}

real_faiss() { PYTHONPATH=$LIBRARY python3 "$ROOT/scripts/real/flat.py" "$@"; }

has_all() { [ "$(memory_status 'd["indexed"] == d["changes"]')" = true ]; }

notes() {
  python3 - <<'PY'
import json
things = ["the linker", "the database", "the garden gate", "the checkout page", "the night build", "the printer", "the login", "the mail server"]
facts = ["needs two gigabytes of memory", "is closed on Sundays", "fails when the clock jumps", "was painted green last spring",
         "takes four minutes and forty seconds", "must be started before the tests", "belongs to the team in Lisbon", "has a certificate that ends in May"]
for thing in things:
    for fact in facts:
        print(json.dumps({"text": f"{thing.capitalize()} {fact}."}))
PY
}

nearest() { # text, scope... : the ids of what means the same
  gm memory recall --json --by meaning -n 5 ${2:+--scope "$2"} "$1" | json '[f["memory"]["id"] for f in d["found"]]'
}

taken() { # folder, scope, what is to be so of the answer
  gm memory import --json "$PLACE/made/$1" --scope "$2" >"$PLACE/taken" || true
  [ "$(json "$3" <"$PLACE/taken")" = true ] || fail "$1: $(cut -c1-400 "$PLACE/taken")"
}

refused() { # folder, words
  gm memory import "$PLACE/made/$1" >"$PLACE/said" 2>&1 && fail "$1 was taken"
  grep -q "$2" "$PLACE/said" || fail "$1 is not explained: $(cat "$PLACE/said")"
  say "$1: $(cut -c1-140 "$PLACE/said")"
}

needs python3
begin
quiet_workspace
fetch_library || { say "could not run: no faiss: $(tail -n 1 "$PLACE/pip")"; exit 77; }

# ---- out: faiss reads what we write, and finds what we find
up
notes >"$PLACE/notes.jsonl"
gm memory import "$PLACE/notes.jsonl" >/dev/null
await 60 "the index has all" has_all
gm memory export --faiss "$PLACE/out" >"$PLACE/said" || fail "export: $(cat "$PLACE/said")"
say "$(cat "$PLACE/said")"
for n in 3 17 31 48 60; do
  text=$(sed -n "${n}p" "$PLACE/out/memories.jsonl" | json 'd["text"]')
  printf '{"text": "%s", "found": %s}\n' "$text" "$(nearest "$text" | tr "'" '"')"
done >"$PLACE/answers"
real_faiss same "$PLACE/out" "$PLACE/answers" >"$PLACE/said" 2>&1 || fail "faiss finds others: $(tail -n 5 "$PLACE/said")"
say "faiss finds the same: $(cat "$PLACE/said")"
gm memory export --faiss "$PLACE/out" >/dev/null 2>&1 && fail "an export was written over"

# ---- in: whatever flat index faiss writes, with and without the name of its embedder
mkdir "$PLACE/made"
real_faiss make "$PLACE/out" "$PLACE/made" >"$PLACE/texts" 2>"$PLACE/said" || fail "faiss: $(tail -n 5 "$PLACE/said")"
{ read -r text; read -r other; } <"$PLACE/texts"
gm memory recall -n 1 "anything" >/dev/null
taken l2 stream:l2 'd["remembered"] == 64 and "anew" not in d'
taken ids stream:ids 'd["remembered"] == 64 and "anew" not in d'
taken ip stream:ip 'd["remembered"] == 64 and "index.json" in d["anew"]'
taken ip stream:ip 'd["known"] == 64'
taken shuffled stream:shuffled 'd["remembered"] == 64 and "another order" in d["anew"]'
taken broken stream:broken 'd["remembered"] == 61 and d["left_out"] == 3 and [n["line"] for n in d["named"]] == [6, 7, 8]'
say "bad rows: $(json '"; ".join(n["why"] for n in d["named"])' <"$PLACE/taken")"

# ---- its vectors are taken and not made anew: two that were changed with each other are found as each other
taken turned stream:turned 'd["remembered"] == 64 and "anew" not in d'
await 60 "the index has all" has_all
found=$(gm memory recall --json --by meaning -n 1 --scope stream:turned "$text" | json 'd["found"][0]["memory"]["text"]')
[ "$found" = "$other" ] || fail "the vectors were made anew: '$found' was found, '$other' has the vector"
found=$(gm memory recall --json --by meaning -n 1 --scope stream:shuffled "$text" | json 'd["found"][0]["memory"]["text"]')
[ "$found" = "$text" ] || fail "vectors in another order were taken"

# ---- many
began=$(now)
taken many stream:many 'd["remembered"] == 1280 and "anew" not in d'
await 60 "the index has all" has_all
say "1280 more were found $(since "$began") s after they came, with their vectors"

# ---- and what is no flat index, or not whole, is refused before anything is taken
before=$(memory_status 'd["memories"]')
refused ivf "IVF"
refused hnsw "HNSW"
refused cut "cut off"
refused missing "63 lines"
[ "$(memory_status 'd["memories"]')" = "$before" ] || fail "something of a refused folder was taken"
gm down >/dev/null

# ---- another fleet has them with all that was said of them
new_home second
use_home second
up
gm memory remember "a first one" >/dev/null
gm memory import --json "$PLACE/out" >"$PLACE/taken"
[ "$(json 'd["remembered"] == 64 and "anew" not in d' <"$PLACE/taken")" = true ] || fail "another fleet: $(cat "$PLACE/taken")"
await 60 "the index has all" has_all
gm memory recall --json --by meaning -n 1 "$text" | json 'd["found"][0]["memory"]["text"]' | grep -qxF "$text" || fail "another fleet does not find it"
