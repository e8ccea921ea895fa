#!/usr/bin/env bash
set -eu
tailscale funnel 443
