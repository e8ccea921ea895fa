set -eu

# Names the place and never the secret.
suspicious() {
  awk '
    /-----BEGIN [A-Z ]*PRIVATE KEY-----/ { found("a private key") }
    /AKIA[0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z]/ { found("an access key") }
    /:\/\/[^ :\/]+:[^ @\/]+@/ { found("a password in an address") }
    tolower($0) ~ /(password|secret|token|api_key) *[=:] *[^ <${`]+[0-9][^ ]*/ { found("a literal secret") }
    function found(what) { print "- " FILENAME ":" FNR ": looks like " what }' "$@"
}

find "$GODMODE_DOCS" -type f -name '*.md' | sort > files.txt
while read -r file; do suspicious "$file"; done < files.txt > findings.txt

{
  echo "# Secrets in the design docs"
  echo
  awk 'END { printf "%d files read, ", NR }' files.txt
  awk 'END { print NR " suspicious lines." }' findings.txt
  cat findings.txt
} > secrets.md

cat secrets.md
cp secrets.md "$GODMODE_RESULT"
