"""Figures of one ward, beside its council, its nation and the most similar wards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from catalog import store
from catalog.measures import MEASURES
from catalog.vocabulary.areas import CODES_OF_NATIONS
from catalog.vocabulary.periods import filter_newest
from indicators.places import ward_comparison, ward_groups, ward_standing
from indicators.places.ward_comparison import NO_FIGURE, Figure
from presentation.wording import listed
from reports.reading import Tables

# Shares that are compared in a briefing, in order.
SHARES: Final = (
    "residents_qualification_4_pct",
    "residents_qualification_none_pct",
    "residents_occupation_2_pct",
    "residents_occupation_9_pct",
    "claimants_pct",
    "premises_empty_pct",
)
# The count that a share is of, by how its name begins, where wards' shares make the council's.
BASES: Final = {
    "residents_qualification_": "residents_adults_persons",
    "residents_occupation_": "residents_employed_persons",
}

RANKS: Final = dict.fromkeys(
    (f"{beside}_{name}" for beside in ("council", "similar") for name in ward_standing.PLACES),
    pl.Int64,
)
MOST_SECTORS: Final = 7


class UnknownWardError(LookupError):
    """A ward code that no council in our data has; the message says what to do."""


@dataclass(frozen=True)
class Ward:
    """A ward and what it lies in. `similar`: codes and names of the most alike, nearest first."""

    tables: Tables
    code: str
    name: str
    vintage: str
    lad_code: str
    lad_name: str
    region: tuple[str, str]
    nation: tuple[str, str]
    similar: tuple[tuple[str, str], ...]

    def table(self, name: str, *filters: pl.Expr) -> pl.DataFrame:
        """Rows of a stored table; none where it is missing."""
        return self.tables.rows(name, *filters)

    def read_area(self, name: str, area: str, *filters: pl.Expr) -> pl.DataFrame:
        """Of a stored table's rows of one area, which are read once for the ward, those wanted."""
        rows = self.tables.read_councils(name, (area,), record=False).filter(*filters)
        if rows.height:
            self.tables.read.note(name)
        return rows

    def read_rows(self, name: str) -> pl.DataFrame:
        """The ward's rows of a stored table."""
        return self.table(name, pl.col("ward_code") == self.code)


def find_ward(root: Path, code: str) -> Ward:
    """The ward of this GSS code; raises UnknownWardError, or StoreError where nothing is built."""
    tables = Tables(root)
    check_ward_codes(tables, [code])
    ward = tables.rows("wards", pl.col("ward_code") == code).row(0, named=True)
    lads = tables.rows("councils", pl.col("lad_code") == ward["lad_code"])
    lad = lads.row(0, named=True) if lads.height else {}
    country = lad.get("country_name") or ""
    return Ward(
        tables=tables,
        code=code,
        name=ward["ward_name"],
        vintage=ward["ward_vintage"],
        lad_code=ward["lad_code"],
        lad_name=ward["lad_name"],
        region=(lad.get("region_code") or "", lad.get("region_name") or ""),
        nation=(CODES_OF_NATIONS.get(country, ""), country),
        similar=_similar(tables, ward),
    )


def check_ward_codes(tables: Tables, codes: Sequence[str]) -> None:
    """Raises UnknownWardError naming every ward that is not in our data, and what it is now.

    StoreError where no wards have been built at all.
    """
    store.origin_of("wards", tables.root)
    present = tables.peek("wards", pl.col("ward_code").is_in(list(codes)))["ward_code"]
    unfamiliar = [code for code in dict.fromkeys(codes) if code not in set(present)]
    if not unfamiliar:
        return
    former = tables.peek("ward_changes", pl.col("former_code").is_in(unfamiliar))
    messages, unknown = [], []
    for code in unfamiliar:
        now = former.filter(former_code=code).sort("share", descending=True)
        if now.is_empty():
            unknown.append(code)
            continue
        into = listed([f"{name} ({new})" for new, name in now["ward_code", "ward_name"].rows()], 5)
        messages.append(f"{code} is the former ward {now['former_name'][0]}, today {into}")
    if unknown:
        messages.append(
            f"we have no ward {listed(unknown, 10)}; fetch its council with "
            "`wardwise fetch --council NAME`, then run `wardwise build`"
        )
    raise UnknownWardError("; ".join(messages))


