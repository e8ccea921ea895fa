#!/usr/bin/env bash
set -eu
uvicorn app:api --host 0.0.0.0 --port 8000
