"""Which events, or texts, hang together by likely pairs: on the driver where the pairs fit there, else by joins.

The joins are those of alternating stars (Kiveris et al., "Connected Components in MapReduce and Beyond", 2014): each round
moves the neighbours of every member to their least one, until nothing moves. Rounds grow with the logarithm of the number of
members, and no more is held than the pairs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as f

from . import _athir

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

PARTS = "member binary, part binary"


def parts(pairs: DataFrame, levels: list[float], limit: int, collect: int) -> DataFrame:
    """The part of each member of a pair, named after its least member.

    Args:
        pairs: ``a``, ``b``, ``likely``, each pair once.
        levels: How likely a pair has to be to count: first for all, then for members of parts of more than ``limit`` members, and so on.
        limit: How large a part may be before the next level is asked for.
        collect: Up to so many pairs the driver works it out.
    """
    import pyarrow

    pairs = pairs.filter(f.col("likely") >= levels[0])
    if pairs.count() > collect:
        return joined_parts(pairs, levels, limit)
    stage = "parts" if len(levels) > 1 else "story_parts"
    found = pyarrow.table(_athir.stage_rows(stage, pairs.toArrow().combine_chunks()))
    return pairs.sparkSession.createDataFrame(found, PARTS)


def joined_parts(pairs: DataFrame, levels: list[float], limit: int) -> DataFrame:
    """As :func:`parts`, by joins."""
    found = pairs.sparkSession.createDataFrame([], PARTS)
    for level, least in enumerate(levels):
        part_of = stars(pairs.filter(f.col("likely") >= least))
        large = part_of.groupBy("part").count().filter(f.col("count") > limit).select("part")
        if level + 1 == len(levels) or large.isEmpty():
            return found.unionByName(part_of)
        found = found.unionByName(part_of.join(large, "part", "left_anti").select("member", "part"))
        left = part_of.join(large, "part").select("member")
        pairs = pairs.join(left.toDF("a"), "a").join(left.toDF("b"), "b").select("a", "b", "likely").localCheckpoint()
    return found


def stars(pairs: DataFrame) -> DataFrame:
    """The part of each member of a pair, whatever the size of the part."""
    # Every row points from a member to a lesser one.
    links = pairs.select(f.col("b").alias("member"), f.col("a").alias("part")).distinct().localCheckpoint()
    before = None
    while (now := _state(links)) != before:
        before = now
        links = _small_stars(_large_stars(links)).localCheckpoint()
    centres = links.select(f.col("part").alias("member"), "part")
    return links.unionByName(centres).distinct()


def _large_stars(links: DataFrame) -> DataFrame:
    """Points the greater neighbours of each member to the least of its neighbours and itself."""
    both = links.unionByName(links.select(f.col("part").alias("member"), f.col("member").alias("part")))
    least = both.groupBy("member").agg(f.min("part").alias("least"))
    least = least.select("member", f.least("least", "member").alias("least"))
    moved = both.join(least, "member").filter("part > member")
    return moved.select(f.col("part").alias("member"), f.col("least").alias("part")).distinct()


def _small_stars(links: DataFrame) -> DataFrame:
    """Points each member's lesser neighbours, and the member, to the least of them."""
    least = links.groupBy("member").agg(f.min("part").alias("least"))
    moved = links.join(least, "member").filter("part > least")
    moved = moved.select(f.col("part").alias("member"), f.col("least").alias("part"))
    return moved.unionByName(least.select("member", f.col("least").alias("part"))).distinct()


def _state(links: DataFrame) -> tuple[int, int]:
    """What tells links from those of another round, whatever their order."""
    row = links.agg(f.count(f.lit(1)), f.bit_xor(f.xxhash64("member", "part"))).collect()[0]
    return row[0], row[1]
