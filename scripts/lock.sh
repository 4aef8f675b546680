#!/usr/bin/env bash
# Compile the two lock files: hashes for every Python from 3.11 on, no address of an index, no path of a machine.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
  .venv/bin/uv pip compile --quiet --no-config --upgrade --universal --fork-strategy fewest --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" "$@"
}

# What running from a checkout needs: the requirements and the build backend.
compile pyproject.toml --extra run --output-file requirements.lock
# The same versions, and what developing needs on top.
compile pyproject.toml --extra dev --constraint requirements.lock --output-file requirements-dev.lock

if grep -nE '://|file:|^ *-(-index|-extra|-find|f |i )| /[a-z]' requirements.lock requirements-dev.lock; then
  echo "an address or a path got into a lock file" >&2
  exit 1
fi
