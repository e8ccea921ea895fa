#!/usr/bin/env bash
set -eu
docker run --network=host example/app:1.4.2
