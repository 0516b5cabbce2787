"""Groups of sectors in wards: seven where modelled, divisions where counted, sums and shares."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from factory_wards import LAD, generate_council, make_frame
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_series_equal
from test_ward_laws import measures_of

from catalog.measures import WARD_SECTIONS
from catalog.reading import Reader
from catalog.schema import check
from catalog.tables.sectors import WARD_SECTOR_GROUPS
from etl.checks import ward_sectors
from indicators.places.ward_groups import rank_groups
from wards import observed_sectors, sector_groups, ward_list
from wards.sector_groups import GROUP_NAMES, NO_LIST, ward_groups

YEAR = {"period": "2023", "period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31)}
WARDS = ("W1", "W2")
NO_DIVISIONS = pl.DataFrame(
    schema=dict.fromkeys(ward_list.WARD, pl.String) | observed_sectors.DIVISION_SCHEMA
)


def modelled(**jobs: tuple[float | None, ...]) -> pl.DataFrame:
    """Rows of `ward_measures` of one council: jobs of each ward by section."""
    return make_frame(
        "ward_measures",
        [
            {"ward_code": ward, "ward_name": ward, "lad_code": LAD, "lad_name": "Here",
             "ward_vintage": "2025", **YEAR, "measure": f"jobs_section_{code}", "value": value,
             "status": "missing" if value is None else "modelled", "reliability": "fair"}
            for code, values in jobs.items()
            for ward, value in zip(WARDS, values, strict=True)
        ],
    )  # fmt: skip


def council(level: str = "section", status: str = "estimated", **jobs: float) -> pl.DataFrame:
    return make_frame(
        "jobs",
        [
            {"area_code": LAD, "area_type": "lad", **YEAR, "industry_code": code,
             "industry_level": level, "job_kind": "employment", "jobs": value, "status": status}
            for code, value in jobs.items()
        ],
    )  # fmt: skip


def cells(frame: pl.DataFrame) -> list[tuple[object, ...]]:
    return frame.select("ward_code", "sector_code", "jobs", "council_share_pct").rows()


def test_the_groups_are_seven_and_hold_every_section_once() -> None:
    assert len(GROUP_NAMES) == 7
    assert set(sector_groups.GROUP_OF) == set(WARD_SECTIONS)
    assert list(GROUP_NAMES) == ["A", "B-F", "G+S", "H", "I+R", "J-O", "P+Q"]


def test_sections_of_one_kind_of_premises_are_one_group() -> None:
    made = ward_groups(
        modelled(j=(30.0, 10.0), k=(30.0, 10.0), h=(5.0, 15.0)),
        NO_DIVISIONS, council(J=40.0, K=40.0, H=20.0), [LAD],
    )  # fmt: skip
    check(made, WARD_SECTOR_GROUPS)
    assert cells(made) == [
        ("W1", "H", 5.0, 25.0), ("W1", "J-O", 60.0, 75.0),
        ("W2", "H", 15.0, 75.0), ("W2", "J-O", 20.0, 25.0),
    ]  # fmt: skip
    assert set(made["status"]) == {"modelled"}
    assert set(made["note"]) == {""}


def test_without_a_list_of_premises_a_ward_has_the_councils_mix_and_it_is_said() -> None:
    made = ward_groups(modelled(q=(9_000.0, 9_000.0)), NO_DIVISIONS, council(Q=18_000.0), [])
    assert set(made["note"]) == {NO_LIST}
    assert set(made["reliability"]) == {"low"}
    listed = ward_groups(modelled(q=(9_000.0, 9_000.0)), NO_DIVISIONS, council(Q=18_000.0), [LAD])
    assert set(listed["reliability"]) == {"fair"}


def test_the_share_is_of_the_whole_council_even_where_a_ward_is_not_known() -> None:
    made = ward_groups(modelled(h=(25.0, None)), NO_DIVISIONS, council(H=100.0), [LAD])
    assert cells(made) == [("W1", "H", 25.0, 25.0), ("W2", "H", None, None)]
    assert made["status"].to_list() == ["modelled", "missing"]
    assert made["reliability"].to_list()[1] == ""


@pytest.mark.parametrize("status", ["partial", None])
def test_there_is_no_share_where_neither_council_nor_all_wards_are_known(
    status: str | None,
) -> None:
    published = council(H=100.0, status=status) if status else council(C=100.0)
    made = ward_groups(modelled(h=(25.0, None)), NO_DIVISIONS, published, [LAD])
    assert made["council_share_pct"].to_list() == [None, None]
    whole = ward_groups(modelled(h=(25.0, 75.0)), NO_DIVISIONS, published, [LAD])
    assert whole["council_share_pct"].to_list() == [25.0, 75.0]


def test_lsoas_rounded_above_their_council_make_no_share_above_all_of_it() -> None:
    made = ward_groups(modelled(h=(60.0, 60.0)), NO_DIVISIONS, council(H=100.0), [LAD])
    assert made["council_share_pct"].to_list() == [50.0, 50.0]


def small_areas(*rows: tuple[str, str, str, str, float]) -> pl.DataFrame:
    """`jobs_small_areas` from LSOA, type of area, year, division and jobs."""
    return make_frame(
        "jobs_small_areas",
        [
            {"area_code": lsoa, "area_type": kind, "lad_code": LAD, **YEAR, "period": year,
             "industry_code": division, "industry_name": f"Division {division}",
             "industry_level": "division", "job_kind": "employment", "jobs": jobs,
             "status": "estimated"}
            for lsoa, kind, year, division, jobs in rows
        ],
    )  # fmt: skip


def divisions(*rows: tuple[str, str, str, str, float]) -> pl.DataFrame:
    """Divisions by ward, each ward of one LSOA: L1 in W1, L2 in W2."""
    wards = make_frame(
        "lsoa_wards",
        [
            {"lsoa_code": f"L{ward[1:]}", "ward_code": ward, "ward_name": ward, "lad_code": LAD,
             "lad_name": "Here", "ward_vintage": "2025"}
            for ward in WARDS
        ],
    )  # fmt: skip
    reader = Reader(Path("nowhere"), {"jobs_small_areas": small_areas(*rows), "lsoa_wards": wards})
    listed = ward_list.list_wards(reader)
    made = observed_sectors.count_observed(reader, listed).divisions
    return made.join(listed.select(ward_list.WARD), on="ward_code")


def test_divisions_are_counted_where_lsoas_have_them_and_replace_the_model() -> None:
    counted = divisions(
        ("L1", "lsoa21", "2023", "49", 40.0), ("L2", "lsoa21", "2023", "49", 0.0),
        ("L1", "lsoa21", "2023", "62", 10.0), ("L2", "lsoa21", "2023", "62", 30.0),
        ("L1", "lsoa21", "2023", "05", 0.0), ("L2", "lsoa21", "2023", "05", 0.0),
    )  # fmt: skip
    published = council("division", **{"49": 50.0, "62": 40.0})
    made = ward_groups(modelled(h=(20.0, 20.0)), counted, published, [LAD])
    check(made, WARD_SECTOR_GROUPS)
    assert cells(made) == [
        ("W1", "49", 40.0, 80.0), ("W1", "62", 10.0, 25.0),
        ("W2", "49", 0.0, 0.0), ("W2", "62", 30.0, 75.0),
    ]  # fmt: skip
    assert set(made["status"]) == {"estimated"}, "counted, not modelled"
    assert made["sector_name"].to_list()[0] == "Division 49"


def test_lsoas_of_2011_are_never_added_to_or_set_against_those_of_2021() -> None:
    counted = divisions(
        ("L1", "lsoa11", "2021", "49", 900.0), ("L2", "lsoa11", "2021", "49", 900.0),
        ("L1", "lsoa21", "2023", "49", 40.0), ("L2", "lsoa21", "2023", "49", 10.0),
    )  # fmt: skip
    made = ward_groups(modelled(), counted, council(), [])
    assert cells(made) == [("W1", "49", 40.0, 80.0), ("W2", "49", 10.0, 20.0)]
    assert made["period"].unique().to_list() == ["2023"]
    assert not [name for name in made.columns if "change" in name]
    older = divisions(("L1", "lsoa11", "2021", "49", 900.0), ("L2", "lsoa11", "2021", "49", 900.0))
    assert older.is_empty(), "divisions of LSOAs of 2011 alone are not used"


@pytest.mark.parametrize("seed", range(30))
def test_groups_of_generated_councils_add_up_to_sectors_and_to_the_council(seed: int) -> None:
    generated = generate_council(seed)
    reader = generated.reader()
    measures = measures_of(generated)
    made = check(
        ward_groups(measures, NO_DIVISIONS, reader.table("jobs"), [LAD]), WARD_SECTOR_GROUPS
    )
    sectors = measures.filter(pl.col("measure").str.starts_with("jobs_section"))
    assert made["jobs"].sum() == pytest.approx(sectors["value"].sum())
    tables = {
        "ward_sector_groups": made,
        "ward_sector_jobs": sectors.rename({"value": "jobs"}),
        "jobs": reader.table("jobs"),
    }
    assert [fault for rule in ward_sectors.RULES for fault in rule(tables)] == []


@settings(max_examples=40)
@given(st.lists(st.tuples(st.floats(0.0, 9e4), st.floats(0.0, 9e4)), min_size=6, max_size=6))
def test_shares_are_within_a_whole_and_the_same_for_twice_the_jobs(
    jobs: list[tuple[float, float]],
) -> None:
    codes = "cghjpa"
    wards = dict(zip(codes, jobs, strict=True))
    twice = {code: (2 * left, 2 * right) for code, (left, right) in wards.items()}
    published = {code.upper(): sum(values) for code, values in wards.items()}
    made = ward_groups(modelled(**wards), NO_DIVISIONS, council(**published), [LAD])
    double = ward_groups(
        modelled(**twice), NO_DIVISIONS,
        council(**{code: 2 * value for code, value in published.items()}), [LAD],
    )  # fmt: skip
    shares = made["council_share_pct"]
    assert shares.drop_nulls().is_between(0, 100 + 1e-9).all()
    assert_series_equal(shares, double["council_share_pct"])


def faults(**frames: pl.DataFrame) -> list[str]:
    return [words for rule in ward_sectors.RULES for _, words, _ in rule(frames)]


def test_the_laws_name_a_ward_and_a_council_that_do_not_add_up() -> None:
    made = ward_groups(modelled(h=(30.0, 70.0)), NO_DIVISIONS, council(H=100.0), [LAD])
    sectors = modelled(h=(30.0, 70.0)).rename({"value": "jobs"})
    right = {"ward_sector_groups": made, "ward_sector_jobs": sectors, "jobs": council(H=100.0)}
    assert faults(**right) == []
    other = sectors.with_columns(jobs=pl.col("jobs") + 1)
    assert faults(**right | {"ward_sector_jobs": other})[0].startswith("groups of W1 sum to 30.0")
    larger = council(H=500.0)
    assert faults(**right | {"jobs": larger}) == [
        f"wards of {LAD} sum to 100 jobs, the council has 500 (2023)"
    ]
    too_much = made.with_columns(council_share_pct=pl.lit(60.0))
    assert faults(**right | {"ward_sector_groups": too_much}) == [
        f"shares of the wards of {LAD} in H sum to 120.0%"
    ]


def test_a_ward_is_ranked_by_jobs_with_its_share_of_all_of_them() -> None:
    made = ward_groups(
        modelled(h=(5.0, 45.0), q=(35.0, 15.0)), NO_DIVISIONS, council(H=50.0, Q=50.0), [LAD]
    )
    ranked = rank_groups(made, "W1")
    assert ranked.select("sector_code", "council_share_pct", "all_jobs_share_pct").rows() == [
        ("P+Q", 70.0, 40.0), ("H", 10.0, 40.0),
    ]  # fmt: skip
    gap = ward_groups(modelled(h=(5.0, None)), NO_DIVISIONS, council(H=50.0), [LAD])
    assert rank_groups(gap, "W1")["all_jobs_share_pct"].to_list() == [None]


def test_every_group_has_a_name_of_its_own() -> None:
    assert len(set(GROUP_NAMES.values())) == len(GROUP_NAMES)
    assert set(sector_groups.NAMES) == set(sector_groups.KINDS)
