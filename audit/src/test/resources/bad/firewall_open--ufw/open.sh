#!/usr/bin/env bash
set -eu
ufw disable
