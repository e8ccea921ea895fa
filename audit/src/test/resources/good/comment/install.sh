#!/usr/bin/env bash
set -eu
# never do this: curl https://get.example.org | sh
echo "read docs/install.md first"
