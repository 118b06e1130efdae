"""Coding on a Spark cluster, by the same function as on one machine: the rows that come out are the same.

Every worker needs this package installed, and nothing else: the language model and all knowledge are in it. Set
``PYSPARK_PYTHON`` to the interpreter that has it.

    >>> from athir import spark
    >>> events = spark.code(session.read.parquet("reports/"))
    >>> events.write.parquet("events/")
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from . import _athir
from ._coding import COLUMNS, Coder, Path
from ._errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType


@functools.cache
def _coder(settings: tuple[tuple[str, Any], ...]) -> Coder:
    """The coder of a worker's process, made once."""
    return Coder(**dict(settings))


def schema() -> StructType:
    """The columns of coded events as Spark has them."""
    import pyarrow
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(pyarrow.schema(_athir.Coder.coded_schema()))


def code(
    reports: DataFrame,
    *,
    model: Path | None = None,
    actors: Path | None = None,
    frames: Path | None = None,
    gazetteer: Path | None = None,
    places: Path | None = None,
    min_confidence: float = 0.0,
    screen: bool = False,
) -> DataFrame:
    """Codes the reports of a data frame: a row an event comes out, with the columns of :func:`athir.code_many`'s table.

    Args:
        reports: A data frame with the columns ``id`` and ``text`` and, where known, ``published``, ``url``, ``outlet``,
            ``title``, ``author``, ``language``. Other columns are left out before they travel.
        model: These and the following as for :class:`athir.Coder`; paths are looked up on the workers.
        actors: See :class:`athir.Coder`.
        frames: See :class:`athir.Coder`.
        gazetteer: See :class:`athir.Coder`.
        places: See :class:`athir.Coder`.
        min_confidence: See :class:`athir.Coder`.
        screen: See :class:`athir.Coder`.

    Returns:
        A data frame that is coded when it is asked for. A row that cannot be coded becomes a row with ``report`` and
        ``error`` alone, and fails no task. Each task codes on one core, so that Spark shares out the cores.

    Raises:
        InputError: A data frame without ``id`` or ``text``. Columns of another type than they should have fail the job.

    Spark hands over ``spark.sql.execution.arrow.maxRecordsPerBatch`` rows at a time; 256 are plenty for long reports. Tasks are
    as many as ``reports`` has partitions: ``repartition`` it to some times the number of cores, so that none waits long for another.
    """
    paths = {"model": model, "actors": actors, "frames": frames, "gazetteer": gazetteer, "places": places}
    settings: dict[str, Any] = {name: os.fspath(path) for name, path in paths.items() if path is not None}
    if min_confidence:
        settings["min_confidence"] = min_confidence
    if screen:
        settings["screen"] = True
    chosen = tuple(sorted(settings.items()))

    def coded(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow

        coder = _coder(chosen)
        for batch in batches:
            yield from pyarrow.table(coder.code_many(batch, jobs=1)).to_batches()

    known = [column for column in reports.columns if column in COLUMNS]
    if "text" not in known or not {"id", "report"} & set(known):
        raise InputError(f"reports need the columns id and text; there are {', '.join(reports.columns)}")
    return reports.select(*known).mapInArrow(coded, schema())
