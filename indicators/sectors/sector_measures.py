"""Sectors by what is not jobs: businesses beside the nation's, and output beside all output here.

Neither has a test of its noise, as jobs have, so no change is called likely. Real output of several
councils does not add up, and the nation has none by sector in our tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from catalog.vocabulary.periods import sum_members

YEARS: Final = 5
SECTION, TOTAL = "section", "total"
KEYS: Final = ("industry_code", "industry_name", "industry_level")
# Below this a change in per cent is mostly rounding: such sectors are in the list alone.
SMALLEST_DRAWN_UNITS: Final = 50
COLUMNS: Final = (
    *KEYS, "period_from", "period", "value", "change_pct", "share_pct", "nation_change_pct",
    "location_quotient", "beyond_pct", "yearly",
)  # fmt: skip


def businesses_by_sector(units: pl.DataFrame, councils: Sequence[str], nation: str) -> pl.DataFrame:
    """A row a section (COLUMNS): local units now, and their change over five years.

    `units` as stored in business_local_units, `nation` a GSS code. Of several councils added up,
    only years that all of them have. `beyond_pct` is in points beyond the nation's growth over the
    same years; beyond that of all businesses here where no section has such a figure.
    """
    of_size = units.filter(size_band="total")
    here = _by_year(of_size, "business_units", councils)
    newest = _find_newest(here)
    there = _changes(_by_year(of_size, "business_units", [nation]), newest)
    compared = _changes(here, newest).join(
        there.select("industry_code", nation_change_pct="change_pct", nation_share_pct="share_pct"),
        on="industry_code", how="left", validate="1:1", maintain_order="left",
    )  # fmt: skip
    nations = pl.col("nation_share_pct")
    beside = pl.lit(_change_of_total(here, newest), pl.Float64)
    if compared["nation_change_pct"].count():
        beside = pl.col("nation_change_pct")
    return compared.with_columns(
        location_quotient=pl.when(nations > 0).then(pl.col("share_pct") / nations),
        beyond_pct=pl.col("change_pct") - beside,
    ).select(COLUMNS)


def output_by_sector(gva: pl.DataFrame, councils: Sequence[str]) -> pl.DataFrame:
    """A row a section (COLUMNS): real output now in £ million, and its change over five years.

    `gva` as stored. Of several councils no rows. `share_pct` is of current prices in the newest
    year; `beyond_pct` in points beyond the change of all output here.
    """
    of_one = gva if len(set(councils)) == 1 else gva.clear()
    real = _by_year(of_one.filter(price_basis="constant"), "gva_gbp_m", councils)
    money = _by_year(of_one.filter(price_basis="current"), "gva_gbp_m", councils)
    newest = _find_newest(real)
    shares = _changes(money, newest).select("industry_code", "share_pct")
    nothing = pl.lit(None, pl.Float64)
    return (
        _changes(real, newest)
        .drop("share_pct")
        .join(shares, on="industry_code", how="left", validate="1:1", maintain_order="left")
        .with_columns(
            nation_change_pct=nothing,
            location_quotient=nothing,
            beyond_pct=pl.col("change_pct") - pl.lit(_change_of_total(real, newest), pl.Float64),
        )
        .select(COLUMNS)
    )


def _by_year(frame: pl.DataFrame, value: str, members: Sequence[str]) -> pl.DataFrame:
    """KEYS, period and value of sections and the total, summed over members."""
    kept = frame.filter(pl.col("industry_level").is_in([SECTION, TOTAL]))
    names = ("industry_name", "industry_level")
    sums = sum_members(kept, value, members, ["industry_code", "period"], names)
    return sums.rename({value: "value"}).sort("industry_code", "period")


def _find_newest(yearly: pl.DataFrame) -> str:
    return str(yearly["period"].max() or "")


def _changes(yearly: pl.DataFrame, newest: str) -> pl.DataFrame:
    """Of each section in that year: value, share of the total, change over YEARS, figures by year.

    The largest first; no rows where nothing is known of the year.
    """
    before = str(int(newest) - YEARS) if newest else ""
    of_year = yearly.filter(period=newest)
    total = of_year.filter(industry_level=TOTAL)["value"]
    whole = total[0] if total.len() and total[0] > 0 else None
    earlier = yearly.filter(period=before).select("industry_code", before="value")
    lines = yearly.group_by("industry_code", maintain_order=True).agg(yearly="value")
    joined = of_year.filter(industry_level=SECTION)
    for other in (earlier, lines):
        joined = joined.join(
            other, on="industry_code", how="left", validate="1:1", maintain_order="left"
        )
    ratio = pl.col("value") / pl.col("before")
    return joined.with_columns(
        period_from=pl.lit(before),
        change_pct=pl.when(pl.col("before") > 0).then(100 * (ratio - 1)),
        share_pct=100 * pl.col("value") / pl.lit(whole, pl.Float64),
    ).sort("value", "industry_code", descending=[True, False])


def _change_of_total(yearly: pl.DataFrame, newest: str) -> float | None:
    whole = yearly.filter(industry_level=TOTAL).with_columns(industry_level=pl.lit(SECTION))
    changes = _changes(whole, newest)["change_pct"]
    return changes[0] if changes.len() else None
