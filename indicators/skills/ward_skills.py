"""Residents of each ward by occupation and qualification.

The Census of 2021 says how many live in each ward and how wards differ. Their occupations are then
fitted to the mix of the survey of today (the APS), which knows what has changed since and on whose
footing adverts and industries stand: it finds more professionals than the Census did, in 2022
already. Of one council, though, it asks few. What it found in England's councils, 2023 to 2025, lay
this far (root mean square, in points) from what could be known a year before: the Census as it was
4.6, the council's own shares in the survey 3.6, the Census moved as England has moved 3.1, and that
with a quarter of the council's own lead over it 3.0 (benchmarks/ward_survey.py). Wards are fitted
to the last. Qualifications stay as the Census counted them: the survey asks only those aged 16 to
64, the Census all from 16.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

import reference
from catalog.measures import OCCUPATIONS
from catalog.tables.indicators import WARD, WARD_SKILLS
from catalog.vocabulary import reliability
from catalog.vocabulary.areas import ENGLAND
from catalog.vocabulary.status import MISSING, MODELLED, PARTIAL, sum_or_null, sum_status
from indicators.inputs import Inputs
from indicators.parts import select_measures
from indicators.skills.occupations import MAJORS
from indicators.skills.qualifications import LEVELS, OF_CENSUS
from wards.sector_split import fit

Array = NDArray[np.float64]

_CONSTANTS = reference.read_constants("skills_constants")
# % of England's residents in work in each major group.
ENGLAND_2021: Final[Array] = reference.read("england_occupations_2021")["share_pct"].to_numpy()
OWN_WEIGHT: Final = _CONSTANTS["own_lead_weight"]  # of a council's own lead in the survey
# What persists of councils' leads from one year's survey to the next has this standard deviation
# (log shares): once fitted, a ward's occupations are known no better than that.
MOVED_CV: Final = _CONSTANTS["occupation_moved_cv"]
TOTALS: Final = {
    "residents_employed_persons": "occupation", "residents_adults_persons": "qualification",
}  # fmt: skip
SHARES: Final = r"^residents_(occupation|qualification)_(.+)_pct$"
RESIDENTS_OF_WARDS: Final = select_measures("|".join([SHARES, *(f"^{name}$" for name in TOTALS)]))
# The Census does not part level 4 and above, and no ward figure would: so it stays whole.
FOUR_UP: Final = "4+"
FITTED: Final = {"ward_code": pl.String, "skill_code": pl.String, "fitted": pl.Float64}
LEVEL_NAMES: Final = {**LEVELS, FOUR_UP: "Level 4 or above (a degree or below it)"}
LEVEL_OF: Final = {
    code: next(iter(parts)) if len(parts) == 1 else FOUR_UP for code, parts in OF_CENSUS.items()
}


def ward_skills(inputs: Inputs) -> pl.DataFrame:
    """Rows of `ward_skills` for every ward with a census.

    A ward's total is the Census's, and so is the council's.
    """
    counts = _counts(inputs.ward_measures)
    kind = pl.col("skill_kind")
    occupations = _moved(counts.filter(kind == "occupation"), inputs.aps)
    levels = _levels(counts.filter(kind == "qualification"))
    both = [frame.select(WARD_SKILLS.columns) for frame in (occupations, levels)]
    return pl.concat(both).sort("ward_code", "skill_kind", "skill_code")


def _counts(measures: pl.DataFrame) -> pl.DataFrame:
    """Residents by occupation and census category: shares of the ward times its total."""
    newest = measures.filter(pl.col("period") == pl.col("period").max().over("lad_code", "measure"))
    totals = newest.filter(pl.col("measure").is_in(list(TOTALS))).select(
        "ward_code", skill_kind=pl.col("measure").replace_strict(TOTALS), total="value"
    )
    named = newest.with_columns(
        skill_kind=pl.col("measure").str.extract(SHARES, 1),
        skill_code=pl.col("measure").str.extract(SHARES, 2),
    ).drop_nulls("skill_kind")
    counted = named.join(
        totals, on=["ward_code", "skill_kind"], how="left", validate="m:1"
    ).with_columns(residents_persons=pl.col("value") * pl.col("total") / 100.0)
    lost = pl.col("value").is_not_null() & pl.col("total").is_null()
    return counted.with_columns(
        status=pl.when(lost).then(pl.lit(MISSING)).otherwise("status"),
        reliability=pl.when(lost).then(pl.lit("")).otherwise("reliability"),
    )


def _levels(counts: pl.DataFrame) -> pl.DataFrame:
    level = pl.col("skill_code").replace_strict(LEVEL_OF, return_dtype=pl.String)
    summed = (
        counts.with_columns(skill_code=level)
        .group_by(*WARD, "skill_kind", "skill_code")
        .agg(
            sum_status("residents_persons").alias("status"),
            sum_or_null("residents_persons").alias("residents_persons"),
            pl.col("period", "note").max(),
        )
    )
    level_note = "apprenticeships counted as level 3, other qualifications as below level 2"
    absent = pl.col("residents_persons").is_null()
    return summed.with_columns(
        skill_name=pl.col("skill_code").replace_strict(LEVEL_NAMES, return_dtype=pl.String),
        reliability=pl.when(absent)
        .then(pl.lit(""))
        .when(pl.col("status") == PARTIAL)
        .then(pl.lit("low"))
        .otherwise(pl.lit("good")),
        note=_joined(pl.lit(level_note), pl.col("note")),
    )


def _moved(counts: pl.DataFrame, aps: pl.DataFrame) -> pl.DataFrame:
    """Occupations fitted to the council's mix of today; a ward not wholly known stays as it is."""
    named = counts.with_columns(
        skill_name=pl.col("skill_code").replace_strict(OCCUPATIONS, return_dtype=pl.String)
    )
    period, shares = _survey(aps)
    fitted = _fitted(counts, shares) if ENGLAND in shares else pl.DataFrame(schema=FITTED)
    method_note = (
        f"pattern of Census 2021, adjusted to the survey's mix of {period}: England's change, plus "
        "a quarter of the council's own difference from it"
    )
    cv = (MOVED_CV**2 + 1.0 / pl.col("fitted").clip(lower_bound=1.0)).sqrt()
    moved = pl.col("fitted").is_not_null()
    return named.join(
        fitted, on=["ward_code", "skill_code"], how="left", validate="1:1"
    ).with_columns(
        residents_persons=pl.coalesce("fitted", "residents_persons"),
        period=pl.when(moved).then(pl.lit(period)).otherwise("period"),
        status=pl.when(moved).then(pl.lit(MODELLED)).otherwise("status"),
        reliability=pl.when(moved).then(reliability.grade_cv(cv)).otherwise("reliability"),
        note=pl.when(moved).then(_joined(pl.lit(method_note), pl.col("note"))).otherwise("note"),
    )


