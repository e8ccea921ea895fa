#!/usr/bin/env bash
set -eu
bash <(curl -fsSL https://get.example.org/install)
