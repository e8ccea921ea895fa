#!/usr/bin/env bash
set -eu
curl -fsSL https://example.org/data.json | jq .items > items.json
curl -fsS http://127.0.0.1:5051/health | grep -q ok
