"""Coding: from texts to events."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from os import PathLike, fspath
from typing import Literal, overload

from . import _athir
from ._errors import CoderError, InputError
from ._records import CodedReport, Incident, Report, mapping_report
from ._table import ArrowArray, ArrowStream, Table, is_arrow, tidied

Path = str | PathLike[str]
Day = date | str

# The columns that a table of reports is read by.
COLUMNS = ("id", "report", "text", "published", "url", "outlet", "title", "author", "language", "licence")
# Reports that are coded before Python may interrupt.
_TOGETHER = 256


def iso_day(value: Day | None) -> str | None:
    """A day as ISO 8601. What is no date is refused by the coder, with the report's name."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value


def given(report: Report, made_by: str = "") -> _athir.GivenReport:
    """A report in the form that Rust takes, with who coded it."""
    return {
        "name": report.name,
        "text": report.text,
        "published": iso_day(report.published),
        "outlet": report.outlet,
        "url": report.url,
        "title": report.title,
        "author": report.author,
        "language": report.language,
        "licence": report.licence,
        "made_by": made_by or None,
    }


class Coder:
    """Codes reports. Making one reads the knowledge; it can then be shared by threads.

    Args:
        model: A folder with a converted language model, in place of the built-in one.
        actors: A folder of your own actors beside the built-in ones.
        frames: A folder of your own frames beside the built-in ones.
        gazetteer: A gazetteer file, in place of the built-in one.
        places: A folder with tables of your own places.
        min_confidence: Events that are less likely right than this, 0 to 1, are left out.
        screen: Parse only what a quick look finds worth it: for streams of news, most of which is not of conflict.

    Raises:
        ConfigError: A setting that cannot be carried out.
    """

    __slots__ = ("_coder",)

    def __init__(
        self,
        *,
        model: Path | None = None,
        actors: Path | None = None,
        frames: Path | None = None,
        gazetteer: Path | None = None,
        places: Path | None = None,
        min_confidence: float = 0.0,
        screen: bool = False,
    ) -> None:
        paths = [None if path is None else fspath(path) for path in (model, actors, frames, gazetteer, places)]
        own = dict(zip(("model", "actors", "frames", "gazetteer", "places"), paths, strict=True))
        self._coder = _athir.Coder(**own, min_confidence=min_confidence, screen=screen)

    @property
    def knowledge(self) -> str:
        """The SHA-256 of what it knows, in hexadecimal digits: coders with the same one code alike."""
        return self._coder.knowledge()

    def code(
        self,
        text: str,
        *,
        published: Day | None = None,
        name: str = "report",
        outlet: str | None = None,
        url: str | None = None,
        title: str | None = None,
    ) -> CodedReport:
        """Codes one report. See :func:`athir.code`."""
        day = iso_day(published)
        known = Report(name, text, None, outlet, url, title)
        coded = self._coder.code({**given(known), "published": day})
        report = Report(name, text, date.fromisoformat(day) if day else None, outlet, url, title)
        return CodedReport.of(report, coded, made_by=self._coder.made_by())

    @overload
    def code_many(
        self, reports: ArrowStream | ArrowArray, *, jobs: int | None = None, errors: Literal["raise", "keep"] = "raise"
    ) -> Table: ...

    @overload
    def code_many(
        self,
        reports: Iterable[str | Report | Mapping[str, object]],
        *,
        jobs: int | None = None,
        errors: Literal["raise", "keep"] = "raise",
    ) -> list[CodedReport]: ...

    def code_many(
        self,
        reports: ArrowStream | ArrowArray | Iterable[str | Report | Mapping[str, object]],
        *,
        jobs: int | None = None,
        errors: Literal["raise", "keep"] = "raise",
    ) -> Table | list[CodedReport]:
        """Codes many reports in parallel. See :func:`athir.code_many`."""
        if errors not in ("raise", "keep"):
            raise InputError(f"errors: {errors!r} is neither 'raise' nor 'keep'")
        if jobs is not None and jobs < 1:
            raise InputError(f"jobs: {jobs} is no number of threads")
        if is_arrow(reports):
            return Table(self._coder.code_table(tidied(reports, COLUMNS), jobs))
        if isinstance(reports, str) or not isinstance(reports, Iterable):
            raise InputError("reports: give an iterable of texts, reports or mappings, a data frame or an Arrow table")
        made_by = self._coder.made_by()
        coded: list[CodedReport] = []
        numbered = iter(reports_of(reports))
        while some := list(islice(numbered, _TOGETHER)):
            for report, (json, why) in zip(some, self._coder.code_all([given(r) for r in some], jobs), strict=True):
                if why is not None and errors == "raise":
                    raise CoderError(f"{report.name}: {why}")
                coded.append(CodedReport.of(report, json, why, made_by))
        return coded


def reports_of(reports: Iterable[object]) -> Iterator[Report]:
    for number, report in enumerate(reports, start=1):
        if isinstance(report, Report):
            made = report
        elif isinstance(report, str):
            made = Report(f"report-{number}", report)
        elif isinstance(report, Mapping):
            if not isinstance(report.get("text"), str):
                raise InputError(f"report {number}: there is no text under the key 'text'")
            made = mapping_report(report, f"report-{number}")
        else:
            raise InputError(f"report {number}: {type(report).__name__} is neither a text, a report nor a mapping")
        yield _dated(made, number)


def _dated(report: Report, number: int) -> Report:
    """The report with a date that is one."""
    day = iso_day(report.published)
    try:
        published = None if day is None else date.fromisoformat(day)
    except ValueError:
        raise InputError(
            f"report {number} ({report.name}): published: {day!r} is not a date such as 2017-07-15"
        ) from None
    if published == report.published:
        return report
    fields = (report.outlet, report.url, report.title, report.author, report.language, report.licence)
    return Report(report.name, report.text, published, *fields)


