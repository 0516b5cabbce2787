"""Graduates who enter work: what they studied and at which level, and who of them stays.

Two counts could be had. A provider's graduates are counted where it is, and most of them leave; an
area without a university would have none. Residents who graduate are counted where they grew up,
with how many of them live there again, which is also how all other streams count. So their number
is of residents who live here again, and providers say only what graduates studied and how many are
in work. Graduates who come from elsewhere are not counted, so the stream is partial.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

import reference
from catalog.vocabulary.status import MISSING, worst_status
from geo.provider_places import find_places as find_places
from indicators.skills.occupations import CODES
from indicators.skills.qualifications import LEVEL_CODES, shares_by_occupation

Array = NDArray[np.float64]

GRADUATES: Final = "university graduates"
COHORTS: Final = reference.read_constants("skills_constants")["graduate_cohorts"]
FIRST_DEGREES: Final[dict[str, str]] = dict(reference.read("graduate_levels").iter_rows())
WEIGHTS: Final[dict[str, dict[str, float]]] = {
    subject: dict(zip(codes, shares, strict=True))
    for subject, codes, shares in reference.read("graduate_weights")
    .group_by("subject_area", maintain_order=True)
    .agg("occupation_code", "share")
    .iter_rows()
}
AT_WORK: Final = (
    "full-time employment", "part-time employment", "unknown pattern of employment",
    "employment and further study", "unemployed and due to start work",
)  # fmt: skip
STUDYING: Final = (
    "full-time further study", "part-time further study", "unknown pattern of further study",
    "unemployed and due to start further study",
)  # fmt: skip
KNOWN: Final = "total with known outcomes"
MIX: Final = {
    "subject_area": pl.String, "level_code": pl.String, "share": pl.Float64,
    "into_work_share": pl.Float64, "period": pl.String, "providers_count": pl.Int64,
    "uk_unknown_count": pl.Int64,
}  # fmt: skip
STAYING: Final = {
    "area_code": pl.String, "period": pl.String, "graduates_persons": pl.Float64,
    "staying_persons": pl.Float64, "status": pl.String,
}  # fmt: skip
OFFERS: Final = {
    "ukprn": pl.String, "provider_name": pl.String, "lad_code": pl.String,
    "subject_area": pl.String, "level_code": pl.String, "graduates_persons": pl.Float64,
    "period": pl.String, "status": pl.String,
}  # fmt: skip


def read_staying(retention: pl.DataFrame) -> pl.DataFrame:
    """Rows of STAYING: graduates a year who grew up in an area, and who live there again."""
    newest = retention.filter(pl.col("period") == pl.col("period").max())
    by_measure = [
        newest.filter(pl.col("retention_measure") == measure).select(
            "area_code", "period", "status", persons=pl.col("graduates_persons") / COHORTS
        )
        for measure in ("graduates", "living here")
    ]
    grew_up, staying = by_measure
    both = staying.rename({"persons": "staying_persons"}).join(
        grew_up.select("area_code", graduates_persons="persons"), on="area_code", how="left",
        validate="1:1",
    )  # fmt: skip
    return both.select(list(STAYING))


def sum_staying(staying: pl.DataFrame, members: Sequence[str], code: str) -> pl.DataFrame:
    """The members' graduates as of one area: of years in which all of them have a figure."""
    of_members = staying.filter(pl.col("area_code").is_in(list(members))).drop_nulls(
        "staying_persons"
    )
    return (
        of_members.group_by("period", maintain_order=True)
        .agg(
            pl.col("graduates_persons", "staying_persons").sum(),
            worst_status(),
            counted=pl.col("area_code").n_unique(),
        )
        .filter(pl.col("counted") == len(set(members)))
        .with_columns(area_code=pl.lit(code))
        .select(list(STAYING))
    )


