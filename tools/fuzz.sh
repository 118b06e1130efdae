#!/usr/bin/env bash
# Fuzzes everything between text and page: tools/fuzz.sh [MINUTES] [SEED] [OUT]. Findings go to OUT/findings.tsv.
#
# Integer overflow and debug assertions are faults here, except in the neural runtime's inner loops, which
# would be too slow for a useful number of inputs. An input that ends the program, or hangs it, stays in
# OUT/current-SEED.txt, and the next seed goes on.
set -euo pipefail
cd "$(dirname "$0")/.."
minutes=${1:-10} seed=${2:-1} out=${3:-target/fuzz}
checked=(
    --config profile.release.overflow-checks=true
    --config profile.release.debug-assertions=true
    --config profile.release.package.athir-nlp.debug-assertions=false
    --config 'profile.release.package."*".debug-assertions=false'
    --config profile.release.lto=false
)
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-target}/fuzz-build
cargo build --release -p athir --example fuzz "${checked[@]}"
end=$((SECONDS + minutes * 60))
while ((SECONDS < end)); do
    left=$(((end - SECONDS + 59) / 60))
    "$CARGO_TARGET_DIR/release/examples/fuzz" --minutes "$left" --seed "$seed" --out "$out" && break
    echo "ended by the input in $out/current-$seed.txt"
    seed=$((seed + 1))
done
