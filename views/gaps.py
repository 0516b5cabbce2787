"""Skills gaps: openings beside the supply we can count, what answers them, and the wards."""

from __future__ import annotations

from typing import Final, Literal

import polars as pl
import streamlit as st

from catalog.vocabulary.status import PARTIAL
from presentation import charts, map_summary
from presentation.numbers import about
from presentation.wording import MODELLED, TOO_LOW, between, joined, ranked
from views.parts import (
    controls,
    downloads,
    gap_ranking,
    indicators,
    messages,
    occupation,
    provenance,
    skills_now,
    skills_wards,
)
from views.parts.figures_table import figures_table
from views.parts.markdown import plain

Kind = Literal["occupation", "qualification"]

TITLE: Final = "Skills gaps"
LIKELY, UNLIKELY = 0.8, 0.2  # chances from which a gap is likely, and up to which none is
WIDE, UNSURE, COVERED = (
    "Likely gap: more openings than people",
    "Too uncertain to say",
    "Likely no gap: enough people",
)
MARKS: Final = {
    WIDE: (charts.PLUM, "diamond"),
    UNSURE: (charts.GREY, "circle"),
    COVERED: (charts.TEAL, "square"),
}
FIGURES: Final = {
    "gap_persons": "Gap",
    "lower80": "80% from",
    "upper80": "80% to",
    "openings_persons": "Openings",
    "growth_openings_persons": "of which growth",
    "replacement_openings_persons": "of which replacement",
    "supply_persons": "Supply we can count",
}
CHANCE: Final = "Chance of a gap (%)"

COLUMNS: Final = {
    **dict.fromkeys(FIGURES.values(), st.column_config.NumberColumn(format="localized")),
    CHANCE: st.column_config.NumberColumn(
        help="Share of 1,000 simulations in which openings exceed the supply we can count"
    ),
    "Likely rank": st.column_config.TextColumn(help="Ranks in the middle 80% of simulations"),
}


@messages.explain_faults
def page() -> None:
    messages.title(TITLE)
    pickers = st.container(horizontal=True)
    chosen = controls.pick_place(pickers)
    if chosen is None:
        return
    tables = indicators.read_tables_or_explain(chosen)
    if tables is None:
        return
    gaps = gap_ranking.with_openings(tables)
    if gaps.is_empty():
        st.info(
            f"We cannot estimate openings for {plain(chosen.name)}: jobs by sector have no "
            "forecast yet. Run `wardwise forecast`, then `wardwise indicate`."
        )
        return
    occupations = gaps.filter(skill_kind="occupation")
    _ranking(occupations, chosen, "occupation")
    st.divider()
    names = dict(occupations.select("skill_code", "skill_name").iter_rows())
    room = st.container()
    code = controls.pick_one(
        "occupation", "An occupation in detail", list(names), names.__getitem__, room
    )
    row = occupations.row(by_predicate=pl.col("skill_code") == code, named=True)
    occupation.details(row, tables)
    st.divider()
    _ranking(gaps.filter(skill_kind="qualification"), chosen, "qualification")
    skills_now.pressure(tables["skills_pressure"], chosen)
    skills_now.mismatch(tables["mismatch"])
    skills_wards.wards(tables, chosen)
    provenance.licence()


def _ranking(gaps: pl.DataFrame, chosen: controls.Chosen, kind: Kind) -> None:
    if kind == "occupation":
        st.header(f"Where openings exceed the supply of people, {plain(chosen.name)}", anchor=False)
    else:
        st.header("By level of qualification", anchor=False)
    st.write(answer_sentence(gaps))
    st.caption(plain(f"{MODELLED} {describe_limits(gaps)}"))
    with_gap = gaps.drop_nulls("gap_persons")
    if with_gap.height:
        words = f"Gap in {gap_ranking.PER_YEAR}, with 80% intervals, the widest first"
        title = f"Openings minus the supply we can count, {gap_ranking.PER_YEAR}"
        st.altair_chart(
            charts.intervals(chart_rows(with_gap), title, MARKS, words), width="stretch"
        )
    st.subheader(f"Gaps by {kind} as a table", anchor=False)
    rounded = gaps.with_columns(indicators.round_to_three_figures(*FIGURES))
    figures_table(rounded, table_columns(kind), column_config=COLUMNS)
    indicators.explain_table("skills_gaps", f"Why these gaps by {kind}?")
    downloads.csv(
        gaps,
        f"gaps-{kind}-{chosen.file_part}",
        f"Download gaps by {kind} (CSV)",
    )


def answer_sentence(gaps: pl.DataFrame) -> str:
    """The widest gap and how sure it is, in a sentence or two."""
    with_gap = gaps.drop_nulls("gap_persons")
    if with_gap.is_empty():
        return "We cannot estimate gaps here: there is no supply data. Openings are below."
    row = with_gap.row(0, named=True)
    if row["gap_persons"] <= 0:
        return "**No gap**: the supply we can count covers the openings in every case."
    upper = ", an upper estimate" if row["missing_streams"] else ""
    sure = "" if row["lower80"] > 0 else " This is too uncertain to say that there is a gap."
    return (
        f"**The widest gap is in {plain(row['skill_name'])}**: about {about(row['gap_persons'])} "
        f"{gap_ranking.PER_YEAR} {between(row['lower80'], row['upper80'])}{upper}. It probably "
        f"ranks {ranked(row['rank_low'], row['rank_high'], with_gap.height)}.{sure}"
    )


def describe_limits(gaps: pl.DataFrame) -> str:
    """What a gap is, and which streams of supply it leaves out, so that it is an upper limit."""
    missing = dict.fromkeys(
        stream for streams in gaps["missing_streams"] for stream in streams.split("; ") if stream
    )
    gap = (
        "A gap is openings minus the supply we can count; it does not measure how hard it is to "
        "recruit."
    )
    if (gaps["openings_status"] == PARTIAL).any():
        gap += f" Openings: {TOO_LOW[0].lower()}{TOO_LOW[1:]}"
    if not missing:
        return gap
    if gaps["gap_persons"].is_null().all():
        return f"{gap} We have no data on {joined(list(missing))}."
    return f"{gap} We have no data on {joined(list(missing))}, so treat each gap as an upper limit."


def chart_rows(with_gap: pl.DataFrame) -> pl.DataFrame:
    """Rows of the chart, with how sure each gap is."""
    chance = pl.col("probability_gap")
    return with_gap.select(
        label="skill_name",
        point="gap_persons",
        lower80="lower80",
        upper80="upper80",
        kind=pl.when(chance >= LIKELY)
        .then(pl.lit(WIDE))
        .when(chance <= UNLIKELY)
        .then(pl.lit(COVERED))
        .otherwise(pl.lit(UNSURE)),
    )


def table_columns(kind: Kind) -> list[pl.Expr]:
    """The columns of the table of gaps under their headings."""
    band = pl.format("{} to {}", *(pl.col(n).cast(pl.Int64) for n in ("rank_low", "rank_high")))
    return [
        pl.col("skill_name").alias(kind.capitalize()),
        *(pl.col(name).round(0).alias(title) for name, title in FIGURES.items()),
        (100 * pl.col("probability_gap")).round(0).alias(CHANCE),
        band.alias("Likely rank"),
        pl.col("missing_streams").alias("Not counted"),
        map_summary.status_words().alias("What kind of figure"),
    ]
