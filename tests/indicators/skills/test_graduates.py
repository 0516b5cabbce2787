"""Graduates: who stays, what they studied, and where providers are."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from catalog.tables.skills import GRADUATE_ACTIVITIES, GRADUATE_QUALIFIERS, GRADUATE_RETENTION
from indicators.skills import graduates

DAYS = {"period": "2020-21", "period_start": date(2020, 8, 1), "period_end": date(2021, 7, 31),
        "status": "rounded"}  # fmt: skip
COUNCILS = pl.DataFrame(
    {"lad_code": ["E06000001", "E06000002"], "lad_name": ["Hartfield", "Hartfield Vale"]}
)


def qualifier(ukprn: str, subject: str, level: str, count: float | None) -> dict[str, object]:
    status = "suppressed" if count is None else "rounded"
    return {**DAYS, "ukprn": ukprn, "provider_name": f"University of Hartfield {ukprn}",
            "subject_area": subject, "graduate_level": level, "graduates_persons": count,
            "status": status}  # fmt: skip


def offers(*rows: dict[str, object]) -> pl.DataFrame:
    return graduates.read_offers(pl.DataFrame(rows, schema=GRADUATE_QUALIFIERS.dtypes), COUNCILS)


def activity(
    name: str, count: float | None, subject: str = "total", domicile: str = "all"
) -> dict[str, object]:
    return {**DAYS, "ukprn": "1", "provider_name": "x", "subject_area": subject,
            "domicile": domicile, "graduate_level": "undergraduate", "activity": name,
            "graduates_persons": count}  # fmt: skip


def test_only_first_qualifications_count_and_suppressed_ones_stay_unknown() -> None:
    found = offers(
        qualifier("1", "Computing", "First degree", 80.0),
        qualifier("1", "Computing", "Foundation degree", 10.0),
        qualifier("1", "Computing", "HNC/HND", 10.0),
        qualifier("1", "Computing", "Masters taught", 500.0),
        qualifier("1", "Law", "First degree", None),
        qualifier("1", "total", "First degree", 90.0),
    )
    kept = dict(found.drop_nulls().select("level_code", "graduates_persons").iter_rows())
    assert kept == {"6+": 80.0, "4-5": 20.0}
    assert found.filter(subject_area="Law")["status"].to_list() == ["missing"]


def test_the_mix_goes_by_graduates_from_the_uk_and_by_who_has_left_education() -> None:
    two = offers(
        qualifier("1", "Computing", "First degree", 100.0),
        qualifier("2", "Law", "First degree", 60.0),
    )
    done = pl.DataFrame(
        [
            activity("total", 40.0, domicile="uk"), activity("total", 100.0),
            activity("full-time employment", 60.0), activity("full-time further study", 20.0),
            activity("total with known outcomes", 100.0),
        ],
        schema=GRADUATE_ACTIVITIES.dtypes,
    )  # fmt: skip
    mix = graduates.read_mix(two, done)
    shares = dict(mix.select("subject_area", "share").iter_rows())
    # 40 of the first provider's 100 came from the UK; of the other's 60 we do not know, so that it
    # counts like the first: were all of them to count, its subjects would weigh too much.
    assert shares == {"Computing": pytest.approx(0.625), "Law": pytest.approx(0.375)}
    assert mix["uk_unknown_count"].to_list() == [1, 1]
    assert graduates.read_mix(two, done.clear())["uk_unknown_count"].to_list() == [2, 2]
    rates = dict(mix.select("subject_area", "into_work_share").iter_rows())
    assert rates["Computing"] == pytest.approx(60 / 80), "those who study on have not left"
    assert rates["Law"] is None


@pytest.mark.parametrize(
    "withheld", ["full-time employment", "full-time further study", "total with known outcomes"]
)
def test_a_withheld_activity_is_not_nobody(withheld: str) -> None:
    counts = {"total with known outcomes": 50.0, "full-time employment": 20.0,
              "full-time further study": 10.0}  # fmt: skip
    rows = [activity(name, None if name == withheld else count, "Computing")
            for name, count in counts.items()]  # fmt: skip
    rows += [activity(name, count) for name, count in counts.items()]
    one = offers(qualifier("1", "Computing", "First degree", 100.0))
    done = pl.DataFrame(rows, schema=GRADUATE_ACTIVITIES.dtypes)
    assert graduates.read_mix(one, done)["into_work_share"].to_list() == [0.5], "that of all"
    without_rows = done.drop_nulls("graduates_persons")
    assert graduates.read_mix(one, without_rows)["into_work_share"].to_list() == [0.5]


def test_the_mix_is_of_one_year() -> None:
    two = offers(
        qualifier("1", "Computing", "First degree", 100.0),
        qualifier("2", "Law", "First degree", 60.0) | {"period": "2016-17"},
    )
    mix = graduates.read_mix(two, GRADUATE_ACTIVITIES.empty())
    assert mix.select("subject_area", "share", "period", "providers_count").rows() == [
        ("Computing", 1.0, "2020-21", 1)
    ]


def test_no_table_of_qualifiers_is_no_mix() -> None:
    none = offers()
    assert graduates.read_mix(none, GRADUATE_ACTIVITIES.empty()).is_empty()


def test_those_who_stay_are_of_a_year_and_unknown_where_withheld() -> None:
    rows = [
        {**DAYS, "area_code": code, "area_name": code, "area_type": "lad", "area_vintage": "",
         "retention_measure": measure, "graduates_persons": count,
         "status": "suppressed" if count is None else "estimated"}
        for code, measure, count in (
            ("E06000001", "graduates", 800.0), ("E06000001", "living here", 400.0),
            ("E06000002", "graduates", 90.0), ("E06000002", "living here", None),
        )
    ]  # fmt: skip
    found = graduates.read_staying(pl.DataFrame(rows, schema=GRADUATE_RETENTION.dtypes))
    staying = dict(found.select("area_code", "staying_persons").iter_rows())
    assert staying == {"E06000001": 100.0, "E06000002": None}, "four years of them together"
    members = ["E06000001", "E06000002"]
    assert graduates.sum_staying(found, members, "group").is_empty(), "one of them is unknown"
    alone = graduates.sum_staying(found, members[:1], "group")
    assert alone["staying_persons"].to_list() == [100.0]


def test_a_group_has_the_years_that_all_its_members_have() -> None:
    staying = pl.DataFrame(
        [("E1", "2018-19", 9.0, 5.0, "estimated"), ("E2", "2018-19", 9.0, 6.0, "partial"),
         ("E1", "2019-20", 9.0, 7.0, "estimated")],
        schema=graduates.STAYING, orient="row",
    )  # fmt: skip
    summed = graduates.sum_staying(staying, ["E1", "E2"], "group")
    assert summed.select("period", "staying_persons", "status").rows() == [
        ("2018-19", 11.0, "partial")
    ]


@pytest.mark.parametrize(
    ("name", "council"),
    [
        ("The University of Hartfield", "E06000001"),
        ("Hartfield Vale College of Art", "E06000002"),  # the longer name fits better
        ("University of the Hartfields", None),
        ("Open College", None),
    ],
)
def test_a_provider_is_where_the_council_in_its_name_is(name: str, council: str | None) -> None:
    found = graduates.find_places(pl.DataFrame({"ukprn": ["1"], "provider_name": [name]}), COUNCILS)
    assert found["lad_code"].to_list() == ([council] if council else [])


def test_a_listed_provider_is_where_the_list_says() -> None:
    listed = pl.DataFrame({"ukprn": ["10007148"], "provider_name": ["University of Hartfield"]})
    assert graduates.find_places(listed, COUNCILS)["lad_code"].to_list() == ["E08000034"]
