"""Exports of the demo reports, opened by the programs that they are for."""

from __future__ import annotations

import csv
import json
import os
import subprocess
from pathlib import Path

import duckdb
import geopandas
import networkx
import pandas
import polars
import pyarrow.parquet
import pytest

ROOT = Path(__file__).resolve().parents[4]
ATHIR = os.environ.get("ATHIR", str(ROOT / "target/debug/athir"))
TABLES = ("reports", "events", "claims", "incidents", "ties", "actors")


def athir(*args: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs the command, which has to do well."""
    done = subprocess.run([ATHIR, *map(str, args)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database of the demo reports."""
    folder = tmp_path_factory.mktemp("open")
    athir("ingest", ROOT / "data/demo", "--db", folder / "demo.db")
    return folder


@pytest.fixture(scope="session")
def database(folder: Path) -> Path:
    """The database."""
    return folder / "demo.db"


def export(profile: str, database: Path, to: Path, *settings: str) -> Path:
    """Writes an export and gives where it is."""
    athir("export", profile, "--db", database, "-o", to, *(f"--set={setting}" for setting in settings))
    return to


@pytest.fixture(scope="session")
def tables(folder: Path, database: Path) -> Path:
    """The tables as CSV."""
    return export("csv", database, folder / "csv")


@pytest.fixture(scope="session")
def parquet(folder: Path, database: Path) -> Path:
    """The tables as Parquet."""
    return export("parquet", database, folder / "parquet")


@pytest.mark.parametrize("table", TABLES)
def test_csv_and_parquet_hold_the_same_rows(tables: Path, parquet: Path, table: str) -> None:
    text = pandas.read_csv(tables / f"{table}.csv", dtype=str, keep_default_na=False)
    typed = pyarrow.parquet.read_table(parquet / f"{table}.parquet")
    extra = ["note", "state"] if table == "events" else []
    assert list(text.columns) == typed.column_names + extra
    assert len(text) == typed.num_rows > 0
    first = typed.column_names[0]
    assert list(text[first]) == typed[first].to_pylist()
    again = polars.read_parquet(parquet / f"{table}.parquet")
    assert again.shape == (typed.num_rows, typed.num_columns)
    assert polars.read_csv(tables / f"{table}.csv", infer_schema=False).height == typed.num_rows


def test_tables_join_and_keep_their_types(tables: Path, parquet: Path) -> None:
    query = f"""
        SELECT count(*) FROM '{parquet}/events.parquet' e
        JOIN '{parquet}/reports.parquet' r USING (report)
        JOIN '{parquet}/incidents.parquet' i USING (incident)
        WHERE e.first_day IS NULL OR e.first_day <= e.last_day
    """
    joined = duckdb.sql(query).fetchall()
    events = pandas.read_parquet(parquet / "events.parquet")
    assert joined == [(len(events),)]
    wrong = duckdb.sql(f"SELECT incident FROM '{tables}/incidents.csv' WHERE killed_low > killed_high")
    assert wrong.fetchall() == []
    ends = pandas.read_parquet(parquet / "ties.parquet")
    actors = set(pandas.read_parquet(parquet / "actors.parquet")["actor"])
    assert set(ends["a"]) | set(ends["b"].dropna()) <= actors


def test_no_cell_of_a_spreadsheet_is_a_formula(tables: Path) -> None:
    for table in TABLES:
        with (tables / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    is_number = cell.lstrip("+-").replace(".", "", 1).isdigit()
                    assert len(cell) < 2 or cell[0] not in "=+-@\t\r" or is_number, cell


def test_the_package_describes_every_column(tables: Path) -> None:
    package = json.loads((tables / "datapackage.json").read_text())
    for resource in package["resources"]:
        frame = pandas.read_csv(tables / resource["path"], dtype=str)
        assert [field["name"] for field in resource["schema"]["fields"]] == list(frame.columns)
        assert resource["rows"] == len(frame)


def test_an_edited_table_comes_back(folder: Path, database: Path, tables: Path) -> None:
    frame = pandas.read_csv(tables / "events.csv", dtype=str, keep_default_na=False)
    untouched = folder / "untouched.csv"
    frame.to_csv(untouched, index=False)
    assert f"{len(frame)} rows: 0 to change" in athir("import", "corrections", untouched, "--db", database).stdout
    # What pandas makes of the types: 8 becomes 8.0, and empty cells stay empty.
    loose = pandas.read_csv(tables / "events.csv", keep_default_na=False, na_values=[""])
    loose.to_csv(untouched, index=False)
    assert "rows: 0 to change" in athir("import", "corrections", untouched, "--db", database).stdout
    row = frame.index[frame["killed_low"] == "8"][0]
    frame.loc[row, ["killed_low", "killed_high", "status"]] = ["9", "", "accepted"]
    edited = folder / "edited.csv"
    frame.to_csv(edited, index=False, sep=";")
    seen = athir("import", "corrections", edited, "--db", database)
    assert "rows: 1 to change" in seen.stdout and "8 → 9+" in seen.stdout
    athir("import", "corrections", edited, "--db", database, "--apply", "--by", "ann")
    again = export("csv", database, folder / "again")
    after = pandas.read_csv(again / "events.csv", dtype=str, keep_default_na=False).set_index("event")
    changed = after.loc[frame.loc[row, "event"]]
    assert (changed["killed_low"], changed["killed_high"], changed["status"]) == ("9", "", "accepted")
    assert athir("verify", "--db", database).returncode == 0
    # The same file again: the row has been taken over, and the others say nothing.
    assert "rows: 0 to change" in athir("import", "corrections", edited, "--db", database).stdout


def test_maps_open_and_show_no_area_as_a_point(folder: Path, database: Path, parquet: Path) -> None:
    rough = ("district", "province", "country", "unknown")
    features = geopandas.read_file(export("geojson", database, folder / "incidents.geojson"))
    table = geopandas.read_parquet(export("geoparquet", database, folder / "incidents.parquet"))
    assert features.crs == table.crs == "OGC:CRS84" or features.crs.to_epsg() == 4326
    assert len(features) == len(table) == len(pandas.read_parquet(parquet / "incidents.parquet"))
    for frame in (features, table):
        shown = frame[~frame.geometry.isna() & ~frame.geometry.is_empty]
        assert len(shown) > 100 and shown.geometry.is_valid.all()
        assert not shown["place_precision"].isin(rough).any()
        assert shown.geometry.bounds["miny"].between(-60, 70).all()
    for name in ("events", "sources", "associations"):
        loaded = json.loads((export("timemap", database, folder / "timemap") / f"{name}.json").read_text())
        assert len(loaded) > 0


def test_networks_open_with_their_times(folder: Path, database: Path, parquet: Path) -> None:
    ties = pandas.read_parquet(parquet / "ties.parquet")
    drawn = int(ties["b"].notna().sum())
    graphml = networkx.read_graphml(export("graphml", database, folder / "network.graphml"))
    gexf = networkx.read_gexf(export("gexf", database, folder / "network.gexf"))
    assert graphml.number_of_edges() == gexf.number_of_edges() == drawn
    assert set(graphml) == set(gexf) == set(pandas.read_parquet(parquet / "actors.parquet")["actor"])
    for *_, tie in gexf.edges(data=True):
        assert tie.get("start", "") <= tie.get("end", "9999"), tie
    edges = pandas.read_csv(export("edges", database, folder / "edges.csv"))
    built = networkx.from_pandas_edgelist(edges, edge_attr=True, create_using=networkx.MultiDiGraph)
    assert built.number_of_edges() == drawn
    contacts = pandas.read_csv(export("contacts", database, folder / "contacts.csv"))
    assert set(contacts["directed"]) <= {True, False} and contacts["source"].notna().all()


def test_months_lose_no_death(folder: Path, database: Path, parquet: Path) -> None:
    whole = pandas.read_csv(export("country-month", database, folder / "whole.csv"), keep_default_na=False)
    even = pandas.read_csv(export("country-month", database, folder / "even.csv", "months=even"), keep_default_na=False)
    assert ((whole["year"] - 1980) * 12 + whole["month"] == whole["month_id"]).all()
    assert (whole["killed_low"] <= whole["killed_best"]).all() and (whole["killed_best"] <= whole["killed_high"]).all()
    assert even["killed_best"].sum() >= whole["killed_best"].sum()
    cells = pandas.read_csv(export("priogrid-month", database, folder / "cells.csv"))
    assert cells["gid"].between(1, 259_200).all()
    gid = ((cells["lat"] + 90) / 0.5).astype(int) * 720 + ((cells["lon"] + 180) / 0.5).astype(int) + 1
    assert (gid == cells["gid"]).all()


def test_entities_are_valid_in_their_model(folder: Path, database: Path) -> None:
    from followthemoney import model

    path = export("ftm", database, folder / "entities.ftm.json")
    entities = [json.loads(line) for line in path.read_text().splitlines()]
    ids = {entity["id"] for entity in entities}
    assert len(ids) == len(entities)
    for entity in entities:
        model.get(entity["schema"]).validate(entity)
        proxy = model.get_proxy(entity, cleaned=False)
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity":
                assert value in ids, (entity, prop.name)
            else:
                assert prop.type.clean(value) is not None, (prop.name, value)


def test_hashtags_are_read(folder: Path, database: Path) -> None:
    import hxl

    path = export("hxl", database, folder / "incidents-hxl.csv")
    with hxl.data(str(path), hxl.InputOptions(allow_local=True)) as source:
        assert "#affected+killed" in source.display_tags
        assert sum(1 for _ in source) > 100
    rows = pandas.read_csv(export("atlos", database, folder / "atlos.csv"))
    assert {"status", "description", "sensitive"} <= set(rows.columns)
    assert rows["description"].str.len().between(8, 240).all()


def test_annotations_point_to_their_words(folder: Path, database: Path) -> None:
    brat = export("brat", database, folder / "brat")
    n = 0
    for ann in sorted(brat.glob("*.ann")):
        text = ann.with_suffix(".txt").read_text(encoding="utf-8")
        for line in ann.read_text(encoding="utf-8").splitlines():
            if line.startswith("T"):
                _, place, words = line.split("\t")
                spans = [tuple(map(int, span.split())) for span in place.split(" ", 1)[1].split(";")]
                assert " ".join(text[start:end] for start, end in spans) == words
                n += 1
    assert n > 1000
    for tsv in sorted(export("webanno", database, folder / "webanno").glob("*.tsv")):
        units = (brat / f"{tsv.stem}.txt").read_text(encoding="utf-8").encode("utf-16-le")
        for line in tsv.read_text(encoding="utf-8").splitlines():
            if line[:1].isdigit():
                _, place, words, *_ = line.split("\t")
                start, end = (2 * int(offset) for offset in place.split("-"))
                assert units[start:end].decode("utf-16-le") == words
