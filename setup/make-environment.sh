#!/bin/sh
# Make a virtual environment in the folder $1 with the newest Python from 3.11 on that this machine has.
set -eu
folder=$1

python=
for candidate in ${PYTHON:-} python3.14 python3.13 python3.12 python3.11 python3; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "No Python 3.11 or newer found ($(python3 --version 2>&1)). Install one, or name it: make chat PYTHON=/path/to/python" >&2
    exit 1
fi

if "$python" -m venv "$folder" 2>/dev/null; then
    exit 0
fi
rm -rf "$folder"

# Debian and Ubuntu keep the venv module in a package of its own.
package="$("$python" -c 'import sys; print(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")')"
if command -v apt-get >/dev/null 2>&1; then
    root=
    [ "$(id -u)" = 0 ] || root=sudo
    echo "Installing $package, which this machine needs to make a virtual environment." >&2
    $root apt-get update -qq && $root apt-get install -y -qq "$package" >/dev/null && exec "$python" -m venv "$folder"
fi
echo "$python cannot make a virtual environment; install its venv module ($package) and try again." >&2
exit 1
