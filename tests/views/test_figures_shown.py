"""Every figure shown equals the Parquet: each page, each council of the sample and all as a group.

What is shown is rounded for the eye, so it is compared with the stored figure rounded alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from catalog.measures import MEASURES, SECTIONS
from catalog.settings import Settings
from indicators.places import premises
from presentation.numbers import rounded, show
from reports.briefing import ward_briefing
from views.parts import data, indicators, rates, ward_table

COUNCILS = ("E08000032", "E08000033", "E08000034")
PLACES = [*((code,) for code in COUNCILS), COUNCILS]
# What rounding to three figures may change, as a share; then to whole people or jobs.
THREE_FIGURES, WHOLE = 0.0051, 0.56


@pytest.fixture(scope="module")
def root(prepared: Settings) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WARDWISE_DATA", str(prepared.data))
        st.cache_resource.clear()
        yield prepared.tables


def stored(root: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(root / f"{name}.parquet")


def shown(page: str, councils: tuple[str, ...], **address: str) -> AppTest:
    test = AppTest.from_string(f"from views import {page}\n{page}.page()\n", default_timeout=60)
    test.query_params["area"] = list(councils)
    for name, value in address.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    assert not test.error
    return test


def with_column(test: AppTest, *columns: str) -> pd.DataFrame:
    """The longest table of the page that has these columns: those behind a picture are shorter."""
    frames = [entry.value for entry in test.dataframe]
    return max((frame for frame in frames if set(columns) <= set(frame.columns)), key=len)


def newest(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("period_end") == pl.col("period_end").max().over("lad_code"))


@pytest.mark.parametrize("councils", PLACES)
def test_every_measure_of_the_map(root: Path, councils: tuple[str, ...]) -> None:
    measures = stored(root, "ward_measures").filter(pl.col("lad_code").is_in(councils))
    for measure in data.measures(councils):
        expected = newest(measures.filter(measure=measure.id)).sort("ward_code")
        table = ward_table.displayed_rows(data.values(councils, measure.id), measure).sort(
            "Ward code"
        )
        title = ward_table.VALUE_TITLES[measure.unit]
        figures = dict(zip(table["Ward code"], table[title], strict=True))
        assert (
            len(figures) == stored(root, "wards").filter(pl.col("lad_code").is_in(councils)).height
        )
        for code, value in expected.select("ward_code", "value").iter_rows():
            assert figures[code] == (None if value is None else rounded(value, measure.unit))


@pytest.mark.parametrize("councils", PLACES)
@pytest.mark.parametrize("measure", ["jobs_section_c", "residents_qualification_4_pct"])
def test_the_map_page(root: Path, councils: tuple[str, ...], measure: str) -> None:
    test = shown("map", councils, measure=measure)
    table = with_column(test, "Ward code").set_index("Ward code")
    title = ward_table.VALUE_TITLES[MEASURES[measure].unit]
    expected = newest(
        stored(root, "ward_measures").filter(
            pl.col("lad_code").is_in(councils), pl.col("measure") == measure
        )
    )
    assert len(table) == expected.height
    for code, value in expected.select("ward_code", "value").iter_rows():
        assert table.loc[code, title] == rounded(value, MEASURES[measure].unit)


@pytest.mark.parametrize("councils", PLACES)
def test_the_premises_page(root: Path, councils: tuple[str, ...]) -> None:
    test = shown("premises", councils)
    of_place = stored(root, "ward_premises").filter(pl.col("lad_code").is_in(councils))
    total = of_place.filter(description_group="total")
    figures = {entry.label: entry.value for entry in test.metric}
    assert figures["Premises"] == show(total["premises_count"].sum(), "premises")
    assert figures["Recorded as empty"] == show(total["empty_count"].sum(), "premises")
    assert figures["Rateable value"] == show(total["rateable_value_gbp"].sum(), "GBP")
    kinds = with_column(shown("premises", councils, premises_tab="kinds"), "Kind").set_index("Kind")
    for kind, frame in of_place.filter(pl.col("description_group") != "total").group_by(
        "description_group"
    ):
        assert kinds.loc[kind[0], "Premises"] == frame["premises_count"].sum()
        assert kinds.loc[kind[0], "Rateable value (£)"] == frame["rateable_value_gbp"].sum()
    wards = premises.sum_by_ward(rates.read_premises(councils), "total").join(
        total, on="ward_code", validate="1:1", suffix="_stored"
    )
    assert wards.height == total.height
    for column in ("premises_count", "empty_count", "unknown_count", "rateable_value_gbp"):
        assert wards[column].to_list() == wards[f"{column}_stored"].to_list()
    shares = stored(root, "ward_measures").filter(measure="premises_empty_pct").drop_nulls("value")
    both = wards.join(shares, on="ward_code", validate="1:1", suffix="_measure")
    assert both["empty_pct"].to_list() == pytest.approx(both["value"].to_list())


@pytest.mark.parametrize("council", COUNCILS)
def test_the_briefing_of_every_ward(root: Path, council: str) -> None:
    wards = stored(root, "wards").filter(lad_code=council)
    measures = stored(root, "ward_measures").drop_nulls("value")
    for ward in wards["ward_code"]:
        report = ward_briefing.content(root, ward, made_on="2026-11-02", version="1")
        shares = next(table for table in report.tables() if table.id == "shares").frame
        of_place = measures.filter(ward_code=ward).select("measure", "period", "value")
        both = shares.drop_nulls("value_pct").join(
            of_place, on=["measure", "period"], validate="1:1"
        )
        assert both.height == shares["value_pct"].drop_nulls().len() > 0
        assert both["value_pct"].to_list() == both["value"].to_list()


@pytest.mark.parametrize("councils", PLACES)
@pytest.mark.parametrize(
    ("page", "table", "name", "columns"),
    [
        ("sectors", "sector_growth", ("Sector", "industry_name"),
         {"Change": "change_jobs", "80% from": "change_lower80", "80% to": "change_upper80"}),
        ("skills", "skills_gaps", ("Occupation", "skill_name"),
         {"Gap": "gap_persons", "80% from": "lower80", "80% to": "upper80",
          "Openings a year": "openings_persons"}),
    ],
)  # fmt: skip
def test_the_indicators(
    root: Path,
    councils: tuple[str, ...],
    page: str,
    table: str,
    name: tuple[str, str],
    columns: dict[str, str],
) -> None:
    test = shown(page, councils, evidence="supply")
    frame = with_column(test, name[0], *columns)
    area = councils[0] if len(councils) == 1 else "group"
    place = " and ".join([", ".join(["Bradford", "Calderdale"]), "Kirklees"])
    expected = indicators.select_tables(councils, place)[table].filter(area_code=area)
    if len(councils) == 1:
        assert expected.equals(stored(root, table).filter(area_code=area))
    of_place = expected.filter(
        pl.col("industry_level") == "section"
        if page == "sectors"
        else pl.col("skill_kind") == "occupation"
    )
    assert len(frame) == of_place.height
    figures = frame.set_index(name[0])
    for row in of_place.iter_rows(named=True):
        for title, column in columns.items():
            value = figures.loc[SECTIONS.get(row.get("industry_code"), row[name[1]]), title]
            if row[column] is None:
                assert pd.isna(value)
            else:
                assert value == pytest.approx(row[column], rel=THREE_FIGURES, abs=WHOLE)