def _fitted(counts: pl.DataFrame, survey: dict[str, Array]) -> pl.DataFrame:
    """ward_code, skill_code, fitted: tables that keep wards' totals, of the council's new mix."""
    wide = counts.pivot(
        on="skill_code", on_columns=MAJORS, index=["lad_code", "ward_code"],
        values="residents_persons",
    ).drop_nulls().sort("ward_code")  # fmt: skip
    unknown = np.full(len(MAJORS), np.nan)
    parts = [wide.select("ward_code", *MAJORS).head(0)]
    for (lad,), part in wide.group_by("lad_code", maintain_order=True):
        table = part.select(MAJORS).to_numpy()
        mix = mix_of_today(table.sum(axis=0), survey[ENGLAND], survey.get(str(lad), unknown))
        table = fit(table, table.sum(axis=1), mix * table.sum())
        frame = pl.DataFrame(table, schema=list(MAJORS), orient="row")
        parts.append(frame.select(part["ward_code"], *MAJORS))
    return pl.concat(parts).unpivot(
        index="ward_code", variable_name="skill_code", value_name="fitted"
    )


def mix_of_today(census: Array, nation: Array, of_council: Array) -> Array:
    """Shares of the major groups among a council's residents in work; they sum to one.

    `census` counts residents in 2021; `nation` and `of_council` are shares in the survey, NaN in
    `of_council` where withheld: such a group moves as the nation's, so that no one can derive what
    was withheld.
    """
    expected = census * nation / ENGLAND_2021
    expected = expected / max(expected.sum(), 1e-9)
    is_known = (of_council > 0) & (expected > 0)
    lead = np.divide(of_council, expected, out=np.ones(len(of_council)), where=is_known)
    mix = expected * lead**OWN_WEIGHT
    shares: Array = mix / max(mix.sum(), 1e-9)
    return shares


def _survey(aps: pl.DataFrame) -> tuple[str, dict[str, Array]]:
    """Shares by area in the newest survey that has all of England's: (period, area: shares)."""
    surveyed = aps.with_columns(code=pl.col("variable_code").str.extract(r"^occupation_(\d)$"))
    surveyed = surveyed.drop_nulls(["code", "value_pct"])
    has_all_groups = pl.col("code").n_unique() == len(MAJORS)
    nation = (
        surveyed.filter(area_code=ENGLAND)
        .group_by("period")
        .agg(has_all_groups=has_all_groups)
        .filter("has_all_groups")
    )
    if nation.is_empty():
        return "", {}
    period = str(nation["period"].max())
    wide = surveyed.filter(period=period).pivot(
        on="code", on_columns=MAJORS, index="area_code", values="value_pct"
    )
    rows = wide.select(MAJORS).to_numpy() / 100.0
    return period, dict(zip(wide["area_code"], rows, strict=True))


def _joined(*notes: pl.Expr) -> pl.Expr:
    """Notes one after the other; those that say nothing are left out."""
    filled = [pl.when(note != "").then(note) for note in notes]
    return pl.concat_str(filled, separator="; ", ignore_nulls=True)
