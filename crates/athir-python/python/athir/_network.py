"""The network of actors."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from . import _athir
from ._coding import Day, given_all, iso_day
from ._records import CodedReport
from ._table import Table

if TYPE_CHECKING:
    import networkx as nx


class Network:
    """Actors and how they stand to each other over time, of coded reports or of a database.

    Actors are known by the registry's code, or by their name where the registry has none.
    """

    __slots__ = ("_network",)

    def __init__(self, coded: Iterable[CodedReport] = (), *, _of: _athir.Network | None = None) -> None:
        self._network = _of or _athir.Network(*given_all(coded))

    def actors(self) -> Table:
        """The table of actors, of shape (n actors, 9)."""
        return Table(self._network.actors_table())

    def ties(self) -> Table:
        """The table of ties, of shape (n ties, 24)."""
        return Table(self._network.ties_table())

    def at(self, day: Day) -> dict[str, float]:
        """The ties that hold on a day, by name, with how present they are then: 1 on the day of evidence, fading since."""
        return dict(self._network.present(iso_day(day) or ""))

    def measures(self, day: Day) -> dict[str, Any]:
        """How balanced and how fragmented the network is on a day, and how central each actor is (docs/network.md)."""
        measures: dict[str, Any] = json.loads(self._network.measures(iso_day(day) or ""))
        return measures

    def to_networkx(self, at: Day | None = None) -> nx.MultiDiGraph[str]:
        """A graph of networkx: a node an actor, an edge a tie from ``a`` to ``b``, keyed by the tie's name.

        Args:
            at: Only ties that hold on this day, each with its ``presence``, and the actors that they bind. Without a day, all.

        Nodes have ``name``, ``n_events``, ``first_seen`` and ``last_seen``; edges ``kind``, ``sign`` (``+``, ``0`` or ``-``),
        ``strength``, ``basis``, ``start``, ``end``, ``last_evidence`` and ``n_evidence``. Days are ISO texts, so that the graph
        can be written as GraphML; what is not known is left out. A tie without a second actor, such as a founding, is no edge.
        """
        import networkx

        presence = self.at(at) if at is not None else None
        graph: nx.MultiDiGraph[str] = networkx.MultiDiGraph()
        seen = {actor["key"]: actor for actor in json.loads(self._network.actors())}
        names = self._network.names()

        def add(key: str) -> None:
            actor = seen.get(key, {})
            about = {"name": names.get(key, key), "n_events": actor.get("n_events", 0)}
            days = {day: actor[day] for day in ("first_seen", "last_seen") if actor.get(day)}
            graph.add_node(key, **about, **days)

        if presence is None:
            for key in seen:
                add(key)
        for tie in json.loads(self._network.ties()):
            if tie.get("b") is None or (presence is not None and tie["id"] not in presence):
                continue
            for end in (tie["a"], tie["b"]):
                if end not in graph:
                    add(end)
            start, end = _bound(tie["start"], "from", "to"), _bound(tie["end"], "to", "from")
            known = {"start": start, "end": end, "last_evidence": tie.get("last_evidence")}
            about = {name: tie[name] for name in ("kind", "sign", "strength", "basis")}
            about |= {name: day for name, day in known.items() if day}
            about["n_evidence"] = len(tie["evidence"])
            if presence is not None:
                about["presence"] = presence[tie["id"]]
            graph.add_edge(tie["a"], tie["b"], key=tie["id"], **about)
        return graph


def _bound(bound: dict[str, Any], first: str, second: str) -> str | None:
    day: str | None = bound.get(first) or bound.get(second)
    return day


def days(first: date, last: date, n: int) -> list[date]:
    """So many days from the first to the last, evenly apart: dates to look at a network at."""
    if n < 2:
        return [last]
    return [first + (last - first) * step // (n - 1) for step in range(n)]
