from __future__ import annotations

from datetime import date
from pathlib import Path

import athir
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

MADE = ("codebook", "coder", "model", "licence")
TEXT = "Rebels shelled Killi in Idlib on Thursday, killing two."


def frame() -> pd.DataFrame:
    made: pd.DataFrame = pd.DataFrame(
        {
            "id": ["a", "b", "c"],
            "text": [TEXT, None, "Talks failed."],
            "published": [date(2017, 7, 15), None, None],
            "note": [1.0, 2.0, 3.0],
        }
    )
    return made


@pytest.mark.parametrize(
    "make",
    [
        lambda f: f,
        lambda f: pl.from_pandas(f),
        lambda f: pl.from_pandas(f).with_columns(pl.col("id").cast(pl.Categorical)),
        lambda f: pa.Table.from_pandas(f),
        lambda f: pa.Table.from_pandas(f).to_batches()[0],
        lambda f: pa.RecordBatchReader.from_batches(
            pa.Table.from_pandas(f).schema, pa.Table.from_pandas(f).to_batches()
        ),
    ],
    ids=["pandas", "polars", "categorical", "pyarrow", "batch", "stream"],
)
def test_frames_of_every_library_are_coded_alike(make) -> None:  # type: ignore[no-untyped-def]
    table = athir.code_many(make(frame()))
    assert isinstance(table, athir.Table)
    rows = table.to_pyarrow().select(["report", "kind", "first_day", "error"]).to_pylist()
    assert rows == [
        {"report": "a", "kind": "shelling", "first_day": date(2017, 7, 13), "error": None},
        {"report": "b", "kind": None, "first_day": None, "error": "text: the row has none"},
    ]


def test_a_frame_gives_the_events_that_its_reports_give(reports: list[athir.Report]) -> None:
    some = reports[::9]
    columns = {
        "id": [report.name for report in some],
        "text": [report.text for report in some],
        "published": [report.published for report in some],
        "outlet": [report.outlet for report in some],
        "title": [report.title for report in some],
    }
    by_frame = athir.code_many(pl.DataFrame(columns), jobs=3).to_polars()
    by_records = athir.to_table(athir.code_many(some)).to_polars()
    assert by_frame.drop("error").equals(by_records)


def test_a_table_that_cannot_be_coded_says_which_column_is_missing() -> None:
    with pytest.raises(athir.InputError, match='there is no column "text"; the columns are id, body'):
        athir.code_many(pa.table({"id": ["a"], "body": ["x"]}))
    with pytest.raises(athir.InputError, match='column "text" holds Int64, and not text'):
        athir.code_many(pa.table({"id": ["a"], "text": [1]}))
    assert len(athir.code_many(pa.table({"id": pa.array([], pa.string()), "text": pa.array([], pa.string())}))) == 0


def test_tables_cross_without_a_copy(coded: list[athir.CodedReport]) -> None:
    table = athir.to_table(coded, "claims")

    def address(taken: pa.Table) -> int:
        return int(taken.column("words_start").chunk(0).buffers()[1].address)

    assert address(pa.table(table)) == address(pa.table(table))
    assert address(pl.DataFrame(table).select("words_start").to_arrow()) == address(pa.table(table))


def test_every_library_reads_the_same_rows(coded: list[athir.CodedReport]) -> None:
    table = athir.to_table(coded)
    arrow, pandas, polars = table.to_pyarrow(), table.to_pandas(), table.to_polars()
    assert len(table) == len(arrow) == len(pandas) == len(polars) == sum(len(one.events) for one in coded)
    assert table.columns == arrow.column_names == list(pandas.columns) == polars.columns
    assert polars["killed_low"].sum() == pandas["killed_low"].sum() > 0
    assert polars.schema["first_day"] == pl.Date
    assert polars.schema["initiators"] == pl.List(pl.String)
    pairs = polars.select(same=pl.col("initiators").list.len() == pl.col("initiator_actors").list.len())
    assert pairs["same"].all()


def test_the_columns_are_those_that_are_described(coded: list[athir.CodedReport]) -> None:
    described = athir.tables()
    assert list(described) == ["reports", "events", "claims", "incidents", "ties", "actors"]
    network = athir.Network(coded)
    found = {
        "reports": athir.to_table(coded, "reports", texts=True),
        "events": athir.to_table(coded),
        "claims": athir.to_table(coded, "claims"),
        "incidents": athir.to_table(athir.merge(coded), "incidents"),
        "ties": network.ties(),
        "actors": network.actors(),
    }
    for name, table in found.items():
        assert table.columns == list(described[name]), name
        assert len(table) > 0
        meanings = [field.metadata[b"description"].decode() for field in table.to_pyarrow().schema]
        assert all(text.endswith(meaning) for text, meaning in zip(described[name].values(), meanings, strict=True))
    texts = found["reports"].to_polars()["text"]
    assert texts.to_list() == [one.report.text for one in coded]


def test_every_row_says_who_coded_it_and_on_what_terms(coded: list[athir.CodedReport], tmp_path: Path) -> None:
    first = coded[0].report
    report = athir.Report(first.name, first.text, first.published, "Wire", licence="CC BY 4.0")
    [told] = athir.code_many([report])
    told_of = {
        "events": athir.to_table([told]),
        "claims": athir.to_table([told], "claims"),
        "incidents": athir.to_table(athir.merge([told]), "incidents"),
        "ties": athir.Network(coded).ties(),
    }
    for name, table in told_of.items():
        assert len(table) > 0
        for row in table.to_pyarrow().to_pylist():
            made = {column: row[column] if isinstance(row[column], list) else [row[column]] for column in MADE}
            assert made["coder"] == [f"athir {athir.__version__} {athir.Coder().knowledge[:12]}"], name
            assert made["model"][0].startswith("en_core_web_md "), name
            assert made["licence"] == (["not recorded"] if name == "ties" else ["CC BY 4.0"]), name
            assert row["status"] in ("open", "machine"), name
    path = tmp_path / "made.db"
    with athir.open(path, mode="w") as database:
        database.ingest([report])
        events, incidents = database.table("events"), database.table("incidents")
        for kept, fresh in ((events, told_of["events"]), (incidents, told_of["incidents"])):
            made_of = [[row[column] for column in MADE] for row in kept.to_pyarrow().to_pylist()]
            assert made_of[0] == [fresh.to_pyarrow()[column][0].as_py() for column in MADE]
        assert athir.to_table(database.incidents(), "incidents").to_pyarrow()["licence"][0].as_py() == ["CC BY 4.0"]
