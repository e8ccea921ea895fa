#!/usr/bin/env bash
set -eu
echo ZWNobyBoaQo= | base64 -d | sh
