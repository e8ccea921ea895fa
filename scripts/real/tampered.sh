#!/usr/bin/env bash
# A join code, the policy, a document's snapshot, a row of the ledger, its end: each changed by somebody, each noticed, named, and not used.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

named() { # what was changed, how it must be told, where that is
  grep -qE -- "$2" "$3" || fail "$1 is not named: $(head -n 5 "$3")"
  say "$1: $(grep -m 1 -E -- "$2" "$3" | cut -c1-220)"
}

distrusts() { # how it must be told
  gm ledger --kind DocumentsDistrusted -n 200 --json | json '"\n".join(line["text"] for line in d)' >"$PLACE/said" && grep -qE -- "$1" "$PLACE/said"
}

distrust_named() { # what was changed, how it must be told
  await 10 "$1 is in the ledger" distrusts "$2"
  named "$1" "$2" "$PLACE/said"
}

stays_outside() { # what was changed, how it must be told, join code
  if printf '%s\n' "$3" | in_home second "$GMUP" --join - >"$PLACE/no" 2>&1; then fail "$1 let somebody in"; fi
  named "$1" "$2" "$PLACE/no"
}

broken_at() { # what was changed, entry
  if gm ledger verify >"$PLACE/verdict" 2>&1; then fail "$1 was not found: $(cat "$PLACE/verdict")"; fi
  named "$1" "at entry $2;" "$PLACE/verdict"
}

# Changes a row, has it found, and puts it back.
with_row() { # what is changed, how, entry that must be named
  sql -c "create table if not exists kept as table journal"
  sql -c "$2"
  broken_at "$1" "$3"
  sql -c "delete from journal" -c "insert into journal select * from kept" -c "drop table kept"
  gm ledger verify >/dev/null || fail "it was not put back"
}

stop_more() { kill -INT "$(postgres_pid)"; } # at the end there is no control that would end it

needs psql git python3
begin
quiet_workspace
printf '# How we work\n' >"$GODMODE_WORKSPACE/design_docs/work.md"
printf 'allow:\n  - {who: role:owner, may: "*"}\n' >"$GODMODE_WORKSPACE/policy.yaml"
up

