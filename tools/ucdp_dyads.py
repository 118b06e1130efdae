#!/usr/bin/env python3
"""Makes data/crosswalk/shapes/dyads.tsv: which two actors of the UCDP actor list are a dyad, and in which conflict.

    tools/ucdp_dyads.py ucdp-actor-221.csv ucdp_organizedviolencecy_v25_1.csv > data/crosswalk/shapes/dyads.tsv

The actor list names the dyads of each actor. A dyad with two actors is theirs; of one with more, which has allies in it,
the two are those whose names the country-year data give it. A conflict is known where the two share one alone. Pairs with
several dyads are left out.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

GOVERNMENT = "4"
NUMBER_OF_CIVILIANS = "1"


def numbers(cell: str) -> list[str]:
    """The numbers of a list with commas; 0 stands for none."""
    return [part.strip() for part in cell.split(",") if part.strip() not in ("", "0")]


def names_of_dyads(country_years: Path) -> dict[tuple[int, str], set[str]]:
    """The names that each dyad may have: those that stand beside its number in every country and year."""
    found: dict[tuple[int, str], set[str]] = {}
    with country_years.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for kind, prefix in ((1, "sb"), (2, "ns")):
                if row[f"{prefix}_dyad_ids_cy"] in ("", "NO_DYAD"):
                    continue
                names = {name.strip() for name in row[f"{prefix}_dyad_names_cy"].split("; ")}
                for dyad in row[f"{prefix}_dyad_ids_cy"].split(";"):
                    key = (kind, dyad.strip())
                    found[key] = found[key] & names if key in found else set(names)
    return found


def dyads(actors: Path, country_years: Path) -> Iterator[tuple[int, str, str, str, str]]:
    """Type of violence, dyad, its two sides and the conflict, where it is known."""
    with actors.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = {row["ActorId"]: row for row in csv.DictReader(file)}
    members: dict[tuple[int, str], set[str]] = defaultdict(set)
    conflicts = {actor: set(numbers(row["ConflictId"])) for actor, row in rows.items()}
    for actor, row in rows.items():
        for kind, column in ((1, "DyadId"), (2, "NSID")):
            for dyad in numbers(row[column]):
                members[kind, dyad].add(actor)
        # For many actors the list has their own number in place of the dyad's.
        for dyad in set(numbers(row["OSID"])) - {actor}:
            yield 3, dyad, actor, NUMBER_OF_CIVILIANS, ""
    names = names_of_dyads(country_years)
    for (kind, dyad), sides in members.items():
        named = [
            (a, b)
            for a in sides
            for b in sides
            if a != b
            and f"{rows[a]['NameData'].strip()} - {rows[b]['NameData'].strip()}" in names.get((kind, dyad), ())
        ]
        if len(named) == 1:
            a, b = named[0]
        elif len(sides) == 2 and not named:
            a, b = sorted(sides, key=lambda actor: (rows[actor]["Org"] != GOVERNMENT, int(actor)))
        else:
            continue
        shared = conflicts[a] & conflicts[b] if kind == 1 else set()
        yield kind, dyad, a, b, shared.pop() if len(shared) == 1 else ""


def main() -> None:
    """Writes the table."""
    found = sorted(dyads(Path(sys.argv[1]), Path(sys.argv[2])), key=lambda row: (row[0], int(row[1])))
    pairs: dict[tuple[int, frozenset[str]], int] = defaultdict(int)
    for kind, _, a, b, _ in found:
        pairs[kind, frozenset((a, b))] += 1
    print("# Made by tools/ucdp_dyads.py from UCDP Actor Dataset 22.1 and Organized Violence country-year data 25.1, CC BY 4.0.")
    print("type\tdyad\tside_a\tside_b\tconflict")
    for row in found:
        if pairs[row[0], frozenset(row[2:4])] == 1:
            print(*row, sep="\t")


if __name__ == "__main__":
    main()
