"""The first screen of sectors: the quadrant, the ranked list and the ward map of one sector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import polars as pl
import streamlit as st

from catalog.measures import MEASURES, SECTIONS
from catalog.vocabulary.industries import SECTION_OF
from indicators.sectors import sector_page
from presentation.numbers import digits, signed
from presentation.sector_summary_words import write_number
from presentation.sector_words import name_tier, write_times
from views.parts import (
    chart_panel,
    controls,
    data,
    explain_popover,
    first_screen,
    indicators,
    map_panel,
    picking_table,
    sectors_data,
)
from views.parts.markdown import plain

Row = dict[str, Any]
WIDTHS: Final = (36, 46, 36)
LIST_PX: Final = 444
ROW_PX: Final = 29
MARKED: Final = " (!)"  # behind a tier that one employer or a reclassification may have made
QUADRANT: Final = (
    pl.col("sector").alias("Sector"),
    pl.col("location_quotient").round(2).alias("Times the nation's share"),
    pl.col("quotient_lower80").round(2).alias("80% from"),
    pl.col("quotient_upper80").round(2).alias("80% to"),
    pl.col("beyond_pct").round(1).alias("Growth beyond the nation's, or that of all jobs here"),
    pl.col("jobs").alias("Jobs"),
    pl.col("growth_tier").alias("Has it grown?"),
)


def show(
    now: pl.DataFrame, growth: pl.DataFrame, listed: pl.DataFrame, code: str,
    chosen: controls.Chosen, answers: Sequence[str],
) -> None:  # fmt: skip
    """`listed` has a row for each sector of the level, as sector_page.list_sectors with names.

    `answers` are the sentences that say in full what the page says first.
    """
    picture, ranking, wards = first_screen.columns("sectors_screen", WIDTHS)
    with picture:
        _quadrant(now, growth, code, chosen, answers)
    with ranking:
        _ranking(listed, code, chosen)
    with wards:
        row = listed.row(by_predicate=pl.col("industry_code") == code, named=True)
        show_map(row, list_facts(row), chosen)


def _quadrant(
    now: pl.DataFrame, growth: pl.DataFrame, code: str, chosen: controls.Chosen,
    answers: Sequence[str],
) -> None:  # fmt: skip
    # Imported here: the chart library takes half a second to load.
    from presentation import sector_charts

    placed = sector_page.place_in_quadrant(now, growth)
    placed = replace(placed, rows=sectors_data.with_sector(placed.rows))
    drawn = placed.rows
    if drawn.is_empty():
        st.info(
            "We cannot draw which sectors are specialised and growing: jobs of the nation, or of "
            "earlier years, are missing."
        )
        return
    nation = str(now["nation_name"].max() or "the nation")
    level = str(drawn["industry_level"][0])
    key = controls.widget_key("quadrant", (level,), code, sector_charts.read_picked, follows=False)
    words = (
        "Each mark is a sector: further right, a larger share of jobs than in the nation; higher "
        "up, more growth. The list beside it has the same figures."
    )

    def picked() -> None:
        sector = sector_charts.read_picked(st.session_state[key])
        if sector:
            controls.update_address(sector=sector)

    def explain() -> None:
        lines = [*answers, describe_drawing(placed, nation, growth.height)]
        how = indicators.describe_method("sector_growth")
        explain_popover.show_explanation(
            ("sector_growth",), "\n".join([*lines, how]), label="How do we know? Growth"
        )

    chart_panel.show_chart(
        sector_charts.quadrant(placed, code, nation, words),
        title=title_quadrant(placed, nation),
        caption="Size: jobs. Grey line: 80% interval. Select a mark to see its sector.",
        name=f"quadrant-{level}-{chosen.file_part}", about="growth",
        figures=drawn, columns=QUADRANT, explain=explain,
        key=key, on_select=picked, selection_mode=sector_charts.PICKED,
    )  # fmt: skip


def describe_drawing(placed: sector_page.Quadrant, nation: str, total: int) -> str:
    """What growth is set against, which sectors are not drawn, and that some names are left out."""
    ahead = (
        ""
        if placed.against == sector_page.NATION
        else f"{nation} has no figures for these years, so growth is set beside all jobs here. "
    )
    left_out = total - placed.rows.height
    small = (
        f" {left_out} sectors are in the list alone: they have no such figures, or under "
        f"{sector_page.SMALLEST_DRAWN_JOBS} jobs."
    )
    return (
        f"{ahead}Some names are left out of the picture so that none lies on another."
        f"{small if left_out else ''}"
    )


def title_quadrant(placed: sector_page.Quadrant, nation: str) -> str:
    """The takeaway: how many sectors are more common here than in the nation, and gaining."""
    # Of those within the noise of the survey none is said to have outgrown anything.
    both = placed.rows.filter(
        pl.col("quotient_lower80") > 1,
        pl.col("beyond_pct") > 0,
        pl.col("growth_tier").is_in([sector_page.VERY_GROWN, sector_page.GROWN]),
    )
    beaten = f"{nation}'s" if placed.against == sector_page.NATION else "all jobs here"
    if both.is_empty():
        return f"No specialised sector has grown and outgrown {beaten}"
    number = write_number(both.height).capitalize()
    plural = "" if both.height == 1 else "s"
    return f"{number} specialised sector{plural} grew and outgrew {beaten}"


def _ranking(listed: pl.DataFrame, code: str, chosen: controls.Chosen) -> None:
    st.markdown("**Most surely grown first**")
    yearly = sector_page.jobs_by_year(data.peek("jobs", chosen.councils), chosen.councils)
    rows = listed.join(yearly, on="industry_code", how="left", validate="1:1").with_columns(
        answer=pl.Series(
            [
                name_tier(tier) + (MARKED if jump else "")
                for tier, jump in listed.select("growth_tier", "jump").iter_rows()
            ],
            dtype=pl.String,
        )
    )
    columns = list_columns(rows)
    picking_table.picking_table(
        rows, columns, _configs(columns[2].meta.output_name()),
        name=("sectors_list", chosen.code, str(listed["industry_level"][0])),
        picks=("industry_code", "sector", code),
        placeholder="–", height=LIST_PX, row_height=ROW_PX,
    )  # fmt: skip
    if (listed["jump"] != "").any():
        st.caption("(!) One employer or a reclassification could have made this change.")
    chart_panel.offer_figures(
        name=f"sectors-{listed['industry_level'][0]}-{chosen.file_part}", about="list",
        figures=listed, explain=lambda: indicators.explain_table(
            "sectors_now", "How do we know? Jobs"
        ),
    )  # fmt: skip


def list_columns(rows: pl.DataFrame) -> list[pl.Expr]:
    """The columns of the ranked list under their headings; figures as people read them."""
    newest = str(rows["period"].max() or "")
    return [
        pl.col("sector").alias("Sector"),
        pl.col("answer").alias("Has it grown?"),
        pl.col("jobs").alias(f"Jobs {newest}".strip()),
        pl.col("change_jobs").round_sig_figs(3).round(0).alias("Change"),
        *([pl.col("yearly_jobs").alias("By year")] if rows["yearly_jobs"].count() else []),
        pl.col("nowcast_jobs").round_sig_figs(3).alias("Jobs now (our estimate)"),
        pl.col("change_lower80").round_sig_figs(3).alias("80% from"),
        pl.col("change_upper80").round_sig_figs(3).alias("80% to"),
        pl.col("location_quotient").round(1).alias("Times the nation's share"),
        pl.col("outlook_rank").alias("Outlook, rank"),
    ]


def _configs(jobs: str) -> dict[str, Any]:
    number = st.column_config.NumberColumn(format="localized", width=90)
    change = st.column_config.NumberColumn(
        format="localized",
        width=64,
        help="Mean of the two newest years less the mean of two years before, jobs",
    )
    return {
        "Has it grown?": st.column_config.TextColumn(
            width=110, help="Whether jobs and share have grown beyond the noise of the survey"
        ),
        "Sector": st.column_config.TextColumn(width=190),
        "By year": st.column_config.LineChartColumn(
            width=72, help="Published jobs by year, oldest first"
        ),
        jobs: st.column_config.NumberColumn(format="localized", width=76),
        "Change": change,
        **dict.fromkeys(("Jobs now (our estimate)", "80% from", "80% to"), number),
    }


def show_map(row: Mapping[str, Any], facts: Sequence[str], chosen: controls.Chosen) -> None:
    """The figures of the sector chosen, and where in the place it is.

    Jobs by ward are modelled for sections: an industry within one has the map of that.
    """
    st.markdown(f"**{plain(row['sector'])}**: {plain('; '.join(facts))}")
    code = row["industry_code"]
    if row["industry_level"] not in ("section", "section_group"):
        code = SECTION_OF.get(code[:2], "")
        if code in SECTIONS:
            st.caption(plain(f"Wards: all of {SECTIONS[code].lower()}, the sector that it is in."))
    measure = MEASURES.get(f"jobs_section_{code.lower()}")
    if measure is None:
        st.caption("We have no ward figures of this sector.")
        return
    map_panel.show_ward_map(
        data.values(chosen.councils, measure.id), measure, chosen, about="map",
        explain=lambda: indicators.explain_table("ward_sector_jobs", "How do we know? Wards"),
    )  # fmt: skip


def list_facts(row: Row) -> list[str]:
    """Jobs, how specialised, and whether grown, in a few words each; a missing one is left out."""
    jobs, times, change = row["jobs"], row["location_quotient"], row["change_jobs"]
    grown = name_tier(row["growth_tier"])
    return [
        *([f"{digits(jobs)} jobs ({row['period']})"] if jobs is not None else []),
        *([f"{write_times(times)} times the nation's share"] if times is not None else []),
        f"{grown}: {signed(change, 'jobs')}" if change is not None else grown,
    ]
