"""One sector of a place: the answer, history and forecast with their record, and its wards."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
import streamlit as st

from indicators.inputs import HORIZON
from indicators.sectors.badge import BADGE, RULES
from presentation import charts
from presentation.numbers import about, percent, signed
from presentation.wording import MODELLED, between
from views.parts import (
    controls,
    data,
    downloads,
    explain_popover,
    indicators,
    sector_reasons,
    sector_wards,
)
from views.parts.figures_table import figures_table
from views.parts.markdown import plain

Row = dict[str, Any]
Tables = dict[str, pl.DataFrame]
RECORD: Final = {
    "model": "Model",
    "wape_pct": "Average error (%)",
    "skill_pct": "Better than repeating the last figure (%)",
    "direction_right_pct": "Direction right (%)",
    "cover80_pct": "Inside 80% interval (%)",
    "windows_count": "Forecasts tested",
}
SHARES: Final = ("wape_pct", "skill_pct", "direction_right_pct", "cover80_pct")


def details(row: Row, tables: Tables, chosen: controls.Chosen, unit: str) -> None:
    """Everything on the sector in `row`, one of `emerging_sectors` with `sector`."""
    _answer(row, chosen.name, unit)
    _forecast(row, chosen, unit)
    sector_reasons.decomposition(row, tables["sector_decomposition"])
    sector_reasons.evidence(row, tables["sector_evidence"])
    sector_wards.wards(row, tables["ward_sector_jobs"], chosen)


def _answer(row: Row, place: str, unit: str) -> None:
    st.header(plain(f"{row['sector']}, {place}"), anchor=False)
    emerging = row["badge"] == BADGE
    st.badge(
        "Emerging" if emerging else "Not distinguishable from noise",
        color="green" if emerging else "gray",
    )
    st.write(plain(describe_outlook(row, place, unit)))
    st.write(plain(describe_stability(row)))
    st.caption(plain(f"{MODELLED} The rule: {row['badge_reason']}."))


def describe_outlook(row: Row, place: str, unit: str) -> str:
    """The change expected, and the chance that it is emerging."""
    growth = (
        "" if row["growth_pct"] is None else f" ({indicators.signed_percent(row['growth_pct'])})"
    )
    now = indicators.write_amount(about(row["base_value"]), unit)
    change = indicators.write_amount(signed(row["expected_change"]), unit)
    words = (
        f"About {now} in {row['base_period']}. We expect a change of {change}{growth} by "
        f"{row['target_period']} {between(row['lower80'], row['upper80'])}."
    )
    chance = row["probability_emerging"]
    if chance is None:
        return f"{words} We cannot estimate the chance that it is emerging."
    needed = RULES[row["sector_measure"]].probability
    area = row["area_growth_pct"]
    beside = "" if area is None else f" ({indicators.signed_percent(area)} expected)"
    return (
        f"{words} The chance that it grows, and grows faster than all of {place}{beside}, is "
        f"{percent(100 * chance, 0)}. We call a sector emerging from {percent(100 * needed, 0)}."
    )


def describe_stability(row: Row) -> str:
    """Whether other choices would have given another answer."""
    if row["stability_pct"] is None:
        return ""
    if not row["changes_under"]:
        return (
            "The answer is the same under every other threshold, base year and rounding we tried."
        )
    return (
        f"The answer is the same under {percent(row['stability_pct'], 0)} of the other "
        f"thresholds, base years and roundings we tried. It would change with: "
        f"{row['changes_under']}."
    )


def _forecast(row: Row, chosen: controls.Chosen, unit: str) -> None:
    code, councils = row["industry_code"], chosen.councils
    family = indicators.find_family(row["sector_measure"], code, councils)
    ahead = indicators.forecast(family, code, councils)
    past = indicators.history(family, code, councils)
    st.subheader("Figures so far and the forecast", anchor=False)
    if ahead.is_empty():
        st.info("We do not have a forecast of this sector for every council you picked.")
        return
    st.altair_chart(charts.forecast(ahead, past, unit), width="stretch")
    both = pl.concat([past.select("period", "value"), ahead], how="diagonal")
    figures = ("value", "mean", "lower80", "upper80", "lower95", "upper95")
    titles = ("Known", "Expected", "80% from", "80% to", "95% from", "95% to")
    figures_table(
        both.with_columns(indicators.round_to_three_figures(*figures)),
        (
            pl.col("period").alias("Period"),
            *(pl.col(name).alias(title) for name, title in zip(figures, titles, strict=True)),
        ),
        column_config=dict.fromkeys(titles, st.column_config.NumberColumn(format="localized")),
    )
    _record(family)
    explain_popover.show_explanation(
        ("forecasts", "forecast_histories", "backtest"),
        f"{MODELLED}\nModel: {ahead['model'][-1]}. {ahead['reason'][-1].capitalize()}.\n"
        "The change above starts from a level smoothed over years, not from the last figure alone, "
        "so it is not simply the difference between two rows here."
        + ("\nWe add up the forecasts and intervals of the councils." if len(councils) > 1 else ""),
        label="Why this forecast?",
    )
    downloads.csv(both, f"sector-{code}-{chosen.file_part}", "Download figures (CSV)")


def _record(family: str) -> None:
    """How forecasts of this kind, so many years ahead, did on past data."""
    record = data.table("backtest")[0].filter(
        pl.col("family") == family,
        pl.col("horizon_from") == HORIZON,
        pl.col("horizon_to") == HORIZON,
        pl.col("level_band") == "all",
        pl.col("phase") == "all",
    )
    if record.is_empty():
        st.caption("There are too few forecasts of this kind to test on past data.")
        return
    st.write(describe_record(record))
    rounded = record.sort("skill_pct", descending=True, nulls_last=True).with_columns(
        pl.col(SHARES).round(1)
    )
    figures_table(
        rounded,
        (indicators.name_models(name).alias(title) for name, title in RECORD.items()),
        column_config={
            RECORD[name]: st.column_config.NumberColumn(format="%.1f") for name in SHARES
        },
    )


def describe_record(record: pl.DataFrame) -> str:
    """The back-test in words, beside simply repeating the last figure."""
    rows = {row["model"]: row for row in record.iter_rows(named=True)}
    ours, naive = rows.get("shipped"), rows.get(record["yardstick"][0])
    if ours is None or naive is None or ours["wape_pct"] is None or naive["wape_pct"] is None:
        return "How models did on past data, three years ahead:"
    words = (
        f"On past data, forecasts like this were wrong by {percent(ours['wape_pct'])} on average "
        f"three years ahead; repeating the last figure was wrong by {percent(naive['wape_pct'])}."
    )
    if ours["cover80_pct"] is not None:
        words += (
            f" {percent(ours['cover80_pct'], 0)} of actual figures were inside the 80% interval."
        )
    return words
