"""Openings: how many people a year each occupation, and each level of qualification, will ask for.

Growth is the change in jobs of the occupation over the years ahead, replacement the people who
leave work for good; most openings are replacement, so the two are separate. Jobs by occupation
are the council's jobs by section, as forecast, times the local matrix of occupations by industry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from catalog.tables.indicators import SKILLS_NEEDS, SKILLS_OPENINGS
from catalog.vocabulary.status import MODELLED, PARTIAL, partial_or, sum_or_null
from indicators import draws
from indicators.inputs import Inputs
from indicators.row_blocks import make_block, stack_blocks
from indicators.sectors.bases import SERIES, with_bases
from indicators.sectors.industrial_strategy import describe_sectors
from indicators.skills.industry_mix import SECTIONS
from indicators.skills.matrix_record import describe_record
from indicators.skills.occupation_matrix import (
    MATRIX_YEAR,
    draw_matrices,
    local_matrix,
    projected,
    usual_shares,
)
from indicators.skills.occupations import CODES, NAMES, REPLACEMENT_PA
from indicators.skills.qualifications import LEVELS, SkillKind, shares_by_occupation

Array = NDArray[np.float64]

OCCUPATION: Final[SkillKind] = "occupation"
QUALIFICATION: Final[SkillKind] = "qualification"
KINDS: Final[dict[SkillKind, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    OCCUPATION: (CODES, tuple(NAMES.values())),
    QUALIFICATION: (tuple(LEVELS), tuple(LEVELS.values())),
}
# Sections that must have a forecast for the openings to be whole; in T and U hardly anyone works.
WHOLE: Final = frozenset(SECTIONS) - {"T", "U"}


@dataclass(frozen=True)
class Openings:
    """Openings of one area, by the 26 occupations: arrays of 26, `drawn` of 26 x draws.

    `jobs_in` and `openings_in` part jobs and openings by section as well (26 x sections).
    """

    area: str
    base_period: str
    target_period: str
    jobs: Array
    growth: Array
    replacement: Array
    drawn: Array
    status: str
    statuses: tuple[str, ...]  # of each section
    sections: tuple[tuple[str, str], ...]  # code and name, the columns of the two below
    jobs_in: Array
    openings_in: Array

    def by_skill_kind(self, kind: SkillKind) -> tuple[Array, Array, Array, Array]:
        """Jobs, growth, replacement and drawn openings by occupation or by qualification."""
        parts = (self.jobs, self.growth, self.replacement, self.drawn)
        if kind == OCCUPATION:
            return parts
        level_shares = shares_by_occupation()
        jobs, growth, replacement, drawn = (level_shares @ part for part in parts)
        return jobs, growth, replacement, drawn


def all_openings(inputs: Inputs) -> Iterator[Openings]:
    """Openings of every area whose jobs by section are forecast, in the order of their codes.

    Growth counts from jobs now: our estimate of this year, or the last official figure where there
    is none.
    """
    jobs = from_now(inputs, with_bases(inputs)).filter(
        pl.col("sector_measure") == "jobs", pl.col("industry_level") == "section"
    )
    usual = usual_shares(inputs.survey)

    @cache
    def matrix_of(itl2_codes: tuple[str, ...]) -> Array:
        return local_matrix(survey_of_places(inputs, itl2_codes), usual)

    for (area,), part in jobs.group_by("area_code", maintain_order=True):
        complete = part.drop_nulls(["base", "mean", "lower80", "upper80"])
        if complete.height:
            matrix = matrix_of(list_itl2(inputs, str(area)))
            years = float(complete["base_year"][0]) - MATRIX_YEAR
            yield compute_openings(str(area), complete, projected(matrix, years))


def from_now(inputs: Inputs, bases: pl.DataFrame) -> pl.DataFrame:
    """Forecast series whose `base` and `base_year` are those of the newest estimate of jobs now.

    All of an area's series count from one year: where one of them lacks the estimate, all stay
    with the last official figure.
    """
    newest = inputs.nowcasts.filter(pl.col("year") == pl.col("year").max().over("area_code"))
    joined = bases.join(
        newest.select(*SERIES, now="value", now_year="year"),
        on=list(SERIES), how="left", validate="1:1", maintain_order="left",
    )  # fmt: skip
    place = ["area_code", "sector_measure", "industry_level"]
    lacks = (pl.col("now").is_null() & pl.col("base").is_not_null()).any().over(place)
    moves = ~lacks & (pl.col("now_year") > pl.col("base_year"))
    return joined.with_columns(
        base=pl.when(moves).then("now").otherwise("base"),
        base_year=pl.when(moves).then("now_year").otherwise("base_year"),
    ).drop("now", "now_year")


def find_start_year(inputs: Inputs, area: str) -> int | None:
    """The year that an area's openings count from; None where there are none."""
    jobs = from_now(inputs, with_bases(inputs)).filter(
        pl.col("area_code") == area, pl.col("sector_measure") == "jobs",
        pl.col("industry_level") == "section", pl.col("base").is_not_null(),
        pl.col("mean").is_not_null(),
    )  # fmt: skip
    return int(jobs["base_year"][0]) if jobs.height else None


