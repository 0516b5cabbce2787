"""Why jobs in a sector changed, in four parts that add up."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
import streamlit as st

from presentation import charts
from presentation.numbers import change, signed
from views.parts import chart_panel, controls, indicators, markdown

Row = dict[str, Any]
# What each part of a change means, and the statistician's word for it.
PARTS: Final = {
    "national_jobs": ("Growth of all jobs nationally", "national"),
    "mix_jobs": ("The sector's national growth beyond that", "industry mix"),
    "competitive_jobs": ("This place's growth beyond the sector's national growth", "competitive"),
    "allocation_jobs": ("Having a larger or smaller share of it than the nation", "allocation"),
}
GAIN, LOSS, SUM = "gain", "loss", "sum"
COLOURS: Final = {GAIN: charts.TEAL, LOSS: charts.PLUM, SUM: charts.BLUE}


def show(table: pl.DataFrame, code: str, sector: str, chosen: controls.Chosen) -> None:
    """The parts of a sector's change; `table` has rows of `sector_decomposition`."""
    of_sector = table.filter(industry_code=code).drop_nulls("change_jobs")
    if of_sector.is_empty():
        st.caption(
            "We can show this only for jobs by section and division, where we have every year."
        )
        return
    parts = of_sector.row(0, named=True)
    st.write(describe_change(parts))
    rows = pl.DataFrame(
        [
            {"label": f"{words}: {change(parts[name])}", "value": parts[name],
             "kind": GAIN if parts[name] >= 0 else LOSS}
            for name, (words, _) in PARTS.items()
        ]
        + [{"label": f"Total change: {change(parts['change_jobs'])}",
            "value": parts["change_jobs"], "kind": SUM}]
    )  # fmt: skip
    words = "The four parts of the change in jobs, and their sum"
    period = f"{parts['period_from']} to {parts['period_to']}"
    chart_panel.show_chart(
        charts.bars(rows, "Jobs", COLOURS, words), title=f"{sector}: {title_change(parts)}",
        is_heading=True, name=f"change-{code}-{chosen.file_part}", about="change",
        figures=of_sector, explain=lambda: indicators.explain_table(
            "sector_decomposition", "How do we know? Parts of the change", period=period
        ),
    )  # fmt: skip
    named = [(part, term, parts[name]) for name, (part, term) in PARTS.items()]
    markdown.table(
        pl.DataFrame(
            {
                "Part": [part for part, _, _ in named] + ["Total"],
                "Statisticians call it": [term for _, term, _ in named] + ["change"],
                "Jobs": [change(jobs) for *_, jobs in named] + [change(parts["change_jobs"])],
            }
        ),
    )


def title_change(parts: Row) -> str:
    """The largest part of the change, as the title of the picture."""
    largest = max(PARTS, key=lambda name: abs(parts[name]))
    return f"{PARTS[largest][0][0].lower()}{PARTS[largest][0][1:]} mattered most"


def describe_change(parts: Row) -> str:
    """The change and its largest part, in a sentence."""
    largest = max(PARTS, key=lambda name: abs(parts[name]))
    return (
        f"From {parts['period_from']} to {parts['period_to']} jobs changed by "
        f"{signed(round(parts['change_jobs']))}. The largest of four parts is: "
        f"{PARTS[largest][0][0].lower()}{PARTS[largest][0][1:]} ({signed(round(parts[largest]))})."
    )
