"""A ward map with its legend and the ward picked beside it, for pages with a map among others."""

from __future__ import annotations

import polars as pl
import streamlit as st

from catalog.measures import Measure
from presentation import map_summary
from views.parts import controls, ward_picture
from views.parts.markdown import plain


def ward_panel(values: pl.DataFrame, measure: Measure, chosen: controls.Chosen) -> None:
    """`values` has a row for each ward of the place, as `data.values` gives them."""
    st.markdown(f"**{plain(measure.label)}.** {plain(map_summary.sentences(values, measure))}")
    st.caption(plain(f"{map_summary.KINDS[measure.kind]}. Period: {map_summary.periods(values)}."))
    classes = ward_picture.classify_values(values, measure)
    picture, beside = st.columns([5, 3], gap="medium")
    with beside:
        st.html(ward_picture.legend_html(values, classes))
        ward = controls.ward(map_summary.ward_names(values))
        if ward:
            row = values.row(by_predicate=pl.col("ward_code") == ward, named=True)
            st.markdown(f"**{plain(map_summary.figure(row, measure))}**")
            st.text("\n".join(map_summary.facts(row, values)))
    with picture:
        ward_picture.draw(values, measure, classes, ward, chosen)
