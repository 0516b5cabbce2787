"""Forecasts, scenarios and the report's preview against the Parquet."""

from __future__ import annotations

from html import escape
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest
from test_figures_shown import COUNCILS, PLACES, root, shown, stored, with_column

from indicators import inputs, run
from indicators.places import forecast_accuracy as accuracy
from indicators.places import groups
from indicators.plans import scenario
from indicators.plans.what_if import JobsChange
from reports import gap_report
from reports.inputs import read_area
from reports.render.paged import rows

__all__ = ["root"]  # the fixture
BETTER = "Better than the best naive (%)"
NAME = "Bradford, Calderdale and Kirklees"


def of_place(root: Path, table: str, councils: tuple[str, ...]) -> pl.DataFrame:
    """A table of indicators of one council, as stored, or of the three as one place."""
    if len(councils) == 1:
        return stored(root, table).filter(area_code=councils[0])
    return read_area(root, councils, NAME).indicators[table]


def read_words(test: AppTest) -> str:
    """All that the page says outside its tables."""
    kinds = (test.markdown, test.header, test.subheader, test.text, test.caption)
    words = [str(entry.value) for kind in kinds for entry in kind]
    return " ".join([*words, *(entry.proto.body for entry in test.get("html"))])


@pytest.mark.parametrize("council", COUNCILS)
@pytest.mark.parametrize("family", ["jobs_section", "gva_section", "adverts"])
def test_the_forecast_record_page(root: Path, council: str, family: str) -> None:
    of_area = stored(root, "forecasts").filter(area_code=council, family=family)
    series = of_area.sort("series_name")["series_code"][0]
    chosen = of_area.filter(series_code=series).sort("horizon")
    source = "from views import forecast_record\nforecast_record.page(lambda tell: '')\n"
    test = AppTest.from_string(source, default_timeout=60)
    for name, value in (("family", family), ("place", council), ("series", series)):
        test.query_params[name] = value
    test.run()
    table = with_column(test, "What it is", "80% from")
    past = stored(root, "forecast_histories").filter(
        area_code=council, family=family, series_code=series
    )
    assert (table["What it is"] == "Published").sum() == past.height
    ahead = table[table["What it is"] != "Published"]
    for title, column in (("Figure", "mean"), ("80% from", "lower80"), ("95% to", "upper95")):
        assert ahead[title].tolist() == pytest.approx(chosen[column].to_list(), nan_ok=True)
    now = ahead[ahead["What it is"] == "Our estimate (now)"]
    assert now["Period"].tolist() == chosen.filter(horizon=0)["period"].to_list()
    test.query_params["record"] = "past"
    # The tables of the record, but for the one that parts the years before and after COVID.
    record = next(
        table
        for table in (entry.value for entry in test.run().dataframe)
        if {BETTER, "Record"} <= set(table.columns) and "Years" not in table.columns
    )
    everything = accuracy.read_records(stored(root, "backtest"), family).filter(
        area_type="lad", phase="all"
    )
    expected = everything["skill_pct"].to_list()
    assert record[BETTER].tolist() == pytest.approx(
        [float("nan") if skill is None else skill for skill in expected], nan_ok=True
    )
    assert "Comes with Wardwise" in set(record["Record"])


@pytest.mark.parametrize("councils", PLACES)
def test_the_scenario_page(root: Path, councils: tuple[str, ...]) -> None:
    test = shown("scenario", councils, jobs="F:500:2029")
    everything, area = inputs.read(root), councils[0]
    if len(councils) > 1:
        everything, area = groups.for_group(everything, councils, run.GROUP, NAME), run.GROUP
    wards = stored(root, "ward_sector_jobs").filter(pl.col("lad_code").is_in(councils))
    result = scenario.run(everything, area, [JobsChange("F", 500.0, 2029)], wards)
    occupations = result.effects.filter(skill_kind="occupation")
    table = with_column(test, "Gap with it").set_index("Occupation or qualification")
    assert len(table) == occupations.height
    for row in occupations.iter_rows(named=True):
        assert table.loc[row["skill_name"], "Gap with it"] == round(row["gap_after_persons"])
    places = with_column(test, "Change in this scenario")
    assert places["Change in this scenario"].sum() == pytest.approx(500.0, abs=0.1 * len(places))


@pytest.mark.parametrize("councils", PLACES)
def test_the_exports_preview(root: Path, councils: tuple[str, ...]) -> None:
    test = shown("export", councils)
    bodies = " ".join(entry.proto.body for entry in test.get("html"))
    name = NAME if len(councils) > 1 else ""
    report = gap_report.build(root, councils, name, made_on="2026-11-23", version="0")
    for table in report.in_print().tables():
        for first, *others in rows(table)[:10]:
            cells = "".join(f"<td>{escape(cell)}</td>" for cell in others)
            assert f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>' in bodies, table.id
