"""What reports tell of, as plain frozen records. Offsets count the characters of the report's text: ``text[start:end]``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ._decode import key, record
from ._html import Span, coded_page


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a report, exactly as they stand there, with their offsets."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Party:
    """An actor on one side of an event: ``name`` is its usual name, ``mention`` the words of the report.

    ``actor`` is the registry's code, or ``None`` for a party that it does not know ("civilians").
    ``basis`` says on whose word it stands there: ``stated``, ``claimed``, ``blamed`` or ``implied``.
    """

    name: str
    mention: str
    start: int
    end: int
    actor: str | None = None
    basis: str = "stated"
    why: str = ""


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """An entry of the gazetteer that a place name could mean."""

    code: str
    name: str
    country: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Place:
    """The most precise place that a report gives for an event. ``lat`` and ``lon`` are degrees, WGS 84.

    ``precision`` is ``spot``, ``settlement``, ``district``, ``province``, ``country`` or ``unknown``; ``status`` is
    ``resolved``, ``ambiguous`` (then with ``candidates``) or ``unresolved``.
    """

    name: str
    within: str | None
    country: str | None
    lat: float | None
    lon: float | None
    precision: str
    mention: str
    start: int
    end: int
    status: str
    why: str = ""
    geometry: str = "point"
    radius_km: float | None = None
    code: str | None = None
    candidates: tuple[PlaceCandidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Loss:
    """A count of people harmed: ``kind`` is ``killed``, ``injured``, ``casualties``, ``captured``, ``missing`` or ``displaced``.

    An open side is ``None``: "at least 26" has ``low=26`` and ``high=None``.
    """

    kind: str
    low: int | None
    high: int | None
    victims: str
    mention: Quote
    voice: Quote | None = None

    def __str__(self) -> str:
        if self.low == self.high:
            count = "some" if self.low is None else str(self.low)
        elif self.high is None:
            count = f"{self.low}+"
        else:
            count = f"up to {self.high}" if self.low is None else f"{self.low}-{self.high}"
        whose = "" if self.victims in ("", "unknown") else f" ({self.victims})"
        return f"{count} {self.kind}{whose}"


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of other schemes for an event."""

    plover: str
    plover_mode: str
    cameo: str
    acled_event_type: str
    acled_sub_event_type: str


@dataclass(frozen=True, slots=True)
class Confidence:
    """Estimated probabilities, 0 to 1, that a careful reader would have the same event, and the same value of each field."""

    event: float
    initiators: float | None = None
    recipients: float | None = None
    place: float | None = None
    time: float | None = None
    losses: float | None = field(default=None, metadata=key("casualties"))


@dataclass(frozen=True, slots=True)
class Event:
    """One event of one report: who did what to whom, where, when, with what losses, according to whom.

    ``start`` and ``end`` are the first and last day on which it may have happened; an open end is ``None``. ``attribution``
    is empty where the report speaks itself.
    """

    id: str
    kind: str
    trigger: Quote
    initiators: tuple[Party, ...]
    recipients: tuple[Party, ...]
    place: Place | None
    start: date | None
    end: date | None
    precision: str
    time_basis: str
    modality: str
    phase: str
    codes: Codes
    frame: str
    confidence: Confidence
    time_mention: Quote | None = None
    losses: tuple[Loss, ...] = field(default=(), metadata=key("casualties"))
    weapons: tuple[Quote, ...] = ()
    attribution: tuple[Quote, ...] = ()
    evidence: tuple[Quote, ...] = ()

    def __str__(self) -> str:
        sides = [", ".join(party.name for party in side) for side in (self.initiators, self.recipients)]
        who = " → ".join(side or "?" for side in sides) if any(sides) else ""
        where = self.place.name if self.place else ""
        losses = ", ".join(str(loss) for loss in self.losses)
        return " · ".join(part for part in (self.day, self.kind, who, where, losses) if part)

    @property
    def day(self) -> str:
        """The time in words: a day or an interval, ``by`` or ``from`` where a side is open, ``~`` where only the publication bounds it."""
        if self.start is None or self.end is None:
            return f"by {self.end}" if self.end else f"from {self.start}" if self.start else ""
        days = str(self.start) if self.start == self.end else f"{self.start}/{self.end}"
        return f"~{days}" if self.precision == "unknown" else days

    def spans(self) -> list[Span]:
        """The words that its values were read from, each with what it is."""
        found = [Span(self.trigger.start, self.trigger.end, "trigger", self.kind)]
        for role, side in (("initiator", self.initiators), ("recipient", self.recipients)):
            found.extend(Span(party.start, party.end, role, party.name) for party in side)
        if self.place is not None:
            found.append(Span(self.place.start, self.place.end, "place", self.place.name))
        if self.time_mention is not None:
            found.append(Span(self.time_mention.start, self.time_mention.end, "time", self.day))
        found.extend(Span(loss.mention.start, loss.mention.end, "loss", str(loss)) for loss in self.losses)
        found.extend(Span(quote.start, quote.end, "weapon", quote.text) for quote in self.weapons)
        found.extend(Span(quote.start, quote.end, "voice", quote.text) for quote in self.attribution)
        return [span for span in found if span.end > span.start]


@dataclass(frozen=True, slots=True)
class Tie:
    """How one report says that two actors stand to each other, read from ``a`` to ``b``."""

    a: str
    b: str
    kind: str
    state: str
    evidence: Quote
    why: str
    a_actor: str | None = None
    b_actor: str | None = None
    basis: str = "stated"
    says: str = "holds"


