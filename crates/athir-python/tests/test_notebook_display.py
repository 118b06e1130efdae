from __future__ import annotations

import re
from html.parser import HTMLParser

import athir


class Words(HTMLParser):
    """The words and elements of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words = ""
        self.tags: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


def test_the_text_stands_word_for_word_with_its_values_marked(zenki: athir.CodedReport) -> None:
    page = zenki._repr_html_()
    assert zenki.report.text in Words(page).words
    event = zenki.events[0]
    assert re.search(r'<mark [^>]*title="trigger: attack[^"]*">', page)
    assert f'title="initiator: {event.initiators[0].name}"'.replace("'", "&#x27;") in page


def test_what_a_report_says_is_never_markup() -> None:
    text = '<script>alert(1)</script> Rebels "shelled" <b>Killi</b> & killed two <img src=x onerror=y> on Thursday.'
    coded = athir.code(text, published="2017-07-15", name="<i>n</i>", outlet="<b>&")
    page = coded._repr_html_()
    assert coded.events, "something is marked"
    assert text in Words(page).words
    assert set(Words(page).tags) <= {"div", "p", "strong", "mark", "table", "thead", "tbody", "tr", "th", "td"}


def test_nothing_coded_and_failures_are_said() -> None:
    assert "no events" in athir.code("The weather was fine.")._repr_html_()
    failed = athir.CodedReport.of(athir.Report("r", "a < b"), None, "it <failed>")
    assert "not coded:</strong> it &lt;failed&gt;" in failed._repr_html_()
    assert str(failed) == "r\n  error: it <failed>"


def test_a_table_shows_its_first_rows(coded: list[athir.CodedReport]) -> None:
    table = athir.to_table(coded)
    page = table._repr_html_()
    assert f"{len(table)} rows × {len(table.columns)} columns" in Words(page).words
    assert Words(page).tags.count("tr") == 9
