"""Several councils as one place: sums of all of them, of one period, and what a member lacks."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from factory_inputs import HERE, NATION, THERE, made, rows
from hypothesis import given
from hypothesis import strategies as st

from catalog.schema import check
from catalog.tables.indicators import SKILLS_PRESSURE
from indicators.inputs import Inputs
from indicators.places.group_forecasts import shared_error
from indicators.places.groups import for_group
from indicators.skills import pressure, supply

JOBS = {
    HERE: {"C": [100.0, 110.0], "G": [50.0, 60.0]},
    THERE: {"C": [10.0, None]},
    NATION: {"C": [1000.0, 1000.0], "G": [900.0, 900.0]},
}
OUTLOOK = [
    (HERE, "C", 120.0, 110.0, 130.0), (THERE, "C", 12.0, 8.0, 16.0), (HERE, "G", 1.0, 0.5, 2.0),
]  # fmt: skip
BOTH = [HERE, THERE]
# Bounds of C are 10 and 4 from their means; what is not shared of their errors evens out.
SHARED = shared_error("jobs_section", "C", ["one region", "another"])
JOINT = (SHARED * 14**2 + (1 - SHARED) * (10**2 + 4**2)) ** 0.5


def together(**frames: pl.DataFrame) -> Inputs:
    return for_group(made(JOBS, OUTLOOK, **frames), BOTH, "group", "The two")


def own(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(area_code="group")


def test_a_level_is_of_all_members_or_not_made() -> None:
    found = own(together().sectors).select("industry_code", "year", "value", "status")
    assert found.rows() == [("C", 2020, 110.0, "rounded")]


def test_a_forecast_of_the_group_needs_one_of_every_member() -> None:
    found = own(together().outlook).sort("industry_code")
    assert found.select("industry_code", "mean", "lower80", "upper80", "note").rows() == [
        ("C", 132.0, pytest.approx(132 - JOINT), pytest.approx(132 + JOINT), ""),
        ("G", None, None, None, "no forecast for Milton"),
    ]  # fmt: skip


def test_a_nowcast_stands_in_for_an_official_figure_that_comes_later_for_one_member() -> None:
    held = made(JOBS, OUTLOOK)
    is_later = pl.col("area_code") == THERE
    held = replace(
        held,
        outlook=held.outlook.with_columns(
            base_year=pl.when(is_later).then(pl.col("base_year") + 1).otherwise("base_year")
        ),
        sectors=held.sectors.with_columns(
            year=pl.when(is_later).then(pl.col("year") + 2).otherwise("year")
        ),
        nowcasts=pl.DataFrame(
            [(HERE, "jobs", "C", 2022, 104.0, "nowcast")], schema=held.nowcasts.schema, orient="row"
        ),
    )
    group = for_group(held, BOTH, "group", "x")
    row = own(group.outlook).filter(industry_code="C").row(0, named=True)
    assert (row["base_year"], row["mean"], row["note"]) == (2022, 132.0, "")
    known = own(group.sectors).filter(industry_code="C", year=2022)
    assert known.select("value", "status").row(0) == (114.0, "nowcast")


def test_forecasts_from_different_years_are_not_added() -> None:
    held = made(JOBS, OUTLOOK)
    later = pl.when(pl.col("area_code") == THERE).then(pl.col("base_year") + 1)
    held = replace(held, outlook=held.outlook.with_columns(later.otherwise("base_year")
                                                           .alias("base_year")))  # fmt: skip
    found = own(for_group(held, BOTH, "group", "x").outlook).filter(industry_code="C")
    assert found.select("mean", "note").row(0) == (
        None, "the councils' forecasts start from different years",
    )  # fmt: skip


def test_estimates_of_now_add_up_whatever_year_they_start_from() -> None:
    held = made(JOBS, OUTLOOK)
    later = pl.when(pl.col("area_code") == THERE).then(pl.col("base_year") + 1)
    now = held.outlook.with_columns(base_year=later.otherwise("base_year"))
    found = own(for_group(replace(held, estimates=now), BOTH, "group", "x").estimates)
    row = found.filter(industry_code="C").row(0, named=True)
    assert (row["mean"], row["note"]) == (132.0, "")
    assert row["lower80"] == pytest.approx(132 - JOINT)
    assert found.filter(industry_code="G")["mean"].to_list() == [None]


def test_local_units_add_up_where_all_members_have_them() -> None:
    held = together(
        local_units=rows(
            "local_units", (HERE, "C", 2023, "large", 5.0), (THERE, "C", 2023, "large", 10.0),
            (HERE, "C", 2024, "large", 5.0),
        )
    )  # fmt: skip
    assert own(held.local_units).select("year", "business_units").rows() == [(2023, 15.0)]


def test_people_add_up() -> None:
    held = together(
        residents=rows(
            "residents", (HERE, "2", 30.0, "occupation"), (THERE, "2", 12.0, "occupation"),
            (HERE, "3", 5.0, "occupation"),
        ),
    )  # fmt: skip
    assert own(held.residents)["residents_persons"].to_list() == pytest.approx([42.0])
    assert own(held.areas).row(0) == ("group", "The two", "group")
    assert held.nation == NATION


def month(area: str, concept: str, period: str, persons: float) -> tuple[object, ...]:
    return (area, concept, period, persons, "rounded")


ADVERTS = rows("adverts", *[(a, "2025-07", "2", 9.0, "observed") for a in BOTH])


def test_claimants_of_one_and_the_survey_of_another_are_never_added() -> None:
    mixed = rows(
        "seekers", month(HERE, "survey", "2025-09", 17600.0), month(THERE, "claimants", "2025-07",
                                                                    13090.0)
    )  # fmt: skip
    held = together(seekers=mixed, adverts=ADVERTS)
    assert own(held.seekers).is_empty()
    frame = own(check(pressure.pressure(held, ["group"]), SKILLS_PRESSURE))
    row = frame.filter(occupation_code="2").row(0, named=True)
    assert (row["seekers_persons"], row["tightness"]) == (None, None)
    assert "Hartfield: unemployed residents (survey); Milton: claimants" in row["note"]


def test_claimants_of_different_months_are_never_added() -> None:
    apart = rows("seekers", month(HERE, "claimants", "2025-06", 1.0),
                 month(THERE, "claimants", "2025-07", 2.0))  # fmt: skip
    assert own(together(seekers=apart).seekers).is_empty()


def test_adverts_are_of_the_newest_month_that_all_have() -> None:
    more = pl.concat([ADVERTS, rows("adverts", (HERE, "2025-08", "2", 900.0, "observed"))])
    frame = own(pressure.pressure(together(adverts=more), ["group"]))
    row = frame.filter(occupation_code="2").row(0, named=True)
    assert (row["period"], row["adverts_count"]) == ("2025-07", 18.0)


def test_without_a_month_in_common_the_groups_pressure_is_missing_with_the_reason() -> None:
    for other, why in (
        ([(THERE, "2025-06", "2", 9.0, "observed")], "2 of 2 councils, with no period in common"),
        ([], "available for 1 of 2 councils, not for Milton"),
    ):
        adverts = rows("adverts", (HERE, "2025-07", "2", 9.0, "observed"), *other)
        frame = own(check(pressure.pressure(together(adverts=adverts), ["group"]), SKILLS_PRESSURE))
        assert frame.height == 9 + 26
        assert set(frame["status"]) == {"missing"}
        assert why in frame["note"][0]


def test_what_a_group_lacks_is_said_of_each_stream_and_piece() -> None:
    achieved = [
        (HERE, measure, "total", "total", 9.0, "2023-24", "rounded")
        for measure in ("aims", "learners")
    ]  # fmt: skip
    held = together(
        achievements=rows("achievements", *achieved),
        achievements_all=rows("achievements_all", *achieved),
        leavers=rows("leavers", (HERE, "2025-01", 300.0, "rounded")),
        courses=rows(
            "courses",
            (HERE, "apprenticeships", "2022-23", "construction", "2", 9.0, 9.0, "modelled"),
        ),
        graduates_staying=rows("graduates_staying", (HERE, "2018-19", 9.0, 5.0, "estimated")),
        businesses=rows("businesses", (HERE, "2023", 12.0, 100.0, 12.0)),
    )
    notes = {stream.name: stream.note for stream in supply.streams(held, "group")}
    for name in ("further education", "apprenticeships", "university graduates"):
        assert "available for 1 of 2 councils, not for Milton" in notes[name], name
    assert "24 months of claimants are available for 1 of 2" in notes["people leaving claims"]
    assert notes["school and college leavers"].startswith("we have no data for this area; add")


value = st.one_of(st.none(), st.floats(0, 1e6))
series = st.lists(value, min_size=4, max_size=4)


@given(st.lists(series, min_size=2, max_size=4))
def test_a_groups_figure_is_the_sum_of_its_councils_of_one_year(
    levels: list[list[float | None]],
) -> None:
    members = [f"E0600000{n}" for n in range(len(levels))]
    held = made(dict(zip(members, ({"C": found} for found in levels), strict=True)))
    found = own(for_group(held, members, "group", "x").sectors)
    sums = dict(found.select("year", "value").iter_rows())
    for n, year in enumerate(range(2020, 2024)):
        of_year = [each[n] for each in levels]
        if None in of_year:
            assert year not in sums
        else:
            assert sums[year] == pytest.approx(sum(of_year))  # type: ignore[arg-type]
