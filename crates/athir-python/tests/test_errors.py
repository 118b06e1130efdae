from __future__ import annotations

from pathlib import Path
from typing import Any

import athir
import pytest


def test_a_date_that_is_none_is_named() -> None:
    with pytest.raises(athir.InputError, match=r"note: published: '?\"?15 July"):
        athir.code("Shells fell.", published="15 July", name="note")
    with pytest.raises(athir.InputError, match=r"report 2 \(b\): published: '2017-13-01'"):
        athir.code_many([{"id": "a", "text": "x"}, {"id": "b", "text": "x", "published": "2017-13-01"}])


@pytest.mark.parametrize("reports", ["one text", 7, [7], [{"body": "x"}], [None]])
def test_what_is_no_report_is_refused(reports: Any) -> None:
    with pytest.raises(athir.InputError):
        athir.code_many(reports)


@pytest.mark.parametrize("settings", [{"jobs": 0}, {"errors": "ignore"}])
def test_settings_that_cannot_be_are_refused(settings: Any) -> None:
    with pytest.raises(athir.InputError):
        athir.code_many(["x"], **settings)


def test_a_coder_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    with pytest.raises(athir.ConfigError, match="nowhere"):
        athir.Coder(frames=tmp_path / "nowhere")
    with pytest.raises(athir.ConfigError, match="min_confidence"):
        athir.Coder(min_confidence=1.5)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Shells fell on Killi.", encoding="utf-8")
    with pytest.raises(athir.InputError, match=r"missing\.txt"):
        athir.read(tmp_path / "good.txt", tmp_path / "missing.txt")
    assert [report.name for report in athir.read(tmp_path / "good.txt", tmp_path / "missing.txt", strict=False)] == [
        "good"
    ]


def test_the_hierarchy_is_one_that_callers_know() -> None:
    for error in (athir.ConfigError, athir.InputError, athir.CoderError, athir.DatabaseError):
        assert issubclass(error, athir.AthirError)
    assert issubclass(athir.InputError, ValueError)
    assert issubclass(athir.NotFoundError, LookupError)
    assert issubclass(athir.ReadOnlyError, athir.DatabaseError)
