#!/usr/bin/env bash
set -eu
curl -fsSLo setup.sh https://get.example.org/setup-1.4.sh
echo "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08  setup.sh" | sha256sum -c -
sh setup.sh
