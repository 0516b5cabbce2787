"""Past and outlook of one sector: growth in words, history, now and forecast with their record."""

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
from indicators.sectors import sector_page
from presentation import charts, forecast_words
from presentation.numbers import about, percent
from presentation.sector_words import (
    describe_growth,
    describe_jump,
    describe_outlook,
    describe_rate,
)
from presentation.wording import MODELLED, as_sentence
from views.parts import (
    chart_panel,
    controls,
    data,
    explain_popover,
    forecast_tests,
    indicators,
    sectors_data,
    tabs,
)
from views.parts.figures_table import figures_table
from views.parts.markdown import plain

Row = dict[str, Any]
Tables = dict[str, pl.DataFrame]
MEASURES: Final = {"jobs": "Jobs", "real_gva": "Output (real gross value added)"}
UNITS: Final = {"jobs": "jobs", "real_gva": "£ million"}
RECORD: Final = {
    "when": "When", "whose": "Record", "wape_pct": "Average error (%)",
    "skill_pct": "Better than the best naive (%)", "skill_lower95_pct": "95% from",
    "skill_upper95_pct": "95% to", "naive": "Best naive", "cover80_pct": "Inside 80% interval (%)",
    "windows_count": "Forecasts tested",
}  # fmt: skip
SHARES: Final = (
    "wape_pct", "skill_pct", "skill_lower95_pct", "skill_upper95_pct", "cover80_pct",
)  # fmt: skip
FIGURES: Final = {
    "mean": "Figure", "lower80": "80% from", "upper80": "80% to", "lower95": "95% from",
    "upper95": "95% to",
}  # fmt: skip
LARGE: Final = st.column_config.NumberColumn(format="localized")
COLUMNS: Final = (
    pl.col("period").alias("Period"),
    pl.col("kind").alias("What it is"),
    *(pl.col(name).round_sig_figs(3).alias(title) for name, title in FIGURES.items()),
    pl.col("status").alias("Status"),
)
ADDED_UP: Final = (
    "We add up the forecasts of the councils. Their errors partly go together, as measured on "
    "groups of councils, so the interval is narrower than the sum of theirs."
)


def show(tables: Tables, level: str, code: str, sector: str, chosen: controls.Chosen) -> None:
    """Growth and outlook of a sector in words, then its past and forecast as a chart."""
    growth = find_row(tables["sector_growth"], code)
    if growth is not None:
        _say(describe_growth(growth), describe_rate(growth), describe_jump(growth))
        if growth["note"] and growth["growth_tier"]:
            st.caption(plain(as_sentence(growth["note"])))
    outlook = sector_page.find_outlook(tables["sector_outlook"], code)
    if level == sectors_data.SECTIONS:
        st.write(plain(describe_outlook(outlook, chosen.name)))
        if outlook is not None and outlook["industry_code"] != code:
            st.caption(plain(f"Output is published for {outlook['industry_name']} together."))
        if outlook is not None and outlook["note"]:
            st.caption(plain(outlook["note"]))
    indicators.explain_table("sector_growth", "How do we know? Has it grown")
    _measured(code, sector, chosen)


def find_row(frame: pl.DataFrame, code: str) -> Row | None:
    """The row of a sector; None where the table has none."""
    rows = frame.filter(industry_code=code)
    return rows.row(0, named=True) if rows.height else None


def _say(*sentences: str) -> None:
    st.write(plain(" ".join(filter(None, sentences))))


def _measured(code: str, sector: str, chosen: controls.Chosen) -> None:
    """Past and forecast, by jobs or by output, where there are forecasts of either."""
    families = {
        measure: indicators.find_family(measure, code, chosen.councils) for measure in MEASURES
    }
    there = [measure for measure, family in families.items() if family]
    if not there:
        st.info("We do not have a forecast of this sector for every council you picked.")
        return
    measure = tabs.pick_segment("by", "Measured by", {name: MEASURES[name] for name in there})
    _forecast(code, sector, families[measure], chosen, UNITS[measure])


def _forecast(code: str, sector: str, family: str, chosen: controls.Chosen, unit: str) -> None:
    councils = chosen.councils
    ahead = indicators.forecast(family, code, councils)
    past = indicators.history(family, code, councils)
    if ahead.is_empty():
        st.info("We do not have a forecast of this sector for every council you picked.")
        return
    now = forecast_words.find_now(ahead)
    caption = ""
    if now is not None:
        amount = indicators.write_estimate(now["mean"], now["unit"])
        counted = forecast_words.name_counted(family, now["unit"])
        caption = as_sentence(f"{counted} {forecast_words.describe_now(now, amount)}")
    published = past.select("period", "status", mean="value")
    both = pl.concat([published, ahead], how="diagonal_relaxed").with_columns(
        forecast_words.name_kind()
    )

    def explain() -> None:
        explain_popover.show_explanation(
            ("forecasts", "forecast_histories", "backtest"),
            f"{MODELLED}\nModel: {forecast_words.describe_models(ahead['model'])}.\n"
            f"{as_sentence(ahead['reason'][-1])}" + (f"\n{ADDED_UP}" if len(councils) > 1 else ""),
            label="How do we know? Forecast",
        )

    chart_panel.show_chart(
        charts.forecast(ahead, past, unit), title=f"{sector}: {title_forecast(ahead, unit)}",
        is_heading=True, caption=caption, name=f"sector-{code}-{chosen.file_part}",
        about="forecast", figures=both, columns=COLUMNS, explain=explain,
        column_config=dict.fromkeys(FIGURES.values(), LARGE),
    )  # fmt: skip
    _record(family)


def title_forecast(ahead: pl.DataFrame, unit: str) -> str:
    """The takeaway of the chart: where the forecast ends, with its interval.

    Nothing is said where the last forecast has no figure.
    """
    last = ahead.sort("period_end").row(-1, named=True)
    if last["mean"] is None:
        return f"published figures and forecast ({unit})"
    return f"{unit} {forecast_words.describe_end(last, about(last['mean']))}"


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
    with st.expander("How forecasts like this did on past figures"):
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
