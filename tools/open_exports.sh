#!/usr/bin/env bash
# Writes the exports of the demo reports and opens them with the programs that they are for: open_exports.sh ATHIR
# Their libraries are installed under target/, once for each list of versions.
set -euo pipefail
cd "$(dirname "$0")/.."

tests=crates/athir-export/tests/open
env=${CARGO_TARGET_DIR:-target}/open-exports
if ! cmp -s "$tests/requirements.txt" "$env/ready"; then
    rm -rf "$env"
    python3 -m venv "$env"
    "$env/bin/pip" install --quiet --disable-pip-version-check -r "$tests/requirements.txt"
    cp "$tests/requirements.txt" "$env/ready"
fi
ATHIR=$(realpath "$1") "$env/bin/python" -m pytest -q -p no:cacheprovider "$tests"
