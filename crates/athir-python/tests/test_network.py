from __future__ import annotations

from datetime import date
from pathlib import Path

import athir
import networkx as nx


def test_the_graph_holds_what_the_ties_say(coded: list[athir.CodedReport]) -> None:
    network = athir.Network(coded)
    graph = network.to_networkx()
    ties = network.ties().to_polars()
    assert graph.number_of_edges() == ties["b"].is_not_null().sum() > 20
    actors = network.actors().to_polars()
    assert set(actors["actor"]) <= set(graph.nodes)
    assert graph.nodes["sy-hts"]["name"] == "Hay'at Tahrir al-Sham"
    assert {data["sign"] for _, _, data in graph.edges(data=True)} <= {"+", "0", "-"}


def test_a_day_has_the_ties_that_hold_then(coded: list[athir.CodedReport]) -> None:
    network = athir.Network(coded)
    day = date(2017, 9, 1)
    graph = network.to_networkx(at=day)
    present = network.at(day)
    assert {key for _, _, key in graph.edges(keys=True)} <= set(present)
    assert all(0 < data["presence"] <= 1 for _, _, data in graph.edges(data=True))
    assert 0 < graph.number_of_edges() < network.to_networkx().number_of_edges()
    assert network.to_networkx(at="1900-01-01").number_of_nodes() == 0
    measures = network.measures(day)
    assert measures["balance"]["n_negative"] > 0
    assert {row["actor"] for row in measures["centralities"]} <= set(graph.nodes)


def test_the_graph_is_written_and_read_as_graphml(coded: list[athir.CodedReport], tmp_path: Path) -> None:
    graph = athir.Network(coded).to_networkx()
    nx.write_graphml(graph, tmp_path / "network.graphml")
    again = nx.read_graphml(tmp_path / "network.graphml", force_multigraph=True)
    assert set(again.nodes) == set(graph.nodes)
    assert again.number_of_edges() == graph.number_of_edges()


def test_days_are_evenly_apart() -> None:
    days = athir.days(date(2017, 1, 1), date(2017, 1, 31), 4)
    assert days == [date(2017, 1, 1), date(2017, 1, 11), date(2017, 1, 21), date(2017, 1, 31)]
