"""Whose figures of fine classes stand for a place: its own, or those of the larger area round it.

A council's own figures come first. Where BRES gives none at this detail we hold those of the ITL2
area that the council lies in. A group of councils is the sum of its members' own figures, or of the
ITL2 areas that they lie in, each counted once; never a mixture.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.vocabulary.areas import WIDEST_FIRST
from indicators.inputs import Inputs

OWN: Final = 0  # before TODAY and FORMER of the areas round it
LEVELS: Final = ("group", "subclass")


def nation_of(jobs_fine: pl.DataFrame) -> tuple[str, str]:
    """Code and name of the widest area that there are figures of; '' and '' where there is none."""
    names = dict(
        jobs_fine.filter(pl.col("jobs").is_not_null(), area_type="country")
        .select("area_code", "area_name")
        .unique("area_code")
        .iter_rows()
    )
    code = next((code for code in WIDEST_FIRST if code in names), "")
    return code, str(names.get(code, ""))


def places(inputs: Inputs) -> pl.DataFrame:
    """area_code, area_name, area_type of councils with jobs or fine figures, or of the group."""
    with_jobs = pl.concat(
        [
            inputs.sectors.filter(sector_measure="jobs").select("area_code"),
            inputs.jobs_fine.filter(area_type="lad").select("area_code"),
            inputs.members.select("area_code"),
        ]
    )
    return inputs.areas.filter(pl.col("area_type").is_in(["lad", "group"])).join(
        with_jobs.unique(), on="area_code", how="semi", maintain_order="left"
    )


def _candidates(inputs: Inputs, of: pl.DataFrame) -> pl.DataFrame:
    """area_code, source and part_code: areas that together could stand for a place."""
    members = inputs.members.select("area_code", part_code="member_code")
    own = pl.concat([members, of.select("area_code", part_code="area_code")]).join(
        of.select("area_code"), on="area_code", how="semi"
    )
    grouped = pl.col("area_code").is_in(members["area_code"].implode())
    own = own.filter(~(grouped & (pl.col("area_code") == pl.col("part_code"))))
    around = inputs.larger_areas.join(of.select("area_code"), on="area_code", how="semi")
    return pl.concat(
        [own.with_columns(source=pl.lit(OWN, dtype=pl.Int32)), around], how="vertical"
    ).unique()


def measured_parts(inputs: Inputs, of: pl.DataFrame) -> pl.DataFrame:
    """Areas whose figures are summed for each place and level, and the newest year of the mean.

    area_code, industry_level, part_code, source, measured_code, measured_name, year: figures of
    every part and of the nation are held for `year` and for the year before it. No rows for a place
    without.
    """
    nation, _ = nation_of(inputs.jobs_fine)
    candidates = _candidates(inputs, of)
    dated = (
        inputs.jobs_fine.drop_nulls("jobs")
        .select("area_code", "area_name", "industry_level", year=pl.col("period").cast(pl.Int32))
        .unique()
    )
    of_nation = dated.filter(area_code=nation).select("industry_level", "year")
    counted = candidates.with_columns(parts_count=pl.len().over("area_code", "source"))
    key = ["area_code", "source", "industry_level", "year"]
    complete = (
        counted.join(dated.rename({"area_code": "part_code", "area_name": "part_name"}),
                     on="part_code")
        .join(of_nation, on=["industry_level", "year"], how="semi")
        .filter(pl.col("part_code").n_unique().over(key) == pl.col("parts_count"))
        .drop("parts_count")
    )  # fmt: skip
    before = complete.select(*key).unique().with_columns(pl.col("year") + 1)
    pairs = complete.join(before, on=key, how="semi")
    place = ("area_code", "industry_level")
    first = pairs.filter(pl.col("source") == pl.col("source").min().over(place))
    chosen = first.filter(pl.col("year") == pl.col("year").max().over(place))
    names = of.select("area_code", place_name="area_name")
    named = chosen.sort("area_code", "industry_level", "part_name").join(
        names, on="area_code", validate="m:1", maintain_order="left"
    )
    # Figures of its own, also those of all members of a group, are of the place itself.
    is_own = pl.col("source") == OWN
    codes, parts = (
        pl.col(name).str.join(words).over("area_code", "industry_level")
        for name, words in (("part_code", ", "), ("part_name", " and "))
    )
    return named.with_columns(
        measured_code=pl.when(is_own).then("area_code").otherwise(codes),
        measured_name=pl.when(is_own).then("place_name").otherwise(parts),
    ).drop("place_name")
