"""A database of reports and of all that follows from them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from os import fspath
from types import TracebackType
from typing import Any, Literal

from . import _athir
from ._coding import Coder, Day, Path, builtin, given, iso_day, reports_of
from ._decode import record
from ._errors import InputError, NotFoundError
from ._network import Network
from ._records import CodedReport, Incident, KeptReport, Report
from ._table import Table

Words = str | Iterable[str]


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of reports: the names of the new ones and of those that were there, and which were turned away and why."""

    new: list[str]
    same: list[str]
    turned_away: list[tuple[str, str]]


def _words(value: Words | None) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


class Database:
    """A database that is open: a file, or a PostgreSQL database. It can be shared by threads, which take turns.

    Use it as a context (``with athir.open("north.db") as db:``), or call :meth:`close`.
    """

    __slots__ = ("_coder", "_database", "mode", "path")

    def __init__(self, path: Path, mode: Literal["r", "w"] = "r", *, coder: Coder | None = None) -> None:
        if mode not in ("r", "w"):
            raise InputError(f"mode: {mode!r} is neither 'r' (read) nor 'w' (read and write)")
        self.path = fspath(path)
        self.mode = mode
        self._coder = coder
        self._database = _athir.Database(self.path, mode == "w")

    def close(self) -> None:
        """Closes it. Closing twice is no error."""
        self._database.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"athir.open({self.path!r}, mode={self.mode!r})"

    def __len__(self) -> int:
        """How many reports it has."""
        return self._database.n_reports()

    def _by(self) -> Coder:
        return self._coder or builtin()

    # Looking

    def incidents(
        self,
        *,
        kind: Words | None = None,
        place: str | None = None,
        since: Day | None = None,
        until: Day | None = None,
        actor: Words | None = None,
        grade: Words | None = None,
        status: Words | None = None,
        text: str | None = None,
        min_sources: int | None = None,
        disputed: bool | None = None,
        limit: int | None = None,
    ) -> list[Incident]:
        """The incidents that pass a filter, the latest first.

        Args:
            kind: Kinds or families of kinds of the codebook: any of them.
            place: A country's code or name, a place or area, or ``"36.2,37.1,25km"``.
            since: On this day or later, or not over by then.
            until: On this day or earlier, or begun by then.
            actor: Names or codes of actors, any of which is a side of it.
            grade: ``single-source``, ``fair``, ``confirmed``, ``contested``: any of them.
            status: ``machine``, ``partly``, ``reviewed``: any of them.
            text: A report of it has these words.
            min_sources: At least so many independent sources tell of it.
            disputed: Whether its sources disagree on something.
            limit: At most so many.

        Raises:
            InputError: A word or date that is none of these.
            DatabaseError: A database that cannot be read.
        """
        asked = _filter(kind, place, since, until, actor, grade, status, text, min_sources, disputed)
        return [Incident.of(one, made) for one, made in self._database.incidents(asked, limit)]

    def incident(self, id: str) -> Incident:
        """The incident of this name.

        Raises:
            NotFoundError: There is none.
        """
        found = self._found(id, "incident")
        return Incident.of(json.dumps(found["incident"]), found["made"])

    def dossier(self, id: str) -> dict[str, Any]:
        """An incident with every account of it: each report's claims with the words that they were read from."""
        return self._found(id, "incident")

    def report(self, id: str) -> CodedReport:
        """The report of this name, or that tells of the event of this name, with its coding as the coder made it.

        Raises:
            NotFoundError: There is none.
        """
        found = self._found(id, "report")
        kept, text, coding = found["report"], found["text"], found["coding"]
        about = record(KeptReport, kept)
        report = Report(
            about.id,
            text,
            about.published,
            about.outlet,
            about.url,
            about.title,
            about.author,
            about.language,
            about.licence,
        )
        known = {key: coding.get(key, "not recorded") for key in ("coder", "knowledge", "codebook", "model")}
        return CodedReport.of(report, json.dumps(found["coded"]), made_by=json.dumps(known))

    def _found(self, id: str, wanted: str) -> dict[str, Any]:
        found = self._database.find(id)
        if found is None or found[0] != wanted:
            raise NotFoundError(f"{self.path}: {id}: no such {wanted}")
        data: dict[str, Any] = json.loads(found[1])
        return data

    def search(self, words: str, *, limit: int = 50) -> list[KeptReport]:
        """Reports that have these words, the latest first. Quotation marks keep words together."""
        return [record(KeptReport, json.loads(one)) for one in self._database.search(words, limit)]

    def table(
        self,
        table: Literal["reports", "events", "claims", "incidents", "ties", "actors"],
        *,
        texts: bool = False,
        **filter: Any,
    ) -> Table:
        """One of athir's tables, as people's corrections leave it. :func:`athir.tables` tells the columns.

        Args:
            table: Which one.
            texts: Whether the table of reports holds their texts.
            filter: For ``"incidents"`` the arguments of :meth:`incidents`.
        """
        if filter and table != "incidents":
            raise InputError(f"the table {table!r} takes no filter; 'incidents' does")
        if table == "reports":
            return Table(self._database.reports_table(texts))
        if table == "events":
            return Table(self._database.events_table())
        if table == "claims":
            return Table(self._database.claims_table())
        if table == "incidents":
            limit = filter.pop("limit", None)
            return Table(self._database.incidents_table(_filter(**filter), limit))
        if table == "ties":
            return self.network().ties()
        if table == "actors":
            return self.network().actors()
        raise InputError(f"table: {table!r} is none; there are reports, events, claims, incidents, ties, actors")

    def network(self) -> Network:
        """The network of its actors, with people's corrections, without events that they have rejected."""
        return Network(_of=self._database.network())

    # Writing

    def ingest(
        self,
        reports: Iterable[str | Report | Mapping[str, object]],
        *,
        jobs: int | None = None,
        by: str | None = None,
        merge: bool = True,
    ) -> Ingested:
        """Codes the reports that are not there yet, and keeps them word for word. When it returns, they are on the disk.

        In the database a report is named for the digest of its text, whatever its ``name`` is.

        Args:
            reports: As for :func:`athir.code_many`.
            jobs: The number of threads that code; by default one for each core.
            by: Who brings them in, for the log.
            merge: Whether incidents and ties are made anew after it; else call :meth:`merge_anew` when all is in.

        Raises:
            ReadOnlyError: The database was opened for reading.
            DatabaseError: It cannot be written. What was acknowledged before is kept.
        """
        known = [given(report) for report in reports_of(reports)]
        new, same, turned_away = self._database.ingest(known, self._by()._coder, jobs, by)
        if merge:
            self.merge_anew(jobs=jobs, by=by)
        return Ingested(new, same, turned_away)

    def merge_anew(self, *, jobs: int | None = None, by: str | None = None) -> tuple[int, int, int]:
        """Makes incidents and ties anew where something is new; tells how many incidents are new, changed and withdrawn."""
        return self._database.derive(self._by()._coder, jobs, by)

    def review(
        self, ids: Words, verdict: Literal["accepted", "rejected", "open"], *, by: str, note: str | None = None
    ) -> str:
        """Notes what a person finds of events, or of all events of incidents; gives the decision's name. Call :meth:`merge_anew` then."""
        return self._database.review(_words(ids), verdict, note, by)

    def correct(self, event: str, field: str, value: str, *, by: str, note: str | None = None) -> str:
        """Corrects a field of an event, in the words of ``athir event correct``; gives the decision's name.

        ``field`` is ``kind``, ``initiators``, ``recipients``, ``place``, ``time``, ``killed`` or ``injured``; the value
        ``"none"`` empties it.
        """
        return self._database.correct(event, field, value, note, by)

    def merge(self, ids: Iterable[str], *, by: str, note: str | None = None) -> str:
        """Decides that incidents, or events, are one; gives the decision's name."""
        return self._database.merge(list(ids), note, by)

    def split(self, incident: str, events: Iterable[str], *, by: str, note: str | None = None) -> str:
        """Decides that these events of an incident are another one; gives the decision's name."""
        return self._database.split(incident, list(events), note, by)

    def undo(self, decision: str, *, by: str, note: str | None = None) -> str:
        """Takes a decision back; gives the name of the one that does so."""
        return self._database.undo(decision, note, by)


def _filter(
    kind: Words | None = None,
    place: str | None = None,
    since: Day | None = None,
    until: Day | None = None,
    actor: Words | None = None,
    grade: Words | None = None,
    status: Words | None = None,
    text: str | None = None,
    min_sources: int | None = None,
    disputed: bool | None = None,
) -> _athir.GivenFilter:
    return {
        "kind": _words(kind),
        "place": place,
        "since": iso_day(since),
        "until": iso_day(until),
        "actor": _words(actor),
        "grade": _words(grade),
        "status": _words(status),
        "text": text,
        "min_sources": min_sources,
        "disputed": disputed,
    }


def open(path: Path, mode: Literal["r", "w"] = "r", *, coder: Coder | None = None) -> Database:
    """Opens a database.

    Args:
        path: A file, or ``"postgres://user@host/name"``.
        mode: ``"r"`` to read; ``"w"`` to write as well, which makes the file where there is none.
        coder: What codes reports that come in; by default everything built in.

    Raises:
        NotFoundError: There is no such file, and ``mode`` is ``"r"``.
        DatabaseError: It is no database of athir, is damaged, or was made by a newer athir.
    """
    return Database(path, mode, coder=coder)
