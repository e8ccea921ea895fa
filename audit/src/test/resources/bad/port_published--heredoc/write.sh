#!/usr/bin/env bash
set -eu
cat > compose.yaml <<EOF
services:
  api:
    image: example/app:1.4.2
    mem_limit: 512m
    ports:
      - "8080:80"
EOF
