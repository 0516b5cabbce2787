"""Who makes each table of indicators, and what of the inputs it reads.

A maker gets Inputs of the fields in its `reads` and no others (`Inputs.limit_to`), so none can read
what is not declared here. What it declares decides when it works again (`indicators.stamps`), so
it names a part of a field where that is all it reads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import polars as pl

from indicators.inputs import Inputs
from indicators.parts import Part
from indicators.places import neighbours, ward_views
from indicators.places.neighbours import LIKENESS_OF_WARDS, NEIGHBOURS_OF_AREAS
from indicators.places.ward_views import JOBS_OF_WARDS
from indicators.sectors import decomposition, fine_sectors, growth, now, outlook
from indicators.skills import (
    doubling,
    minor_groups,
    openings,
    pressure,
    priorities,
    qualification_match,
    shortage_check,
    supply_tables,
    training,
)
from indicators.skills.jobseekers import SEEKERS_BESIDE_ADVERTS
from indicators.skills.openings import Openings
from indicators.skills.ward_skills import RESIDENTS_OF_WARDS

Reads = tuple[str | Part, ...]


@dataclass(frozen=True)
class Maker:
    """A function that makes `tables` from Inputs limited to `reads`.

    Beside them it gets what `takes` says of Shared, and the tables in `after`, or parts of them, in
    the order of their keys.
    """

    tables: tuple[str, ...]
    make: Callable[..., Any]
    reads: Reads = ()
    takes: str = ""
    after: Reads = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of the tables in `after`."""
        return tuple(each.field if isinstance(each, Part) else each for each in self.after)

    def list_given(self, find: Callable[[str], pl.DataFrame]) -> list[pl.DataFrame]:
        """What it sees of the tables in `after`; `find` gives their rows."""
        return [
            each.select(find(each.field)) if isinstance(each, Part) else find(each)
            for each in self.after
        ]

    def run(
        self, inputs: Inputs, shared: Shared, find: Callable[[str], pl.DataFrame]
    ) -> dict[str, pl.DataFrame]:
        """The rows of its tables; `find` gives those of a table in `after`."""
        given = [getattr(shared, self.takes)] if self.takes else []
        made = self.make(inputs.limit_to(self.reads), *given, *self.list_given(find))
        frames = made if len(self.tables) > 1 else (made,)
        return dict(zip(self.tables, frames, strict=True))


class Shared:
    """What several makers need, made when the first asks."""

    # Of `openings` and `areas`.
    READS: Final[Reads] = ("itl2", "nation", "nowcasts", "outlook", "sectors", "survey")
    CODE: Final = openings

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs

    @cached_property
    def openings(self) -> list[Openings]:
        """Openings of every area that has them."""
        return list(openings.all_openings(self._inputs.limit_to(self.READS)))

    @cached_property
    def areas(self) -> list[str]:
        """Codes of those areas."""
        return [each.area for each in self.openings]


def _make_supply(inputs: Inputs, all_openings: Sequence[Openings]) -> tuple[pl.DataFrame, ...]:
    made = supply_tables.supply_tables(inputs, all_openings)
    return made["skills_supply"], made["skills_streams"], made["skills_gaps"]


def _make_courses(inputs: Inputs, areas: Sequence[str]) -> pl.DataFrame:
    codes = list(areas)
    return doubling.add_doubled(inputs, training.courses(inputs, codes), codes)


def _match_wards(_: Inputs, skills: pl.DataFrame, match: pl.DataFrame) -> pl.DataFrame:
    return qualification_match.match_wards(skills, match)


