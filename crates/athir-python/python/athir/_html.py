"""Records as HTML for notebooks. Everything that a report says is escaped; nothing is fetched and nothing runs."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ._records import CodedReport, Event

# Beside its colour each role has a line of its own, so that no meaning hangs on colour alone.
_STYLES = {
    "trigger": "background:#fde68a;color:#111;border-bottom:3px double #b45309",
    "initiator": "background:#fecaca;color:#111;border-bottom:2px solid #b91c1c",
    "recipient": "background:#bfdbfe;color:#111;border-bottom:2px dashed #1d4ed8",
    "place": "background:#bbf7d0;color:#111;border-bottom:2px dotted #15803d",
    "time": "background:#e9d5ff;color:#111;border-bottom:2px groove #7e22ce",
    "loss": "background:#fed7aa;color:#111;border-bottom:2px ridge #c2410c",
    "weapon": "background:#e5e7eb;color:#111;border-bottom:1px solid #374151",
    "voice": "background:#f5f5f4;color:#111;border-bottom:1px dashed #57534e",
}


class Span(NamedTuple):
    """Words of a text, what they are to an event, and the value that was read from them."""

    start: int
    end: int
    role: str
    value: str


def highlighted(text: str, spans: Iterable[Span]) -> str:
    """The text as HTML with the words of the spans marked. Where spans lie over each other, each piece names them all."""
    inside = sorted(span for span in set(spans) if 0 <= span.start < span.end <= len(text))
    cuts = sorted({0, len(text), *(span.start for span in inside), *(span.end for span in inside)})
    order = list(_STYLES)
    pieces: list[str] = []
    for start, end in pairwise(cuts):
        words = escape(text[start:end])
        over = [span for span in inside if span.start <= start and end <= span.end]
        if not over:
            pieces.append(words)
            continue
        title = escape("; ".join(f"{span.role}: {span.value}" for span in over))
        style = _STYLES[min((span.role for span in over), key=order.index)]
        pieces.append(f'<mark style="{style}" title="{title}">{words}</mark>')
    return "".join(pieces)


def _row(event: Event) -> str:
    sides = [", ".join(party.name for party in side) for side in (event.initiators, event.recipients)]
    place = ""
    if event.place is not None:
        known = (event.place.name, event.place.within, event.place.country)
        place = ", ".join(part for part in known if part)
        place += "?" if event.place.status == "ambiguous" else ""
    cells = (
        event.day,
        event.kind,
        " → ".join(side or "?" for side in sides) if any(sides) else "",
        place,
        ", ".join(str(loss) for loss in event.losses),
        "; ".join(quote.text for quote in event.attribution),
        f"{event.confidence.event:.2f}",
    )
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def coded_page(coded: CodedReport) -> str:
    """A coded report: its text with every value marked, and its events as a table."""
    report = coded.report
    about = " · ".join(str(part) for part in (report.name, report.published, report.outlet) if part)
    heads = ("when", "what", "who", "where", "losses", "according to", "confidence")
    spans = [span for event in coded.events for span in event.spans()]
    if coded.error is not None:
        below = f"<p><strong>not coded:</strong> {escape(coded.error)}</p>"
    elif not coded.events:
        below = "<p>no events</p>"
    else:
        head = "".join(f'<th scope="col">{word}</th>' for word in heads)
        rows = "".join(_row(event) for event in coded.events)
        below = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    legend = " ".join(f'<mark style="{style}">{role}</mark>' for role, style in _STYLES.items())
    return (
        f'<div><p><strong>{escape(about)}</strong></p><div dir="auto" style="white-space:pre-wrap;max-width:50em">'
        f"{highlighted(report.text, spans)}</div><p>{legend}</p>{below}</div>"
    )
