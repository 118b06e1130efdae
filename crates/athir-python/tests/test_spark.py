"""The same reports through the command, Python and Spark give the same bytes, and the same incidents."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import athir
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import ROOT, ZENKI

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.spark
N_REPORTS = 500
N_DEMO = 68
REPORT = athir.Report("any", "")


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "64")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "3")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's reports, again and again under other names, and one that cannot be coded."""
    demo = athir.read(ROOT / "data" / "demo")
    rows = [demo[n % len(demo)] for n in range(N_REPORTS)]
    table = pa.table(
        {
            "id": [f"{n:04d}-{report.name}" for n, report in enumerate(rows)],
            "text": [None if n == 77 else report.text for n, report in enumerate(rows)],
            "published": pa.array([report.published for report in rows], pa.date32()),
            "outlet": pa.array([report.outlet for report in rows], pa.string()),
            "title": pa.array([report.title for report in rows], pa.string()),
        }
    )
    path = tmp_path_factory.mktemp("spark") / "in.parquet"
    pq.write_table(table, path, row_group_size=100)
    return path


def sorted_bytes(table: pa.Table, schema: pa.Schema) -> bytes:
    """The rows in one order, as the bytes of a Parquet file."""
    rows = table.select(schema.names).cast(schema)
    sink = pa.BufferOutputStream()
    pq.write_table(rows.sort_by([("report", "ascending"), ("event", "ascending")]).combine_chunks(), sink)
    return bytes(sink.getvalue())


def command() -> Path:
    found = os.environ.get("ATHIR") or shutil.which("athir")
    if not found:
        pytest.fail("ATHIR names no command; `make test-spark` builds it")
    return Path(found)


def test_command_python_and_spark_give_the_same_bytes(session: SparkSession, given: Path, tmp_path: Path) -> None:
    from athir import spark

    by_python = athir.code_many(pq.read_table(given)).to_pyarrow()
    schema = by_python.schema.remove_metadata()
    schema = pa.schema([pa.field(field.name, field.type) for field in schema])
    expected = sorted_bytes(by_python, schema)
    assert by_python["error"].drop_null().to_pylist() == ["text: the row has none"]

    out = tmp_path / "spark"
    spark.code(session.read.parquet(str(given)).repartition(5)).write.parquet(str(out))
    by_spark = pq.read_table(out)
    assert by_spark.num_rows == by_python.num_rows > N_REPORTS
    assert sorted_bytes(by_spark, schema) == expected

    shares = [tmp_path / f"{n}.parquet" for n in (1, 2, 3)]
    for n, share in enumerate(shares, start=1):
        done = subprocess.run(
            [command(), "code", "--shard", f"{n}/3", given, "-o", share], capture_output=True, text=True, check=False
        )
        # The row without a text is in the third share, and told.
        assert done.returncode == (1 if n == 3 else 0), done.stderr
    by_command = pa.concat_tables([pq.read_table(share) for share in shares])
    assert sorted_bytes(by_command, schema) == expected


@pytest.fixture(scope="module")
def codings(session: SparkSession, given: Path, tmp_path_factory: pytest.TempPathFactory) -> DataFrame:
    """The codings of the reports, as they are kept in files."""
    from athir import spark

    path = str(tmp_path_factory.mktemp("codings") / "codings")
    spark.code_reports(session.read.parquet(str(given)).repartition(3)).write.parquet(path)
    return session.read.parquet(path)


def test_codings_are_those_of_one_machine(given: Path, codings: DataFrame) -> None:
    rows = {row.id: row for row in codings.select("id", "coding", "error").collect()}
    assert len(rows) == N_REPORTS
    assert {row.error for row in rows.values()} == {None, "text: the row has none"}
    one = athir.code_many([row for row in pq.read_table(given).slice(0, 70).to_pylist() if row["text"]])
    assert [rows[coded.report.name].coding for coded in one] == [coded.json for coded in one]