def _similar(tables: Tables, ward: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Similar wards; one of another council is named with it, since names recur."""
    similar = tables.rows("similar_places", pl.col("area_code") == ward["ward_code"])
    lads = tables.rows("wards", pl.col("ward_code").is_in(similar["similar_code"].implode()))
    full_name = (
        pl.when(pl.col("lad_code") == ward["lad_code"])
        .then("similar_name")
        .otherwise(pl.format("{} ({})", "similar_name", "lad_name"))
    )
    named = similar.join(
        lads.select("lad_code", "lad_name", similar_code="ward_code"),
        on="similar_code", how="inner", validate="1:1",
    ).sort("similar_rank")  # fmt: skip
    return tuple(named.select("similar_code", full_name).iter_rows())


def read_newest_measures(ward: Ward) -> pl.DataFrame:
    """Rows of `ward_measures` of the council's wards and of similar ones, newest per council."""
    codes = [code for code, _ in ward.similar]
    every = ward.table(
        "ward_measures",
        (pl.col("lad_code") == ward.lad_code) | pl.col("ward_code").is_in(codes),
    )
    return filter_newest(every, ["lad_code", "measure"], "period_end")


def find_figure(measures: pl.DataFrame, ward: Ward, measure: str) -> dict[str, Any] | None:
    """The ward's row of a measure, None where there is no figure."""
    rows = measures.filter(ward_code=ward.code, measure=measure).drop_nulls("value")
    return rows.row(0, named=True) if rows.height else None


def compare_shares(
    measures: pl.DataFrame, ward: Ward, names: Sequence[str] = SHARES
) -> pl.DataFrame:
    """A row per share of `names` that the ward has a figure of, or a word why not.

    Columns: measure, label, period, value_pct, status, reliability of the ward; council_pct,
    similar_pct (the middle one of the similar wards) and nation_pct, each with its status; and
    the places of `rank_measures`.
    """
    ranked = ward_standing.rank_measures(measures, ward.code, [code for code, _ in ward.similar])
    places = {row["measure"]: row for row in ranked.iter_rows(named=True)}
    rows = []
    for measure in names:
        of_ward = measures.filter(ward_code=ward.code, measure=measure)
        if of_ward.is_empty():
            continue
        row = of_ward.row(0, named=True)
        council = _of_council(measures, ward, measure, row["period"])
        nation = _published(ward, measure, ward.nation[0], row["period"])
        similar = middle_of_similar(measures, ward, measure, row["period"])
        place = places.get(measure, {})
        rows.append(
            {
                "measure": measure,
                "label": MEASURES[measure].label,
                **{name: row[name] for name in ("period", "status", "reliability")},
                "value_pct": row["value"],
                "council_pct": council[0],
                "council_status": council[1],
                "similar_pct": similar[0],
                "similar_status": similar[1],
                "nation_pct": nation[0],
                "nation_status": nation[1],
                **{name: place.get(name) for name in RANKS},
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None, schema_overrides=RANKS if rows else None)


def _of_council(measures: pl.DataFrame, ward: Ward, measure: str, period: str) -> Figure:
    """The share of the council's wards together, or as published for the council."""
    if measure == "premises_empty_pct":
        return _empty_share(ward, period)
    base = next((base for start, base in BASES.items() if measure.startswith(start)), "")
    if not base:
        return _published(ward, measure, ward.lad_code, period)
    council = measures.filter(lad_code=ward.lad_code)
    every = ward.read_area("wards", ward.lad_code).height
    return ward_comparison.share_of_council(
        council.filter(measure=measure), council.filter(measure=base), every
    )


def _empty_share(ward: Ward, period: str) -> Figure:
    return ward_comparison.empty_share_of_council(
        ward.read_area(
            "ward_premises",
            ward.lad_code,
            pl.col("description_group") == "total",
            pl.col("period") == period,
        )
    )


def _published(ward: Ward, measure: str, area: str, period: str) -> Figure:
    """The claimant rate of a council or nation in the same month: all we have for those."""
    rows = ward.read_area(
        "claimants", area, pl.col("measure") == measure, pl.col("period") == period
    )
    return rows.select("value", "status").row(0) if rows.height else NO_FIGURE


def middle_of_similar(measures: pl.DataFrame, ward: Ward, measure: str, period: str) -> Figure:
    """The middle one of the similar wards' figures of the same period."""
    codes = [code for code, _ in ward.similar]
    rows = measures.filter(measure=measure, period=period)
    return ward_comparison.middle_figure(rows.filter(pl.col("ward_code").is_in(codes)))


def rank_sectors(ward: Ward, most: int = MOST_SECTORS) -> pl.DataFrame:
    """The ward's largest groups of sectors: rows of `ward_sector_groups` with shares of all jobs.

    Adds all_jobs_share_pct, and ward_pct, council_pct, region_pct and nation_pct, of the same year,
    each but the ward's with its status. A share is null where a group of the area is missing.
    """
    of_council = ward.table("ward_sector_groups", pl.col("lad_code") == ward.lad_code)
    of_ward = ward_groups.rank_groups(of_council, ward.code)
    if of_ward.is_empty():
        return of_ward
    areas = {"council": ward.lad_code, "region": ward.region[0], "nation": ward.nation[0]}
    jobs = ward.table("jobs", pl.col("area_code").is_in(list(areas.values())))
    return ward_groups.compare_groups(of_ward, jobs, areas).head(most)
