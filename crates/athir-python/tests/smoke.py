"""Checks an installed wheel with nothing but Python: run it anywhere but in the repository."""

from __future__ import annotations

import sys
from pathlib import Path

import athir

coded = athir.code("Rebels shelled Killi in Idlib on Thursday, killing two.", published="2017-07-15")
event = coded.events[0]
assert (event.kind, str(event.start)) == ("shelling", "2017-07-13"), event
assert event.place is not None and event.place.country == "SY", event.place
assert [str(loss) for loss in event.losses] == ["2 killed"], event.losses
assert [one.json for one in athir.code_many([coded.report] * 3, jobs=2)] == [coded.json] * 3
assert len(athir.to_table([coded])) == 1
assert "mark" in coded._repr_html_()
try:
    athir.code("x", published="never")
except athir.InputError as error:
    assert "report: published" in str(error), error
else:
    raise AssertionError("a date that is none was taken")
print(f"athir {athir.__version__} works on Python {sys.version.split()[0]} from {Path(athir.__file__).parent}")
