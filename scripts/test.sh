#!/usr/bin/env bash
# Run pytest with the arguments given, with Chromium where it can be had.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! scripts/chromium.sh; then
  cat >&2 <<'BANNER'

  ########################################################################
  #  No Chromium could be found or installed: BROWSER TESTS WILL NOT RUN #
  #  Install it (Debian: apt-get install chromium) and run this again.   #
  ########################################################################

BANNER
  [ "${CI:-}" = true ] && exit 1
fi

exec .venv/bin/python -m pytest "$@"
