"""Jobs by sector in wards, modelled: both known margins are kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline
from catalog import store
from catalog.settings import Settings
from catalog.tables.premises import WARD_PREMISES
from indicators.ward_split import fit, of_tables, split

SECTIONS = pl.DataFrame({"industry_code": ["C", "G"], "jobs": [60.0, 40.0]})
WARDS = pl.DataFrame({"ward_code": ["W1", "W2"], "jobs": [30.0, 70.0]})
SHOPS = pl.DataFrame(
    {"ward_code": ["W1"], "description_group": ["retail"], "rateable_value_gbp": [5000.0]}
)


def table(frame: pl.DataFrame) -> dict[tuple[str, str], float]:
    return {
        (ward, code): jobs
        for ward, code, jobs in frame["ward_code", "industry_code", "jobs"].rows()
    }


def test_without_premises_every_ward_has_the_councils_mix() -> None:
    assert table(split(SECTIONS, WARDS)) == pytest.approx(
        {("W1", "C"): 18, ("W1", "G"): 12, ("W2", "C"): 42, ("W2", "G"): 28}
    )


def test_a_sector_leans_to_where_its_premises_are() -> None:
    found = table(split(SECTIONS, WARDS, SHOPS))
    assert found["W1", "G"] > 12
    assert found["W1", "C"] < 18
    assert found["W1", "C"] + found["W1", "G"] == pytest.approx(30)
    assert found["W1", "G"] + found["W2", "G"] == pytest.approx(40)


def test_a_sector_that_the_split_places_badly_is_a_rough_guide_however_many_its_jobs() -> None:
    sections = pl.DataFrame({"industry_code": ["C", "K"], "jobs": [60_000.0, 60_000.0]})
    wards = pl.DataFrame({"ward_code": ["W1", "W2"], "jobs": [60_000.0, 60_000.0]})
    found = dict(split(sections, wards).select("industry_code", "reliability").unique().iter_rows())
    assert found == {"C": "fair", "K": "low"}


def test_a_list_of_part_of_the_council_is_left_out(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    pipeline.prepare(settings, lambda *_: None)
    root = settings.tables
    wards = store.read("wards", root)[0].filter(lad_code="E08000033")
    jobs = wards.select("ward_code", jobs=pl.lit(100.0))
    whole = of_tables(root, jobs, wards)
    frame, origin = store.read("ward_premises", root)
    some = frame.filter(~pl.col("ward_code").is_in(wards["ward_code"].head(3).implode()))
    store.write(some, WARD_PREMISES, origin, root)
    without = of_tables(root, jobs, wards)
    shares = without.group_by("industry_code").agg(pl.col("jobs").n_unique().alias("different"))
    assert whole.group_by("industry_code").agg(pl.col("jobs").n_unique())["jobs"].max() > 1
    assert shares["different"].max() == 1


def test_what_is_modelled_says_so_and_is_never_good() -> None:
    found = split(SECTIONS.with_columns(jobs=pl.col("jobs") * 1e6), WARDS)
    assert found["status"].unique().to_list() == ["modelled"]
    assert "good" not in found["reliability"].to_list()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_columns_are_exact_and_rows_in_proportion(data: st.DataObject) -> None:
    jobs = st.floats(1, 1e5)
    rows = np.array(data.draw(st.lists(jobs, min_size=2, max_size=6)))
    columns = np.array(data.draw(st.lists(jobs, min_size=2, max_size=6)))
    seed = np.array(
        data.draw(
            st.lists(
                st.lists(st.floats(0.01, 1), min_size=len(columns), max_size=len(columns)),
                min_size=len(rows),
                max_size=len(rows),
            )
        )
    )
    found = fit(seed, rows, columns)
    assert found.sum(axis=0) == pytest.approx(columns, rel=1e-6)
    assert found.sum(axis=1) == pytest.approx(rows * columns.sum() / rows.sum(), rel=1e-3)
    assert (found >= 0).all()
