#!/usr/bin/env bash
# Make Chromium available to the browser tests; exit 1 where nothing works.
# Order: the one on PATH, playwright's own from an earlier run, Debian's package where we are root, playwright's download.
# The headless one comes before the whole one, because it opens a page with a third of the work.
set -u
cd "$(dirname "$0")/.."

runs() {
  .venv/bin/python -m tests.chromium
}

from_debian() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  export DEBIAN_FRONTEND=noninteractive
  { timeout 60 apt-get update -qq && timeout 300 apt-get install -y -qq --no-install-recommends "$@"; } >/dev/null 2>&1
}

tried=.venv/.inroads-headless-shell  # once in an environment: whoever is off line does not wait for it each time
if ! command -v chromium-headless-shell >/dev/null && [ ! -e "$tried" ]; then
  touch "$tried"
  from_debian chromium-headless-shell fonts-liberation && echo "installed Debian's headless Chromium" >&2
fi
runs && exit 0
echo "installing Chromium from Debian" >&2
from_debian chromium fonts-liberation && runs && exit 0
echo "downloading playwright's Chromium" >&2
timeout 300 .venv/bin/playwright install chromium >/dev/null 2>&1
runs
