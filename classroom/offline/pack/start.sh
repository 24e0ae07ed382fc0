#!/bin/sh
# Opens the course in JupyterLab.
here=$(cd "$(dirname "$0")" && pwd) || exit 1
if [ ! -x "$here/.venv/bin/python" ]; then
    echo "The course is not installed yet. Run: sh install.sh" >&2
    exit 1
fi
cd "$here/course" && exec "$here/.venv/bin/python" -m classroom.cli lab
