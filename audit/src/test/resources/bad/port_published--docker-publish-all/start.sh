#!/usr/bin/env bash
set -eu
docker run -d -P example/app:1.4.2
