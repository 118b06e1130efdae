"""Times the same reports through the command, Python and Spark on two cores, turn by turn, and writes a table of Markdown.

    ATHIR=target/release/athir target/python/env/bin/python tools/python_spark_overhead.py 5000 > eval/spark.md

The reports are the demo's, again and again under other names, in one Parquet file. Each turn codes all of them with each; the
medians of the turns are compared, so that other work on the machine meets all alike. Spark is warm: its Java machine runs and
its workers have loaded the model, as in any job of more than a minute; the time until then is told beside.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import athir
import pyarrow as pa
import pyarrow.parquet as pq
from athir import spark

os.environ["PYSPARK_PYTHON"] = sys.executable
from pyspark.sql import SparkSession

TURNS = 3
CORES = 2
ROOT = Path(__file__).resolve().parents[1]


def written(folder: Path, n: int) -> Path:
    """The reports as one Parquet file."""
    demo = athir.read(ROOT / "data" / "demo")
    rows = [demo[i % len(demo)] for i in range(n)]
    table = pa.table(
        {
            "id": [f"{i:06d}" for i in range(n)],
            "text": [report.text for report in rows],
            "published": pa.array([report.published for report in rows], pa.date32()),
            "outlet": [report.outlet for report in rows],
        }
    )
    path = folder / "in.parquet"
    pq.write_table(table, path, row_group_size=512)
    return path


def main() -> None:
    """Writes the table."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    folder = Path(tempfile.mkdtemp())
    given = written(folder, n)
    command = os.environ["ATHIR"]

    started = time.perf_counter()
    session = (
        SparkSession.builder.master(f"local[{CORES}]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "256")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")

    def by_command() -> None:
        arguments = [command, "code", "-j", str(CORES), str(given), "-o", str(folder / "command.parquet")]
        subprocess.run(arguments, check=True)

    def by_python() -> None:
        table = athir.code_many(pq.read_table(given), jobs=CORES)
        pq.write_table(table.to_pyarrow(), folder / "python.parquet")

    def by_spark() -> None:
        reports = session.read.parquet(str(given)).repartition(4 * CORES)
        spark.code(reports).write.mode("overwrite").parquet(str(folder / "spark"))

    def timed(work: Callable[[], None]) -> float:
        before = time.perf_counter()
        work()
        return time.perf_counter() - before

    spark.code(session.read.parquet(str(given)).limit(64)).count()
    cold = time.perf_counter() - started
    ways = {"`athir code`": by_command, "`athir.code_many`": by_python, "`athir.spark.code`": by_spark}
    times: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(TURNS):
        for way, work in ways.items():
            times[way].append(timed(work))
    session.stop()
    shutil.rmtree(folder)

    plain = statistics.median(times["`athir.code_many`"])
    print(
        f"{n:,} reports, {CORES} cores, {TURNS} turns, medians; {platform.machine()}, Python {platform.python_version()}.\n"
    )
    print("| way | seconds | reports a second and core | beside Python alone | turns |")
    print("| --- | ---: | ---: | ---: | --- |")
    for way, taken in times.items():
        middle = statistics.median(taken)
        turns = ", ".join(f"{seconds:.1f}" for seconds in taken)
        print(f"| {way} | {middle:.1f} | {n / middle / CORES:.0f} | {middle / plain:.2f} | {turns} |")
    print(f"\nUntil Spark was warm, {cold:.0f} s.")


if __name__ == "__main__":
    main()
