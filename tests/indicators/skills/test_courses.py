"""Withheld counts of courses: filled in from published totals, never read as nought."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.tables.skills import APPRENTICESHIPS, FE_ACHIEVEMENTS, FE_AIMS, LEAVER_DESTINATIONS
from indicators.skills import courses, training
from indicators.skills.occupations import CODES

HERE, THERE = "E06000001", "E06000002"
DAYS = {"area_type": "lad", "area_vintage": "", "area_name": "Hartfield", "period": "2021-22",
        "period_start": date(2021, 8, 1), "period_end": date(2022, 7, 31)}  # fmt: skip
NONE = FE_ACHIEVEMENTS.empty(), LEAVER_DESTINATIONS.empty()


def table(*cells: tuple[str, str, float | None], code: str = HERE) -> pl.DataFrame:
    """Achievements by subject and level; a count of None is withheld."""
    rows = [
        {**DAYS, "area_code": code, "course_measure": "achievements", "subject_area": subject,
         "subject_name": subject, "course_level": level, "courses_count": count,
         "status": "suppressed" if count is None else "rounded"}
        for subject, level, count in cells
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=APPRENTICESHIPS.dtypes)


def read(*tables: pl.DataFrame) -> pl.DataFrame:
    return courses.read_courses(FE_AIMS.empty(), pl.concat(tables), *NONE)


def counts(frame: pl.DataFrame) -> dict[tuple[str, str], float]:
    found = courses.Newest(frame).find(HERE, courses.APPRENTICESHIPS)
    return {
        (subject, level): count
        for subject, level, count in found.select(
            "subject_area", "level_code", "courses_count"
        ).iter_rows()
    }


def test_what_a_subjects_total_leaves_is_shared_among_its_withheld_cells() -> None:
    found = counts(read(table(
        ("construction", "intermediate", 30.0), ("construction", "advanced", None),
        ("construction", "higher", None), ("construction", "total", 36.0), ("total", "total", 36.0),
    )))  # fmt: skip
    assert found["construction", "3"] == pytest.approx(3.0)
    # Higher apprenticeships are parted between two levels.
    assert found["construction", "4-5"] + found["construction", "6+"] == pytest.approx(3.0)
    assert sum(found.values()) == pytest.approx(36.0)


def test_a_subject_withheld_altogether_is_a_few_and_not_nobody() -> None:
    found = counts(read(table(
        ("agriculture", "advanced", None), ("agriculture", "total", None),
        ("construction", "advanced", 50.0), ("construction", "total", 50.0),
    )))  # fmt: skip
    assert 0 < found["agriculture", "3"] < 5


def test_cells_are_brought_to_the_total_but_rows_left_out_of_the_file_are_not_made_up() -> None:
    rounded = counts(read(table(("construction", "advanced", 50.0), ("total", "total", 47.0))))
    assert sum(rounded.values()) == pytest.approx(47.0)
    cut = counts(read(table(("construction", "advanced", 50.0), ("total", "total", 400.0))))
    assert sum(cut.values()) == pytest.approx(50.0)


def test_a_file_without_subjects_is_of_all_subjects() -> None:
    frame = read(table(("total", "advanced", 50.0), ("total", "total", 50.0)))
    assert counts(frame) == {("all subjects", "3"): 50.0}
    assert courses.Newest(frame).find_total(HERE, courses.APPRENTICESHIPS, "2021-22") == 50.0


def test_a_year_with_subjects_goes_before_a_newer_one_without() -> None:
    old = table(("construction", "advanced", 50.0), ("total", "total", 50.0))
    new = table(("total", "advanced", 90.0)).with_columns(period=pl.lit("2025-26"))
    found = courses.Newest(read(old, new)).find(HERE, courses.APPRENTICESHIPS)
    assert found["period"][0] == "2021-22"


def test_leavers_in_work_are_read_by_the_level_they_studied() -> None:
    rows = [
        {**DAYS, "area_code": HERE, "cohort_level": level, "destination": "work",
         "leavers_persons": count, "status": "observed"}
        for level, count in (("3", 60.0), ("2", 30.0), ("below 2", 10.0), ("total", 100.0))
    ]  # fmt: skip
    frame = courses.read_courses(
        FE_AIMS.empty(), APPRENTICESHIPS.empty(), FE_ACHIEVEMENTS.empty(),
        pl.DataFrame(rows, schema=LEAVER_DESTINATIONS.dtypes),
    )  # fmt: skip
    found = courses.Newest(frame).find(HERE, courses.LEAVERS)
    assert dict(found.select("level_code", "persons").iter_rows()) == {
        "3": 60.0, "2": 30.0, "below 2": 10.0,
    }  # fmt: skip


def test_a_group_has_the_courses_of_all_members_or_none() -> None:
    one = table(("construction", "advanced", 50.0), ("total", "total", 50.0))
    other = table(("agriculture", "advanced", 20.0), ("total", "total", 20.0), code=THERE)
    both = courses.sum_courses(read(one, other), [HERE, THERE], "group")
    total = courses.Newest(both).find_total("group", courses.APPRENTICESHIPS, "2021-22")
    assert total == pytest.approx(70.0)
    assert courses.Newest(both).find("group", courses.APPRENTICESHIPS)["persons"].sum() == 70.0
    assert courses.sum_courses(read(one), [HERE, THERE], "group").is_empty()


def test_a_total_that_a_member_withholds_is_no_total_of_the_group() -> None:
    one = table(("construction", "advanced", 50.0), ("total", "total", 50.0))
    other = table(("construction", "advanced", None), ("total", "total", None), code=THERE)
    both = courses.sum_courses(read(one, other), [HERE, THERE], "group")
    assert courses.Newest(both).find_total("group", courses.APPRENTICESHIPS, "2021-22") is None
    assert courses.Newest(both).find("group", courses.APPRENTICESHIPS)["persons"].sum() > 50.0


def test_a_member_without_subjects_counts_in_a_group_that_has_some() -> None:
    one = table(("construction", "advanced", 50.0), ("total", "total", 50.0))
    other = table(("total", "advanced", 20.0), ("total", "total", 20.0), code=THERE)
    both = courses.sum_courses(read(one, other), [HERE, THERE], "group")
    assert courses.Newest(both).find("group", courses.APPRENTICESHIPS)["persons"].sum() == 70.0


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["construction", "agriculture", "languages"]),
                          st.sampled_from(["intermediate", "advanced", "higher", "total"]),
                          st.one_of(st.none(), st.integers(1, 90).map(lambda n: 10.0 * n))),
                min_size=1, unique_by=lambda cell: cell[:2]))  # fmt: skip
def test_a_withheld_count_is_never_nought(cells: list[tuple[str, str, float | None]]) -> None:
    found = counts(read(table(*cells)))
    assert all(count > 0 for count in found.values())


@pytest.mark.parametrize("level", ["below 2", "2"])
def test_work_of_graduates_is_not_entered_from_level_2_or_below(level: str) -> None:
    nurses, carers = CODES.index("22"), CODES.index("61")
    shares = training.weigh_subject("health and care", level)
    assert shares[nurses] == 0
    assert shares[carers] > 0
    assert shares.sum() == pytest.approx(1.0)
    assert training.weigh_subject("health and care", "4-5")[nurses] > 0
    for subject in training.SUBJECTS:
        assert training.weigh_subject(subject, level).sum() == pytest.approx(1.0)
