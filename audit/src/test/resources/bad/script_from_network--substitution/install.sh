#!/usr/bin/env bash
set -eu
sh -c "$(curl -fsSL https://get.example.org/install)"