@dataclass(frozen=True, slots=True)
class NotCoded:
    """Words that could have been an event and were not coded as one, with the reason."""

    sentence: int
    trigger: Quote
    frame: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report to be coded. ``name`` becomes a part of the names of its events, so it has to be its own in a collection."""

    name: str
    text: str
    published: date | None = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    author: str | None = None
    language: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class CodedReport:
    """What the coder made of a report. In a notebook it shows the text with the words that every value was read from.

    ``extent`` says how much was read: ``whole``, ``parts`` or ``nothing`` (only with ``screen=True``). ``error`` is set
    where the coder failed and ``code_many`` was told to go on.
    """

    report: Report = field(init=False)
    events: tuple[Event, ...] = ()
    ties: tuple[Tie, ...] = ()
    not_coded: tuple[NotCoded, ...] = field(default=(), metadata=key("diagnostics"))
    extent: str = "whole"
    error: str | None = None
    json: str = field(default="", repr=False, compare=False)
    """The whole coding as JSON, in the form of ``athir schema``."""
    made_by: str = field(default="", repr=False, compare=False)
    """Who coded it, as JSON: the program, the digest of what it knew, its codebook and its language model."""

    @classmethod
    def of(cls, report: Report, coded: str | None, error: str | None = None, made_by: str = "") -> CodedReport:
        """Puts a report and its coding, as JSON, together."""
        made = record(cls, json.loads(coded)) if coded is not None else cls()
        object.__setattr__(made, "report", report)
        object.__setattr__(made, "json", coded or "")
        object.__setattr__(made, "error", error)
        object.__setattr__(made, "made_by", made_by)
        return made

    def to_dict(self) -> dict[str, Any]:
        """The whole coding as plain dictionaries and lists; empty where the coder failed."""
        data: dict[str, Any] = json.loads(self.json) if self.json else {}
        return data

    def __str__(self) -> str:
        lines = [self.report.name, *(f"  {event}" for event in self.events)]
        return "\n".join([*lines, f"  error: {self.error}"] if self.error else lines)

    def _repr_html_(self) -> str:
        return coded_page(self)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number of people as several claims bound it: ``low <= best <= high``; ``open`` where ``high`` is open upwards."""

    low: int
    best: int
    high: int
    open: bool


@dataclass(frozen=True, slots=True)
class IncidentLoss:
    """The losses of one kind that an incident had; ``victims`` is ``None`` for all sides together."""

    harm: str
    victims: str | None
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class IncidentSide:
    """A party of an incident: what it does (``initiator`` or ``recipient``), and on whose word."""

    role: str
    name: str
    bases: tuple[str, ...]
    mentions: tuple[str, ...]
    actor: str | None = None
    voices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentEvent:
    """An event that describes an incident."""

    report: str
    event: str
    kind: str
    modality: str
    outlet: str | None
    published: date | None
    source: int
    story: str | None = None
    voices: tuple[str, ...] = ()
    status: str = "open"


@dataclass(frozen=True, slots=True)
class DisputeVersion:
    """One of the values that cannot all be true."""

    value: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A field for which sources give values that cannot all be true, the best supported one first."""

    field: str
    versions: tuple[DisputeVersion, ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """A happening that events of one or more reports describe.

    ``grade`` is ``single-source``, ``fair``, ``confirmed`` or ``contested``; ``status`` says how far people have reviewed
    it: ``machine``, ``partly`` or ``reviewed``. ``to_dict()`` has every claim.
    """

    id: str
    kind: str
    modality: str
    phase: str
    place: Place | None
    start: date | None
    end: date | None
    precision: str
    events: tuple[IncidentEvent, ...]
    n_reports: int
    n_sources: int
    sides: tuple[IncidentSide, ...]
    losses: tuple[IncidentLoss, ...]
    grade: str
    disputes: tuple[Dispute, ...]
    method: int
    status: str = "machine"
    related: tuple[str, ...] = ()
    json: str = field(default="", repr=False, compare=False)
    made: tuple[tuple[str, ...], ...] = field(default=((), (), (), ()), repr=False, compare=False)
    """Versions of the codebook, coders and language models behind its reports, and the licences of these."""

    @classmethod
    def of(cls, text: str, made: Sequence[Sequence[str]] = ((), (), (), ())) -> Incident:
        """Reads an incident from JSON."""
        read = record(cls, json.loads(text))
        object.__setattr__(read, "json", text)
        object.__setattr__(read, "made", tuple(tuple(words) for words in made))
        return read

    def to_dict(self) -> dict[str, Any]:
        """The whole incident as plain dictionaries and lists."""
        data: dict[str, Any] = json.loads(self.json)
        return data

    def loss(self, harm: str) -> Estimate | None:
        """The losses of a kind (``killed``, ``injured``, …) of all sides together, where somebody tells of any."""
        found = (loss.estimate for loss in self.losses if loss.harm == harm and loss.victims is None)
        return next(found, None)


@dataclass(frozen=True, slots=True)
class KeptReport:
    """What a database keeps of a report beside its text."""

    id: str
    published: date | None = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = field(default=None, metadata=key("headline"))
    author: str | None = None
    language: str | None = None
    licence: str | None = None
    stored: str = ""


def mapping_report(data: Mapping[str, Any], name: str) -> Report:
    """A report of a mapping with the keys ``text`` and, where known, ``id`` or ``name``, ``published``, ``outlet``, ``url``, ``title``."""
    known = {key: data.get(key) or None for key in ("outlet", "url", "title", "author", "language", "licence")}
    own = data.get("id", data.get("name"))
    return Report(str(own) if own is not None else name, data["text"], data.get("published") or None, **known)
