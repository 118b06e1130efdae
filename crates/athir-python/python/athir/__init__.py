"""athir reads reports of armed conflict and codes their events: who did what to whom, where, when, with what losses,
according to whom. Every value points to the words that it was read from.

    >>> import athir
    >>> coded = athir.code("Rebels shelled Killi in Idlib on Thursday, killing two.", published="2017-07-15")
    >>> print(coded.events[0].kind, coded.events[0].losses[0])
    shelling 2 killed

:func:`code` and :func:`code_many` code texts, :func:`merge` makes incidents of them, :func:`open` opens a database,
:class:`Network` tells how actors stand to each other, :mod:`athir.spark` codes on a cluster. Tables are Arrow.
"""

from __future__ import annotations

from . import _athir
from ._coding import Coder, code, code_many, merge, read, to_table
from ._database import Database, Ingested, open
from ._errors import (
    AthirError,
    CoderError,
    ConfigError,
    DatabaseError,
    InputError,
    NotFoundError,
    ReadOnlyError,
)
from ._network import Network, days
from ._records import (
    CodedReport,
    Codes,
    Confidence,
    Dispute,
    DisputeVersion,
    Estimate,
    Event,
    Incident,
    IncidentEvent,
    IncidentLoss,
    IncidentSide,
    KeptReport,
    Loss,
    NotCoded,
    Party,
    Place,
    PlaceCandidate,
    Quote,
    Report,
    Tie,
)
from ._table import Table

__version__ = _athir.version()


def tables() -> dict[str, dict[str, str]]:
    """The columns of athir's tables: for each table the columns in order, each with its type and what it means."""
    return {
        name: {column: f"{kind}{', can be empty' if empty else ''}: {doc}" for column, kind, empty, doc in columns}
        for name, _, columns in _athir.columns()
    }


__all__ = [
    "AthirError",
    "CodedReport",
    "Coder",
    "CoderError",
    "Codes",
    "Confidence",
    "ConfigError",
    "Database",
    "DatabaseError",
    "Dispute",
    "DisputeVersion",
    "Estimate",
    "Event",
    "Incident",
    "IncidentEvent",
    "IncidentLoss",
    "IncidentSide",
    "Ingested",
    "InputError",
    "KeptReport",
    "Loss",
    "Network",
    "NotCoded",
    "NotFoundError",
    "Party",
    "Place",
    "PlaceCandidate",
    "Quote",
    "ReadOnlyError",
    "Report",
    "Table",
    "Tie",
    "__version__",
    "code",
    "code_many",
    "days",
    "merge",
    "open",
    "read",
    "tables",
    "to_table",
]
