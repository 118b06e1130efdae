from __future__ import annotations

import threading
from pathlib import Path

import athir
import pytest


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, reports: list[athir.Report]) -> Path:
    path = tmp_path_factory.mktemp("database") / "demo.db"
    with athir.open(path, "w") as db:
        done = db.ingest(reports[:30], by="ann")
        assert (len(done.new), done.same, done.turned_away) == (30, [], [])
    return path


def test_what_was_kept_is_found_again(filled: Path, reports: list[athir.Report]) -> None:
    with athir.open(filled) as db:
        assert len(db) == 30
        incidents = db.incidents()
        latest = [incident.end or incident.start for incident in incidents]
        assert len(incidents) > 20
        assert latest[0] is not None
        syria = db.incidents(place="SY", kind="fighting", since="2015-01-01")
        assert 0 < len(syria) < len(incidents)
        assert all(incident.place is not None and incident.place.country == "SY" for incident in syria)
        assert len(db.incidents(limit=3)) == 3
        one = db.incident(incidents[0].id)
        assert one == incidents[0]
        told = db.report(one.events[0].report)
        assert one.events[0].event in {event.id for event in told.events}
        assert told.report.text in {report.text for report in reports}
        assert db.report(one.events[0].event).report.name == told.report.name
        account = db.dossier(one.id)["accounts"][0]
        assert account["claims"][0]["field"] == "kind"
        found = db.search("Idlib")
        assert found
        assert all("Idlib" in db.report(kept.id).report.text for kept in found)


def test_tables_of_a_database_belong_together(filled: Path) -> None:
    with athir.open(filled) as db:
        events = db.table("events").to_polars()
        incidents = db.table("incidents").to_polars()
        reports = db.table("reports", texts=True).to_polars()
        assert set(events["incident"]) == set(incidents["incident"])
        assert set(events["report"]) <= set(reports["report"])
        assert reports["n_events"].sum() == len(events) == incidents["n_events"].sum()
        assert len(db.table("claims")) > len(events)
        assert len(db.table("incidents", place="SY", limit=2)) == 2
        assert len(db.table("ties")) > 0
        assert len(db.table("actors")) > 0
        assert db.network().to_networkx().number_of_nodes() > 0


def test_the_same_reports_are_kept_once(filled: Path, reports: list[athir.Report], tmp_path: Path) -> None:
    with athir.open(tmp_path / "new.db", "w") as db:
        db.ingest(reports[:2])
        again = db.ingest(reports[:3])
        assert (len(again.new), len(again.same)) == (1, 2)
        assert db.ingest([athir.Report("x", "a\0b")]).turned_away[0][0] == "x"


def test_decisions_hold_and_are_taken_back(tmp_path: Path, reports: list[athir.Report]) -> None:
    with athir.open(tmp_path / "new.db", "w") as db:
        db.ingest(reports[:4])
        before = db.incidents()
        a, b = before[0], before[1]
        decision = db.merge([a.id, b.id], by="ann", note="the same")
        db.merge_anew()
        assert len(db.incidents()) == len(before) - 1
        db.undo(decision, by="ann")
        db.merge_anew()
        assert [incident.id for incident in db.incidents()] == [incident.id for incident in before]
        event = a.events[0].event
        db.correct(event, "killed", "7", by="ann")
        db.merge_anew()
        seven = next(i for i in db.incidents() if event in {told.event for told in i.events})
        assert seven.loss("killed") == athir.Estimate(7, 7, 7, False)
        assert seven.status in ("partly", "reviewed")
        events = db.table("events").to_polars().to_dicts()
        corrected = next(row for row in events if row["event"] == event)
        assert (corrected["killed_low"], corrected["status"]) == (7, "corrected")
        claims = db.table("claims").to_polars().to_dicts()
        assert "ann" in {row["corrected_by"] for row in claims if row["event"] == event}
        db.review(event, "rejected", by="ann")
        db.merge_anew()
        assert event not in {told.event for incident in db.incidents() for told in incident.events}


def test_reading_does_not_write(filled: Path, reports: list[athir.Report]) -> None:
    with athir.open(filled) as db:
        with pytest.raises(athir.ReadOnlyError, match=r"opened for reading"):
            db.ingest(reports[:1])
        with pytest.raises(athir.ReadOnlyError):
            db.review(db.incidents(limit=1)[0].id, "accepted", by="ann")


def test_what_is_not_there_is_said(filled: Path, tmp_path: Path) -> None:
    with pytest.raises(athir.NotFoundError, match=r"none\.db: no such database"):
        athir.open(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("no database at all, but a text that is long enough to look at" * 20)
    with pytest.raises(athir.DatabaseError, match="not a database"):
        athir.open(tmp_path / "text.db")
    with athir.open(filled) as db:
        with pytest.raises(athir.NotFoundError, match="no such incident"):
            db.incident("ffff")
        with pytest.raises(athir.InputError, match=r"kind: .skirmish."):
            db.incidents(kind="skirmish")
        with pytest.raises(athir.InputError, match="since"):
            db.incidents(since="last week")
        with pytest.raises(athir.InputError, match="takes no filter"):
            db.table("events", place="SY")
    with pytest.raises(athir.DatabaseError, match="is closed"):
        len(db)
    db.close()


def test_threads_take_turns(filled: Path) -> None:
    found: list[int] = []
    with athir.open(filled) as db:
        threads = [threading.Thread(target=lambda: found.append(len(db.incidents()))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(set(found)) == 1
    assert len(found) == 4
