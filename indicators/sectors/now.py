"""Each sector of an area as it is now: published jobs, our estimate of now, specialisation.

Jobs are those of the newest published year. Shares and the location quotient are of one year, the
newest of which both the area and the nation are published: figures of two years are not compared.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.tables.sectors import SECTORS_NOW
from catalog.vocabulary.reliability import variance_of_jobs
from catalog.vocabulary.rounding import rounded_as_published
from catalog.vocabulary.status import MISSING
from indicators.draws import Z80
from indicators.inputs import Inputs
from indicators.sectors.business_facts import with_pay, with_units
from indicators.sectors.changes import CELL, LEVELS, cells_by_kind

MORE, SAME, LESS, NOT_KNOWN = "more", "about the same", "less", ""
LEVEL: Final = ("area_code", "industry_level")


def sectors_now(inputs: Inputs) -> pl.DataFrame:
    """Rows of `sectors_now`: sections and divisions of every area with published jobs.

    An area of which all jobs are not published has its employees.
    """
    parts = [_of_kind(cells, note, inputs) for cells, note in cells_by_kind(inputs)]
    return pl.concat(parts).unique(SECTORS_NOW.key, keep="first", maintain_order=True)


def _of_kind(cells: pl.DataFrame, kind_note: str, inputs: Inputs) -> pl.DataFrame:
    sectors = cells.filter(pl.col("industry_level").is_in(LEVELS))
    if sectors.is_empty():
        return SECTORS_NOW.empty()
    rows = (
        sectors.select(*CELL, "industry_name", "industry_level")
        .unique(CELL, keep="first", maintain_order=True)
        .join(inputs.areas, on="area_code", validate="m:1", maintain_order="left")
        .join(_years(cells, inputs.nation), on=LEVEL, validate="m:1", maintain_order="left")
    )
    newest = cells.select(*CELL, "year", jobs="value", status="status")
    rows = rows.join(newest, on=[*CELL, "year"], how="left", validate="1:1", maintain_order="left")
    rows = _with_nowcast(_with_quotient(rows, cells, inputs), inputs)
    rows = with_pay(with_units(rows, inputs.local_units), inputs.pay)
    name = inputs.name_of(inputs.nation) if inputs.nation else ""
    return rows.with_columns(
        period=pl.col("year").cast(pl.String),
        nation_name=pl.lit(name),
        share_period=pl.when(pl.col("share_pct").is_not_null())
        .then(pl.col("share_year").cast(pl.String))
        .fill_null(""),
        note=_note(name, kind_note),
        status=pl.when(pl.col("jobs").is_null()).then(pl.lit(MISSING)).otherwise("status"),
    ).select(SECTORS_NOW.columns)


def _years(cells: pl.DataFrame, nation: str) -> pl.DataFrame:
    """LEVEL, `year`: the newest published, and `share_year`: of those with the nation's and totals.

    Without any such year share_year is that of the newest total of the area's own.
    """
    years = cells.select(*LEVEL, "year").unique()
    sectors = years.filter(pl.col("industry_level").is_in(LEVELS))
    total_years = years.filter(pl.col("industry_level") == "total").select("area_code", "year")
    with_total = sectors.join(total_years, on=["area_code", "year"], how="semi")
    of_nation = with_total.filter(pl.col("area_code") == nation).select("industry_level", "year")
    shared = with_total.join(of_nation, on=["industry_level", "year"], how="semi")
    return (
        sectors.group_by(LEVEL)
        .agg(pl.col("year").max())
        .join(_newest(shared, "both_year"), on=LEVEL, how="left", validate="1:1")
        .join(_newest(with_total, "own_year"), on=LEVEL, how="left", validate="1:1")
        .with_columns(share_year=pl.coalesce("both_year", "own_year"))
    )


def _newest(years: pl.DataFrame, name: str) -> pl.DataFrame:
    return years.group_by(LEVEL).agg(pl.col("year").max().alias(name))


def _with_quotient(rows: pl.DataFrame, cells: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """`rows` with shares of `share_year`, the location quotient, its interval and the answer."""
    totals = cells.filter(pl.col("industry_level") == "total")
    there = cells.filter(pl.col("area_code") == inputs.nation)
    parts = {
        "local": cells.select(*CELL, share_year="year", local="value"),
        "local_total": totals.select("area_code", share_year="year", local_total="value"),
        "nation": there.select("industry_code", share_year="year", nation="value"),
        "nation_total": there.filter(pl.col("industry_level") == "total").select(
            share_year="year", nation_total="value"
        ),
    }
    for part in parts.values():
        on = [name for name in (*CELL, "share_year") if name in part.columns]
        rows = rows.join(part, on=on, how="left", validate="m:1", maintain_order="left")
    share, nation_share = _ratio("local", "local_total"), _ratio("nation", "nation_total")
    rows = rows.with_columns(share_pct=100.0 * share, nation_share_pct=100.0 * nation_share)
    quotient = pl.when(pl.col("nation_share_pct") > 0).then(
        pl.col("share_pct") / pl.col("nation_share_pct")
    )
    lower, upper = _quotient_bounds()
    return rows.with_columns(location_quotient=quotient).with_columns(
        quotient_lower80=lower, quotient_upper80=upper
    ).with_columns(
        specialised=pl.when(pl.col("quotient_lower80") > 1.0).then(pl.lit(MORE))
        .when(pl.col("quotient_upper80") < 1.0).then(pl.lit(LESS))
        .when(pl.col("location_quotient").is_not_null()).then(pl.lit(SAME))
        .otherwise(pl.lit(NOT_KNOWN))
    )  # fmt: skip


def _ratio(part: str, whole: str) -> pl.Expr:
    return pl.when(pl.col(whole) > 0).then(pl.col(part) / pl.col(whole))


def _quotient_bounds() -> tuple[pl.Expr, pl.Expr]:
    """80% bounds from the noise of all four figures, on the log scale since it is a ratio.

    Of no jobs the lower bound is 0, and the upper that of as many jobs as noise may hide.
    """
    noise = pl.sum_horizontal(
        _variance(name) for name in ("local", "local_total", "nation", "nation_total")
    ).sqrt()
    quotient = pl.col("location_quotient")
    hidden = Z80 * variance_of_jobs(pl.col("local")).sqrt() / pl.col("local_total")
    none = pl.col("local") == 0
    lower = pl.when(none).then(0.0).otherwise(quotient * (-Z80 * noise).exp())
    upper = pl.when(none).then(100.0 * hidden / pl.col("nation_share_pct"))
    known = quotient.is_not_null()
    return (
        pl.when(known).then(lower),
        pl.when(known).then(upper.otherwise(quotient * (Z80 * noise).exp())),
    )


def _variance(name: str) -> pl.Expr:
    """Relative to the figure's square."""
    figure = pl.col(name)
    return pl.when(figure > 0).then(variance_of_jobs(figure) / figure**2).otherwise(0.0)


