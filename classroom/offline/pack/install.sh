#!/bin/sh
# Installs the course from this folder, with no network.
here=$(cd "$(dirname "$0")" && pwd) || exit 1
for name in python@PYTHON@ python3 python; do
    if "$name" -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "@PYTHON@")' 2>/dev/null; then
        exec "$name" "$here/install.py"
    fi
done
echo "This pack fits Python @PYTHON@ on @PLATFORM@; no Python @PYTHON@ was found." >&2
echo "Install Python @PYTHON@, then run this again." >&2
exit 1
