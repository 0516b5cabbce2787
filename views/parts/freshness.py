"""How new the figures of a place are, and what the latest forecasts changed."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from catalog.tables import TABLES
from catalog.vocabulary.forecast_families import FAMILIES
from catalog.vocabulary.periods import filter_newest
from indicators.places import forecast_changes
from presentation.numbers import count
from presentation.wording import period_in_words
from reports.inputs import WANTED
from views.parts import ages, controls, data, downloads, explain_popover
from views.parts.figures_table import figures_table
from views.parts.markdown import plain, table

MOST: Final = 12  # rows of changed forecasts

# The columns of what changed since the last release, under their headings.
REVISED: Final = (
    pl.col("family").replace_strict(FAMILIES, default=pl.col("family")).alias("Forecast"),
    pl.col("area_name").alias("Area"),
    pl.col("series_name").alias("Series"),
    pl.col("period").alias("For"),
    pl.col("mean_before").round_sig_figs(3).alias("Before"),
    pl.col("mean_after").round_sig_figs(3).alias("After"),
    pl.col("change_pct").round(1).alias("Change (%)"),
    pl.col("change").alias("Why"),
)


def show_changes(chosen: controls.Chosen) -> None:
    """Forecasts of the councils that the newest run changed, or that there is none to compare."""
    st.header("What changed since the last release", anchor=False)
    runs = data.distinct("forecast_revisions", ("run_at",))["run_at"]
    if runs.is_empty():
        st.write(
            "There is nothing to compare yet: these are the first forecasts. When you fetch newer "
            "figures and forecast again, we list the changes here."
        )
        return
    run = period_in_words(str(runs[-1])[:10])
    of_place = data.table("forecast_revisions", chosen.councils)[0].filter(run_at=runs[-1])
    if of_place.is_empty():
        st.write(f"The latest run ({run}) did not change any forecast for {plain(chosen.name)}.")
        return
    st.write(f"Changes in the latest run ({run}): {plain(count_changes(of_place))}.")
    changes = forecast_changes.furthest_changes(of_place)
    figures_table(changes.head(MOST), REVISED)
    if changes.height > MOST:
        st.caption(
            f"These are the {MOST} largest of {changes.height} changes. The download has them all."
        )
    explain_popover.show_explanation(
        ("forecast_revisions",),
        "We compare each forecast with the one from the previous run, and say whether newer data, "
        "revised data or a different model caused the change.",
        label="Why did these change?",
    )
    downloads.csv(of_place, f"changes-{chosen.file_part}", "Download changes (CSV)")


def count_changes(changes: pl.DataFrame) -> str:
    """How many forecasts changed and for what reason: 12 newer data, 3 model changed."""
    counts = changes["change"].value_counts().sort("count", "change", descending=[True, False])
    return ", ".join(f"{count(number)} {reason}" for reason, number in counts.iter_rows())


def show_periods(chosen: controls.Chosen) -> None:
    st.header("How new the figures are", anchor=False)
    st.write("The latest period each source covers for this place, and when we retrieved it.")
    table(list_newest_periods(chosen.councils))


def list_newest_periods(councils: tuple[str, ...]) -> pl.DataFrame:
    """A row for each source that every council should have; one that is absent says so."""
    origins = {origin.table: origin for origin in data.origins(WANTED)}
    rows = []
    for name, what in WANTED.items():
        origin = origins.get(name)
        rows.append(
            {
                "What": f"{what[0].upper()}{what[1:]}",
                "Newest period": _newest(name, councils) if origin else "no data",
                "Age": _age_in_words(name, councils),
                "Retrieved": period_in_words(origin.retrieved[:10]) if origin else "",
            }
        )
    return pl.DataFrame(rows)


def _age_in_words(name: str, councils: tuple[str, ...]) -> str:
    """Newest published, or how many releases behind the newest."""
    age = ages.read_age(name, councils)
    if age is None:
        return ""
    place = "this council" if len(councils) == 1 else "any of these councils"
    return period_in_words(age.sentence(place)) or "the newest published"


def _newest(name: str, councils: tuple[str, ...]) -> str:
    """The latest period with a figure; the range of the councils' periods where they differ."""
    of_councils = data.table(name, councils)[0].drop_nulls(TABLES[name].value or [])
    column = TABLES[name].council_column
    newest = filter_newest(of_councils, [column], "period_end")
    periods = newest.sort("period_end")["period"].unique(maintain_order=True).to_list()
    if not periods:
        return "no figures published for this place"
    absent = len(councils) - newest[column].n_unique()
    without = f" (no figures for {absent} of {len(councils)} councils)" if absent else ""
    return period_in_words(" to ".join(dict.fromkeys([periods[0], periods[-1]]))) + without
