#!/usr/bin/env bash
# Prints eval/incidents.md: how well events become incidents, and how long it takes.
# DIR is laid out as for tools/scores.sh; SCALE is the example `scale` of crate athir-incident.
# usage: tools/incidents.sh ATHIR SCALE DIR
set -euo pipefail

athir=$1
scale=$2
dir=$3

cat <<'PAGE'
# Incidents

Written by `tools/incidents.sh`; the rules stand in [docs/incidents.md](../docs/incidents.md). Weights are fitted on the
building parts by the example `fit_incidents` of crate `athir`; errors were read in the building parts alone.

## Same incident

Local news on shootings in the United States against the incidents of the Gun Violence Archive (`athir eval incidents`).
Settings: each report stands for its main happening, the weights of `data/incident/happenings.toml`, threshold one half,
nothing known of the number of incidents. Each part is merged by itself, and all reports together. The last rows are the
baseline: reports that give the same day and the same town are one incident.

PAGE
"$athir" eval incidents "$dir/bench/incidents_gva_docs.jsonl" --incidents "$dir/bench/incidents_gva.jsonl" --markdown
cat <<'PAGE'

## Rival accounts

Reports on the war in Syria by outlets of hostile camps whose events name their incident (`athir eval links`). Settings:
every event, the weights of `data/incident/events.toml`, threshold one half. `link` is scored on the coder's events, `given`
on the events of the readers.

PAGE
"$athir" eval links "$dir/gold" --markdown
cat <<'PAGE'

## Size

Made-up events, merged on two threads (`scale` of crate `athir-incident`): reports of four events each, a happening told of
by one to five reports. Seconds count making the events up, reading their traits and merging them.

PAGE
"$scale" 10000 100000 1000000
