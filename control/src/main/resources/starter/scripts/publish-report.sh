set -eu

cp "$GODMODE_INPUTS/fleet-report" published.md
cat published.md
cp published.md "$GODMODE_RESULT"
