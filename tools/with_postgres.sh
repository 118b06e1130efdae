#!/usr/bin/env bash
# Runs a command beside a PostgreSQL server of its own, which ATHIR_TEST_POSTGRES names to it. The server listens on the
# loopback address alone, keeps its files in a temporary folder, and goes with the command.
#
#   tools/with_postgres.sh cargo test -p athir-store
set -euo pipefail

[ $# -gt 0 ] || { echo "usage: $0 COMMAND..." >&2; exit 2; }

# Debian keeps the programs of each version in a folder of its own.
bin=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -n 1 || true)
[ -x "$bin/initdb" ] || bin=$(dirname "$(command -v initdb || echo /nowhere/initdb)")
[ -x "$bin/initdb" ] || { echo "PostgreSQL is not here: install it (Debian: apt-get install postgresql)" >&2; exit 1; }

folder=$(mktemp -d)
as_owner=()
if [ "$(id -u)" = 0 ]; then
    # The server refuses to run as root.
    owner=postgres
    id "$owner" > /dev/null 2>&1 || owner=nobody
    chown "$owner" "$folder"
    as_owner=(setpriv --reuid "$owner" --regid "$(id -g "$owner")" --clear-groups)
fi
finish() {
    "${as_owner[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop > /dev/null 2>&1 || true
    rm -rf "$folder"
}
trap finish EXIT

cd "$folder" # the owner may not read where we came from
"${as_owner[@]}" "$bin/initdb" -D "$folder/data" -U athir -A trust -E UTF8 --locale C.UTF-8 --no-sync > "$folder.log" 2>&1 \
    || { cat "$folder.log" >&2; rm -f "$folder.log"; exit 1; }
rm -f "$folder.log"
for _ in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 40000))
    options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories= -c fsync=off -c max_connections=100"
    if "${as_owner[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -o "$options" start > /dev/null 2>&1; then
        started=yes
        break
    fi
done
[ "${started:-}" = yes ] || { cat "$folder/log" >&2; exit 1; }
cd "$OLDPWD"

ATHIR_TEST_POSTGRES="postgres://athir@127.0.0.1:$port/postgres" "$@"
