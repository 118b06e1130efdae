#!/usr/bin/env python3
"""Gathers 500 spelling variants of places and groups, to measure look-ups of names that are not held.

usage: spellings.py REFERENCE ACTORS COVERAGE OUT HELD_OUT

REFERENCE  the folder of reference tables, with geo/gazetteer_core, ged and actors
ACTORS     the folder data/actors
COVERAGE   data/gazetteer/coverage.tsv
OUT        eval/spellings/spellings.jsonl: kind, variant, target, name, source
HELD_OUT   eval/spellings/held_out.tsv: the variants that a gazetteer built with it leaves out

A variant of a place is a romanisation that Who's On First has beside its usual name, in the countries of which every
settlement is taken; or the spelling of an exactly placed event of the Uppsala Conflict Data Program whose place
stands within 5 km under another one. A variant of a group is a name of it in the lists of PETRARCH-2 (MIT), of the
Uppsala Conflict Data Program (CC BY 4.0) or of the Office of Foreign Assets Control (public domain) that the registry
lacks.

Taken is what is another spelling and no other name: each word agrees with its like to three fifths of the letters,
and more than the article differs. Which of them become the 500 is decided by the SHA-256 of the variant, at most
fourteen places a country; whether they are found plays no part.
"""

import collections
import csv
import difflib
import gzip
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tomllib
import unicodedata

LANGUAGES = {"eng", "fra", "ara", "kur", "ckb", "tur", "fas", "ukr", "rus", "urd", "pus", "som", "amh"}
N_ALL, EACH_COUNTRY = 500, 14
ARTICLE = re.compile(r"\b(al|el|ul|an|ar|as|ash|at|az|ad|adh|ed|en|er|es|esh|et|ez) ")


