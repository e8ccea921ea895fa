#!/usr/bin/env bash
# Code that the fleet shares: a push, two nodes that converge, an update that one tries first, a tree that somebody changed, a remote that is away.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

push() { # text
  printf '%s\n' "$1" >"$PLACE/clone/greeting.txt"
  git -C "$PLACE/clone" add --all
  git -C "$PLACE/clone" -c user.name=ada -c user.email=ada@example.invalid commit --quiet --message "$1"
  git -C "$PLACE/clone" push --quiet origin HEAD:refs/heads/main
  git -C "$PLACE/clone" rev-parse HEAD
}

has() { # home, text
  [ "$(cat "$PLACE/$1/worker/code/shop/greeting.txt" 2>/dev/null)" = "$2" ]
}

stands() { # node, drift
  [ "$(gm nodes --json | json '[c["drift"] for n in d if n["name"] == "'"$1"'" for c in n["code"]]')" = "['$2']" ]
}

base_of() { # node: the commit that an attempt there begins from
  local task
  task=$(gm submit "on $1" --node "$1" --repository "$PLACE/shop.git" --json -- true | json 'd["tasks"][0]')
  await 30 "an attempt on $1 has ended" is_in_state "$task" unverified
  gm task show "$task" --json | json 'd["attempts"][-1]["base"]["commit"]'
}

needs git
begin
quiet_workspace
git init --quiet --bare --initial-branch=main "$PLACE/shop.git"
git clone --quiet "$PLACE/shop.git" "$PLACE/clone" 2>/dev/null
one=$(push one)
up
new_home borg
code=$(gm join-code --json | json 'd["code"]')
printf '%s\n' "$code" | in_home borg "$GMUP" --join - >/dev/null || fail "borg did not join"
FIRST=$(gm nodes --json | json 'sorted(n["name"] for n in d)[0]')
OTHER=$(gm nodes --json | json 'sorted(n["name"] for n in d)[1]')
HOME_OF_FIRST=first HOME_OF_OTHER=borg # the first of a name is the one that came first: forge, forge-2

# ---- shared: both have it, attempts begin from it whatever is pushed
gm code share shop "$PLACE/shop.git" >"$PLACE/said"
await 20 "the first node has it" has first one
await 20 "the other has it" has borg one
two=$(push two)
[ "$(base_of "$FIRST")" = "$one" ] || fail "an attempt began from another commit than the one that is named"
say "two nodes have ${one:0:10}, and attempts begin from it after a push"

# ---- an update is tried on one, then promoted
gm code update shop --first "$OTHER" | sed 's/^/     /' >&2
await 20 "the other has it first" has $HOME_OF_OTHER two
has $HOME_OF_FIRST one || fail "$FIRST has it too early"
[ "$(base_of "$OTHER")" = "$two" ] || fail "an attempt on $OTHER did not try it"
[ "$(base_of "$FIRST")" = "$one" ] || fail "an attempt on $FIRST did"
gm code promote shop >/dev/null
await 20 "all have it" has $HOME_OF_FIRST two
say "${two:0:10} was tried on $OTHER, and is on both"

# ---- a tree that somebody changed is not overwritten
echo mine >"$PLACE/$HOME_OF_OTHER/worker/code/shop/greeting.txt"
three=$(push three)
gm code update shop --all >/dev/null
await 40 "$OTHER is dirty" stands "$OTHER" dirty
await 20 "$FIRST has it" has $HOME_OF_FIRST three
has $HOME_OF_OTHER mine || fail "somebody's words were overwritten"
if gm code >"$PLACE/said"; then fail "gm code says that all is well"; fi
grep -q "dirty" "$PLACE/said" || fail "it is not shown: $(cat "$PLACE/said")"
say "$(grep dirty "$PLACE/said" | cut -c1-170)"
[ "$(gm ledger --kind CodeRefused --json | json 'len(d)')" -ge 1 ] || fail "the ledger does not tell of it"
rm -r "$PLACE/$HOME_OF_OTHER/worker/code/shop"
await 60 "it is made anew" has $HOME_OF_OTHER three
await 20 "and well" stands "$OTHER" none

# ---- a worker that was away comes back to what is named; a force-push takes nothing away
in_home borg "$GM" down >/dev/null
four=$(push four)
gm code update shop --all >/dev/null
await 20 "$FIRST has it" has $HOME_OF_FIRST four
git -C "$PLACE/clone" reset --quiet --hard HEAD~2
git -C "$PLACE/clone" push --quiet --force origin HEAD:refs/heads/main
in_home borg "$GMUP" >/dev/null
await 40 "$OTHER says that the commit is on no branch" stands "$OTHER" behind
has $HOME_OF_OTHER three || fail "$OTHER has lost what it had"
say "$OTHER, which had not fetched before a force-push: $(gm code | grep behind | cut -c1-170)"
gm code update shop --all >/dev/null
await 40 "$OTHER is where the branch is" has $HOME_OF_OTHER two
await 20 "$FIRST too" has $HOME_OF_FIRST two
ledger_verifies
