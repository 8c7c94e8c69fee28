#!/bin/sh
# Lock what pyproject.toml names, with hashes and without addresses, for every Python from 3.11 on
# and every machine. Needs uv. Versions already locked stay, unless pyproject.toml says otherwise.
set -eu
cd "$(dirname "$0")/.."

lock() {
    file=$1
    shift
    uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-header "$@" --output-file "requirements/$file" >/dev/null
}

lock run.txt
lock server.txt --constraints requirements/run.txt --extra postgres --extra server --extra redis
lock dev.txt --constraints requirements/server.txt --extra postgres --extra server --extra redis --extra pdf --group dev
