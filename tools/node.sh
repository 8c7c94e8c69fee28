#!/bin/sh
# See that there is Node.js 20 or later with npm, which builds the front end.
set -eu
version=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\).*/\1/p')
if [ "${version:-0}" -lt 20 ] || ! command -v npm >/dev/null; then
    echo "Node.js 20 or later with npm is needed to build the front end" >&2
    exit 1
fi