def compute_openings(area: str, sections: pl.DataFrame, matrix: Array) -> Openings:
    """Openings of one area from its sections: industry_code, base, mean, bounds, status.

    `matrix` holds the occupations of the base year by section (26 x 21).
    Partial where a section lacks, or where one is forecast from too low a figure.
    """
    sections = sections.sort("industry_code")
    columns = [SECTIONS.index(code) for code in sections["industry_code"]]
    before = sections["base"].cast(pl.Float64).to_numpy()
    after = sections["mean"].cast(pl.Float64).to_numpy()
    base, target = sections.select("base_year", "target_year").row(0)
    has_all_sections = set(sections["industry_code"]) >= WHOLE
    statuses = tuple(sections.select(partial_or(MODELLED)).to_series())
    years = float(target - base)
    now, later = matrix[:, columns], projected(matrix, years)[:, columns]
    jobs_in = now * before
    openings_in = (later * after - jobs_in) / years + REPLACEMENT_PA[:, None] * jobs_in
    jobs = jobs_in.sum(axis=1)
    rng = draws.stream(area, "openings")
    futures = draws.lognormal(
        sections["lower80"].cast(pl.Float64).to_numpy(),
        sections["upper80"].cast(pl.Float64).to_numpy(),
        rng,
        draws.DRAWS,
    )
    return Openings(
        area=area,
        base_period=str(base),
        target_period=str(target),
        jobs=jobs,
        growth=openings_in.sum(axis=1) - REPLACEMENT_PA * jobs,
        replacement=REPLACEMENT_PA * jobs,
        drawn=_drawn(matrix, columns, before, futures, years, rng),
        status=MODELLED if has_all_sections and PARTIAL not in statuses else PARTIAL,
        sections=tuple(sections.select("industry_code", "industry_name").iter_rows()),
        statuses=statuses,
        jobs_in=jobs_in,
        openings_in=openings_in,
    )


def _drawn(
    matrix: Array, columns: list[int], before: Array, futures: Array, years: float,
    rng: np.random.Generator,
) -> Array:  # fmt: skip
    """Draws (26 x draws) of openings; a draw has one matrix, used now and, moved on, later."""
    matrices = draw_matrices(matrix, futures.shape[1], rng)
    jobs = matrices[:, :, columns] @ before
    later = np.einsum("dos,sd->do", projected(matrices, years)[:, :, columns], futures)
    openings: Array = ((later - jobs) / years + REPLACEMENT_PA * jobs).T
    return openings


def list_itl2(inputs: Inputs, area: str) -> tuple[str, ...]:
    """The ITL2 areas in which an area lies, by code; none of a nation."""
    return tuple(sorted(set(inputs.rows_of(area, "itl2")["itl2_code"].to_list())))


def survey_of_places(inputs: Inputs, itl2_codes: Sequence[str]) -> pl.DataFrame | None:
    """The survey of some ITL2 areas, added up; None where it has none of them."""
    parts = [inputs.rows_of(code, "survey") for code in itl2_codes]
    cells = pl.concat(parts) if parts else inputs.survey.clear()
    if cells.is_empty():
        return None
    return cells.group_by("occupation_code", "industry_group", maintain_order=True).agg(
        sum_or_null("residents_persons")
    )


def replaced_pct(row: Mapping[str, Any]) -> float:
    """Share of an occupation's openings that replace people who leave, in %, at most 100.

    `row` is one of `skills_openings`. Where jobs are lost, more people leave than there are
    openings.
    """
    replaced = row["replacement_openings_persons"] / row["openings_persons"]
    return float(100 * min(replaced, 1.0))


def needs(inputs: Inputs, all_areas: list[Openings]) -> pl.DataFrame:
    """Rows of `skills_needs`: openings by occupation and section; they add up to the openings."""
    blocks = []
    for opening in all_areas:
        count = len(opening.sections)
        codes, names = zip(*opening.sections, strict=True)
        block = make_block(
            {
                "area_code": opening.area,
                "occupation_code": [code for code in CODES for _ in range(count)],
                "occupation_name": [name for name in NAMES.values() for _ in range(count)],
                "industry_code": codes * len(CODES),
                "industry_name": names * len(CODES),
                "strategy_sectors": [describe_sectors(code) for code in codes] * len(CODES),
                "base_period": opening.base_period,
                "target_period": opening.target_period,
                "jobs": opening.jobs_in.ravel(),
                "openings_persons": opening.openings_in.ravel(),
                # One cell does not say whether all sections are there; only of its own it does.
                "status": opening.statuses * len(CODES),
            }
        )
        blocks.append(block)
    return stack_blocks(blocks, inputs.areas, SKILLS_NEEDS)


def rows(inputs: Inputs, all_areas: list[Openings]) -> pl.DataFrame:
    """Rows of `skills_openings`."""
    blocks = []
    for opening in all_areas:
        note = describe_record(inputs, opening.area)
        for kind, (codes, names) in KINDS.items():
            jobs, growth, replacement, drawn = opening.by_skill_kind(kind)
            lower, upper = draws.bounds(drawn)
            block = make_block(
                {
                    "area_code": opening.area, "skill_kind": kind, "skill_code": codes,
                    "skill_name": names, "base_period": opening.base_period,
                    "target_period": opening.target_period, "jobs": jobs,
                    "growth_openings_persons": growth,
                    "replacement_openings_persons": replacement,
                    "openings_persons": growth + replacement,
                    "lower80": lower, "upper80": upper,
                    "note": note, "status": opening.status,
                }
            )  # fmt: skip
            blocks.append(block)
    return stack_blocks(blocks, inputs.areas, SKILLS_OPENINGS)
