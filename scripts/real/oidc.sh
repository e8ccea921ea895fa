#!/usr/bin/env bash
# A real OpenID Connect provider: it keeps the contract, a browser and gm log in with it, and whoever is not named stays outside.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

needs node npm
begin
quiet_workspace

PROVIDER=
stop_more() { kill "$PROVIDER"; }

TOOLS=$ROOT/scripts/real/oidc
if [ ! -d "$TOOLS/node_modules/oidc-provider" ]; then
  (cd "$TOOLS" && npm install --no-package-lock --no-fund --no-audit) >"$PLACE/install" 2>&1 ||
    { say "could not run: the provider cannot be had here: $(tail -n 1 "$PLACE/install" | cut -c1-200)"; exit 77; }
fi
read -r PORT _ <<<"$(free_ports)"
SECRET=a-secret-of-the-proof-that-is-long-enough
ISSUER=http://127.0.0.1:$PORT
PORT=$PORT SECRET=$SECRET node "$TOOLS/provider.mjs" >"$PLACE/provider" 2>&1 &
PROVIDER=$!
await 20 "the provider is up" curl -sf "$ISSUER/.well-known/openid-configuration"

# ---- the contract that the testkit's provider keeps, on this one
PROOF_ISSUER=$ISSUER PROOF_SECRET=$SECRET keeps_contract server RealOidcLogin
say "oidc-provider $(json 'd["version"]' <"$TOOLS/node_modules/oidc-provider/package.json") keeps the contract: $(grep -c '<testcase' "$ROOT"/server/target/surefire-reports/TEST-*RealOidcLogin.xml) promises"

# ---- the product: the file names the provider and ada
cat >"$PLACE/workspace/people.yaml" <<YAML
login:
  name: Acme
  issuer: $ISSUER
  client_id: godmode
  client_secret: secret://oidc-client
  scopes: [email, groups]
people:
  - {email: ada@acme.test, role: operator}
YAML
export GODMODE_SECRET_OIDC_CLIENT=$SECRET
up
unset GODMODE_SECRET_OIDC_CLIENT

# ---- gm on a machine without the owner's token; the person says yes in a browser
new_home laptop
export GODMODE_URL=http://127.0.0.1:$GODMODE_API_PORT
in_home laptop "$GM" login --device >"$PLACE/device" 2>"$PLACE/device.err" &
DEVICE=$!
await 10 "gm shows a link" grep -q 'Open http' "$PLACE/device.err"
if has_browser; then
  GODMODE_DEVICE=$(sed -n 's/^Open //p' "$PLACE/device.err") GODMODE_PROVIDER=$ISSUER walk login.mjs
  wait "$DEVICE" || fail "gm was not logged in: $(cat "$PLACE/device.err")"
  say "$(cat "$PLACE/device")"
  in_home laptop "$GM" status >/dev/null || fail "gm is logged in and may not look"
  if in_home laptop "$GM" user add mallory --role owner >"$PLACE/no" 2>&1; then fail "an operator let somebody in"; fi
  in_home laptop "$GM" logout >/dev/null
  if in_home laptop "$GM" nodes >"$PLACE/no" 2>&1; then fail "gm is logged out and still looks"; fi
else
  kill "$DEVICE"
  say "no browser here: the walk through the login page is left out"
fi
unset GODMODE_URL

[ "$(gm ledger --kind PersonLoggedIn --json | json 'len([l for l in d if "ada@acme.test logged in as operator" in str(l)]) > 0')" = true ] || fail "the ledger does not tell who logged in"
gm ledger --kind PersonLoggedIn | tail -n 1 | sed 's/^/     /' >&2

# ---- the provider is gone: that is said, and a code still lets in
kill "$PROVIDER"
await 10 "the provider is gone" is_gone "$PROVIDER"
curl -s -D "$PLACE/headers" -o /dev/null "http://127.0.0.1:$GODMODE_HUD_PORT/api/v1/login/oidc"
grep -q "does%20not%20answer" "$PLACE/headers" || fail "the page is not told that the provider is gone: $(cat "$PLACE/headers")"
gm login >/dev/null || fail "a code cannot be had"
ledger_verifies
