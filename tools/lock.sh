#!/usr/bin/env bash
# lock.sh UV: write requirements/*.txt from pyproject.toml, for every platform, with hashes and without naming an index.
# A lock that exists is kept where it still fits; LOCK_ARGS=--upgrade moves everything to the newest.
set -euo pipefail
uv=$1

lock() {  # lock NAME [extra…]
  local name=$1; shift
  # shellcheck disable=SC2086  # LOCK_ARGS is a list of words on purpose
  "$uv" pip compile -q pyproject.toml "${@/#/--extra=}" --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-header --no-annotate ${LOCK_ARGS:-} -o "requirements/$name.txt"
  echo "requirements/$name.txt: $(grep -c '^[a-z]' "requirements/$name.txt") packages"
}

lock engine
lock web web postgres
lock spark spark
lock spark-test spark test
lock docs docs
lock bench bench
lock readers readers
lock dev web postgres notebook docs dev
