"""The same reports through the command, Python and Spark give the same bytes."""

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
from conftest import ROOT

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark
N_REPORTS = 500


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
