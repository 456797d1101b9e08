#!/bin/sh
# See to a browser for the tests of the page, in this order: one that is there, Debian's package, Playwright's own.
# Without one the browser tests are skipped and say so; nothing else depends on it.
set -u
environment=$1

for candidate in ${TRACKER_BROWSER:-} chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$candidate" >/dev/null 2>&1 && exit 0
done
[ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] && exit 0

if command -v apt-get >/dev/null 2>&1; then
    root=
    if [ "$(id -u)" != 0 ]; then
        root="sudo -n"
    fi
    echo "Installing Chromium for the tests of the page." >&2
    if $root apt-get update -qq && $root apt-get install -y -qq chromium >/dev/null; then
        exit 0
    fi
fi
"$environment/bin/python" -m playwright install chromium ||
    echo "No browser could be installed: the tests of the page will be skipped." >&2
exit 0
