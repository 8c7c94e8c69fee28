#!/bin/sh
# See that there is a Chromium to test with, and Java 17 for the HTML checker. As root on Debian and
# its kin both are installed; elsewhere Playwright brings the browser, and of Java it is said.
set -eu

is_there() { command -v "$1" >/dev/null; }

may_install() { [ "$(id -u)" = 0 ] && is_there apt-get; }

install() {
    echo "Installing $*"
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >/dev/null
}

has_browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if is_there "$name"; then return; fi
    done
    folder=$(.venv/bin/playwright install --dry-run chromium | sed -n 's/.*Install location: *//p' | head -n 1)
    [ -d "$folder" ]
}

has_java() {
    is_there java || return 1
    version=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p')
    [ "${version:-0}" -ge 17 ]
}

if has_browser && has_java; then exit; fi
if may_install; then apt-get -qq update; fi # a bare machine knows of no package yet
if ! has_browser; then
    if ! may_install; then
        .venv/bin/playwright install chromium
    elif apt-cache policy chromium | grep -q 'Candidate: [0-9]'; then
        install chromium fonts-liberation
    else
        .venv/bin/playwright install --with-deps chromium
    fi
fi
if ! has_java && may_install; then install default-jre-headless; fi
if ! has_java; then
    echo "The HTML checker needs Java 17 or later: install it and run again" >&2
    exit 1
fi
