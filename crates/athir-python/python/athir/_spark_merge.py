"""How events are merged on Spark: blocks, pairs, components and stories as joins, each step by the functions of one machine.

What belongs together is brought together by sorting, and handed to Rust in whole batches: there are far more blocks than a
call of Python for each could bear.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as f
from pyspark.sql.window import Window

from . import _athir
from ._errors import InputError
from ._spark_parts import parts

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

    Work = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]

PAIRS = "a binary, b binary, likely double"
CARDS = "event binary, report string, bucket int, keys array<bigint>, card binary, tale string"
TEXTS = "report string, published string, outlet string, text binary, bands array<bigint>, words binary"
STORIES = "report string, story string, origin string"


def merged(codings: DataFrame, collect: int) -> DataFrame:
    """Merges codings. See :func:`athir.spark.merge`."""
    whole, small, limit, levels = _athir.stage_limits()
    events = kept(codings.mapInArrow(by_rows("cards"), CARDS))
    texts = kept(codings.mapInArrow(by_rows("texts"), TEXTS))
    for row in texts.groupBy("report").count().filter("count > 1").limit(1).collect():
        raise InputError(f"{row.report}: there are several reports of this name")
    pairs = kept(likely_pairs(events, whole))
    part_of = kept(parts(pairs, levels, limit, collect))
    part_of = part_of.withColumnRenamed("member", "event")
    rows = (
        events.select("event", "report", "card", "tale")
        .join(part_of, "event", "left")
        .withColumn("part", f.coalesce("part", "event"))
        .join(stories(texts, collect), "report", "left")
        .join(pairs_inside(pairs, part_of, small), "event", "left")
        .select("part", "event", "card", "tale", "story", "origin", "pairs")
    )
    return together(rows, "part").mapInArrow(by_runs("incidents"), incident_schema())


def likely_pairs(events: DataFrame, whole: int) -> DataFrame:
    """Pairs of events that share a block, where it is likely that they are one happening."""
    stands = events.select("event", "bucket", f.explode("keys").alias("key"))
    counted = stands.withColumn("n", f.count(f.lit(1)).over(Window.partitionBy("key"))).filter("n > 1")
    # In a block that is divided by time an event stands in its bucket and in the next.
    undivided = f.array(f.lit(None).cast("int"))
    buckets = f.when(f.col("n") <= whole, undivided).otherwise(f.array(f.col("bucket"), f.col("bucket") + 1))
    blocks = counted.select("event", "key", f.explode(buckets).alias("bucket"))
    rows = blocks.join(events.select("event", "card"), "event").select("key", "bucket", "event", "card")
    return together(rows, "key", "bucket").mapInArrow(by_runs("pairs"), PAIRS).dropDuplicates(["a", "b"])


def pairs_inside(pairs: DataFrame, part_of: DataFrame, small: int) -> DataFrame:
    """The pairs of each event inside its part, where the part is too large for all pairs to be compared again."""
    large = part_of.groupBy("part").count().filter(f.col("count") > small).select("part")
    members = part_of.join(large, "part")
    one = members.select(f.col("event").alias("a"), f.col("part").alias("part_a"))
    other = members.select(f.col("event").alias("b"), f.col("part").alias("part_b"))
    inside = pairs.join(one, "a").join(other, "b").filter("part_a = part_b")
    return listed(inside).withColumnRenamed("a", "event")


def stories(texts: DataFrame, collect: int) -> DataFrame:
    """The story of each report that has one, and how it came by its text."""
    bands = texts.select("text", f.explode("bands").alias("band")).distinct()
    shared = bands.withColumn("n", f.count(f.lit(1)).over(Window.partitionBy("band"))).filter("n > 1")
    one = shared.select(f.col("text").alias("a"), "band")
    other = shared.select(f.col("text").alias("b"), "band")
    met = one.join(other, "band").filter("a < b").select("a", "b").distinct()
    words = texts.select("text", "words").dropDuplicates(["text"])
    words_of = met.join(words.toDF("a", "words_a"), "a").join(words.toDF("b", "words_b"), "b")
    near = kept(words_of.mapInArrow(by_rows("near"), PAIRS))
    part_of = parts(near, [0.0], 0, collect).withColumnRenamed("member", "text")
    rows = (
        texts.drop("bands")
        .join(part_of, "text", "left")
        .withColumn("part", f.coalesce("part", "text"))
        .withColumn("n", f.count(f.lit(1)).over(Window.partitionBy("part")))
        .filter("n > 1")
        .join(listed(near).withColumnRenamed("a", "text"), "text", "left")
        .select("part", "report", "published", "outlet", "text", "words", "pairs")
    )
    return together(rows, "part").mapInArrow(by_runs("stories"), STORIES)


def listed(pairs: DataFrame) -> DataFrame:
    """The pairs of each lesser member as one list."""
    return pairs.groupBy("a").agg(f.collect_list(f.struct("b", "likely")).alias("pairs"))


def together(rows: DataFrame, *columns: str) -> DataFrame:
    """Brings rows with the same values into one partition, one behind the other."""
    return rows.repartition(*columns).sortWithinPartitions(*columns)


def kept(frame: DataFrame) -> DataFrame:
    """Works a frame out once, for the steps that read it."""
    has_folder = frame.sparkSession.sparkContext.getCheckpointDir() is not None
    return frame.checkpoint() if has_folder else frame.localCheckpoint()


def by_rows(stage: str) -> Work:
    """A stage whose rows stand each for themselves."""

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield from _batches(_athir.stage_rows(stage, batch))

    return work


def by_runs(stage: str) -> Work:
    """A stage over sorted rows."""

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        running = _athir.Stage(stage)
        for batch in batches:
            yield from _batches(running.push(batch))
        yield from _batches(running.finish())

    return work


def _batches(table: Any) -> list[pa.RecordBatch]:
    import pyarrow

    return [batch for batch in pyarrow.table(table).to_batches() if batch.num_rows]


def incident_schema() -> StructType:
    """The columns of incidents as Spark has them."""
    import pyarrow
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(pyarrow.schema(_athir.Stage("incidents").finish()))
