#!/usr/bin/env bash
set -eu
docker -H ssh://forge ps