SUPPLY: Final[Reads] = (
    "absences", "achievements", "areas", "courses", "graduate_mix", "graduates_staying", "leavers",
    "regions", "residents", "unemployment",
)  # fmt: skip
PRESSURE: Final[Reads] = (
    "absences", "adverts", "areas", "regions", "residents", SEEKERS_BESIDE_ADVERTS, "unemployment",
)  # fmt: skip
MAKERS: Final = (
    Maker(
        ("sectors_now",), now.sectors_now,
        ("areas", "employees", "estimates", "local_units", "nation", "pay", "sectors"),
    ),
    Maker(
        ("sector_growth",), growth.sector_growth,
        ("areas", "employees", "local_units", "nation", "sectors"),
    ),
    Maker(
        ("sector_outlook",), outlook.sector_outlook,
        ("areas", "nation", "national_path", "output", "sectors"),
    ),
    Maker(("sector_decomposition",), decomposition.decomposition, ("areas", "nation", "sectors")),
    Maker(
        ("fine_sectors",), fine_sectors.fine_sectors,
        (
            "areas", "business_demography_fine", "enterprises_fine", "jobs_fine", "larger_areas",
            "members", "sector_lists", "sectors",
        ),
    ),
    Maker(("skills_openings",), openings.rows, ("areas", "members"), takes="openings"),
    Maker(("skills_needs",), openings.needs, ("areas",), takes="openings"),
    Maker(
        ("skills_supply", "skills_streams", "skills_gaps"), _make_supply, SUPPLY, takes="openings"
    ),
    Maker(("skills_pressure",), pressure.pressure, PRESSURE, takes="areas"),
    Maker(
        ("shortage_check",), shortage_check.rows, ("areas", "regions", "shortages"),
        takes="areas", after=("skills_pressure",),
    ),
    Maker(("mismatch",), pressure.mismatch, PRESSURE, takes="areas"),
    Maker(("skills_training",), training.training, ("achievements", "areas"), takes="areas"),
    Maker(
        ("skills_courses",), _make_courses, ("areas", "courses", "graduate_offers", "itl2"),
        takes="areas",
    ),
    Maker(("ward_sector_jobs",), ward_views.ward_sector_jobs, (JOBS_OF_WARDS,)),
    Maker(("ward_skills",), ward_views.ward_skills, ("aps", RESIDENTS_OF_WARDS)),
    Maker(
        ("ward_exposure",), ward_views.ward_exposure, ("aps", RESIDENTS_OF_WARDS, "wards"),
        after=("skills_pressure",),
    ),
    Maker(
        ("similar_places",), neighbours.similar_places,
        ("areas", "businesses", "residents", "sectors", "seekers", LIKENESS_OF_WARDS, "wards"),
    ),
    Maker(
        ("skills_openings_fine",), minor_groups.rows,
        ("absences", "adverts", "areas", "occupation_pay", "regions"), takes="openings",
    ),
    Maker(
        ("skills_priorities", "priority_components"), priorities.priorities,
        (*PRESSURE, "itl2", "members", "nation", "occupation_pay"),
        takes="openings", after=(NEIGHBOURS_OF_AREAS,),
    ),
    Maker(
        ("qualification_match",), qualification_match.match,
        ("absences", "aps", "areas", "members", "residents", "sectors"), takes="openings",
    ),
    Maker(
        ("ward_qualification_match",), _match_wards,
        after=("ward_skills", "qualification_match"),
    ),
)  # fmt: skip
MAKER_OF: Final[Mapping[str, Maker]] = {name: maker for maker in MAKERS for name in maker.tables}


def list_makers(names: Sequence[str]) -> list[Maker]:
    """Those of some tables, in an order in which each comes after what it is made from."""
    return [maker for maker in MAKERS if set(maker.tables) & set(names)]


def list_rounds(makers: Sequence[Maker] = MAKERS) -> list[list[Maker]]:
    """The makers in rounds: those of a round need only tables of rounds before it."""
    rounds: list[list[Maker]] = []
    waiting = list(makers)
    while waiting:
        ahead = {name for maker in waiting for name in maker.tables}
        rounds.append([maker for maker in waiting if not ahead & set(maker.needs)])
        waiting = [maker for maker in waiting if maker not in rounds[-1]]
    return rounds
