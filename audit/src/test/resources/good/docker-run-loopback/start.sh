#!/usr/bin/env bash
set -eu
docker run -d -p 127.0.0.1:5432:5432 --env-file db.env postgres:18.1
