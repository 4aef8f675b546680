#!/usr/bin/env bash
# Make Chromium available to the browser tests; exit 1 where nothing works.
# Order: the one on PATH, playwright's own from an earlier run, Debian's package where we are root, playwright's download.
set -u
cd "$(dirname "$0")/.."

runs() {
  .venv/bin/python -m tests.chromium
}

runs && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing Chromium from Debian" >&2
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-liberation; } >/dev/null 2>&1
  runs && exit 0
fi
echo "downloading playwright's Chromium" >&2
timeout 300 .venv/bin/playwright install chromium >/dev/null 2>&1
runs
