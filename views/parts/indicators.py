"""Indicators as the pages use them: the tables of a place, names in words, how each is made."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

import polars as pl
import streamlit as st

from catalog.measures import SECTIONS
from catalog.schema import TableError
from catalog.store import StoreError
from catalog.tables import TABLES
from catalog.vocabulary.forecast_families import MODELS, describe_model
from indicators import inputs
from indicators import run as runs
from indicators.explain import EXPLAINED, list_reads
from indicators.inputs import FAMILIES, READS, Inputs
from indicators.places import group_forecasts, groups, series
from indicators.run import WRITES
from presentation.numbers import MINUS, about, signed
from presentation.wording import MODELLED, between
from views.parts import controls, data, explain_popover, missing_tables

OURS: Final = {"shipped": "our published forecasts"}
POUNDS: Final = "£ million"
# A user's own files, which nothing worked out on a page needs.
NOT_MISSED: Final = ("unemployment_by_occupation", "pay_by_occupation", "skill_shortages")


def read_tables_or_explain(
    chosen: controls.Chosen, wanted: Sequence[str] = WRITES
) -> dict[str, pl.DataFrame] | None:
    """Tables of indicators by name, of this place; None, with a notice on the page, without any.

    They are those `wanted` and those of wards and similar places.
    """
    there = set(data.table_names())
    if not there.intersection(WRITES):
        st.info(
            "We have not calculated sectors and skills yet. Make the forecasts on the Forecast "
            "record page, or run `wardwise build` (for the embedded sample, run `wardwise "
            "forecast`, then `wardwise indicate`)."
        )
        return None
    return select_tables(chosen.councils, chosen.name, wanted)


def select_tables(
    councils: tuple[str, ...], name: str, wanted: Sequence[str] = WRITES
) -> dict[str, pl.DataFrame]:
    """Tables of indicators by name: of one council as stored, of several as one place so called.

    They are those `wanted` and those `runs.OF_EACH` council. The rows of several have area_code
    "group" (`controls.Chosen.code`). Tables of wards hold the wards of all of them, as stored;
    similar places are those of each.
    """
    needed = dict.fromkeys((*wanted, *runs.OF_EACH))
    if len(councils) == 1:
        return {stored: data.table(stored, councils)[0] for stored in needed}
    # Most are computed: of their files we ask no row, only whether they are there and can be read.
    stored_tables = {
        stored: data.table(stored, councils if stored in runs.OF_EACH else ())[0]
        for stored in needed
    }
    unread = set(READS).difference(list_reads(wanted))
    made_from = read_inputs(councils, name, unread.union(NOT_MISSED))
    computed = _compute_group_tables(
        councils, name, tuple(wanted), data.stamp_tables(READS), made_from
    )
    return {stored: stored_tables[stored] for stored in runs.OF_EACH} | computed


@st.cache_resource(max_entries=20, show_spinner="Putting the councils together")
def _compute_group_tables(
    councils: tuple[str, ...],  # noqa: ARG001
    name: str,  # noqa: ARG001
    wanted: tuple[str, ...],
    stamps: data.TableStamps,  # noqa: ARG001
    _inputs: Inputs,
) -> dict[str, pl.DataFrame]:
    return runs.compute_group(_inputs, wanted)


def read_inputs(
    councils: tuple[str, ...], name: str, not_missed: Collection[str] = NOT_MISSED
) -> Inputs:
    """What indicators are made from: of one council, or of several as one place so called.

    Rows of wider areas are among them. A table that is absent, or cannot be read, has none, and
    the page says so, but for absent ones that are `not_missed`.
    """
    found, faults = _inputs(councils, name, data.stamp_tables(READS))
    for read, fault in faults:
        if fault or read not in not_missed:
            missing_tables.note(read, fault)
    return found


# Some twelve megabytes each in 2026-11, and a sixth of a second to read again.
@st.cache_resource(max_entries=6, show_spinner="Reading the figures")
def _inputs(
    councils: tuple[str, ...], name: str, stamps: data.TableStamps
) -> tuple[Inputs, tuple[tuple[str, str], ...]]:
    """The inputs, and the tables that they are without: the name and what is wrong with it."""
    tables, faults = {}, []
    for read, stamp in stamps.stamps:
        try:
            tables[read] = inputs.read_table(read, stamps.root, councils)
        except (StoreError, TableError) as error:
            tables[read] = TABLES[read].empty()
            faults.append((read, str(error) if stamp else ""))
    every = inputs.build_inputs(tables)
    if len(councils) > 1:
        every = groups.for_group(every, councils, runs.GROUP, name)
    return every, tuple(faults)


def describe_method(name: str) -> str:
    """How a table of indicators is made, with its assumptions and limits, a line for each."""
    explained = EXPLAINED[name]
    assumed = [f"Assumed: {words}." for words in explained.assumptions]
    small = (f"Uses: {sentence}" for sentence in explained.reference_sentences())
    return "\n".join([MODELLED, f"{explained.formula}.", *assumed, *explained.limits, *small])


def explain_table(name: str, label: str, *, period: str = "") -> None:
    """The window that answers "why this number?" of a table of indicators."""
    explain_popover.show_explanation((name,), describe_method(name), label=label, period=period)


def with_sector(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with `sector`: the short name of a section, the published name of other levels."""
    short = pl.col("industry_code").replace_strict(SECTIONS, default=None, return_dtype=pl.String)
    of_section = pl.when(pl.col("industry_level") == "section").then(short)
    return frame.with_columns(pl.coalesce(of_section, "industry_name").alias("sector"))


