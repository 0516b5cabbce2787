"""Moves counts from census wards (2022) to current wards, in proportion to residents."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from catalog.vocabulary.status import (  # fmt: skip
    ESTIMATED,
    MISSING,
    OBSERVED,
    PARTIAL,
    ROUNDED,
    WITHOUT_VALUE,
    sum_or_null,
    sum_status,
)
from geo.boundaries import locate


def ward_changes(
    wards_2022: pl.DataFrame,
    wards: pl.DataFrame,
    lsoa_wards: pl.DataFrame,
    lsoa_centroids: pl.DataFrame,
    residents: pl.DataFrame,
) -> pl.DataFrame:
    """The current wards of the residents of each census ward of 2022, with the share in each.

    A ward that kept its code kept its boundary. For other wards we assign residents LSOA by LSOA:
    the LSOA's centre gives the former ward, the best-fit lookup the current ward, and `residents`
    (lsoa_code, residents_persons) the weight. A centre that lies only in a ward of another council,
    as one near a generalised border can, counts for no ward: residents stay in their council. A
    former ward without an LSOA centre goes to the ward of its council around its middle. Shares sum
    to one for each former ward. Without centres or a lookup (either frame empty) the result has
    only wards that kept their code. Former wards that we cannot assign are left out.
    """
    stayed = wards_2022.filter(pl.col("ward_code").is_in(wards["ward_code"].implode()))
    gone = wards_2022.join(wards, on="ward_code", how="anti")
    new = wards.join(wards_2022, on="ward_code", how="anti")
    same = stayed.select(former_code="ward_code", ward_code="ward_code", share=pl.lit(1.0))
    parts = [same]
    if not lsoa_wards.is_empty() and not lsoa_centroids.is_empty():
        # Councils of 2022 that were merged since have no ward of their code today.
        lads_today = lsoa_wards["lad_code"].unique()
        moved = _moved_residents(gone, new, lsoa_wards, lsoa_centroids, residents)
        unplaced = gone.filter(~pl.col("ward_code").is_in(moved["former_code"].implode()))
        surrounding = _locate_by_council(
            unplaced, lambda lad: wards.filter(lad_code=lad) if lad in lads_today else wards
        ).select(former_code="ward_code", ward_code="located", share=pl.lit(1.0))
        parts += [moved, surrounding]
    former = wards_2022.select(
        former_code="ward_code", former_name="ward_name", former_vintage="ward_vintage"
    )
    today = wards.select("ward_code", "ward_name", "lad_code", "ward_vintage")
    return (
        pl.concat(parts)
        .join(former, on="former_code", how="left", validate="m:1")
        .join(today, on="ward_code", how="left", validate="m:1")
        .sort("former_code", "ward_code")
    )


def _moved_residents(
    gone: pl.DataFrame,
    new: pl.DataFrame,
    lsoa_wards: pl.DataFrame,
    lsoa_centroids: pl.DataFrame,
    residents: pl.DataFrame,
) -> pl.DataFrame:
    empty = {"former_code": pl.String, "ward_code": pl.String, "share": pl.Float64}
    if gone.is_empty() or new.is_empty():
        return pl.DataFrame(schema=empty)
    placed = (
        lsoa_wards.filter(pl.col("ward_code").is_in(new["ward_code"].implode()))
        .select("lsoa_code", "ward_code", "lad_code")
        .join(lsoa_centroids, on="lsoa_code", how="left", validate="1:1")
        .join(residents, on="lsoa_code", how="left", validate="1:1")
        # An LSOA with no count of residents weighs as much as the average one.
        .with_columns(
            pl.col("residents_persons").fill_null(pl.col("residents_persons").mean()).fill_null(1.0)
        )
    )
    persons = pl.col("residents_persons")
    merged = ~pl.col("lad_code").is_in(lsoa_wards["lad_code"].unique().implode())
    return (
        _locate_by_council(placed, lambda lad: gone.filter((pl.col("lad_code") == lad) | merged))
        .rename({"located": "former_code"})
        .group_by("former_code", "ward_code")
        .agg(persons.sum(), lsoas=pl.len())
        # If nobody lives in any of its LSOAs, each weighs the same.
        .with_columns(
            weight=pl.when(persons.sum().over("former_code") > 0).then(persons).otherwise("lsoas")
        )
        .select(
            "former_code",
            "ward_code",
            share=pl.col("weight") / pl.col("weight").sum().over("former_code"),
        )
    )


def _locate_by_council(points: pl.DataFrame, wards: Callable[[str], pl.DataFrame]) -> pl.DataFrame:
    """The points (long, lat, lad_code) that lie in a ward of those that `wards` gives for their
    council, with its code as `located`."""
    frames = [points.clear().with_columns(located=pl.lit(None, pl.String))]
    for (lad,), of_council in points.partition_by("lad_code", as_dict=True).items():
        frames.append(of_council.with_columns(located=locate(of_council, wards(lad))))
    return pl.concat(frames).drop_nulls("located")


def wards_to_current(
    frame: pl.DataFrame,
    changes: pl.DataFrame,
    wards: pl.DataFrame,
    *,
    value: str,
    beside: Sequence[str] = (),
    by: Sequence[str] = (),
) -> pl.DataFrame:
    """Moves counts from census wards to current wards, keeping totals.

    `frame` has ward_code (2022), lad_code, the value, status, other counts in `beside` and the
    columns of `by`; `wards` has current ward_code and lad_code. Returns a row for every ward of
    `wards` and every combination of `by`: ward_code, `by`, value, status, `beside` and unlinked
    (true if no former ward is known). The count of a redrawn ward is estimated. It is partial if a
    former ward has no count, or if some former ward of its council has no current ward.
    """
    links = _links(frame, changes, wards)
    unlinked = frame.filter(~pl.col("ward_code").is_in(links["former_code"].drop_nulls().implode()))
    cells = frame.select(by).unique(maintain_order=True) if by else pl.DataFrame({"": [0]})
    counts = frame.select(*by, value, *beside, "status", former_code="ward_code")
    joined = links.join(cells, how="cross").join(
        counts, on=["former_code", *by], how="left", validate="m:1"
    )
    # Even if a whole former ward went to one current ward, that one may have parts of others too.
    redrawn = pl.col("former_code") != pl.col("ward_code")
    incomplete = redrawn & pl.col("lad_code").is_in(unlinked["lad_code"].implode())
    shared = joined.with_columns(
        *((pl.col(name) * pl.col("share")).alias(name) for name in (value, *beside)),
        pl.when(pl.col(value).is_null() & ~pl.col("status").is_in(WITHOUT_VALUE))
        .then(pl.lit(MISSING))
        .when(incomplete & pl.col(value).is_not_null())
        .then(pl.lit(PARTIAL))
        .when(redrawn & pl.col("status").is_in([OBSERVED, ROUNDED]))
        .then(pl.lit(ESTIMATED))
        .otherwise(pl.col("status").fill_null(MISSING))
        .alias("status"),
    )
    return shared.group_by("ward_code", *by, maintain_order=True).agg(
        sum_or_null(value).alias(value),
        sum_status(value).alias("status"),
        *(sum_or_null(name).alias(name) for name in beside),
        pl.col("former_code").is_null().all().alias("unlinked"),
    )


def _links(frame: pl.DataFrame, changes: pl.DataFrame, wards: pl.DataFrame) -> pl.DataFrame:
    """former_code (null if none is known), ward_code, lad_code and share of every ward."""
    today = wards.select("ward_code", "lad_code").unique("ward_code", keep="first")
    listed = changes.select("former_code", "ward_code", "share").join(today, on="ward_code")
    others = today.join(listed, on="ward_code", how="anti")
    counted = pl.col("ward_code").is_in(frame["ward_code"].implode())
    others = others.select(
        former_code=pl.when(counted).then("ward_code"), ward_code="ward_code", share=pl.lit(1.0),
        lad_code="lad_code",
    )  # fmt: skip
    return pl.concat([listed.select(others.columns), others])
