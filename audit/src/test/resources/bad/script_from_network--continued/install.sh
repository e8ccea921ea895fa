#!/usr/bin/env bash
set -eu
curl -fsSL \
  https://get.example.org/install \
  | tee /tmp/log \
  | bash
