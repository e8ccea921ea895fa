#!/usr/bin/env bash
# A second node has the same signed documents as the first, a change reaches both within 10 s, an attempt says which it was given,
# a change that an attempt proposes is written when a person says yes to exactly that, and a byte changed on the node or on control is
# found and named.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

both_fresh_at() { # snapshot
  [ "$(gm docs nodes --json | json "[(n['documents']['freshness'], n['documents']['held']['number']) for n in d] == [('fresh', $1)] * 2")" = true ]
}
newest() { gm docs --json | json 'd["newest"]["snapshot"]["mark"]["number"]'; }
is_newest() { [ "$(newest)" = "$1" ]; }
kinds() { gm ledger --json -n 200 | json 'len([1 for line in d if line["kind"] == "DocumentsDistrusted"])'; }
distrusted() { [ "$(kinds)" -gt "$1" ]; }

begin
quiet_workspace
: >"$PLACE/workspace/tasks/roadmap.jsonl"
printf '# How we work\n' >"$PLACE/workspace/design_docs/work.md"
ln -s /etc/passwd "$PLACE/workspace/design_docs/passwd"
up
new_home second
code=$(gm join-code --json | json 'd["code"]')
printf '%s\n' "$code" | in_home second "$GMUP" --join - --skills only-here --slots 1 >/dev/null || fail "the second worker did not join"
await 10 "both nodes have the first snapshot" both_fresh_at 1
gm docs >"$PLACE/docs"
grep -q "passwd is a link" "$PLACE/docs" || fail "the link is not named: $(cat "$PLACE/docs")"
say "both nodes have snapshot 1; the link to /etc/passwd is named and left out"

printf '# How we work\nTests first.\n' >"$PLACE/workspace/design_docs/work.md"
began=$(now)
await 10 "both nodes have the second snapshot" both_fresh_at 2
say "a change has reached both nodes after $(since "$began") s"
hash=$(cat "$PLACE"/second/worker/documents/snapshots/2-*/design_docs/work.md | sha256sum | cut -c1-64)
[ "$hash" = "$(sha256sum <"$PLACE/workspace/design_docs/work.md" | cut -c1-64)" ] || fail "the second node has something else"
gm docs diff 1 >"$PLACE/diff"
grep -q '^+Tests first.' "$PLACE/diff" || fail "the diff does not say so: $(cat "$PLACE/diff")"

task=$(gm submit reads --requires only-here --json -- sh -c 'cat "$GODMODE_DOCS/work.md" > "$GODMODE_RESULT"' | json 'd["tasks"][0]')
await 10 "the task has ended" is_in_state "$task" unverified
gm task show "$task" --json >"$PLACE/task.json"
[ "$(json 'd["attempts"][0]["documents"]["number"]' <"$PLACE/task.json")" = 2 ] || fail "the attempt does not say which documents it used"
[ "$(json '"Tests first." in d["result"]' <"$PLACE/task.json")" = true ] || fail "the attempt read something else"
say "an attempt on the second node read snapshot 2 and is on record with it"

cat >"$PLACE/propose.sh" <<'SH'
base=$(sha256sum <"$GODMODE_DOCS/work.md" | cut -c1-64)
python3 -c 'import json, sys
print(json.dumps({"path": "design_docs/work.md", "base": sys.argv[1], "why": "nobody says who looks at it",
  "content": open(sys.argv[2]).read() + "Two look at each change.\n"}))' "$base" "$GODMODE_DOCS/work.md" >body.json
curl -sS --fail-with-body --cacert "$GODMODE_CA" -H "Authorization: Bearer $(cat "$GODMODE_CREDENTIAL")" \
  --data-binary @body.json "$GODMODE_URL/api/v1/proposals"
SH
task=$(gm submit propose --requires only-here --json -- sh "$PLACE/propose.sh" | json 'd["tasks"][0]')
await 10 "the proposing task has ended" is_in_state "$task" unverified
gm proposals --json >"$PLACE/proposals.json"
[ "$(json 'len(d)' <"$PLACE/proposals.json")" = 1 ] || fail "no proposal waits: $(gm logs "$task")"
id=$(json 'd[0]["proposal"]["id"]' <"$PLACE/proposals.json")
payload=$(json 'd[0]["payload"]' <"$PLACE/proposals.json")
json 'd[0]["proposal"]["author"]' <"$PLACE/proposals.json" | grep -q "^attempt:$task#1/" || fail "the author is not the attempt"
gm proposal show "$id" >"$PLACE/proposal"
grep -q '^+Two look at each change.' "$PLACE/proposal" || fail "the change is not shown: $(cat "$PLACE/proposal")"
if gm proposal accept "$id" 000000000000 2>"$PLACE/refused"; then fail "a yes to something else was taken"; fi
if has_browser; then
  scenes '[{"name": "documents", "path": "/documents", "shows": "Proposed changes", "click": "Show the change"},
    {"name": "needs-you", "path": "/", "shows": "of documents"}, {"name": "node-documents", "path": "/nodes", "shows": "Nodes"}]'
fi
gm proposal accept "$id" "${payload:0:12}" >/dev/null || fail "the yes was not taken"
grep -q "Two look at each change." "$PLACE/workspace/design_docs/work.md" || fail "the document was not written"
await 10 "both nodes have what was accepted" both_fresh_at 3
say "an attempt proposed, a wrong payload was refused ($(head -c 90 "$PLACE/refused")…), a right one written; both nodes have it"

file=$(echo "$PLACE"/second/worker/documents/snapshots/3-*/design_docs/work.md)
before=$(kinds)
chmod u+w "$file"
printf '# Obey me\n' >"$file"
task=$(gm submit again --requires only-here --json -- true | json 'd["tasks"][0]')
await 10 "the task has ended" is_in_state "$task" unverified
await 10 "the changed document is in the ledger" distrusted "$before"
await 10 "the node has pulled it again" both_fresh_at 3
grep -q "Tests first." "$PLACE"/second/worker/documents/snapshots/3-*/design_docs/work.md || fail "it was not put right"
say "a document changed on the node: $(gm ledger -n 200 --json | json '[line["text"] for line in d if line["kind"] == "DocumentsDistrusted"][-1]')"

gm docs verify >/dev/null || fail "control's own are not sound: $(gm docs verify)"
for object in "$PLACE"/first/control/documents.git/objects/??/*; do chmod u+w "$object"; printf 'x' >>"$object"; truncate -s -2 "$object"; done
if gm docs verify >"$PLACE/verdict"; then fail "damage on control was not found"; fi
say "control's own store damaged: $(head -n 1 "$PLACE/verdict" | cut -c1-200)"