@functools.cache
def builtin() -> Coder:
    """The coder with everything built in."""
    return Coder()


def code(
    text: str,
    *,
    published: Day | None = None,
    name: str = "report",
    outlet: str | None = None,
    url: str | None = None,
    title: str | None = None,
) -> CodedReport:
    """Codes one report: who did what to whom, where, when, with what losses, according to whom.

    Args:
        text: The report, in English. Offsets in the result count its characters.
        published: The day on which it was published, as a date or ``"2017-07-15"``. Without it "on Monday" stays open.
        name: The report's name. Names of events depend on it.
        outlet: Who published it.
        url: Where.
        title: Its headline, if that is no part of the text.

    Returns:
        The coding. What was seen and not coded is in ``not_coded``, each with the reason.

    Raises:
        InputError: ``published`` is no date.
        CoderError: The coder failed, which is a bug.

    Example:
        >>> coded = athir.code("Rebels shelled Killi in Idlib on Thursday, killing two.", published="2017-07-15")
        >>> [event.kind for event in coded.events]
        ['shelling']
    """
    return builtin().code(text, published=published, name=name, outlet=outlet, url=url, title=title)


@overload
def code_many(
    reports: ArrowStream | ArrowArray, *, jobs: int | None = None, errors: Literal["raise", "keep"] = "raise"
) -> Table: ...


@overload
def code_many(
    reports: Iterable[str | Report | Mapping[str, object]],
    *,
    jobs: int | None = None,
    errors: Literal["raise", "keep"] = "raise",
) -> list[CodedReport]: ...


def code_many(
    reports: ArrowStream | ArrowArray | Iterable[str | Report | Mapping[str, object]],
    *,
    jobs: int | None = None,
    errors: Literal["raise", "keep"] = "raise",
) -> Table | list[CodedReport]:
    """Codes many reports on all cores, without the lock of the interpreter.

    Args:
        reports: Texts, :class:`Report` records or mappings with the keys of its fields (``id`` may stand for ``name``); or a
            data frame of pandas or polars, or an Arrow table, with the columns ``id`` and ``text`` and, where known,
            ``published``, ``url``, ``outlet``, ``title``, ``author``, ``language``, ``licence``.
        jobs: The number of threads; by default one for each core. The result does not depend on it.
        errors: What to do with an iterable's report that the coder fails on: ``"raise"``, or ``"keep"`` it with its ``error``.

    Returns:
        For an iterable a list of shape (n reports), in their order. For a data frame or Arrow table a :class:`Table` of
        shape (n events, 64): a row an event, and a row with ``report`` and ``error`` alone for each row that could not be
        coded.

    Raises:
        InputError: A date that is none, a report without text, a table without ``id`` or ``text``.
        CoderError: The coder failed on a report, with ``errors="raise"``.
    """
    return builtin().code_many(reports, jobs=jobs, errors=errors)


def read(*paths: Path, strict: bool = True) -> list[Report]:
    """Reads the reports of files and folders, in the forms that ``athir code`` knows, with dates from a ``manifest.toml``.

    Args:
        paths: Files of reports (text, pages, feeds, web archives, JSON Lines, tables) or folders of them.
        strict: Whether a file that cannot be read is an error. Otherwise it is left out.

    Raises:
        InputError: A file that cannot be read, and why.
    """
    rows, faults = _athir.read([fspath(path) for path in paths])
    if faults and strict:
        raise InputError("\n".join(faults))
    return [Report(name, text, date.fromisoformat(day) if day else None, *rest) for name, text, day, *rest in rows]


def given_all(coded: Iterable[CodedReport]) -> tuple[list[_athir.GivenReport], list[str]]:
    """Reports that were coded and their codings, in the form that Rust takes."""
    good = [one for one in coded if one.error is None]
    return [given(one.report, one.made_by) for one in good], [one.json for one in good]


def merge(coded: Iterable[CodedReport], *, jobs: int | None = None) -> list[Incident]:
    """Merges events of coded reports to incidents, in the order of their first events. It does not depend on the order of the reports.

    Reports need names of their own, outlets and dates: who is independent of whom follows from them.
    """
    reports, codings = given_all(coded)
    return [Incident.of(json, made) for json, made in _athir.merge(reports, codings, jobs)]


def to_table(
    records: Iterable[CodedReport] | Iterable[Incident],
    table: Literal["reports", "events", "claims", "incidents"] = "events",
    *,
    texts: bool = False,
) -> Table:
    """Coded reports, or incidents, as one of athir's tables. :func:`tables` tells their columns.

    Args:
        records: Coded reports; incidents for the table ``"incidents"``. Reports that the coder failed on have no rows.
        table: Which table.
        texts: Whether the table of reports holds their texts.
    """
    known: list[CodedReport | Incident] = list(records)
    if table == "incidents":
        incidents = [one for one in known if isinstance(one, Incident)]
        return Table(_athir.incidents_table([(one.json, [list(words) for words in one.made]) for one in incidents]))
    reports, codings = given_all([one for one in known if isinstance(one, CodedReport)])
    if table == "reports":
        return Table(_athir.reports_table(reports, codings, texts))
    if table == "claims":
        return Table(_athir.claims_table(reports, codings))
    if table == "events":
        return Table(_athir.events_table(reports, codings))
    raise InputError(f"table: {table!r} is none; there are reports, events, claims, incidents")