def describe_change(row: dict[str, Any], unit: str) -> str:
    """The expected change of a sector with its interval: +796 jobs (80% interval 320 to 1,280)."""
    change = write_amount(signed(row["expected_change"]), unit)
    return f"{change} {between(row['lower80'], row['upper80'])}"


def name_models(column: str) -> pl.Expr:
    """A column of a back-test; in that of models, ours in words and the others with meanings."""
    if column != "model":
        return pl.col(column)
    return pl.col(column).replace(OURS | {name: describe_model(name) for name in MODELS})


def name_unit(unit: str) -> str:
    """A unit as people read it, for the axis of a chart."""
    return POUNDS if unit == "GBP million" else unit


def write_amount(number: str, unit: str) -> str:
    """A written number with its unit: 1,230 jobs; −£20 million.

    >>> write_amount("+796", "jobs"), write_amount("+796", "GBP million")
    ('+796 jobs', '+£796 million')
    """
    if name_unit(unit) != POUNDS:
        return f"{number} {unit}"
    sign = number[0] if number[0] in f"+{MINUS}" else ""
    return f"{sign}£{number.removeprefix(sign)} million"


def write_estimate(value: float, unit: str) -> str:
    """An estimate where what is counted is said before it: 218,000; £9,120 million."""
    number = about(value)
    return write_amount(number, unit) if name_unit(unit) == POUNDS else number


def signed_percent(value: float) -> str:
    """A growth with its sign, to a tenth: estimates are no finer."""
    return f"{signed(round(value, 1))}%"


def capitalise(column: str) -> pl.Expr:
    """Words with a capital at their start."""
    return pl.col(column).str.head(1).str.to_uppercase() + pl.col(column).str.slice(1)


def round_to_three_figures(*columns: str) -> list[pl.Expr]:
    """The columns rounded to three figures, as estimates deserve no more."""
    return [pl.col(name).round_sig_figs(3) for name in columns]


def find_family(measure: str, code: str, councils: Sequence[str]) -> str:
    """The family of forecasts that a sector's series is in; "" where it has none."""
    rows = data.table("forecasts", councils)[0].filter(
        pl.col("family").is_in(
            [name for name, measured_by in FAMILIES.items() if measured_by == measure]
        ),
        pl.col("series_code") == code,
    )
    return str(rows["family"][0]) if rows.height else ""


def forecast(family: str, code: str, councils: Sequence[str]) -> pl.DataFrame:
    """The forecast of a series: of one council as stored, of several added up, by period.

    No rows where some council has none, or where they start from different years.
    """
    places = data.table("councils", councils)[0]
    rows = _series("forecasts", family, code, councils)
    regions = places["region_code"].drop_nulls().to_list()
    return group_forecasts.forecast_of_place(rows, councils, regions)


def record_of(family: str) -> pl.DataFrame:
    """The back-test of a family: of councils' sectors, or of regions where it has no council."""
    rows = data.table("backtest")[0].filter(family=family, phase="all")
    kinds = rows.select("area_type", "part").unique()
    for area_type in ("lad", "region"):
        for part in ("sector", "total"):
            if kinds.filter(area_type=area_type, part=part).height:
                return rows.filter(area_type=area_type, part=part)
    return rows


def history(family: str, code: str, councils: Sequence[str]) -> pl.DataFrame:
    """What the forecast was made from: period, period_end, unit, value; added up as above."""
    return series.sum_history(_series("forecast_histories", family, code, councils), councils)


def _series(table: str, family: str, code: str, councils: Sequence[str]) -> pl.DataFrame:
    return data.table(table, councils)[0].filter(family=family, series_code=code)