def read_offers(qualifiers: pl.DataFrame, councils: pl.DataFrame) -> pl.DataFrame:
    """Rows of OFFERS: first qualifications by provider, subject and level, in the newest year."""
    levels = pl.DataFrame(
        list(FIRST_DEGREES.items()), schema=["graduate_level", "level_code"], orient="row"
    )
    newest = qualifiers.filter(pl.col("period") == pl.col("period").max().over("ukprn"))
    of_subjects = newest.filter(pl.col("subject_area") != "total").join(
        levels, on="graduate_level", how="inner", validate="m:1"
    )
    silent = pl.col("graduates_persons").is_null()
    summed = of_subjects.group_by(
        "ukprn", "subject_area", "level_code", "period", maintain_order=True
    ).agg(
        pl.col("provider_name").first(),
        status=pl.when(silent.all()).then(pl.lit(MISSING)).otherwise(pl.col("status").first()),
        graduates_persons=pl.when(~silent.all()).then(pl.col("graduates_persons").sum()),
    )
    places = find_places(summed.select("ukprn", "provider_name").unique("ukprn"), councils)
    return summed.join(places, on="ukprn", how="left", validate="m:1").select(list(OFFERS))


def find_near(offers: pl.DataFrame, itl2: pl.DataFrame, areas: Sequence[str]) -> pl.DataFrame:
    """The offers of providers in the ITL2 areas in which these areas lie."""
    of_areas = itl2.filter(pl.col("area_code").is_in(list(areas)))["itl2_code"]
    councils = itl2.filter(pl.col("itl2_code").is_in(of_areas.implode()))["area_code"]
    return offers.filter(pl.col("lad_code").is_in(councils.implode()))


def find_near_each(offers: pl.DataFrame, itl2: pl.DataFrame, areas: Sequence[str]) -> pl.DataFrame:
    """`find_near` of each of these areas by itself, with its area_code."""
    councils = (
        itl2.filter(pl.col("area_code").is_in(list(areas)))
        .join(itl2.select("itl2_code", lad_code="area_code"), on="itl2_code")
        .select("area_code", "lad_code")
        .unique()
    )
    return offers.join(councils, on="lad_code", maintain_order="left")


def read_mix(offers: pl.DataFrame, activities: pl.DataFrame) -> pl.DataFrame:
    """Rows of MIX: shares of first qualifications by subject and level, and who is in work.

    Providers count by their graduates from the United Kingdom, where HESA's table of domiciles has
    them; `uk_unknown_count` providers that it does not have count like the others' mean, or whole
    where it has none. Shares sum to one; into_work_share is null where no table of activities is
    there.
    """
    counted = offers.filter(
        pl.col("subject_area").is_in(list(WEIGHTS)), pl.col("graduates_persons") > 0
    )
    # Shares are of one year: a provider that is not in it has no part in them.
    counted = counted.filter(pl.col("period") == pl.col("period").max())
    if counted.is_empty():
        return pl.DataFrame(schema=MIX)
    weighed = (
        counted.join(_uk_share(activities), on="ukprn", how="left", validate="m:1")
        .join(_in_work(activities), on=["ukprn", "subject_area"], how="left", validate="m:1")
        .join(
            _in_work(activities).filter(pl.col("subject_area") == "total")
            .select("ukprn", of_all="into_work_share"),
            on="ukprn", how="left", validate="m:1",
        )
        .with_columns(
            weight=pl.col("graduates_persons")
            * pl.col("uk_share").fill_null(_weighted_uk_share()).fill_null(1.0),
            rate=pl.coalesce("into_work_share", "of_all"),
        )
    )  # fmt: skip
    has_rate = pl.col("rate").is_not_null()
    summed = weighed.group_by("subject_area", "level_code", maintain_order=True).agg(
        pl.col("weight").sum(),
        into_work_share=(pl.col("rate") * pl.col("weight")).sum()
        / pl.col("weight").filter(has_rate).sum(),
    )
    return (
        summed.with_columns(
            share=pl.col("weight") / pl.col("weight").sum(),
            into_work_share=pl.when(pl.col("into_work_share").is_finite()).then("into_work_share"),
            period=pl.lit(counted["period"].max()),
            providers_count=pl.lit(counted["ukprn"].n_unique(), dtype=pl.Int64),
            uk_unknown_count=pl.lit(
                weighed.filter(pl.col("uk_share").is_null())["ukprn"].n_unique(), dtype=pl.Int64
            ),
        )
        .sort("subject_area", "level_code")
        .select(list(MIX))
    )


