"""All that is said of one ward, read once: what the page and the printed briefing both show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl

from catalog.measures import MEASURES
from catalog.tables.premises import TOTAL
from catalog.vocabulary.periods import filter_newest
from geo.adjacency import list_adjacent
from indicators.places import premises, ward_groups, ward_standing, ward_suggestions, ward_trends
from indicators.places.ward_suggestions import Suggestion, WardFigures
from presentation import ward_words
from reports.briefing import ward_facts
from reports.briefing.ward_facts import Ward
from reports.briefing.ward_sentences import describe_awards, describe_exposure, describe_jobs
from wards import vacancy

RESIDENTS: Final = tuple(
    name for name in MEASURES if name.startswith(tuple(ward_facts.BASES)) and name.endswith("_pct")
)
LEVEL_4: Final = "4+"
EVERY_SECTOR: Final = 100


@dataclass(frozen=True)
class WardAnswer:
    """The figures of one ward. Frames have no rows, and rows are None, where there is nothing.

    `facts` has the rows of `choose_facts` with similar_value; `compared` those of `compare_shares`
    in a briefing, and `residents` all qualifications and occupations. `sectors` has the groups of
    sectors, `kinds` the premises by kind, `changes` and `lines` what changed. `adjacent` has codes,
    names and councils of the wards that it borders. `searched`: how many wards the similar ones are
    the nearest of, and the councils that those are of. `wards_count`: wards of its own council.
    `work` has sentences on jobs here, demand for residents' work, and organisations with awards.
    """

    ward: Ward
    measures: pl.DataFrame
    facts: pl.DataFrame
    compared: pl.DataFrame
    residents: pl.DataFrame
    sectors: pl.DataFrame
    kinds: pl.DataFrame
    premises_period: str
    changes: pl.DataFrame
    lines: dict[str, list[tuple[date, float]]]
    reach: dict[str, Any] | None
    suggestions: tuple[Suggestion, ...]
    adjacent: pl.DataFrame
    searched: tuple[int, Sequence[str]]
    wards_count: int
    work: tuple[str, ...]

    @property
    def lead(self) -> str:
        """The ward in a sentence or two."""
        jobs = self.facts.filter(measure="jobs_total").rows(named=True)
        unusual = ward_standing.most_unusual(self.compared) if self.compared.height else None
        return ward_words.lead(
            (self.ward.name, self.ward.lad_name, self.wards_count),
            jobs[0] if jobs else None,
            ward_standing.largest_group(self.sectors),
            [] if unusual is None else unusual.rows(named=True),
        )

    def values_beside(self, measure: str, period: str) -> tuple[list[float], list[float]]:
        """Figures of the council's other wards, and of the similar ones, of one period."""
        rows = self.measures.filter(
            pl.col("ward_code") != self.ward.code, measure=measure, period=period
        ).drop_nulls("value")
        similar = pl.col("ward_code").is_in([code for code, _ in self.ward.similar])
        council = rows.filter(pl.col("lad_code") == self.ward.lad_code)
        return council["value"].to_list(), rows.filter(similar)["value"].to_list()


def read_answer(root: Path, code: str) -> WardAnswer:
    """The answer on the ward of this GSS code, from the tables under `root`.

    Raises UnknownWardError where no council in our data has it, StoreError where nothing is built.
    """
    ward = ward_facts.find_ward(root, code)
    measures = ward_facts.read_newest_measures(ward)
    compared = ward_facts.compare_shares(measures, ward)
    wards = ward.table("wards")
    series = ward_trends.list_series(
        ward.read_rows("ward_measures"),
        ward.table("claimants_small_areas", pl.col("area_code") == code),
    )
    listed, sectors = _premises(ward), ward_facts.rank_sectors(ward, EVERY_SECTOR)
    work = (
        describe_jobs(ward, measures, sectors), describe_exposure(ward), describe_awards(ward)
    )  # fmt: skip
    reach = ward_standing.describe_reach(
        ward.table("reach_ward", pl.col("lad_code") == ward.lad_code), code
    )
    return WardAnswer(
        ward=ward,
        measures=measures,
        facts=_facts(measures, ward),
        compared=compared,
        residents=ward_facts.compare_shares(measures, ward, RESIDENTS),
        sectors=sectors,
        kinds=_kinds(listed, ward),
        premises_period=str(listed["period"].max() or ""),
        changes=ward_trends.list_changes(series),
        lines=ward_trends.lines_by_measure(series),
        reach=reach,
        suggestions=ward_suggestions.suggest(_figures(ward, measures, compared, listed, reach)),
        adjacent=list_adjacent(wards, code).select(
            "ward_code", "ward_name", "lad_code", "lad_name"
        ),
        searched=ward_standing.list_scope(wards),
        wards_count=wards.filter(lad_code=ward.lad_code).height,
        work=tuple(filter(None, work)),
    )


def _facts(measures: pl.DataFrame, ward: Ward) -> pl.DataFrame:
    """The ward's first facts, each with the middle figure of the similar wards."""
    codes = [code for code, _ in ward.similar]
    facts = ward_standing.choose_facts(ward_standing.rank_measures(measures, ward.code, codes))
    middles = [
        ward_facts.middle_of_similar(measures, ward, measure, period)[0]
        for measure, period in facts.select("measure", "period").iter_rows()
    ]
    return facts.with_columns(similar_value=pl.Series(middles, dtype=pl.Float64))


def _premises(ward: Ward) -> pl.DataFrame:
    """The newest rows of `ward_premises` of the ward's council, marked as `vacancy` needs them."""
    rows = ward.table("ward_premises", pl.col("lad_code") == ward.lad_code)
    return vacancy.mark_lists(filter_newest(rows, ["lad_code"], "period_end"))


def _kinds(listed: pl.DataFrame, ward: Ward) -> pl.DataFrame:
    """The ward's premises by kind, most first, with the council's share standing empty."""
    here = listed.filter(ward_code=ward.code)
    council = premises.sum_by_kind(listed).select(
        "description_group", council_empty_pct="empty_pct"
    )
    return (
        premises.sum_by_kind(here)
        .filter(pl.col("premises_count") > 0)
        .join(council, on="description_group", how="left", validate="1:1", maintain_order="left")
        .select(
            "description_group", "premises_count", "occupied_count", "empty_count", "empty_pct",
            "council_empty_pct", "rateable_value_gbp", "status",
        )
    )  # fmt: skip


def _figures(
    ward: Ward,
    measures: pl.DataFrame,
    compared: pl.DataFrame,
    listed: pl.DataFrame,
    reach: dict[str, Any] | None,
) -> WardFigures:
    """What suggestions are made from."""
    adults = ward_facts.find_figure(measures, ward, "residents_adults_persons")
    groups = ward.table("ward_sector_groups", pl.col("lad_code") == ward.lad_code)
    return WardFigures(
        shares={row["measure"]: row for row in compared.iter_rows(named=True)},
        adults=adults["value"] if adults else None,
        premises=_one(listed.filter(ward_code=ward.code, description_group=TOTAL)),
        exposure=_one(ward.read_rows("ward_exposure")),
        match=_one(ward.read_rows("ward_qualification_match").filter(skill_code=LEVEL_4)),
        groups=tuple(ward_groups.rank_groups(groups, ward.code).iter_rows(named=True)),
        reach=reach,
    )


def _one(rows: pl.DataFrame) -> dict[str, Any] | None:
    return rows.row(0, named=True) if rows.height else None
