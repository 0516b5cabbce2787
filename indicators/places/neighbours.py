"""Statistical neighbours: the councils, and the wards, that are most alike in what is measured."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from catalog.tables.indicators import SIMILAR_PLACES
from catalog.vocabulary import periods
from catalog.vocabulary.status import MODELLED
from indicators.inputs import Inputs
from indicators.parts import Part, select_measures
from indicators.skills import jobseekers

Array = NDArray[np.float64]

METHOD: Final = (
    "We compare councils by the shares of their jobs by section, the shares of their residents by "
    "occupation and by qualification, jobs and claimants per resident aged 16 and over, real GVA "
    "per job, and new businesses as a share of active ones. We compare wards by the shares of "
    "residents by occupation and by qualification, jobs per resident aged 16 and over, the "
    "claimant rate, and the shares of jobs by section where they are observed (modelled ones would "
    "make the wards of one council alike). Jobs per resident and GVA per job are logarithms. Each "
    "feature is measured in standard deviations over all places of that kind in our data, and has "
    "the same weight. The distance between two places is the root mean square of their differences "
    "over the features that both have; it needs half of all features, and at least five. We show "
    "the nearest five."
)
NEAREST: Final = 5
LEAST_FEATURES: Final = 5  # on less, such as business births alone, any place is like any other
# Sums over a matrix product lose a few digits: so many candidates are measured again, exactly.
CANDIDATES: Final = 2 * NEAREST
# Who is near whom, without how near: that moves with every month of claimants, and this seldom.
NEIGHBOURS_OF_AREAS: Final = Part(
    "similar_places",
    lambda similar: similar.filter(pl.col("area_type") != "ward").select(
        "area_code", "similar_rank", "similar_code", "similar_name"
    ),
)
BLOCK: Final = 500  # places at a time, to bound memory
FEATURE: Final = ("area_code", "feature", "value")
NEAR: Final = {"place": pl.Int64, "neighbour": pl.Int64, "distance": pl.Float64,
               "features_count": pl.Int64}  # fmt: skip
RATES: Final = r"^residents_(occupation|qualification)_.*_pct$|^claimants_pct$"
LIKENESS_OF_WARDS: Final = select_measures(
    f"{RATES}|^jobs_section_|^jobs_total$|^residents_adults_persons$"
)


def similar_places(inputs: Inputs) -> pl.DataFrame:
    """Rows of `similar_places`: up to five neighbours of every council and ward; see METHOD."""
    wards = inputs.wards.select(
        area_code="ward_code", area_name="ward_name", area_type=pl.lit("ward")
    )
    councils = inputs.areas.filter(area_type="lad")
    return pl.concat(
        [
            _neighbours(features_of_councils(inputs), councils),
            _neighbours(features_of_wards(inputs), wards),
        ]
    )


def _neighbours(features: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    names = places.select("area_code", "area_name", "area_type")
    of_places = features.filter(pl.col("value").is_finite()).join(names, on="area_code", how="semi")
    if of_places.is_empty():
        return SIMILAR_PLACES.empty()
    wide = of_places.pivot(on="feature", index="area_code", values="value", sort_columns=True)
    # In order of codes, so that the order in which places come changes nothing, not even rounding.
    wide = wide.sort("area_code")
    codes = wide["area_code"]
    near = nearest(wide.drop("area_code").to_numpy().astype(float))
    near = near.filter(pl.col("features_count") >= LEAST_FEATURES)
    others = names.select(similar_code="area_code", similar_name="area_name")
    return (
        near.with_columns(
            area_code=codes.gather(near["place"]),
            similar_code=codes.gather(near["neighbour"]),
            similar_rank=pl.int_range(1, pl.len() + 1).over("place"),
        )
        .join(names, on="area_code", validate="m:1", maintain_order="left")
        .join(others, on="similar_code", validate="m:1", maintain_order="left")
        .select(SIMILAR_PLACES.columns)
    )


def nearest(values: Array) -> pl.DataFrame:
    """The nearest places of every row of places x features (NaN where unknown), nearest first.

    Columns: place and neighbour (numbers of rows), distance, features_count (known of both).
    """
    standard = _standardised(values)
    is_known = ~np.isnan(standard)
    least = max(standard.shape[1] / 2.0, 1.0)
    filled, has_value = np.where(is_known, standard, 0.0), is_known.astype(float)
    parts = []
    for start in range(0, len(values), BLOCK):
        block = np.arange(start, min(start + BLOCK, len(values)))
        both = has_value[block] @ has_value.T
        sums = (
            filled[block] ** 2 @ has_value.T
            + has_value[block] @ (filled**2).T
            - 2 * filled[block] @ filled.T
        )
        rough = np.where(both >= least, sums / np.maximum(both, 1.0), np.inf)
        rough[np.arange(len(block)), block] = np.inf
        few = min(CANDIDATES, len(values))
        # Sorted, so that of two places as near as each other the first in order comes first.
        near = np.sort(np.argpartition(rough, few - 1, axis=1)[:, :few], axis=1)
        count = np.take_along_axis(both, near, axis=1)
        exact = np.nansum((standard[block][:, None] - standard[near]) ** 2, axis=2)
        exact = np.sqrt(exact / np.maximum(count, 1.0))
        exact[np.isinf(np.take_along_axis(rough, near, axis=1))] = np.inf
        order = np.argsort(exact, axis=1, kind="stable")[:, :NEAREST]
        ordered = (np.take_along_axis(part, order, axis=1).ravel() for part in (near, exact, count))
        columns = (np.repeat(block, order.shape[1]), *ordered)
        parts.append(pl.DataFrame(dict(zip(NEAR, columns, strict=True)), schema=NEAR))
    return pl.concat(parts).filter(pl.col("distance").is_finite())


def _standardised(values: Array) -> Array:
    """Columns less their mean, over their standard deviation; those that tell nothing left out."""
    is_informative = (~np.isnan(values)).sum(axis=0) > 1
    values = values[:, is_informative]
    spread = np.nanstd(values, axis=0)
    varies = spread > 1e-9
    standard: Array = (values[:, varies] - np.nanmean(values[:, varies], axis=0)) / spread[varies]
    return standard


def features_of_councils(inputs: Inputs) -> pl.DataFrame:
    """area_code, feature, value of every area; values are shares, ratios and logarithms."""
    residents = inputs.residents.select(
        "area_code",
        pl.format("residents {} {}", "skill_kind", "skill_code").alias("feature"),
        _share("residents_persons", ["area_code", "skill_kind"]),
    )
    adults = (
        inputs.residents.filter(skill_kind="qualification")
        .group_by("area_code")
        .agg(adults=pl.col("residents_persons").sum())
    )
    newest = inputs.sectors.drop_nulls("value").filter(
        pl.col("year") == pl.col("year").max().over("area_code", "sector_measure", "industry_level")
    )
    sections = newest.filter(sector_measure="jobs", industry_level="section")
    by_section = sections.select(
        "area_code",
        pl.format("jobs {}", "industry_code").alias("feature"),
        _share("value", ["area_code"]),
    )
    return pl.concat(
        [
            residents.select(FEATURE),
            by_section.select(FEATURE),
            _per_adult(sections, adults),
            _gva_per_job(inputs.sectors),
            _claimants(inputs, adults),
            _births(inputs.businesses),
        ]
    )


def _share(column: str, of: list[str]) -> pl.Expr:
    total = pl.col(column).sum().over(of)
    return pl.when(total > 0).then(pl.col(column) / total).alias("value")


def _per_adult(sections: pl.DataFrame, adults: pl.DataFrame) -> pl.DataFrame:
    jobs = sections.group_by("area_code").agg(jobs=pl.col("value").sum())
    both = jobs.join(adults, on="area_code", validate="1:1").filter(
        pl.col("jobs") > 0, pl.col("adults") > 0
    )
    return both.select(
        "area_code",
        feature=pl.lit("jobs per adult"),
        value=(pl.col("jobs") / pl.col("adults")).log(),
    )


def _gva_per_job(sectors: pl.DataFrame) -> pl.DataFrame:
    """Of the newest year in which an area has both."""
    total = sectors.filter(pl.col("industry_level") == "total", pl.col("value") > 0)
    wide = total.pivot(
        on="sector_measure", on_columns=["jobs", "real_gva"], index=["area_code", "year"],
        values="value",
    ).drop_nulls()  # fmt: skip
    newest = wide.filter(pl.col("year") == pl.col("year").max().over("area_code"))
    return newest.select(
        "area_code",
        feature=pl.lit("GVA per job"),
        value=(pl.col("real_gva") / pl.col("jobs")).log(),
    )


def _births(businesses: pl.DataFrame) -> pl.DataFrame:
    with_births = businesses.drop_nulls("births_pct")
    return periods.filter_newest(with_births, ["area_code"]).select(
        "area_code", feature=pl.lit("births"), value="births_pct"
    )


def _claimants(inputs: Inputs, adults: pl.DataFrame) -> pl.DataFrame:
    """Claimants of the same twelve months; those out of work by the survey are other people."""
    lads = inputs.areas.filter(area_type="lad")["area_code"].to_list()
    counted = jobseekers.claimants_alike(inputs.seekers, lads)
    both = counted.join(adults, on="area_code", validate="1:1").filter(pl.col("adults") > 0)
    return both.select(
        "area_code",
        feature=pl.lit("claimants"),
        value=pl.col("seekers_persons") / pl.col("adults"),
    )


def features_of_wards(inputs: Inputs) -> pl.DataFrame:
    """area_code, feature, value of every ward; values are per cents, shares and logarithms."""
    measures = inputs.ward_measures.drop_nulls("value").rename({"ward_code": "area_code"})
    newest = measures.filter(
        pl.col("period") == pl.col("period").max().over("area_code", "measure")
    )
    rates = newest.filter(pl.col("measure").str.contains(RATES)).rename({"measure": "feature"})
    sections = newest.filter(
        pl.col("measure").str.starts_with("jobs_section_"), pl.col("status") != MODELLED
    ).select("area_code", pl.col("measure").alias("feature"), _share("value", ["area_code"]))
    wide = newest.pivot(
        on="measure", on_columns=["jobs_total", "residents_adults_persons"], index="area_code",
        values="value",
    ).filter(pl.col("jobs_total") > 0, pl.col("residents_adults_persons") > 0)  # fmt: skip
    density = wide.select(
        "area_code",
        feature=pl.lit("jobs per adult"),
        value=(pl.col("jobs_total") / pl.col("residents_adults_persons")).log(),
    )
    return pl.concat([rates.select(FEATURE), sections.select(FEATURE), density])
