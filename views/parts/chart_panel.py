"""A chart as every page shows it: its takeaway, the picture, and one click away all behind it.

One click opens a window with the figures as a table, as CSV and the picture as PNG, and another
says how we know. Neither file is made before someone asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import streamlit as st

from views.parts import downloads
from views.parts.figures_table import ColumnConfigs, figures_table
from views.parts.markdown import plain

if TYPE_CHECKING:
    from presentation.charts import Layered

LABEL: Final = "Figures and picture"
CSV, PNG = "Download the figures (CSV)", "Download the picture (PNG)"
TABLE_PX: Final = 640  # least width of the window, so that a table can be read in it
Explain = Callable[[], object]
# 2026-11: Altair's check of a chart against its schema took a third of a page's time, under a lock
# that all visitors share. Our charts do not depend on what visitors give, so the tests check them.
CHECKS_CHARTS = False


class _Drawn:
    """All that Streamlit asks of a chart: its description."""

    def __init__(self, chart: Layered) -> None:
        self._chart = chart

    def to_dict(self) -> dict[str, Any]:
        return dict(self._chart.to_dict(validate=CHECKS_CHARTS))


def draw_chart(chart: Layered, **looks: Any) -> None:
    """The chart alone, as wide as its room. `looks` are Streamlit's own."""
    st.altair_chart(_Drawn(chart), width="stretch", **looks)  # type: ignore[call-overload]


def show_chart(
    chart: Layered,
    *,
    title: str,
    name: str,
    about: str,
    figures: pl.DataFrame,
    columns: Sequence[pl.Expr] = (),
    column_config: ColumnConfigs | None = None,
    explain: Explain | None = None,
    caption: str = "",
    is_heading: bool = False,
    **looks: Any,
) -> None:
    """Shows `title`, which says the takeaway, the chart, `caption`, and what is a click away.

    With `is_heading` the title is a heading of the page, else a line in bold.

    `name` becomes the files' ("growth-E08000032"), `about` sets the windows of a page apart
    ("growth"). `figures` are the rows of the CSV; `columns` are those of the table in the window,
    under their headings, and without them the page has the table itself. `explain` puts "How do we
    know?" beside. `looks` are Streamlit's own, such as a key and what a click does.
    """
    if is_heading:
        st.subheader(plain(title), anchor=False)
    elif title:
        st.markdown(f"**{plain(title)}**")
    draw_chart(chart, **looks)
    if caption:
        st.caption(plain(caption))

    def draw() -> bytes:
        # Imported here: only those who download a picture need what draws it.
        from presentation import chart_picture

        return chart_picture.png(chart, title or about, caption)

    offer_figures(
        name=name, about=about, figures=figures, columns=columns, column_config=column_config,
        picture=draw, explain=explain,
    )  # fmt: skip


def offer_figures(
    *,
    name: str,
    about: str,
    figures: pl.DataFrame,
    columns: Sequence[pl.Expr] = (),
    column_config: ColumnConfigs | None = None,
    picture: Callable[[], bytes] | None = None,
    explain: Explain | None = None,
) -> None:
    """The window with table, CSV and PNG of a chart or a map, and beside it how we know."""
    with st.container(horizontal=True, gap="small", key=f"panel-{name}"):
        with st.popover(f"{LABEL}: {plain(about)}", type="tertiary"):
            if columns:
                figures_table(figures, columns, column_config, width=TABLE_PX)
            downloads.csv(figures, name, CSV)
            if picture is not None:
                downloads.png_bytes(picture, name, PNG)
        if explain is not None:
            explain()
