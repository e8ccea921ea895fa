#!/usr/bin/env bash
# A real browser goes through the HUD of a real God Mode: hud/e2e, on desktop and phone sizes.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ -d "$ROOT/hud/e2e" ] || { say "could not run: hud/e2e is not there"; exit 77; }
has_browser || { say "could not run: no Chromium or no npm is installed"; exit 77; }

begin
up
walk walk.mjs
say "screenshots are in $SHOTS"
