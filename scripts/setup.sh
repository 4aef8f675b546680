#!/usr/bin/env bash
# Put the locked requirements and this checkout into .venv:  setup.sh LOCKFILE
set -euo pipefail
cd "$(dirname "$0")/.."
lock=$1

# The newest Python that really runs and can make environments; a name on PATH alone proves neither.
newest_python() {
  local name
  for name in python3.14 python3.13 python3.12 python3.11 python3 python; do
    if "$name" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null; then
      echo "$name"
      return
    fi
  done
  echo "Inroads needs Python 3.11, 3.12, 3.13 or 3.14 with its venv module (on Debian: apt-get install python3-venv)." >&2
  exit 1
}

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  python=$(newest_python)
  echo "setting up .venv with $("$python" --version)"
  "$python" -m venv --clear .venv
fi

echo "installing $lock"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
# hatchling is in the lock, so nothing unlocked is fetched to build with.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
