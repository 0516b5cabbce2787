"""Classes finer than sections, and lists of sectors: IS-8, DCMS and the area's own."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from catalog.measures import SECTIONS
from catalog.vocabulary.industries import SECTION_OF
from indicators.sectors.fine_words import is_unmeasurable
from presentation import fine_sector_words as words
from presentation.numbers import about
from presentation.sector_words import write_times
from views.parts import (
    chart_panel,
    controls,
    data,
    first_screen,
    indicators,
    picking_table,
    sectors_data,
    sectors_past,
    sectors_screen,
    tabs,
)
from views.parts.figures_table import figures_table
from views.parts.markdown import plain

CLASSES: Final = ("group", "subclass")  # of which each has its own place: they do not overlap
TIMES: Final = "Times the nation's share"
LIST_PX, ROW_PX, HEAD_PX = 444, 29, 39
FIGURES, SECTION = "figures", "section"
TABS: Final = {FIGURES: "In figures", SECTION: "Past and outlook of its sector"}
MOST: Final = 10  # rows of the picture; the table has all
ORDERS: Final = {
    "carriers": "Outlook of the class", "quotient": "How specialised the area is", "jobs": "Jobs",
}  # fmt: skip


def show(
    tables: sectors_data.Tables, chosen: controls.Chosen, level: str, pickers: DeltaGenerator
) -> None:
    """The list of a level: the answer, a picture, the ranked table and one sector in words."""
    listed = tables["fine_sectors"].filter(sector_list=level)
    orders = ["quotient", "jobs", "carriers"] if level not in CLASSES else list(ORDERS)
    order = controls.pick_one("order", "Ranked by", orders, ORDERS.__getitem__, pickers)
    ranked = rank_fine(listed, order)
    names = dict(ranked.select("sector_code", "sector_name").iter_rows())
    code = controls.pick_one(
        "sector", "A sector in detail", list(names), names.__getitem__, pickers
    )
    first = ranked.row(0, named=True)
    measured = first["measured_name"] or chosen.name
    st.header(plain(title_fine(ranked, level, measured)), anchor=False)
    for sentence in lead_sentences(ranked, level, chosen.name):
        st.write(plain(sentence))
    row = ranked.row(by_predicate=pl.col("sector_code") == code, named=True)
    picture, ranking, wards = first_screen.columns("sectors_screen", sectors_screen.WIDTHS)
    with picture:
        _picture(ranked, measured)
    with ranking:
        _table(ranked, code, level, chosen)
    with wards:
        _map(row, level, chosen)
    _detail(tables, row, level, measured, chosen)


def _map(row: dict[str, Any], level: str, chosen: controls.Chosen) -> None:
    """Wards of the section that a class is in; of a sector of a list, the codes that count."""
    shown = {"sector": row["sector_name"], "industry_code": row["sector_code"],
             "industry_level": level}  # fmt: skip
    if level in CLASSES:
        sectors_screen.show_map(shown, list_facts(row), chosen)
        return
    st.markdown(f"**{plain(row['sector_name'])}**: {plain('; '.join(list_facts(row)))}")
    st.caption(
        "No figures by ward are published for sectors of a list, so there is no map. What counts "
        "in this one:"
    )
    _codes(level, row["sector_code"], LIST_PX - 60)


def _codes(level: str, code: str, height: int) -> None:
    """The SIC codes that a sector of a list is made of, and whose list it is."""
    listed = data.peek("sector_lists").filter(sector_list=level, sector_code=code)
    if listed.is_empty():
        st.caption("We do not have the codes of this list.")
        return
    st.caption(plain(f"List: {listed['list_source'][0]}."))
    columns = [pl.col("sic_code").alias("SIC 2007 code")]
    tall = min(height, ROW_PX * listed.height + HEAD_PX)
    figures_table(listed.filter(pl.col("sic_code") != ""), columns, height=tall, row_height=ROW_PX)


def list_facts(row: dict[str, Any]) -> list[str]:
    """Jobs and how specialised, in a few words each; a missing one is left out."""
    jobs, times = row["jobs"], row["location_quotient"]
    return [
        *([f"about {about(jobs)} jobs"] if jobs is not None else ["no figure"]),
        *([f"{write_times(times)} times the nation's share"] if times is not None else []),
    ]


def _detail(
    tables: sectors_data.Tables, row: dict[str, Any], level: str, measured: str,
    chosen: controls.Chosen,
) -> None:  # fmt: skip
    """The sector in words, and for a class the past and outlook of the section it is in."""
    st.header(plain(f"{row['sector_name']}, {measured}"), anchor=False)
    tab, room = tabs.pick_tab(
        "fine_tab", TABS if level in CLASSES else {FIGURES: TABS[FIGURES]}, FIGURES
    )
    section = SECTION_OF.get(row["sector_code"][:2], "")
    with room:
        if tab == SECTION and section in SECTIONS:
            sectors_past.show(tables, sectors_data.SECTIONS, section, SECTIONS[section], chosen)
            return
        st.write(plain(words.describe_fine(row)))
        if row["carriers_tier"]:
            st.write(plain(f"Outlook of the class: {row['carriers_tier']}. "
                           f"{words.describe_carriers(row)}"))  # fmt: skip
        if row["note"] and row["jobs"] is not None:
            st.caption(plain(row["note"]))


def rank_fine(listed: pl.DataFrame, order: str) -> pl.DataFrame:
    """The rows in the order asked for; those without a figure last."""
    column, descending = {
        "carriers": ("carriers_rank", False), "quotient": ("location_quotient", True),
        "jobs": ("jobs", True),
    }[order]  # fmt: skip
    return listed.sort(column, "sector_code", descending=[descending, False], nulls_last=True)


def title_fine(ranked: pl.DataFrame, level: str, measured: str) -> str:
    """The answer: in which of them the area is clearly more specialised than the nation."""
    more = ranked.filter(specialised="more").sort("location_quotient", descending=True)
    what = words.name_list(level)
    if ranked["location_quotient"].is_null().all():
        return f"{what}: we cannot say in which of them {measured} is specialised"
    if more.is_empty():
        return f"{what}: {measured} is not clearly specialised in any of them"
    top = more.row(0, named=True)
    return (
        f"{what}: {measured} is most specialised in {top['sector_name']}, with "
        f"{write_times(top['location_quotient'])} times the share of jobs in {top['nation_name']}"
    )


def lead_sentences(ranked: pl.DataFrame, level: str, place: str) -> list[str]:
    """Of which area and years the figures are, overlap, what SIC cannot measure, and the record."""
    first = ranked.row(0, named=True)
    with_record = ranked.drop_nulls("carriers_hit_pct").head(1).rows(named=True)
    unmeasured = ranked.filter(is_unmeasurable())["sector_name"].to_list()
    sentences = [
        words.describe_measured_area(first, place),
        "" if level in CLASSES else words.OVERLAP,
        words.describe_unmeasured(unmeasured) if level not in CLASSES else "",
        *(words.describe_carriers(row) for row in with_record),
    ]
    return [" ".join(filter(None, sentences))] if any(sentences) else []


def _picture(ranked: pl.DataFrame, measured: str) -> None:
    # Imported here: the chart library takes half a second to load.
    from presentation import charts, sector_charts

    drawn = ranked.drop_nulls("location_quotient").head(MOST)
    if drawn.is_empty():
        st.info("We cannot set these sectors beside the nation: its figures are missing.")
        return
    nation = drawn["nation_name"][0]
    rows = drawn.select(
        label="sector_name", point="location_quotient", lower80="quotient_lower80",
        upper80="quotient_upper80",
        kind=pl.col("specialised").replace_strict(
            sector_charts.SPECIALISED, default=sector_charts.NOT_SURE, return_dtype=pl.String
        ),
    )  # fmt: skip
    title = f"Times the share of jobs in {nation}"
    alt = f"{title}; the table has the same figures."
    more = (
        f"The first {drawn.height} that have figures, of {ranked.height}. The table has all."
        if ranked.height > drawn.height
        else ""
    )
    level = str(ranked["sector_list"][0])
    chart_panel.show_chart(
        charts.intervals(rows, title, sector_charts.QUOTIENT_MARKS, alt, line=1.0),
        title=f"How specialised {measured} is, with 80% intervals",
        caption=more,
        name=f"specialised-{level}-{drawn['measured_code'][0]}",
        about="specialisation",
        figures=drawn,
        columns=fine_columns(),
    )


def _table(ranked: pl.DataFrame, code: str, level: str, chosen: controls.Chosen) -> None:
    number = st.column_config.NumberColumn(format="localized", width=70)
    # With these widths the figure beside the jobs is in sight on a desk.
    times = st.column_config.NumberColumn(format="%.2f", width=120)
    picking_table.picking_table(
        ranked, fine_columns(),
        dict.fromkeys(("Jobs", "80% from", "80% to"), number)
        | {"Sector": st.column_config.TextColumn(width=210)}
        | dict.fromkeys((TIMES, "80% from (times)", "80% to (times)"), times),
        name=("fine_list", chosen.code, level), picks=("sector_code", "sector", code),
        placeholder="–", height=min(LIST_PX, ROW_PX * ranked.height + HEAD_PX), row_height=ROW_PX,
    )  # fmt: skip
    chart_panel.offer_figures(
        name=f"sectors-{level}-{chosen.file_part}",
        about="list",
        figures=ranked,
        explain=lambda: indicators.explain_table("fine_sectors", "How do we know? List"),
    )


def fine_columns() -> list[pl.Expr]:
    """The columns of the table under their headings."""
    return [
        pl.col("sector_name").alias("Sector"),
        pl.col("jobs").round_sig_figs(3).alias("Jobs"),
        pl.col("location_quotient").round(2).alias(TIMES),
        pl.col("quotient_lower80").round(2).alias("80% from (times)"),
        pl.col("quotient_upper80").round(2).alias("80% to (times)"),
        indicators.capitalise("carriers_tier").alias("Outlook of the class"),
        indicators.capitalise("unusual").alias("Unusual here"),
        pl.col("lower80").round_sig_figs(3).alias("80% from"),
        pl.col("upper80").round_sig_figs(3).alias("80% to"),
        pl.col("share_pct").round(1).alias("Share of jobs (%)"),
        pl.col("note").alias("Note"),
    ]
