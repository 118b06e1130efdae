"""What the tests share: the demo's reports, coded once."""

from __future__ import annotations

from pathlib import Path

import athir
import pytest

ROOT = Path(__file__).resolve().parents[3]
DEMO = ROOT / "data" / "demo"

ZENKI = "26-zenki-post-attacked"


@pytest.fixture(scope="session")
def reports() -> list[athir.Report]:
    """The reports that come with athir."""
    return athir.read(DEMO)


@pytest.fixture(scope="session")
def coded(reports: list[athir.Report]) -> list[athir.CodedReport]:
    """The coded reports of the demo."""
    return athir.code_many(reports)


@pytest.fixture(scope="session")
def zenki(coded: list[athir.CodedReport]) -> athir.CodedReport:
    """A report that tells of an attack with its day, place, sides and losses."""
    return next(one for one in coded if one.report.name == ZENKI)