def _weighted_uk_share() -> pl.Expr:
    """The UK's part of the graduates of all providers for which it is known; null for none."""
    is_known = pl.col("uk_share").is_not_null()
    known = pl.col("graduates_persons").filter(is_known)
    mean = (known * pl.col("uk_share").filter(is_known)).sum() / known.sum()
    return pl.when(mean.is_finite()).then(mean)


def cut_by_skill(mix: pl.DataFrame, usual_rate: Mapping[str, float]) -> Array:
    """Of a graduate who stays: the chance to enter each occupation (26) at each level (5).

    `usual_rate`: who is in work by level where HESA's table says nothing.
    """
    shares = np.zeros((len(CODES), len(LEVEL_CODES)))
    for subject, level, share, rate in mix.select(
        "subject_area", "level_code", "share", "into_work_share"
    ).iter_rows():
        into_work = usual_rate[level] if rate is None else rate
        shares[:, LEVEL_CODES.index(level)] += share * into_work * weigh(subject, level)
    return shares


def weigh(subject: str, level: str) -> Array:
    """Shares of the 26 occupations among those with a qualification in a subject; they sum to 1.

    The weights are of people with a degree; below that occupations count by how many of their
    people stopped at the level, against those with a degree.
    """
    shares: Array = np.array([WEIGHTS[subject].get(code, 0.0) for code in CODES])
    if level == LEVEL_CODES[-1]:
        return shares
    by_level = shares_by_occupation()
    tilted = shares * by_level[LEVEL_CODES.index(level)] / by_level[-1]
    weights: Array = tilted / tilted.sum()
    return weights


def _uk_share(activities: pl.DataFrame) -> pl.DataFrame:
    """ukprn, uk_share: part of a provider's undergraduates who lived in the UK before."""
    totals = activities.filter(
        pl.col("activity") == "total", pl.col("subject_area") == "total",
        pl.col("graduate_level") == "undergraduate", pl.col("graduates_persons") > 0,
    )  # fmt: skip
    of_uk = totals.filter(pl.col("domicile") == "uk").select(
        "ukprn", "period", uk="graduates_persons"
    )
    of_all = totals.filter(pl.col("domicile") == "all").select(
        "ukprn", "period", all="graduates_persons"
    )
    both = of_uk.join(of_all, on=["ukprn", "period"], validate="1:1").sort("period")
    return both.unique("ukprn", keep="last", maintain_order=True).select(
        "ukprn", uk_share=(pl.col("uk") / pl.col("all")).clip(0.0, 1.0)
    )


def _in_work(activities: pl.DataFrame) -> pl.DataFrame:
    """ukprn, subject_area, into_work_share: of undergraduates who have left education, the part in
    work fifteen months later. Those who study on leave later, and are taken to do as the others.

    No row where one of these counts is withheld or not there: a part of them would pass for all.
    """
    of_all = activities.filter(
        pl.col("domicile") == "all", pl.col("graduate_level") == "undergraduate"
    )
    newest = of_all.filter(pl.col("period") == pl.col("period").max().over("ukprn", "subject_area"))

    def total(names: tuple[str, ...]) -> pl.Expr:
        counts = pl.col("graduates_persons").filter(pl.col("activity").is_in(names))
        return pl.when((counts.len() > 0) & (counts.null_count() == 0)).then(counts.sum())

    summed = newest.group_by("ukprn", "subject_area", maintain_order=True).agg(
        at_work=total(AT_WORK), left=total((KNOWN,)) - total(STUDYING)
    )
    return summed.filter(pl.col("left") > 0).select(
        "ukprn", "subject_area",
        into_work_share=(pl.col("at_work") / pl.col("left")).clip(0.0, 1.0),
    )  # fmt: skip
