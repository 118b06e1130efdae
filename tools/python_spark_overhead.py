"""Times the same reports through the command, Python and Spark on two cores, turn by turn, and writes tables of Markdown.

    ATHIR=target/release/athir target/python/env/bin/python tools/python_spark_overhead.py 5000 [REPORTS.parquet] > eval/spark.md

The reports that are coded are the demo's, again and again under other names, in one Parquet file. Each turn codes all of them with
each, and the medians of the turns are compared by the processor's seconds of all processes, which other work on the machine
changes least. Spark is warm: its Java machine runs and its workers have loaded the model, as in any job of more than a minute;
the time until then is told beside. Without ATHIR the command is left out. With a file of reports (id, text, published, outlet)
these are merged by Python and by Spark.
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


def processor_seconds() -> float:
    """The processor's seconds of this process, and of all that it has started, so far."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(stat.parent.name)
        parents[pid] = int(fields[1])
        # Its own, and those of its children that have ended.
        ticks[pid] = sum(int(field) for field in fields[11:15])
    mine = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in mine} - mine:
        mine |= more
    return sum(ticks[pid] for pid in mine) / os.sysconf("SC_CLK_TCK")


def timed(work: Callable[[], None]) -> tuple[float, float]:
    """How long it takes by the clock and by the processor."""
    clock, processor = time.perf_counter(), processor_seconds()
    work()
    return time.perf_counter() - clock, processor_seconds() - processor


def main() -> None:
    """Writes the table."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    folder = Path(tempfile.mkdtemp())
    given = written(folder, n)
    command = os.environ.get("ATHIR")

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
        arguments = [str(command), "code", "-j", str(CORES), str(given), "-o", str(folder / "command.parquet")]
        subprocess.run(arguments, check=True)

    def by_python() -> None:
        table = athir.code_many(pq.read_table(given), jobs=CORES)
        pq.write_table(table.to_pyarrow(), folder / "python.parquet")

    def by_spark() -> None:
        reports = session.read.parquet(str(given)).repartition(4 * CORES)
        spark.code(reports).write.mode("overwrite").parquet(str(folder / "spark"))

    spark.code(session.read.parquet(str(given)).limit(64)).count()
    cold = time.perf_counter() - started
    ways = {"`athir.code_many`": by_python, "`athir.spark.code`": by_spark}
    if command:
        ways["`athir code`"] = by_command
    times: dict[str, list[float]] = {way: [] for way in ways}
    works: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(TURNS):
        for way, work in ways.items():
            seconds, worked = timed(work)
            times[way].append(seconds)
            works[way].append(worked)
    plain = statistics.median(works["`athir.code_many`"])
    print("# Spark beside one machine\n\nWritten by `tools/python_spark_overhead.py`, which says how it is measured.\n")
    print(
        f"{n:,} reports, {CORES} cores, {TURNS} turns, medians; {platform.machine()}, Python {platform.python_version()}.\n"
    )
    print(
        "| way | seconds | of processor | beside Python alone | reports a second of processor | seconds of the turns |"
    )
    print("| --- | ---: | ---: | ---: | ---: | --- |")
    for way, taken in times.items():
        middle = statistics.median(taken)
        turns = ", ".join(f"{seconds:.1f} ({of:.1f})" for seconds, of in zip(taken, works[way], strict=True))
        worked = statistics.median(works[way])
        print(f"| {way} | {middle:.1f} | {worked:.1f} | {worked / plain:.2f} | {n / worked:.0f} | {turns} |")
    print(f"\nUntil Spark was warm, {cold:.0f} s.")
    if len(sys.argv) > 2:
        merging(session, sys.argv[2], folder)
    session.stop()
    shutil.rmtree(folder)


def merging(session: SparkSession, reports: str, folder: Path) -> None:
    """Writes the table of merging."""
    codings = str(folder / "codings")
    spark.code_reports(session.read.parquet(reports).repartition(4 * CORES)).write.parquet(codings)
    session.conf.set("spark.sql.shuffle.partitions", str(2 * CORES))
    rows = [row for row in session.read.parquet(codings).collect() if row.coding]
    given = [athir.Report(row.id, row.text, row.published, row.outlet) for row in rows]
    coded = [athir.CodedReport.of(report, row.coding) for report, row in zip(given, rows, strict=True)]

    incidents: list[athir.Incident] = []
    plain = timed(lambda: incidents.extend(athir.merge(coded, jobs=CORES)))
    taken: dict[str, tuple[float, float]] = {}
    for where, collect in {"driver": 5_000_000, "joins": 0}.items():

        def by_spark(where: str = where, collect: int = collect) -> None:
            spark.merge(session.read.parquet(codings), collect=collect).write.parquet(str(folder / where))

        taken[where] = timed(by_spark)
        found = session.read.parquet(str(folder / where))
        assert sorted(row.record for row in found.collect()) == sorted(one.json for one in incidents)
    n_events = sum(len(one.events) for one in incidents)
    print(
        f"\nMerging {len(rows):,} reports with {n_events:,} events to {len(incidents):,} incidents, the same by each way:\n"
    )
    print("| way | seconds | of processor |")
    print("| --- | ---: | ---: |")
    print("| `athir.merge` | {:.1f} | {:.1f} |".format(*plain))
    print("| `athir.spark.merge`, components on the driver | {:.1f} | {:.1f} |".format(*taken["driver"]))
    print("| `athir.spark.merge`, components by joins | {:.1f} | {:.1f} |".format(*taken["joins"]))


if __name__ == "__main__":
    main()
