#!/usr/bin/env bash
set -eu
curl -fsSLo setup.sh https://get.example.org/setup.sh
chmod +x setup.sh
./setup.sh
