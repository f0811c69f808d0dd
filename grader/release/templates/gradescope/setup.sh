#!/usr/bin/env bash
# Installs the grader when the autograder's image is built. Needs Python 3.11 or later: choose the base image
# Ubuntu 24.04, or one with Python. No conda.
#
#   AUTOGRADER_ROOT  where the autograder lives; /autograder unless set
#   XORCISE_PYTHON   an interpreter that has Xorcise already: then nothing is installed
set -euo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"
source="$root/source"

if [ -n "${XORCISE_PYTHON:-}" ]; then
  "$XORCISE_PYTHON" -I -c 'import grader'
  exit 0
fi

find_python() {
  for name in python3.13 python3.12 python3.11 python3; do
    if command -v "$name" >/dev/null && "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
    then
      command -v "$name"
      return
    fi
  done
}

python="$(find_python)"
if [ -z "$python" ] && command -v apt-get >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3 python3-venv >/dev/null
  python="$(find_python)"
fi
if [ -z "$python" ]; then
  echo "Xorcise needs Python 3.11 or later: choose the base image Ubuntu 24.04 and build the autograder again" >&2
  exit 1
fi

"$python" -m venv "$root/xorcise"
"$root/xorcise/bin/python" -m pip install --quiet --disable-pip-version-check --no-cache-dir \
  -c "$source/constraints.txt" "$source/@WHEEL@[instructor]"
# how submissions will be confined here, for the build's log; the run decides again
"$root/xorcise/bin/xorcise" doctor --mnist digits || true
