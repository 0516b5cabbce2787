"""Skills by ward: residents' occupations and qualifications, and the demand for them."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from catalog.measures import Measure
from catalog.vocabulary.status import MISSING, SUPPRESSED
from indicators.explain import EXPLAINED
from indicators.places import ward_views
from presentation import map_summary
from views.parts import controls, data, downloads, indicators, ward_panel
from views.parts.figures_table import figures_table

EXPOSURE: Final = "exposure"
EXPOSED: Final = Measure(
    EXPOSURE,
    "Skills",
    "Adverts per jobseeker for the work residents do (1 = average of the council)",
    "Exposure to council demand: exponential of the share-weighted log ratio",
    "index",
    "modelled",
    EXPLAINED["ward_exposure"].formula,
)
WARD: Final = ("ward_code", "ward_name", "lad_code", "lad_name", "ward_vintage")


def wards(tables: dict[str, pl.DataFrame], chosen: controls.Chosen, first: str = "") -> None:
    """A map and a table of one skill of residents, `first` at the start, or of exposure."""
    st.subheader("Where residents with such skills live", anchor=False)
    options = list_choices(tables["ward_skills"])
    if first in options:
        options = {first: options[first]} | options
    room = st.container()
    picked = controls.pick_one("skill", "Shade wards by", list(options), options.__getitem__, room)
    if picked == EXPOSURE:
        measure, table = EXPOSED, "ward_exposure"
        figures = exposure_ratio(tables[table])
    else:
        measure, table = _measure(picked, options[picked]), "ward_skills"
        figures = ward_views.share_of_residents(tables[table], *picked.split("-", 1))
    values = join_to_wards(data.wards(chosen.councils), figures)
    ward_panel.ward_panel(values, measure, chosen)
    bounds = [name for name in ("lower80", "upper80") if name in values.columns]
    figures_table(
        values.sort("value", descending=True, nulls_last=True),
        (
            pl.col("ward_name").alias("Ward"),
            pl.col("lad_name").alias("Council"),
            pl.col("value").round(2 if bounds else 1).alias("Times" if bounds else "Share (%)"),
            *(
                pl.col(name).round(2).alias(title)
                for name, title in zip(bounds, ("80% from", "80% to"), strict=False)
            ),
            map_summary.status_words().alias("What kind of figure"),
            map_summary.reliability_words().alias("Reliability"),
            pl.col("note").alias("Note"),
        ),
    )
    indicators.explain_table(table, "How do we know? Residents by ward")
    downloads.csv(
        values.with_columns(measure=pl.lit(measure.id)),
        f"ward-{picked}-{chosen.file_part}",
        "Download wards (CSV)",
    )


def list_choices(skills: pl.DataFrame) -> dict[str, str]:
    """What the map can show: exposure, then occupations and qualifications of residents."""
    kinds = {"occupation": "Working residents", "qualification": "Residents aged 16 and over"}
    skills_present = skills.select("skill_kind", "skill_code", "skill_name").unique()
    options = {EXPOSURE: "Demand for the work residents do"}
    for kind, code, name in skills_present.sort("skill_kind", "skill_code").iter_rows():
        options[f"{kind}-{code}"] = f"{kinds[kind]}: {name[0].lower()}{name[1:]}"
    return options


def measure_of_residents(code: str, name: str) -> Measure:
    """The share of working residents in a major group of occupations, as a map's measure."""
    return _measure(f"occupation-{code}", f"Working residents: {name[:1].lower()}{name[1:]}")


def _measure(picked: str, label: str) -> Measure:
    explained = EXPLAINED["ward_skills"]
    return Measure(
        picked, "Skills", f"{label}, share", explained.title, "%", "modelled", explained.formula,
    )  # fmt: skip


def exposure_ratio(table: pl.DataFrame) -> pl.DataFrame:
    """Exposure as a ratio to all work instead of its logarithm, with its bounds."""
    return table.select(
        "ward_code", "period", "status", "reliability", "note",
        pl.col("exposure_ln").exp().alias("value"),
        pl.col("lower80", "upper80").exp(),
    )  # fmt: skip


def join_to_wards(wards: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """A row for each ward, as a map wants it; a ward without a figure is missing."""
    joined = wards.select(WARD).join(
        figures, on="ward_code", how="left", validate="1:1", maintain_order="left"
    )
    without = pl.col("value").is_null()
    return joined.with_columns(
        pl.col("period", "note").fill_null(""),
        status=pl.when(without & (pl.col("status").fill_null(MISSING) != SUPPRESSED))
        .then(pl.lit(MISSING))
        .otherwise("status"),
        reliability=pl.when(without).then(pl.lit("")).otherwise("reliability"),
    )
