#!/bin/sh
# See that there is a Chromium to test with, and Java 17 for the HTML checker.
set -eu

is_there() { command -v "$1" >/dev/null; }

may_install() { [ "$(id -u)" = 0 ] && is_there apt-get; }

install() {
    echo "Installing $*"
    apt-get -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >/dev/null
}

if ! is_there chromium && ! is_there chromium-browser && ! is_there google-chrome; then
    if may_install && apt-cache show chromium >/dev/null 2>&1; then
        install chromium fonts-liberation
    else
        .venv/bin/playwright install chromium
    fi
fi

java_version() { java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p'; }

if ! is_there java || [ "$(java_version)" -lt 17 ]; then
    if may_install; then
        install default-jre-headless
    else
        echo "The HTML checker needs Java 17 or later: install it and run again" >&2
        exit 1
    fi
fi
