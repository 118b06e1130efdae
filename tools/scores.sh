#!/usr/bin/env bash
# Prints the tables of eval/SCORES.md: every board of `athir eval` on the files of a folder laid out as
# `gold/` (reports with their readings) and `bench/` (benchmarks, one JSON record a line).
# usage: tools/scores.sh ATHIR DIR
set -euo pipefail

athir=$1
gold=$2/gold
bench=$2/bench

board() { # heading, what is scored, then the arguments of `athir eval`
    printf '\n## %s\n\n%s\n\n' "$1" "$2"
    shift 2
    "$athir" eval "$@" --markdown
}

board "gold" "Reports read by the codebook, field by field (\`athir eval gold\`)." gold "$gold"
board "muc4" "MUC-4 templates; DEV is the building part, TST1 and TST2 are the checking part." \
    muc4 "$bench/muc4_gtt5slot.jsonl"
board "case" "Snippets with one of 30 labels in the manner of ACLED (CASE 2021, task 2)." case "$bench/case2021_task2.jsonl"
board "plv" "The relation of a given pair in a sentence, as one of PLOVER's types and as a quad class." \
    plv "$bench/plover_plv.jsonl"
board "plover-gsr" "The gold standard records of PLOVER." plover-gsr "$bench/plover_gsr.jsonl"
board "petr" "The test records of PETRARCH and UniversalPetrarch." petr "$bench/eventcoder_records.jsonl"
board "timex" "Expressions of time with their values (TimeBank, AQUAINT; WikiWars apart)." timex "$bench/timex.jsonl"
board "tolls" "Killed and injured in one-paragraph descriptions of attacks." tolls "$bench/wiki_terror_lists.jsonl"
board "tolls of news" "Killed and injured of the incident that a local news report is about." \
    tolls "$bench/incidents_gva_docs.jsonl"
board "police" "What the police do, sentence by sentence." police "$bench/india_police.jsonl"
board "toponyms" "Place names and where they lie." toponyms "$bench/toponyms.jsonl"
board "militants" "Dated ties between two given groups, from the sentences that tell of them." \
    militants "$bench/mapping_militants.jsonl"
board "re3d" "Which names of organisations are one, and who fights, helps or belongs to whom." re3d "$bench/re3d.jsonl"
board "incidents" "Which local news reports are on one shooting, with its numbers; below, the same day and town as a baseline." \
    incidents "$bench/incidents_gva_docs.jsonl" --incidents "$bench/incidents_gva.jsonl"
board "links" "Which events of rival reports are one happening, as coded and with the events given." links "$gold"
