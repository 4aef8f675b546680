#!/usr/bin/env bash
# Every check that reads the code without running it, and the checks of the docs; all are run, then it fails if one did.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=()

step() {
  local started=$SECONDS
  printf '== %s\n' "$*"
  .venv/bin/"$@" || failed+=("$*")
  printf '   %ss\n' $((SECONDS - started))
}

step ruff check .
step ruff format --check .
step mypy
step pyright --warnings
step lint-imports
step python -m pytest -q -p no:cacheprovider tests/test_house.py

if [ ${#failed[@]} -gt 0 ]; then
  printf 'failed: %s\n' "${failed[@]}" >&2
  exit 1
fi
echo "all checks passed"
