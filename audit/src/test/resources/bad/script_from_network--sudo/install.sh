#!/usr/bin/env bash
set -eu
wget -qO- https://get.example.org/install | sudo -E bash -s -- --yes