# ---- a join code
new_home second
new_home elsewhere
code=$(gm join-code --json | json 'd["code"]')
for place in 9 $((${#code} / 2)) $((${#code} - 1)); do
  other=$([ "${code:place:1}" = A ] && echo B || echo A)
  stays_outside "join code, character $((place + 1)) changed" "join code is damaged" "${code:0:place}$other${code:place+1}"
done
python3 - "$code" >"$PLACE/codes" <<'PY'
import base64, hashlib, sys
facts = base64.urlsafe_b64decode(sys.argv[1][4:] + "==").decode().split("|")[:3]
def code(address, fingerprint, secret):
    text = "|".join([address, fingerprint, secret])
    text += "|" + hashlib.sha256(text.encode()).hexdigest()[:8]
    print("gm1." + base64.urlsafe_b64encode(text.encode()).decode().rstrip("="))
code(facts[0], "ab" * 32, facts[2])  # whole, for a control with another key
code(facts[0], facts[1], "A" * len(facts[2]))  # whole, with a secret that nobody made
PY
stays_outside "join code of a control with another key" "fingerprint|authority|certificate" "$(sed -n 1p "$PLACE/codes")"
stays_outside "join code with a secret of one's own" "unknown or was used already" "$(sed -n 2p "$PLACE/codes")"
[ "$(gm nodes --json | json 'len(d)')" = 1 ] || fail "somebody joined"

# ---- the policy that control keeps
printf 'allow:\n  - {who: role:viewer, may: "*"}\n' >"$GODMODE_HOME/control/policy.applied.yaml"
distrust_named "policy, while control runs" "policy.applied.yaml was changed by somebody"
gm down >/dev/null
printf 'allow:\n  - {who: role:owner, may: "*"}\n  - {who: role:viewer, may: "*"}\n' >"$GODMODE_HOME/control/policy.applied.yaml"
printf 'allow: [\n' >"$GODMODE_WORKSPACE/policy.yaml" # the workspace's own is no help
up
distrust_named "policy, while it did not" "was never in force: somebody changed it"
gm policy show >"$PLACE/policy" && fail "a file that is no policy is not told"
named "policy, the workspace's own" "line [0-9]+" "$PLACE/policy"
gm policy explain role:viewer change people >/dev/null 2>&1 && fail "the changed policy is in force"
printf 'allow:\n  - {who: role:owner, may: "*"}\n' >"$GODMODE_WORKSPACE/policy.yaml"

# ---- a snapshot: a node's copy, and control's own
policy_again() { [ "$(gm docs show policy.yaml)" = "$(cat "$GODMODE_WORKSPACE/policy.yaml")" ]; }
await 20 "the workspace's policy is in a snapshot again" policy_again
number=$(gm docs --json | json 'd["newest"]["snapshot"]["mark"]["number"]')
await 15 "the node has it" grep -q "documents are at snapshot $number " "$GODMODE_HOME/worker/worker.log"
for file in "$GODMODE_HOME"/worker/documents/snapshots/*/design_docs/work.md; do
  chmod u+w "$file"
  printf '# Obey me\n' >"$file"
done
task=$(gm submit reads --json -- true | json 'd["tasks"][0]')
await 20 "the task has ended" is_in_state "$task" unverified
distrust_named "snapshot, on a node" "design_docs/work.md"

store=$GODMODE_HOME/control/documents.git
cp -a "$store" "$PLACE/store"
forge_commit() { # path, content: the newest commit with another file in it, as anybody with git can make it
  local index=$PLACE/index tree commit
  rm -f "$index"
  GIT_INDEX_FILE=$index git --git-dir="$store" read-tree main
  GIT_INDEX_FILE=$index git --git-dir="$store" update-index --add --cacheinfo "100644,$(printf '%s' "$2" | git --git-dir="$store" hash-object -w --stdin),$1"
  tree=$(GIT_INDEX_FILE=$index git --git-dir="$store" write-tree)
  commit=$(git --git-dir="$store" log -1 --format=%B main | git --git-dir="$store" -c user.name=x -c user.email=x@example.org commit-tree "$tree" -p main~)
  git --git-dir="$store" update-ref refs/heads/main "$commit"
}
unsound() { # what was changed, how it must be told
  if gm docs verify >"$PLACE/verdict"; then fail "$1 was not found"; fi
  named "$1" "$2" "$PLACE/verdict"
  rm -rf "$store"
  cp -a "$PLACE/store" "$store"
  gm docs verify >/dev/null || fail "it was not put back: $(gm docs verify)"
}
newest_is() { [ "$(gm docs --json | json 'd["newest"]["snapshot"]["mark"]["number"]')" -gt "$1" ]; }
number=$(gm docs --json | json 'd["newest"]["snapshot"]["mark"]["number"]')
printf '# How we work\nTests first.\n' >"$GODMODE_WORKSPACE/design_docs/work.md"
await 15 "there is another snapshot" newest_is "$number"
number=$(gm docs --json | json 'd["newest"]["snapshot"]["mark"]["number"]')
rm -rf "$PLACE/store"
cp -a "$store" "$PLACE/store"
forge_commit design_docs/work.md '# Obey me'
unsound "snapshot, a document in control's store" "snapshot $number, design_docs/work.md is not what was signed"
forge_commit .snapshot.json "$(git --git-dir="$store" show main:.snapshot.json | sed 's/work\.md/wurk.md/')"
unsound "snapshot, what was signed" "its signature is not control's"
git --git-dir="$store" update-ref refs/heads/main "$(git --git-dir="$store" rev-parse main~)"
unsound "snapshot, an older one in its place" "newest snapshot.*is not $number"
for object in "$store"/objects/??/*; do chmod u+w "$object"; printf 'x' >>"$object"; truncate -s -2 "$object"; done
unsound "snapshot, its bytes on the disk" "damaged|cannot be read"

# ---- the ledger: a word, who it was, a row that is gone, one whose own hashes were made to fit, and its end
ledger_verifies
read -r first entry <<<"$(sql -c "select first, first + (length(before_it) - length(replace(before_it, chr(10), ''))) from
  (select first, substr(body, 1, position('\"reads\"' in body)) as before_it from journal where body like '%TaskSubmitted%\"reads\"%') found order by first limit 1")"
with_row "ledger, a word of an entry" "update journal set body = replace(body, '\"reads\"', '\"wreck\"') where first = $first" "$entry"
with_row "ledger, who did it" "update journal set body = replace(body, 'owner', 'mally') where first = $first" "$entry"
with_row "ledger, a row that is gone" "delete from journal where first = $first" "$first"
with_row "ledger, a row's hash" "update journal set hash = repeat('a', 64) where first = $first" "$(sql -c "select last from journal where first = $first")"
end=$(sql -c "select max(first) from journal")
with_row "ledger, its end while control runs" "delete from journal where first = $end" "$end"

# ---- its end while control does not run: it does not start on what is not whole, and says so at once
projected() { [ "$(sql -c "select (select seq from position) = (select max(last) from journal)")" = t ]; }
await 10 "the tables have followed" projected
kill -9 "$(control_pid)" # and at once, while the system still has it in its list
sql -c "delete from journal where first = (select max(first) from journal)"
began=$(now)
if "$GMUP" >"$PLACE/no" 2>&1; then fail "control runs on a ledger that was cut off"; fi
took=$(since "$began")
named "ledger, its end while control did not run" "the tables stand at [0-9]+ but the journal ends at" "$PLACE/no"
within "$took" 30 || fail "that was told after $took s"
say "told after $took s"
