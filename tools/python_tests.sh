#!/usr/bin/env bash
# Tests the Python module, and installs what that needs under target/python:
#   tools/python_tests.sh         types, style, behaviour, notebooks, and every Python that is here
#   tools/python_tests.sh spark   the same reports with the command, Python and Spark
#   tools/python_tests.sh wheel   the wheel that `pip install .` builds, on every Python that is here
# PACKAGES="--workspace --lib --tests" takes the module and the command from what `make test` has built.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=${PACKAGES:---package athir-python --package athir-cli}
env=target/python/env
module=crates/athir-python
built=${CARGO_TARGET_DIR:-target}/debug

# The newest of CPython 3.11 to 3.13: the tools that check need no older one to be there.
newest() {
    local python
    for python in python3.13 python3.12 python3.11 "$HOME"/.pyenv/versions/3.1[321]*/bin/python3 python3; do
        if "$python" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2> /dev/null; then
            "$python" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    echo "no CPython 3.11 to 3.13 with venv is here (Debian: apt-get install python3-venv)" >&2
    exit 1
}

# Every CPython that the module is for, one of each version.
all() {
    local python
    for python in python3.1{0,1,2,3,4} "$HOME"/.pyenv/versions/3.1[0-4]*/bin/python3; do
        "$python" -c 'import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2], sys.executable)' 2> /dev/null || true
    done | sort -u -t ' ' -k 1,1
}

if ! cmp -s "$module/requirements.txt" "$env/made"; then
    rm -rf "$env"
    mkdir -p target/python
    "$(newest)" -m venv "$env"
    "$env/bin/pip" install --quiet --disable-pip-version-check -r "$module/requirements.txt"
    cp "$module/requirements.txt" "$env/made"
fi

if [ "${1:-}" = wheel ]; then
    rm -rf target/python/wheels
    "$env/bin/pip" wheel --quiet --disable-pip-version-check --no-deps --wheel-dir target/python/wheels .
    wheel=$(ls target/python/wheels/*.whl)
    du -h "$wheel"
    n=0
    while read -r version python; do
        fresh=$(mktemp -d)
        "$python" -m venv "$fresh"
        "$fresh/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-index "$wheel"
        (cd / && "$fresh/bin/python" "$OLDPWD/$module/tests/smoke.py")
        rm -rf "$fresh"
        n=$((n + 1))
    done < <(all)
    echo "the wheel works on $n versions of Python"
    [ "$n" -gt 0 ]
    exit
fi

# The package as a wheel would install it.
# shellcheck disable=SC2086 # they are several words
cargo build --quiet --locked $packages
rm -rf target/python/module
mkdir -p target/python/module
cp -r "$module/python/athir" target/python/module/athir
cp "$built"/lib_athir.so target/python/module/athir/_athir.abi3.so 2> /dev/null ||
    cp "$built"/lib_athir.dylib target/python/module/athir/_athir.abi3.so
export PYTHONPATH="$PWD/target/python/module"

if [ "${1:-}" = spark ]; then
    command -v java > /dev/null || { echo "no java is here (Debian: apt-get install openjdk-17-jre-headless)" >&2; exit 1; }
    "$env/bin/python" -c 'import pyspark' 2> /dev/null ||
        "$env/bin/pip" install --quiet --disable-pip-version-check 'pyspark==4.*'
    ATHIR="$PWD/$built/athir" "$env/bin/pytest" -q -m spark
    exit
fi

"$env/bin/ruff" check --no-cache
"$env/bin/ruff" format --check --no-cache
"$env/bin/mypy" --cache-dir target/python/mypy
"$env/bin/pytest" -q -m "not spark"

n=0
while read -r version python; do
    "$python" -B "$module/tests/smoke.py"
    n=$((n + 1))
done < <(all)
echo "the module works on $n versions of Python"
[ "$n" -gt 0 ]