@pytest.fixture(scope="module")
def collections(codings: DataFrame) -> list[DataFrame]:
    """All reports; those of the demo once each; and one report that ninety outlets print, so that very much hangs together."""
    from pyspark.sql import functions as f

    outlets = codings.sparkSession.range(90).select(f.col("id").cast("string").alias("n"))
    printed = codings.filter(codings.id.endswith(ZENKI)).limit(1).crossJoin(outlets)
    printed = printed.withColumn("id", f.concat("id", "n")).withColumn("outlet", f.concat("outlet", "n")).drop("n")
    return [codings, codings.filter(codings.id < f"{N_DEMO:04d}"), printed]


def on_one_machine(codings: DataFrame) -> list[athir.Incident]:
    """The incidents of the same codings, merged by Python alone."""
    made_by = athir.code("Nothing happened.").made_by
    coded = [
        athir.CodedReport.of(
            athir.Report(row.id, row.text, row.published, row.outlet, None, row.title), row.coding, made_by=made_by
        )
        for row in codings.collect()
        if row.coding
    ]
    return athir.merge(coded)


@pytest.mark.parametrize("collect", [5_000_000, 0], ids=["driver", "joins"])
def test_incidents_are_those_of_one_machine(collections: list[DataFrame], collect: int) -> None:
    from athir import spark

    # By joins the two smaller ones: it takes many small jobs.
    for given in collections[0 if collect else 1 :]:
        by_python = on_one_machine(given)
        by_spark = spark.merge(given, collect=collect)
        records = [row.record for row in by_spark.select("record").collect()]
        assert sorted(records) == sorted(incident.json for incident in by_python)
        assert any(len(incident.events) > 1 for incident in by_python)
    # However many outlets print it, one report tells of its incidents once, on Spark as on one machine.
    [printed] = given.limit(1).collect()
    assert len(by_python) == len(athir.CodedReport.of(REPORT, printed.coding).events)
    table = athir.to_table(by_python, "incidents").to_pyarrow().sort_by("incident")
    assert by_spark.drop("record").toArrow().sort_by("incident").to_pylist() == table.to_pylist()


def test_parts_come_apart_by_joins_as_on_the_driver(session: SparkSession) -> None:
    from athir._spark_parts import joined_parts

    # A chain of nine, a ring of four, and two chains of three that only a weaker pair holds together.
    strong = [(n, n + 1) for n in range(1, 9)] + [(20, 21), (21, 22), (22, 23), (20, 23)]
    strong += [(30, 31), (31, 32), (40, 41), (41, 42)]
    rows = [(bytes([a]), bytes([b]), 0.9) for a, b in strong] + [(bytes([32]), bytes([40]), 0.6)]
    pairs = session.createDataFrame(rows, "a binary, b binary, likely double")
    found = joined_parts(pairs, [0.5, 0.8], 5).collect()
    parts = {row.member[0]: row.part[0] for row in found}
    assert len(parts) == len(found) == 19
    assert parts == {
        **dict.fromkeys(range(1, 10), 1),
        **dict.fromkeys(range(20, 24), 20),
        **dict.fromkeys(range(30, 33), 30),
        **dict.fromkeys(range(40, 43), 40),
    }


def test_what_cannot_be_merged_is_told(session: SparkSession, codings: DataFrame) -> None:
    from athir import spark

    with pytest.raises(
        athir.InputError, match="merging needs the column coding, as code_reports gives it; there are id, text"
    ):
        spark.merge(codings.select("id", "text"))
    with pytest.raises(athir.InputError, match="there are several reports of this name"):
        spark.merge(codings.limit(3).union(codings.limit(3)))


def test_settings_reach_the_workers_and_other_columns_stay(session: SparkSession) -> None:
    from athir import spark

    rows = [("a", "Rebels shelled Killi in Idlib on Thursday, killing two.", "2017-07-15", 7)]
    frame = session.createDataFrame(rows, ["id", "text", "published", "extra"])
    assert [row.kind for row in spark.code(frame).collect()] == ["shelling"]
    assert spark.code(frame, min_confidence=0.99).count() == 0
    assert "extra" not in spark.code(frame).columns


def test_a_frame_without_texts_is_refused_before_it_travels(session: SparkSession) -> None:
    from athir import spark

    with pytest.raises(athir.InputError, match="the columns id and text; there are id, body"):
        spark.code(session.createDataFrame([("a", "x")], ["id", "body"]))
