"""All indicators in one go: for every place with data, or for a group of councils as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from catalog.tables import TABLES
from catalog.workers import HERE, Stamps, Workers, check_tables, stamp_tables
from indicators import inputs
from indicators.explain import EXPLAINED
from indicators.inputs import Inputs
from indicators.places import neighbours, ward_views
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

Progress = Callable[[int, int, str], None]
GROUP: Final = "group"
WRITES: Final = tuple(EXPLAINED)
OF_WARDS: Final = (
    "ward_sector_jobs", "ward_skills", "ward_exposure", "ward_qualification_match",
)  # fmt: skip
# Tables that keep the members of a group apart: wards, and places that are alike.
OF_EACH: Final = (*OF_WARDS, "similar_places")
# Tables that are made of one another, first those that the others need.
CHAINS: Final = (
    ("skills_pressure", "shortage_check", "ward_exposure"),
    ("similar_places", "skills_priorities", "priority_components"),
    ("ward_skills", "qualification_match", "ward_qualification_match"),
)


def silent(done: int, total: int, what: str) -> None:
    """Reports to nobody."""


def compute(
    inputs_of_areas: Inputs, on_progress: Progress = silent, names: Sequence[str] = WRITES
) -> dict[str, pl.DataFrame]:
    """Tables of EXPLAINED by name, in its order; tables of wards need those before them.

    A group's priorities are set beside the nation's, since it has no `similar_places`.
    """
    # A copy, so that what is looked up in it is let go with the build.
    inputs_of_areas = replace(inputs_of_areas)
    area_openings = list(openings.all_openings(inputs_of_areas))
    areas = [each.area for each in area_openings]
    tables: dict[str, pl.DataFrame] = {}

    @cache
    def ranked() -> tuple[pl.DataFrame, pl.DataFrame]:
        similar = tables.get("similar_places", TABLES["similar_places"].empty())
        return priorities.priorities(inputs_of_areas, area_openings, similar)

    @cache
    def supplied() -> dict[str, pl.DataFrame]:
        return supply_tables.supply_tables(inputs_of_areas, area_openings)

    makers: dict[str, Callable[[], pl.DataFrame]] = {
        "sectors_now": lambda: now.sectors_now(inputs_of_areas),
        "sector_growth": lambda: growth.sector_growth(inputs_of_areas),
        "sector_outlook": lambda: outlook.sector_outlook(inputs_of_areas),
        "sector_decomposition": lambda: decomposition.decomposition(inputs_of_areas),
        "fine_sectors": lambda: fine_sectors.fine_sectors(inputs_of_areas),
        "skills_openings": lambda: openings.rows(inputs_of_areas, area_openings),
        "skills_needs": lambda: openings.needs(inputs_of_areas, area_openings),
        "skills_supply": lambda: supplied()["skills_supply"],
        "skills_streams": lambda: supplied()["skills_streams"],
        "skills_gaps": lambda: supplied()["skills_gaps"],
        "skills_pressure": lambda: pressure.pressure(inputs_of_areas, areas),
        "shortage_check": lambda: shortage_check.rows(
            inputs_of_areas, areas, tables["skills_pressure"]
        ),
        "mismatch": lambda: pressure.mismatch(inputs_of_areas, areas),
        "skills_training": lambda: training.training(inputs_of_areas, areas),
        "skills_courses": lambda: doubling.add_doubled(
            inputs_of_areas, training.courses(inputs_of_areas, areas), areas
        ),
        "ward_sector_jobs": lambda: ward_views.ward_sector_jobs(inputs_of_areas),
        "ward_skills": lambda: ward_views.ward_skills(inputs_of_areas),
        "ward_exposure": lambda: ward_views.ward_exposure(
            inputs_of_areas, tables["skills_pressure"]
        ),
        "similar_places": lambda: neighbours.similar_places(inputs_of_areas),
        "skills_openings_fine": lambda: minor_groups.rows(inputs_of_areas, area_openings),
        "skills_priorities": lambda: ranked()[0],
        "priority_components": lambda: ranked()[1],
        "qualification_match": lambda: qualification_match.match(inputs_of_areas, area_openings),
        "ward_qualification_match": lambda: qualification_match.match_wards(
            tables["ward_skills"], tables["qualification_match"]
        ),
    }
    for number, name in enumerate(names):
        on_progress(number, len(names), EXPLAINED[name].title)
        tables[name] = makers[name]()
    return tables


def build(root: Path, on_progress: Progress = silent, workers: Workers = HERE) -> None:
    """Writes every table of indicators under a folder of tables and forecasts."""
    tables = (
        compute(inputs.read(root), on_progress)
        if workers.cluster is None
        else _compute_on_workers(root, workers, on_progress)
    )
    for name, frame in tables.items():
        explanation = EXPLAINED[name]
        origin = store.derive_origin(
            TABLES[name], explanation.title, explanation.method, explanation.reads, root
        )
        notes = dict.fromkeys((*origin.notes, *explanation.reference_sentences()))
        origin = replace(origin, notes=tuple(notes))
        store.write(frame, TABLES[name], origin, root)


def _compute_on_workers(
    root: Path, workers: Workers, on_progress: Progress
) -> dict[str, pl.DataFrame]:
    """As `compute`, tables that do not need each other on different workers."""
    root = root.resolve()
    stamps = stamp_tables(inputs.READS, root)
    in_chain = {name for chain in CHAINS for name in chain}
    chains = [*CHAINS, *((name,) for name in WRITES if name not in in_chain)]
    tables: dict[str, pl.DataFrame] = {}
    calls = [(root, stamps, chain) for chain in chains]
    for number, computed in workers.run_calls(compute_chain, calls):
        tables |= computed
        on_progress(len(tables), len(WRITES), EXPLAINED[chains[number][-1]].title)
    return {name: tables[name] for name in WRITES}


def compute_chain(root: Path, stamps: Stamps, names: Sequence[str]) -> dict[str, pl.DataFrame]:
    """Some tables, from a folder that this machine shares."""
    check_tables([name for name, _ in stamps], root, stamps)
    return compute(_read_once(root, stamps), names=names)


@lru_cache(maxsize=1)
def _read_once(root: Path, _stamps: Stamps) -> Inputs:
    """The inputs: a worker computes several tables of them."""
    return inputs.read(root)


def compute_group(
    inputs_of_group: Inputs, wanted: Sequence[str] = WRITES
) -> dict[str, pl.DataFrame]:
    """Tables of a group as one place, from `groups.for_group`; without those OF_EACH member."""
    names = [table for table in WRITES if table in wanted and table not in OF_EACH]
    together = compute(inputs_of_group, names=names)
    return {table: frame.filter(area_code=GROUP) for table, frame in together.items()}
