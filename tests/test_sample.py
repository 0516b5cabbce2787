"""The embedded sample: three councils, each table with its origin, and no single property."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from catalog import store
from catalog.settings import SAMPLE, Settings
from catalog.tables import TABLES
from catalog.tables.premises import PREMISES, WARD_PREMISES
from etl.run import registry, sampling
from forecasts import run as forecasts_run

FORECASTS = {"forecasts", "forecast_histories", "backtest"}
MADE = {
    "lad_changes", "ward_premises", "premises_report", "postcode_wards", "lsoa_need", "reach_jobs",
    "sites", "innovation_terms", *FORECASTS,
}  # fmt: skip
EVERY_TABLE = pytest.mark.parametrize("name", store.names(SAMPLE))
MACHINE = re.compile(r"127\.0\.0\.1|localhost|/(tmp|work|home|Users)/")


def test_the_sample_is_the_wards_of_three_councils() -> None:
    wards = store.read("wards", SAMPLE)[0]
    counts = dict(wards["lad_name"].value_counts().iter_rows())
    assert counts == {"Bradford": 30, "Calderdale": 17, "Kirklees": 23}


@EVERY_TABLE
def test_a_table_says_where_it_came_from(name: str) -> None:
    origin = store.origin_of(name, SAMPLE)
    assert origin.table == name
    assert origin.publisher
    assert origin.licence.startswith(("Open Government Licence", "Creative Commons Attribution"))
    assert re.match(r"20\d\d-\d\d-\d\dT", origin.retrieved)
    # A council's list comes as a file, and what is derived has no address of its own.
    assert origin.url.startswith("https://") or name in MADE


def texts(name: str) -> list[str]:
    """Every text in a table and in its file's metadata."""
    frame = store.read(name, SAMPLE)[0].select(pl.col(pl.String))
    held = pq.read_metadata(store.path_of(name, SAMPLE)).metadata
    metadata = [value.decode("utf-8") for value in held.values()]
    return [*metadata, *(text for column in frame for text in column.unique().drop_nulls())]


@EVERY_TABLE
def test_a_table_names_no_machine(name: str) -> None:
    assert not [text[:200] for text in texts(name) if MACHINE.search(text)]
    assert b"127.0.0.1" not in store.path_of(name, SAMPLE).read_bytes()


def test_the_look_for_machines_sees_them() -> None:
    for folder in ("tmp", "work", "home", "Users"):
        assert MACHINE.search(json.dumps(f"/{folder}/a.csv"))
    assert MACHINE.search("http://127.0.0.1:8/nomis")
    assert not MACHINE.search("https://www.ons.gov.uk/work-and-pay/homes")


@EVERY_TABLE
def test_a_table_holds_no_single_property_and_no_full_postcode(name: str) -> None:
    """The list of postcodes and their wards is of postcodes alone, with nothing beside them."""
    of_property = (
        set(PREMISES.columns) - set(WARD_PREMISES.columns) - set(TABLES["premises_report"].columns)
    )
    frame = store.read(name, SAMPLE)[0]
    assert not of_property & set(frame.columns)
    if name == "postcode_wards":
        assert frame.columns == ["postcode_compact", "ward_code"]
        return
    if name == "gtr_organisations":
        frame = frame.drop("organisation_postcode")  # of universities, whose addresses are public
        assert frame.columns == ["organisation_code", "organisation_name"]
        return
    postcode = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
    assert not [text[:200] for text in texts(name) if postcode.search(text)]


def test_the_sample_is_small() -> None:
    assert sum(file.stat().st_size for file in SAMPLE.glob("*.parquet")) < 12_000_000


def test_any_council_of_the_united_kingdom_has_headline_figures_and_an_outline() -> None:
    values = store.read("local_indicator_values", SAMPLE)[0].filter(area_type="lad")
    outlines = store.read("council_boundaries", SAMPLE)[0]
    similar = store.read("similar_areas", SAMPLE)[0]
    codes = set(outlines["lad_code"])
    assert len(codes) == 361
    assert set(values["area_code"]) == set(similar["area_code"]) == codes
    fewest = values.drop_nulls("value").group_by("area_code").agg(
        pl.col("indicator_code").n_unique()
    )  # fmt: skip
    assert fewest["indicator_code"].min() >= 20  # type: ignore[operator]


