#!/usr/bin/env bash
set -eu
docker run -e POSTGRES_PASSWORD=hunter2 postgres:18.1
