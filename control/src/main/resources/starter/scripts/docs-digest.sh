set -eu

sha256() {
  if command -v sha256sum > /dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | awk '{ print $1 }'
}

{
  echo "# Digest of the design docs"
  for doc in "$GODMODE_DOCS"/*.md; do
    echo
    echo "## $(basename "$doc")"
    echo
    echo "- words: $(awk '{ words += NF } END { print words + 0 }' "$doc")"
    echo "- sha256: $(sha256 "$doc")"
    sed -n 's/^##* */- heading: /p' "$doc"
  done
} > digest.md

cat digest.md
cp digest.md "$GODMODE_RESULT"