def test_the_sample_is_of_tables_that_sources_or_steps_make() -> None:
    of_sources = {module.TABLE.name for module in registry.modules().values()}
    assert set(store.names(SAMPLE)) <= of_sources | MADE


def test_a_sample_is_cut_to_its_councils(tmp_path: Path) -> None:
    rows = sampling.make(SAMPLE, tmp_path, councils=["E08000033"])
    assert rows["wards"] == 17
    assert rows["councils"] == 318, "short lists come whole"
    jobs = store.read("jobs", tmp_path)[0]
    assert set(jobs.filter(area_type="lad")["area_code"]) == {"E08000033"}
    assert "E92000001" in set(jobs["area_code"]), "nations stay for comparison"
    assert rows["local_indicator_values"] == store.read("local_indicator_values", SAMPLE)[0].height
    wards = set(store.read("wards", tmp_path)[0]["ward_code"])
    assert set(store.read("postcode_wards", tmp_path)[0]["ward_code"]) < wards
    cells = store.read("jobs_small_areas", tmp_path)[0]
    assert set(cells["lad_code"]) == {"E08000033"}


def test_one_table_can_be_made_alone(tmp_path: Path) -> None:
    assert list(sampling.make(SAMPLE, tmp_path, only=["vacancies"])) == ["vacancies"]
    assert store.names(tmp_path) == ["vacancies"]
    with pytest.raises(store.StoreError, match="no table nothing, premises for a sample"):
        sampling.make(SAMPLE, tmp_path, only=["premises", "nothing"])


def test_it_has_what_tells_of_the_months_since_the_newest_year(tmp_path: Path) -> None:
    """Quarters and months later than BRES, of the nation, its regions and the councils."""
    payrolled = store.read("payrolled_employees", SAMPLE)[0]
    assert set(payrolled.filter(area_type="lad")["area_code"]) == set(sampling.COUNCILS)
    assert payrolled.filter(area_type="region")["area_code"].n_unique() == 9
    for name in ("payrolled_employees", "workforce_jobs_uk", "gva_monthly"):
        frame = store.read(name, SAMPLE)[0]
        of_nation = frame.filter(area_code="K02000001")
        assert of_nation["industry_code"].n_unique() >= 21, name


def test_the_forecasts_that_come_with_it_are_those_that_the_code_makes(tmp_path: Path) -> None:
    for name in store.names(SAMPLE):
        if name not in FORECASTS:
            shutil.copyfile(store.path_of(name, SAMPLE), store.path_of(name, tmp_path))
    forecasts_run.run(tmp_path, tmp_path, today=date(2026, 11, 23))
    key = list(TABLES["forecasts"].key)
    made, held = (store.read("forecasts", root)[0].sort(key) for root in (tmp_path, SAMPLE))
    assert made.select(*key, "model", "status").equals(held.select(*key, "model", "status"))
    for bound in ("mean", "lower80", "upper80", "lower95", "upper95"):
        # Another processor may differ in the last digits.
        off = (made[bound] - held[bound]).abs() / held[bound].abs().clip(1.0)
        assert off.drop_nulls().max() < 1e-6, f"{bound}: run `wardwise forecast` and `sample` again"  # type: ignore[operator]


def test_what_lies_around_the_councils_is_not_made_again_without_what_it_is_made_from(
    prepared: Settings,
) -> None:
    """The sample has `sites` and need by LSOA, but no lists or census tables behind them."""
    for name in ("lsoa_need", "reach_jobs", "sites", "stops", "rail_walk"):
        in_use, came = (store.read(name, root)[0] for root in (prepared.tables, SAMPLE))
        assert in_use.equals(came), name
        assert came.height
    assert store.read("lsoa_need", SAMPLE)[0]["households_no_car"].null_count() == 0
    reach = store.read("reach_ward", prepared.tables)[0]
    assert reach["jobs_in_reach"].null_count() == 0
    assert reach["households_no_car_pct"].null_count() == 0
