#!/usr/bin/env bash
set -eu
tailscale serve --bg 5052
uvicorn app:api --host 127.0.0.1 --port 8000
