"""Broadband and official connectivity scores of wards, from files of the user's."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.columns import define
from catalog.schema import Table

F = pl.Float64
define("output_area_code", pl.String, "", "GSS code of the census output area of 2021")
define(
    "broadband_premises_count", F, "premises", "All premises, as Ofcom counts them", nullable=True
)
define("superfast_count", F, "premises", "Of them, with 30 Mbit/s or more to be had",
       nullable=True)  # fmt: skip
define("gigabit_count", F, "premises", "Of them, with a gigabit a second to be had", nullable=True)
define("below_uso_count", F, "premises", "Of them, below the universal service obligation, or "
       "without decent broadband", nullable=True)  # fmt: skip
define("superfast_pct", F, "%", "Share of premises with 30 Mbit/s or more to be had", nullable=True)
define("gigabit_pct", F, "%", "Share of premises with a gigabit a second to be had", nullable=True)
define("below_uso_pct", F, "%", "Share of premises below the universal service obligation, or "
       "without decent broadband", nullable=True)  # fmt: skip
COUNTS: Final = ("broadband_premises_count", "superfast_count", "gigabit_count", "below_uso_count")

OUTPUT_AREAS: Final = Table(
    name="output_areas",
    grain="a census output area of 2021 and the LSOA it lies in, from a file of the user's",
    key=("output_area_code",),
    columns=("output_area_code", "lsoa_code"),
)
BROADBAND: Final = Table(
    name="broadband",
    grain="a census output area of 2021: premises by broadband to be had (Ofcom), from a file of "
    "the user's",
    key=("output_area_code",),
    columns=("output_area_code", *COUNTS),
    non_negative=COUNTS,
)
BROADBAND_WARD: Final = Table(
    name="broadband_ward",
    grain="a ward: premises by broadband to be had, summed over its output areas",
    key=("ward_code",),
    columns=(
        "ward_code", "ward_name", "lad_code", "lad_name", *COUNTS, "superfast_pct", "gigabit_pct",
        "below_uso_pct", "note", "status",
    ),
    value="broadband_premises_count",
    non_negative=(*COUNTS, "superfast_pct", "gigabit_pct", "below_uso_pct"),
)  # fmt: skip
CONNECTIVITY_WARD: Final = Table(
    name="connectivity_ward",
    grain="a ward and a connectivity score (DfT): the mean of its LSOAs, weighted by residents of "
    "16 and over",
    key=("ward_code", "score_name"),
    columns=(
        "ward_code", "ward_name", "lad_code", "lad_name", "score_name", "connectivity_score",
        "status",
    ),
    value="connectivity_score",
    non_negative=("connectivity_score",),
)  # fmt: skip
