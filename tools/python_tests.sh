#!/usr/bin/env bash
# Builds the wheel and tests it: `tools/python_tests.sh` types, style, behaviour, notebooks and every Python that is here;
# `tools/python_tests.sh spark` the same reports on Spark. Installs what it needs under target/python.
# PROFILE=release builds the wheel as `pip install .` does; the default shares what `make test` has built.
set -euo pipefail
cd "$(dirname "$0")/.."

profile=${PROFILE:-dev}
env=target/python/env
module=crates/athir-python

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

# Every CPython that the wheel is for, one of each version.
all() {
    local python
    for python in python3.1{0,1,2,3,4} "$HOME"/.pyenv/versions/3.1[0-4]*/bin/python3; do
        "$python" -c 'import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2], sys.executable)' 2> /dev/null || true
    done | sort -u -t ' ' -k 1,1
}

if [ ! -e "$env/made" ] || [ "$module/requirements.txt" -nt "$env/made" ]; then
    rm -rf "$env"
    mkdir -p target/python
    "$(newest)" -m venv "$env"
    "$env/bin/pip" install --quiet --disable-pip-version-check -r "$module/requirements.txt"
    touch "$env/made"
fi
pip=("$env/bin/pip" --quiet --disable-pip-version-check)

rm -rf target/python/wheels
PATH="$PWD/$env/bin:$PATH" "$env/bin/maturin" build --quiet --profile "$profile" --locked --out target/python/wheels
wheel=$(ls target/python/wheels/*.whl)
"${pip[@]}" install --force-reinstall --no-deps "$wheel"

if [ "${1:-}" = spark ]; then
    command -v java > /dev/null || { echo "no java is here (Debian: apt-get install openjdk-17-jre-headless)" >&2; exit 1; }
    "${pip[@]}" install 'pyspark==4.*'
    cargo build --quiet --locked --profile "$profile" -p athir-cli
    built=${CARGO_TARGET_DIR:-target}/$([ "$profile" = dev ] && echo debug || echo "$profile")
    ATHIR="$PWD/$built/athir" "$env/bin/pytest" -q -m spark
    exit
fi

"$env/bin/ruff" check
"$env/bin/ruff" format --check
"$env/bin/mypy"
"$env/bin/pytest" -q -m "not spark"

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