def folded(name):
    plain = unicodedata.normalize("NFD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return re.sub(r"[^\w]+", " ", re.sub(r"['`’‘ʻʼʾʿ.]", "", plain)).strip()


def is_latin(name):
    return folded(name).replace(" ", "").isascii() and any(c.isalpha() for c in name)


def alike(a, b):
    """Whether two folded names are spellings of one: as many words, and each pair agrees to three fifths."""
    if len(a.split()) != len(b.split()):
        return False
    return all(difflib.SequenceMatcher(None, x, y).ratio() >= 0.6 for x, y in zip(a.split(), b.split()))


def turn(variant):
    return hashlib.sha256(variant.encode()).hexdigest()


def unpacked(path):
    return subprocess.run(["zstd", "-dc", str(path)], capture_output=True, check=True).stdout.decode()


def core(reference):
    for path in sorted((reference / "geo" / "gazetteer_core").glob("*.tsv.zst")):
        for line in unpacked(path).splitlines()[1:]:
            yield path.name[:2], line.split("\t")


def code(fields):
    return f"gn:{fields[1]}" if fields[1] else f"wof:{fields[0]}"


def bare(key):
    return ARTICLE.sub("", key)


def romanisations(rows, coverage):
    for country, fields in rows:
        if fields[2] != "P" or country not in coverage or not is_latin(fields[3]):
            continue
        names = [fields[3]]
        for entry in fields[9].split("|"):
            language, _, name = entry.partition(":")
            if language in LANGUAGES and name and is_latin(name) and not re.search(r"[(),;/?0-9]", name):
                names.append(name)
        keys = [bare(folded(name)) for name in names]
        for name, key in zip(names[1:], keys[1:]):
            if len(key) >= 4 and keys.count(key) == 1 and name[0].isupper() and alike(keys[0], key):
                yield name, code(fields), fields[3], country, "Who's On First"


def places_of_events(rows, reference):
    grid = collections.defaultdict(list)
    for country, fields in rows:
        if fields[2] == "P":
            at = float(fields[4]), float(fields[5])
            grid[round(at[0], 1), round(at[1], 1)].append((at, country, fields))
    events = {}
    for path in sorted((reference / "ged").glob("*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if float(row["where_prec"]) == 1.0:
                    name = re.sub(r"\s+(village|town|city)$", "", row["where_coordinates"].strip())
                    events[name] = float(row["latitude"]), float(row["longitude"])
    for name, (lat, lon) in sorted(events.items()):
        key = folded(name)
        if not is_latin(name) or len(key) < 4 or len(key.split()) > 3:
            continue
        near = [
            place
            for i in (-0.1, 0, 0.1)
            for j in (-0.1, 0, 0.1)
            for place in grid.get((round(lat + i, 1), round(lon + j, 1)), [])
            if abs(place[0][0] - lat) < 0.045 and abs(place[0][1] - lon) < 0.045
        ]
        fits = [place for place in near if alike(bare(folded(place[2][3])), bare(key))]
        names = {bare(folded(entry.partition(":")[2] or entry)) for place in near for entry in place[2][9].split("|")}
        names |= {bare(folded(place[2][3])) for place in near}
        if len(fits) == 1 and bare(key) not in names:
            _, country, fields = fits[0]
            yield name, code(fields), fields[3], country, "UCDP GED"


def registry_names(actors):
    names = collections.defaultdict(set)
    for path in sorted(actors.rglob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("actor", []):
            for name in [entry.get("name"), *entry.get("names", [])]:
                name = name.get("text") if isinstance(name, dict) else name
                if name:
                    names[entry["code"]].add(name)
    return names


def listed_groups(reference):
    folder = reference / "actors"
    for file, source in [
        ("petrarch2_nonstate.jsonl", "PETRARCH-2"),
        ("ucdp_actors.jsonl", "UCDP"),
        ("ofac_fto_2023-11.jsonl", "OFAC"),
    ]:
        for line in (folder / file).read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            names = [entry["name"], *entry.get("aliases", [])]
            names += re.findall(r"a\.k\.a\. '([^']+(?:'[^'; .]+)?)'", entry.get("remarks", ""))
            yield source, [re.sub(r"\s*\(.*?\)", "", name).strip() for name in names]


def groups(reference, actors):
    held = registry_names(actors)
    bearers = collections.defaultdict(set)
    for actor, names in held.items():
        for name in names:
            bearers[folded(name)].add(actor)
    for source, names in listed_groups(reference):
        targets = {actor for name in names for actor in bearers.get(folded(name), ())}
        if len(targets) != 1:
            continue
        (actor,) = targets
        for name in names:
            key = folded(name)
            if len(key) < 6 or key in bearers or not is_latin(name):
                continue
            fits = [h for h in sorted(held[actor]) if alike(folded(h), key)]
            if fits:
                yield name, actor, fits[0], "", source


def choose(variants, n):
    each, chosen, seen = collections.Counter(), [], set()
    for row in sorted(set(variants), key=lambda row: turn(row[0] + row[1])):
        variant, _, _, country, _ = row
        if len(chosen) == n or (country and each[country] == EACH_COUNTRY) or folded(variant) in seen:
            continue
        chosen.append(row)
        seen.add(folded(variant))
        each[country] += 1
    return chosen


def main():
    reference, actors, coverage, out, held_out = map(pathlib.Path, sys.argv[1:])
    rows = list(core(reference))
    found = choose(groups(reference, actors), 100)
    events = choose(places_of_events(rows, reference), 100)
    rest = N_ALL - len(found) - len(events)
    romanised = choose(romanisations(rows, set(coverage.read_text().split()[1:])), rest)
    lines = []
    for kind, chosen in (("place", romanised), ("place", events), ("group", found)):
        for variant, target, name, _, source in chosen:
            row = {"kind": kind, "variant": variant, "target": target, "name": name, "source": source}
            lines.append(json.dumps(row, ensure_ascii=False))
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    held = sorted(f"{target}\t{variant}" for variant, target, *_ in romanised)
    held_out.write_text("place\tspelling\n" + "\n".join(held) + "\n", encoding="utf-8")
    print(len(romanised), "romanised,", len(events), "of events,", len(found), "groups")


if __name__ == "__main__":
    main()
