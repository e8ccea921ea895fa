#!/usr/bin/env bash
# The worker guide, block by block on two machines' homes, but for what needs a tailnet; then what it undoes is undone.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

needs git python3 unshare
begin
guide_machine forge
guide_machine atlas
run_guide tailscale
[ "$(GODMODE_HOME=$PLACE/guide/forge/.godmode gm nodes --json | json '[n["name"] for n in d]')" = "['forge']" ] || fail "the undo left atlas in the fleet"