def _with_nowcast(rows: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """`rows` with our estimate of this year, where it is later than the published figure."""
    ours = inputs.estimates.filter(
        pl.col("sector_measure") == "jobs", pl.col("mean").is_not_null()
    ).select(
        *CELL, "target_year", mean=rounded_as_published(pl.col("mean")), lower="lower80",
        upper="upper80",
    )  # fmt: skip
    joined = rows.join(ours, on=CELL, how="left", validate="1:1", maintain_order="left")
    later = pl.col("target_year") > pl.col("year")
    return joined.with_columns(
        nowcast_jobs=pl.when(later).then("mean"),
        nowcast_lower80=pl.when(later & pl.col("lower").is_not_null()).then(
            pl.min_horizontal("lower", "mean")
        ),
        nowcast_upper80=pl.when(later & pl.col("upper").is_not_null()).then(
            pl.max_horizontal("upper", "mean")
        ),
        nowcast_period=pl.when(later).then(pl.col("target_year").cast(pl.String)).fill_null(""),
    )


def _note(nation: str, kind_note: str) -> pl.Expr:
    return pl.concat_str(
        pl.lit(kind_note or None, pl.String),
        pl.when(pl.col("jobs").is_null()).then(pl.format("no figure for {}", "year")),
        pl.when(pl.col("share_year").is_null()).then(
            pl.lit("no figure of all jobs of the area, so no share")
        ),
        pl.when(pl.col("both_year") != pl.col("year")).then(
            pl.format(
                "shares and location quotient are of {}, the newest year that {} has too",
                "both_year", pl.lit(nation),
            )
        ),
        pl.when(pl.col("both_year").is_null() & pl.col("own_year").is_not_null()).then(
            pl.lit("no figures of a nation for the same year, so no location quotient")
        ),
        separator="; ",
        ignore_nulls=True,
    )  # fmt: skip
