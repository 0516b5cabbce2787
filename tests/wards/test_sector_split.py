"""Jobs by sector in wards, modelled: both known margins are kept."""

from __future__ import annotations

from pathlib import Path

import factory_ward_inputs
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.reading import Reader
from wards.sector_split import fit, split_council, split_sections

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
    assert table(split_sections(SECTIONS, WARDS)) == pytest.approx(
        {("W1", "C"): 18, ("W1", "G"): 12, ("W2", "C"): 42, ("W2", "G"): 28}
    )


def test_a_sector_leans_to_where_its_premises_are() -> None:
    found = table(split_sections(SECTIONS, WARDS, SHOPS))
    assert found["W1", "G"] > 12
    assert found["W1", "C"] < 18
    assert found["W1", "C"] + found["W1", "G"] == pytest.approx(30)
    assert found["W1", "G"] + found["W2", "G"] == pytest.approx(40)


def test_a_sector_that_the_split_places_badly_is_a_rough_guide_however_many_its_jobs() -> None:
    sections = pl.DataFrame({"industry_code": ["C", "K"], "jobs": [60_000.0, 60_000.0]})
    wards = pl.DataFrame({"ward_code": ["W1", "W2"], "jobs": [60_000.0, 60_000.0]})
    found = dict(
        split_sections(sections, wards).select("industry_code", "reliability").unique().iter_rows()
    )
    assert found == {"C": "fair", "K": "low"}


def council(
    known: dict[str, float | None], total: float | None, premises: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The split of a council of W1 to W4 with 60 jobs in C and 40 in G; `total` jobs published."""
    wards = pl.DataFrame({"ward_code": ["W1", "W2", "W3", "W4"]})
    jobs = factory_ward_inputs.frame(
        "jobs",
        [
            {"area_code": "C", "area_type": "lad", "period": "2021", **factory_ward_inputs.YEAR,
             "industry_code": code, "industry_level": level, "job_kind": "employment",
             "jobs": count, "status": "missing" if count is None else "estimated"}
            for code, level, count in (
                ("C", "section", 60.0), ("G", "section", 40.0), ("total", "total", total),
            )
        ],
    )  # fmt: skip
    held = {"jobs": jobs} | ({} if premises is None else {"ward_premises": premises})
    of_wards = pl.DataFrame(
        {
            "ward_code": list(known),
            "period": ["2021"] * len(known),
            "jobs": list(known.values()),
            "status": ["missing" if count is None else "estimated" for count in known.values()],
        },
        schema_overrides={"jobs": pl.Float64},
    )
    return split_council(Reader(Path("nowhere"), held), "C", wards, of_wards)


def shops(*wards: str) -> pl.DataFrame:
    """Shops worth more the later the ward."""
    return factory_ward_inputs.frame(
        "ward_premises",
        [
            {"ward_code": ward, "lad_code": "C", "description_group": "retail",
             "rateable_value_gbp": 1000.0 * number}
            for number, ward in enumerate(wards, 1)
        ],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("known", "total"),
    [
        ({"W1": 30.0, "W2": 20.0}, 100.0),  # the council's total says what the others have
        ({"W1": 30.0, "W2": 20.0, "W3": None, "W4": None}, 100.0),
        ({"W1": 30.0, "W2": 20.0}, None),  # no total: two wards like these
        ({"W1": 30.0, "W2": 20.0}, 40.0),  # a total that cannot be that of these wards
    ],
)
def test_wards_that_are_not_known_keep_their_share(
    known: dict[str, float | None], total: float | None
) -> None:
    found = council(known, total)
    assert table(found) == pytest.approx(
        {("W1", "C"): 18.0, ("W1", "G"): 12.0, ("W2", "C"): 12.0, ("W2", "G"): 8.0}
    )
    assert found["note"].str.contains("2 of the council's 4 wards").all()


def test_a_council_whose_wards_are_all_known_is_shared_out_whole() -> None:
    found = council({"W1": 30.0, "W2": 20.0, "W3": 10.0, "W4": 30.0}, 100.0)
    assert found.group_by("industry_code").agg(pl.col("jobs").sum()).sort("industry_code")[
        "jobs"
    ].to_list() == pytest.approx([60.0, 40.0])
    assert set(found["note"]) == {""}
    assert set(found["status"]) == {"modelled"}


def test_a_list_of_part_of_the_council_is_left_out() -> None:
    jobs: dict[str, float | None] = {"W1": 25.0, "W2": 25.0, "W3": 25.0, "W4": 25.0}
    whole = council(jobs, 100.0, shops("W1", "W2", "W3", "W4"))
    part = council(jobs, 100.0, shops("W1", "W2"))
    retail = pl.col("industry_code") == "G"
    assert whole.filter(retail)["jobs"].n_unique() == 4
    assert part.filter(retail)["jobs"].round(9).n_unique() == 1


def test_premises_of_wards_that_are_not_known_pull_their_part() -> None:
    found = table(council({"W1": 25.0, "W2": 25.0}, 100.0, shops("W1", "W2", "W3", "W4")))
    assert found["W1", "G"] < found["W2", "G"]
    assert found["W1", "G"] + found["W2", "G"] < 20.0  # dearer shops lie in the others
    assert found["W1", "C"] + found["W2", "C"] > 30.0


def test_a_council_figure_that_lacks_a_part_makes_its_wards_partial() -> None:
    sections = SECTIONS.with_columns(status=pl.Series(["partial", "estimated"]))
    found = split_sections(sections, WARDS).select("industry_code", "status").unique()
    assert dict(found.iter_rows()) == {"C": "partial", "G": "modelled"}


def test_premises_are_named_as_read_only_where_they_were_used() -> None:
    wards = pl.DataFrame({"ward_code": ["W1"]})
    jobs = pl.DataFrame(
        {"ward_code": ["W1"], "period": ["2021"], "jobs": [5.0], "status": ["estimated"]}
    )
    sections = factory_ward_inputs.frame(
        "jobs",
        [
            {"area_code": "C", "area_type": "lad", "period": "2021", **factory_ward_inputs.YEAR,
             "industry_code": "G", "industry_level": "section", "job_kind": "employment",
             "jobs": 9.0, "status": "estimated"}
        ],
    )  # fmt: skip
    for list_of, read in (("W1", {"jobs", "ward_premises"}), ("W9", {"jobs"})):
        reader = Reader(Path("nowhere"), {"jobs": sections, "ward_premises": shops(list_of)})
        split_council(reader, "C", wards, jobs)
        assert set(reader.read) == read


def test_what_is_modelled_says_so_and_is_never_good() -> None:
    found = split_sections(SECTIONS.with_columns(jobs=pl.col("jobs") * 1e6), WARDS)
    assert found["status"].unique().to_list() == ["modelled"]
    assert "good" not in found["reliability"].to_list()


@settings(max_examples=40)
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
