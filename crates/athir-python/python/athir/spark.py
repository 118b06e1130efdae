"""Coding and merging on a Spark cluster, by the same functions as on one machine: the rows that come out are the same.

Every worker needs this package installed, with pyarrow, and nothing else: the language model and all knowledge are in it. Set
``PYSPARK_PYTHON`` to the interpreter that has it.

    >>> from athir import spark
    >>> spark.code(session.read.parquet("reports/")).write.parquet("events/")

Incidents are made of whole codings, which are worth keeping:

    >>> spark.code_reports(session.read.parquet("reports/")).write.parquet("codings/")
    >>> spark.merge(session.read.parquet("codings/")).write.parquet("incidents/")
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypedDict

from . import _athir
from ._coding import COLUMNS, Coder, Path
from ._errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType
    from typing_extensions import Unpack


class Settings(TypedDict, total=False):
    """The settings of a coder: see :class:`athir.Coder`. Paths are looked up on the workers."""

    model: Path | None
    actors: Path | None
    frames: Path | None
    gazetteer: Path | None
    places: Path | None
    min_confidence: float
    screen: bool


@functools.cache
def _coder(settings: tuple[tuple[str, Any], ...]) -> Coder:
    """The coder of a worker's process, made once."""
    return Coder(**dict(settings))


def schema() -> StructType:
    """The columns of coded events as Spark has them."""
    import pyarrow
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(pyarrow.schema(_athir.Coder.coded_schema()))


def code(reports: DataFrame, **settings: Unpack[Settings]) -> DataFrame:
    """Codes the reports of a data frame: a row an event comes out, with the columns of :func:`athir.code_many`'s table.

    Args:
        reports: A data frame with the columns ``id`` and ``text`` and, where known, ``published``, ``url``, ``outlet``,
            ``title``, ``author``, ``language``. Other columns are left out before they travel.
        settings: ``model``, ``actors``, ``frames``, ``gazetteer``, ``places``, ``min_confidence``, ``screen``, as for
            :class:`athir.Coder`; paths are looked up on the workers.

    Returns:
        A data frame that is coded when it is asked for. A row that cannot be coded becomes a row with ``report`` and
        ``error`` alone, and fails no task. Each task codes on one core, so that Spark shares out the cores.

    Raises:
        InputError: A data frame without ``id`` or ``text``. Columns of another type than they should have fail the job.

    Spark hands over ``spark.sql.execution.arrow.maxRecordsPerBatch`` rows at a time; 256 are plenty for long reports. Tasks are
    as many as ``reports`` has partitions: ``repartition`` it to some times the number of cores, so that none waits long for another.
    """
    chosen = _chosen(settings)

    def coded(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow

        coder = _coder(chosen)
        for batch in batches:
            # One batch of many columns costs Spark less than the pieces that it was coded in.
            yield from pyarrow.table(coder.code_many(batch, jobs=1)).combine_chunks().to_batches()

    return reports.select(*_known(reports)).mapInArrow(coded, schema())


def code_reports(reports: DataFrame, **settings: Unpack[Settings]) -> DataFrame:
    """Codes the reports of a data frame, and keeps each coding whole: a row a report, as :func:`merge` takes it.

    Args:
        reports: As for :func:`code`.
        settings: As for :func:`code`.

    Returns:
        The columns of the reports that athir knows, with ``coding``, the coding as JSON, and ``error``, why there is none. It is
        coded each time when it is asked for: write it to files, and read those.

    Raises:
        InputError: A data frame without ``id`` or ``text``.
    """
    from pyspark.sql.types import StringType, StructField, StructType

    chosen = _chosen(settings)

    def coded(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow

        coder = _coder(chosen)
        for batch in batches:
            rows = coder._coder.code_rows(batch, 1)
            for n, column in enumerate(("coding", "error")):
                batch = batch.append_column(column, pyarrow.array([row[n] for row in rows], pyarrow.string()))
            yield batch

    known = reports.select(*_known(reports))
    fields = [field for field in known.schema if field.name not in ("coding", "error")]
    more = [StructField("coding", StringType()), StructField("error", StringType())]
    return known.mapInArrow(coded, StructType([*fields, *more]))


def merge(codings: DataFrame, *, collect: int = 5_000_000) -> DataFrame:
    """Merges events of coded reports to incidents: those that :func:`athir.merge` makes of the same reports.

    Args:
        codings: What :func:`code_reports` gives, read back from files: it is read several times. Rows without ``coding`` are
            left out. Reports need names of their own, outlets and dates.
        collect: Up to so many likely pairs, of some 50 bytes each, the driver finds out what hangs together. More stay on
            the cluster, where it takes a few rounds of joins.

    Returns:
        A row an incident, in no order, with the columns of the table of incidents (:func:`athir.tables`) and ``record``, the
        incident as JSON. Comparing and grouping is done when this returns, in files of the cluster: in those of
        ``SparkContext.setCheckpointDir`` where that was called, else in the workers' own, which a lost worker takes along.

    Raises:
        InputError: A data frame without ``id``, ``text`` or ``coding``, or two reports of one name. A coding that is none fails
            the job, and names its report.
    """
    from ._spark_merge import merged

    if "coding" not in codings.columns:
        raise InputError(
            f"merging needs the column coding, as code_reports gives it; there are {', '.join(codings.columns)}"
        )
    return merged(codings.select(*_known(codings), "coding"), collect)


def _known(reports: DataFrame) -> list[str]:
    """The columns that athir reads. Others are left out before they travel."""
    known = [column for column in reports.columns if column in COLUMNS]
    if "text" not in known or not {"id", "report"} & set(known):
        raise InputError(f"reports need the columns id and text; there are {', '.join(reports.columns)}")
    return known


def _chosen(settings: Settings) -> tuple[tuple[str, Any], ...]:
    """The settings in a form that a worker can look its coder up by."""
    chosen = {name: os.fspath(value) if isinstance(value, os.PathLike) else value for name, value in settings.items()}
    return tuple(sorted((name, value) for name, value in chosen.items() if value is not None))
