from __future__ import annotations

import threading
import time
from datetime import date, datetime

import athir
import pytest
from conftest import DEMO

SHELLING = "Rebels shelled Killi in Idlib on Thursday, killing two."


def test_every_value_points_to_the_words_that_it_was_read_from(coded: list[athir.CodedReport]) -> None:
    n_checked = 0
    for one in coded:
        text = one.report.text
        for event in one.events:
            quotes = [event.trigger, *event.weapons, *event.attribution, *(loss.mention for loss in event.losses)]
            assert all(text[quote.start : quote.end] == quote.text for quote in quotes)
            for party in (*event.initiators, *event.recipients):
                assert text[party.start : party.end] == party.mention
            n_checked += len(quotes)
    assert n_checked > 200


def test_an_event_has_what_the_text_says(zenki: athir.CodedReport) -> None:
    event = zenki.events[0]
    assert event.kind == "attack"
    assert [party.actor for party in event.initiators] == ["sy-hts"]
    assert event.start == event.end == date(2017, 8, 31)
    assert event.place is not None
    assert (event.place.country, event.place.status) == ("SY", "resolved")
    assert [str(loss) for loss in event.losses] == ["8 killed (Nour al-Din al-Zenki Movement)"]
    assert event.codes.acled_sub_event_type == "Armed clash"
    assert 0 < event.confidence.event <= 1
    assert zenki.to_dict()["events"][0]["id"] == event.id


@pytest.mark.parametrize("day", ["2017-07-15", date(2017, 7, 15), datetime(2017, 7, 15, 23, 30)])
def test_a_publication_date_tells_what_thursday_is(day: date | str) -> None:
    event = athir.code(SHELLING, published=day).events[0]
    assert event.start == date(2017, 7, 13)


def test_without_a_date_a_time_stays_open() -> None:
    coded = athir.code(SHELLING)
    assert (coded.events[0].start, coded.events[0].end) == (None, None)
    assert coded.report.published is None


def test_many_are_coded_as_one_by_one_whatever_the_threads(reports: list[athir.Report]) -> None:
    some = reports[::7]
    alone = [athir.code(r.text, published=r.published, name=r.name, outlet=r.outlet, title=r.title) for r in some]
    for jobs in (1, 3, None):
        together = athir.code_many(some, jobs=jobs)
        assert [one.json for one in together] == [one.json for one in alone]


def test_texts_and_mappings_are_reports_too() -> None:
    coded = athir.code_many([SHELLING, {"id": 7, "text": SHELLING, "published": "2017-07-15", "outlet": None}])
    assert [one.report.name for one in coded] == ["report-1", "7"]
    assert [one.report.published for one in coded] == [None, date(2017, 7, 15)]
    assert coded[0].events[0].id != coded[1].events[0].id


def test_an_iterable_is_read_as_it_comes() -> None:
    read = 0

    def texts() -> object:
        nonlocal read
        for _ in range(3):
            read += 1
            yield SHELLING

    assert len(athir.code_many(texts())) == 3  # type: ignore[call-overload]
    assert read == 3


def test_other_threads_run_while_reports_are_coded(reports: list[athir.Report]) -> None:
    ticks = 0
    done = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not done.is_set():
            ticks += 1
            time.sleep(0.002)

    ticker = threading.Thread(target=tick)
    ticker.start()
    started = time.perf_counter()
    athir.code_many(reports[:40])
    took = time.perf_counter() - started
    done.set()
    ticker.join()
    # One call that held the interpreter would let the other thread tick once or twice.
    assert ticks > 5, f"{ticks} ticks in {took:.2f} s"


def test_a_coder_of_its_own_settings() -> None:
    strict = athir.Coder(min_confidence=0.99)
    assert strict.code(SHELLING).events == ()
    assert strict.code(SHELLING).not_coded[0].reason == "unsure"
    assert athir.Coder().knowledge == athir.Coder().knowledge != strict.knowledge


def test_what_was_not_coded_has_its_reason(coded: list[athir.CodedReport]) -> None:
    reasons = {note.reason for one in coded for note in one.not_coded}
    assert {"merged", "background"} <= reasons


def test_incidents_do_not_depend_on_the_order_of_reports(coded: list[athir.CodedReport]) -> None:
    incidents = athir.merge(coded)
    assert {incident.id: incident.json for incident in athir.merge(coded[::-1])} == {i.id: i.json for i in incidents}
    assert max(incident.n_reports for incident in incidents) > 1
    killed = [incident.loss("killed") for incident in incidents]
    assert all(n.low <= n.best <= n.high for n in killed if n is not None)
    assert sum(len(incident.events) for incident in incidents) == sum(len(one.events) for one in coded)


def test_a_folder_is_read_with_the_dates_of_its_manifest(reports: list[athir.Report]) -> None:
    assert len(reports) == len(list(DEMO.glob("*.txt")))
    assert all(report.published for report in reports)
