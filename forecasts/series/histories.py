"""The tidy tables as one long history: a row a family, area, series and period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from catalog import store
from forecasts.series.families import FAMILIES, Family, check_families

COLUMNS: Final = (
    "family", "area_code", "area_name", "area_type", "series_code", "series_name", "unit",
    "period", "period_end", "value", "status", "within",
)  # fmt: skip
# Years that an area needs: with two there is one growth and nothing to test it on.
ENOUGH: Final = 3


@dataclass(frozen=True)
class Histories:
    """History of each family that could be had, why others could not, and what they stand on."""

    frames: dict[str, pl.DataFrame]
    skipped: dict[str, str] = field(default_factory=dict)
    stamps: dict[str, str] = field(default_factory=dict)

    def concat(self) -> pl.DataFrame:
        return pl.concat(list(self.frames.values())) if self.frames else pl.DataFrame()


def read(root: Path, only: Sequence[str] | None = None) -> Histories:
    """Histories from the tables under `root`; a table that is absent is said, not a fault."""
    found = Histories({})
    tables: dict[str, pl.DataFrame] = {}
    for family in _chosen(only):
        held = [name for name in (family.reads, family.also) if name and store.has(name, root)]
        if not held:
            found.skipped[family.name] = f"the table {family.reads} has not been built"
            continue
        for name in held:
            if name not in tables:
                tables[name], origin = store.read(name, root)
                found.stamps[name] = origin.fingerprint
        rows = _together([tidy(tables[name], family) for name in held])
        if rows["value"].is_null().all():
            found.skipped[family.name] = f"the table {family.reads} holds no {family.title.lower()}"
        else:
            found.frames[family.name] = rows
    _drop_second_kind(found)
    return found


def _chosen(only: Sequence[str] | None) -> list[Family]:
    """The families asked for, with those that their parents or what leads them come from.

    FamilyError where there is no such family.
    """
    check_families(only or ())
    wanted = set(only or FAMILIES)
    for name in only or ():
        wanted |= {FAMILIES[name].above, FAMILIES[name].leading}
    return [family for name, family in FAMILIES.items() if name in wanted]


def _together(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """The first frame, and of each other those areas that are not held before it."""
    whole = frames[0]
    for frame in frames[1:]:
        whole = pl.concat([whole, frame.join(whole, on="area_code", how="anti")])
    return whole


def tidy(table: pl.DataFrame, family: Family) -> pl.DataFrame:
    """The family's rows of its source table in the columns of a history."""
    rows = family.rows(table)
    code, name = family.series
    if family.name == "adverts_occupation":
        rows = rows.filter(pl.col(code) != "total")
    within = "lad_code" if "lad_code" in rows.columns else None
    return rows.select(
        pl.lit(family.name).alias("family"),
        "area_code",
        "area_name",
        "area_type",
        (pl.col(code) if code in rows.columns else pl.lit("total")).alias("series_code"),
        (pl.col(name) if name in rows.columns else pl.lit(family.title)).alias("series_name"),
        pl.lit(family.unit).alias("unit"),
        "period",
        "period_end",
        pl.col(family.value).cast(pl.Float64).alias("value"),
        "status",
        (pl.col(within) if within else pl.lit("")).alias("within"),
    )


def _drop_second_kind(found: Histories) -> None:
    """Employees are forecast only of councils of which employment is not held.

    Both are published for every council, and one of them is enough; yet a copy may hold only one.
    """
    for level in ("section", "division"):
        second = found.frames.get(f"employees_{level}")
        first = found.frames.get(f"jobs_{level}")
        if second is None or first is None:
            continue
        lads = pl.col("area_type") == "lad"
        years = pl.col("value").is_not_null().sum()
        held = (
            first.filter(lads)
            .group_by("area_code", "series_code").agg(years.alias("years"))
            .filter(pl.col("years") >= ENOUGH)["area_code"].unique()
        )  # fmt: skip
        kept = second.filter(~(lads & pl.col("area_code").is_in(held.to_list())))
        if kept.filter(lads & pl.col("value").is_not_null()).is_empty():
            del found.frames[f"employees_{level}"]
            found.skipped[f"employees_{level}"] = "employment is held for every council"
        else:
            found.frames[f"employees_{level}"] = kept
