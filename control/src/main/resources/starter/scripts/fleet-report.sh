set -eu

{
  echo "# Fleet report"
  for input in "$GODMODE_INPUTS"/*; do
    echo
    echo "## From $(basename "$input")"
    echo
    awk '/^# / { next } NR > 40 { print "(and more)"; exit } { sub(/^##* /, "### "); print }' "$input"
  done
} > report.md

cat report.md
cp report.md "$GODMODE_RESULT"
