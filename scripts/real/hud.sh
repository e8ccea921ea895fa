#!/usr/bin/env bash
# A real browser goes through the HUD of a real God Mode: hud/e2e, on desktop and phone sizes.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

needs npm
[ -d "$ROOT/hud/e2e" ] || { say "could not run: hud/e2e is not there"; exit 77; }
CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -n "$CHROMIUM" ] || { say "could not run: no Chromium is installed"; exit 77; }
SHOTS=${SHOTS:-$ROOT/hud/target/shots}
export CHROMIUM SHOTS

begin
up
[ -d "$ROOT/hud/node_modules/playwright-core" ] || (cd "$ROOT/hud" && npm ci --no-fund --no-audit >/dev/null)
GODMODE_LINKS=
for walk in 1 2 3 4; do GODMODE_LINKS="$GODMODE_LINKS $(gm login --json | json 'd["link"]')"; done
export GODMODE_LINKS
(cd "$ROOT/hud" && node e2e/walk.mjs) >&2 || fail "the browser found something"
say "screenshots are in $SHOTS"
