#!/usr/bin/env bash
set -eu
GET="curl -fsSL"
RUN=bash
$GET https://get.example.org/install | $RUN
