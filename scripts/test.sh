#!/usr/bin/env bash
# Run pytest with the arguments given, with Chromium and a Neo4j server where they can be had.
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

if [ -z "${INROADS_TEST_NEO4J_URI:-}" ] && ! .venv/bin/python -m tests.neo4j_server --fetch; then
  cat >&2 <<'BANNER'

  ########################################################################
  #  No Neo4j server could be had: ITS TESTS WILL NOT RUN.               #
  #  Go on line once, or name a server with INROADS_TEST_NEO4J_URI.      #
  ########################################################################

BANNER
  [ "${CI:-}" = true ] && exit 1
fi

exec .venv/bin/python -m pytest "$@"
