"""The pages of the guide on Python and Spark are run, line by line, in a folder with the demo reports."""

from __future__ import annotations

import doctest
import os
import sys
from pathlib import Path

import athir
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import DEMO, ROOT


def run(page: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs the blocks of a page one after the other."""
    monkeypatch.chdir(folder)
    text = (ROOT / "docs" / "howto" / page).read_text(encoding="utf-8").replace("\n```\n", "\n\n")
    test = doctest.DocTestParser().get_doctest(text, {}, page, page, 0)
    told: list[str] = []
    done = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=told.append)
    assert done.attempted > 10
    assert not done.failed, "".join(told)


def test_the_page_on_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reports").symlink_to(DEMO)
    run("python.md", tmp_path, monkeypatch)


@pytest.mark.spark
def test_the_page_on_spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    reports = athir.read(DEMO)
    columns = {
        "id": [report.name for report in reports],
        "text": [report.text for report in reports],
        "published": pa.array([report.published for report in reports], pa.date32()),
        "outlet": [report.outlet for report in reports],
    }
    pq.write_table(pa.table(columns), tmp_path / "reports.parquet")
    run("spark.md", tmp_path, monkeypatch)
