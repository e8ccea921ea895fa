#!/usr/bin/env bash
set -eu
docker run -d --name db -p 5432:5432 postgres:18.1
