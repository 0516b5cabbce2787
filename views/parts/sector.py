"""One sector of a place: the answer, history and forecast with their record, and its wards."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
import streamlit as st

from catalog.vocabulary.forecast_horizons import (
    count_steps_to_now,
    describe_from_now,
    find_tested_steps,
)
from indicators.inputs import HORIZON
from indicators.places import forecast_accuracy as accuracy
from indicators.sectors.badge import BADGE, RULES
from presentation import charts, forecast_words
from presentation.numbers import about, percent, signed
from presentation.wording import MODELLED, as_sentence, between
from views.parts import (
    controls,
    data,
    downloads,
    explain_popover,
    forecast_tests,
    indicators,
    sector_reasons,
    sector_wards,
)
from views.parts.figures_table import figures_table
from views.parts.markdown import plain

Row = dict[str, Any]
Tables = dict[str, pl.DataFrame]
RECORD: Final = {
    "when": "When", "whose": "Record", "wape_pct": "Average error (%)",
    "skill_pct": "Better than the best naive (%)", "skill_lower95_pct": "95% from",
    "skill_upper95_pct": "95% to", "naive": "Best naive", "cover80_pct": "Inside 80% interval (%)",
    "windows_count": "Forecasts tested",
}  # fmt: skip
SHARES: Final = (
    "wape_pct", "skill_pct", "skill_lower95_pct", "skill_upper95_pct", "cover80_pct",
)  # fmt: skip
ADDED_UP: Final = (
    "We add up the forecasts of the councils. Their errors partly go together, as measured on "
    "groups of councils, so the interval is narrower than the sum of theirs."
)


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
        f"About {now} in {row['base_period']}, the last year published. We expect a change of "
        f"{change}{growth} from then to {row['target_period']}, {describe_from_now(HORIZON)} "
        f"{between(row['lower80'], row['upper80'])}."
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
    st.subheader("Published figures, our estimate of now, and the forecast", anchor=False)
    if ahead.is_empty():
        st.info("We do not have a forecast of this sector for every council you picked.")
        return
    now = forecast_words.find_now(ahead)
    if now is not None:
        amount = indicators.write_estimate(now["mean"], now["unit"])
        counted = forecast_words.name_counted(family, now["unit"])
        words = forecast_words.describe_now(now, amount)
        st.write(plain(as_sentence(f"{counted} {words}")))
    st.altair_chart(charts.forecast(ahead, past, unit), width="stretch")
    published = past.select("period", "status", mean="value")
    both = pl.concat([published, ahead], how="diagonal_relaxed").with_columns(
        forecast_words.name_kind()
    )
    figures = ("mean", "lower80", "upper80", "lower95", "upper95")
    titles = ("Figure", "80% from", "80% to", "95% from", "95% to")
    figures_table(
        both.with_columns(indicators.round_to_three_figures(*figures)),
        (
            pl.col("period").alias("Period"),
            pl.col("kind").alias("What it is"),
            *(pl.col(name).alias(title) for name, title in zip(figures, titles, strict=True)),
            pl.col("status").alias("Status"),
        ),
        column_config=dict.fromkeys(titles, st.column_config.NumberColumn(format="localized")),
    )
    _record(family)
    explain_popover.show_explanation(
        ("forecasts", "forecast_histories", "backtest"),
        f"{MODELLED}\nModel: {forecast_words.describe_models(ahead['model'])}.\n"
        f"{as_sentence(ahead['reason'][-1])}\n"
        "The change above may start from a level smoothed over years, not from the last figure "
        "alone, so it is not simply the difference between two rows here."
        + (f"\n{ADDED_UP}" if len(councils) > 1 else ""),
        label="Why this forecast?",
    )
    downloads.csv(both, f"sector-{code}-{chosen.file_part}", "Download figures (CSV)")


def _record(family: str) -> None:
    """How forecasts of this kind, for now and for so many years from now, did on past figures."""
    records = accuracy.read_records(data.table("backtest")[0], family)
    steps = [find_tested_steps(family, horizon) for horizon in (0, HORIZON)]
    record = records.filter(
        pl.col("phase") == accuracy.ALL_PHASES, pl.col("part") == "sector",
        pl.col("horizon_from").is_in(steps), pl.col("horizon_to").is_in(steps),
        pl.col("area_type") == records["area_type"].first(),
    )  # fmt: skip
    if record.is_empty():
        st.caption("There are too few forecasts of this kind to test on past figures.")
        return
    st.write(plain(describe_record(record, family)))
    figures_table(
        forecast_tests.label(record, family),
        (pl.col(name).alias(title) for name, title in RECORD.items()),
        column_config={
            RECORD[name]: st.column_config.NumberColumn(format="%.1f") for name in SHARES
        },
    )


def describe_record(record: pl.DataFrame, family: str) -> str:
    """The furthest forecast of the record in words, beside the best naive forecast."""
    row = record.sort("horizon_from", descending=True, maintain_order=True).row(0, named=True)
    when = describe_from_now(row["horizon_from"] - count_steps_to_now(family), family)
    words = f"On past figures, forecasts like this of {when} were"
    if row["wape_pct"] is not None:
        words += f" wrong by {percent(row['wape_pct'])} on average,"
    if row["skill_pct"] is not None:
        words += f" {forecast_words.describe_skill(row)}"
    words = f"{words.rstrip(',')}."
    if row["cover80_pct"] is not None:
        words += (
            f" {percent(row['cover80_pct'], 0)} of actual figures were inside the 80% interval."
        )
    return words
