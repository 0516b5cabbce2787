"""Supply: one table of occupations by levels, cut both ways; what is not there stays missing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from factory_inputs import HERE, rows
from factory_supply import APPRENTICES, CLAIMS, FE, GRADUATES, LEAVERS, cell, council, frames
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.schema import check
from catalog.tables.indicators import SKILLS_STREAMS, SKILLS_SUPPLY
from etl.datasets.skills.fe_achievements import MEMBERS
from indicators.skills import graduates, openings, stream_totals, supply, training
from indicators.skills.occupations import CODES
from indicators.skills.qualifications import LEVEL_CODES
from indicators.skills.supply_matrix import SHAPE, Stream, spread, sum_known
from indicators.skills.supply_tables import supply_tables
from indicators.skills.training import GENERAL, SUBJECTS

EVERY = (FE, APPRENTICES, LEAVERS, GRADUATES, CLAIMS)
TRADES = CODES.index("53")


def streams(without: str = "") -> dict[str, Stream]:
    found = supply.streams(council(**frames(without)), HERE)
    return {stream.name: stream for stream in found}


def test_a_course_on_paper() -> None:
    found = streams()[FE]
    # 100 people at level 2 in construction: 60 % go into lasting work, half of them new to it.
    assert found.margin("qualification")[LEVEL_CODES.index("2")] == pytest.approx(30.0)
    share = training.weigh_subject("construction", "2")[TRADES]
    assert found.margin("occupation")[TRADES] == pytest.approx(30.0 * share)
    # Languages lead to no one occupation: read, and not counted.
    assert (found.published, found.read, found.not_counted) == (200.0, 200.0, 50.0)


def test_an_apprenticeship_a_leaver_and_a_graduate_on_paper() -> None:
    found = streams()
    level = LEVEL_CODES.index("3")
    assert found[APPRENTICES].margin("qualification")[level] == pytest.approx(40 * 0.9 * 0.55)
    assert found[LEAVERS].persons.sum() == pytest.approx(100.0), "all of them are new, in work"
    assert found[LEAVERS].margin("qualification")[level] == pytest.approx(60.0)
    by_level = found[GRADUATES].margin("qualification")
    # 100 a year who live here again: 80 with a degree, 90 % in work as at the providers; 20 below
    # it, for whom HESA's table says nothing: our usual 85 %.
    assert by_level[LEVEL_CODES.index("6+")] == pytest.approx(72.0)
    assert by_level[LEVEL_CODES.index("4-5")] == pytest.approx(17.0)
    assert set(found[GRADUATES].statuses("occupation")) == {"partial"}, "those who move in lack"


def test_both_cuts_are_the_same_people_stream_by_stream_and_draw_by_draw() -> None:
    for stream in streams().values():
        by_occupation, by_level = (stream.margin(kind) for kind in ("occupation", "qualification"))  # type: ignore[arg-type]
        assert np.nansum(by_occupation) == pytest.approx(np.nansum(by_level)), stream.name
        drawn = (stream.drawn_margin(kind).sum(axis=0) for kind in ("occupation", "qualification"))  # type: ignore[arg-type]
        np.testing.assert_allclose(*drawn, err_msg=stream.name)


def test_people_who_leave_claims_are_shared_as_residents_and_add_up() -> None:
    mix = rows("residents", (HERE, "7", 75.0, "occupation"), (HERE, "9", 25.0, "occupation"),
               (HERE, "2", 40.0, "qualification"), (HERE, "3", 60.0, "qualification"))  # fmt: skip
    held = council(**frames(), residents=mix)
    stream = supply.streams(held, HERE)[-1]
    assert stream.persons.sum() == pytest.approx(300.0)
    occupations = dict(zip(CODES, stream.margin("occupation"), strict=True))
    assert occupations["71"] + occupations["72"] == pytest.approx(225.0)
    levels = dict(zip(LEVEL_CODES, stream.margin("qualification"), strict=True))
    assert (levels["2"], levels["3"]) == (pytest.approx(120.0), pytest.approx(180.0))


@pytest.mark.parametrize("without", EVERY)
def test_an_absent_stream_is_missing_and_says_what_to_add(without: str) -> None:
    held = council(**frames(without))
    made = supply_tables(held, list(openings.all_openings(held)))
    frame = check(made["skills_supply"], SKILLS_SUPPLY)
    absent = frame.filter(supply_stream=without)
    assert absent["supply_persons"].is_null().all()
    assert absent["note"].str.contains("add |24 months").all()
    assert frame.filter(pl.col("supply_stream") != without)["supply_persons"].is_not_null().all()


def test_a_course_without_a_figure_leaves_what_it_leads_to_missing_or_partial() -> None:
    held = frames() | {
        "courses": rows(
            "courses", cell(FE, "construction", "2", None), cell(FE, "agriculture", "2", 10.0)
        )
    }
    stream = supply.streams(council(**held), HERE)[0]
    status = dict(zip(CODES, stream.statuses("occupation"), strict=True))
    assert status["53"] == "partial", "level 2 is unknown, and at the others there is none"
    assert np.isnan(stream.persons[TRADES, LEVEL_CODES.index("2")])
    assert stream.status == "partial"


def test_achievements_alone_are_read_with_the_levels_of_all_learners() -> None:
    achieved = rows(
        "achievements",
        (HERE, "learners", "total", "total", 100.0, "2023-24", "rounded"),
        (HERE, "aims", "total", "total", 200.0, "2023-24", "rounded"),
        (HERE, "aims", "subject_area", "construction", 100.0, "2023-24", "rounded"),
        (HERE, "aims", "subject_area", "languages", 100.0, "2023-24", "rounded"),
        (HERE, "learners", "level", "3", 30.0, "2023-24", "rounded"),
        (HERE, "learners", "level", "2", 30.0, "2023-24", "rounded"),
        (HERE, "learners", "level", "essential skills", 40.0, "2023-24", "rounded"),
    )  # fmt: skip
    stream = supply.streams(council(achievements=achieved), HERE)[0]
    # 100 courses by 50 people, half of them at each level; basic skills are no construction.
    by_level = dict(zip(LEVEL_CODES, stream.margin("qualification"), strict=True))
    assert by_level["2"] == pytest.approx(25 * 0.6 * 0.5)
    assert by_level["3"] == pytest.approx(25 * 0.65 * 0.5)
    assert (stream.published, stream.read, stream.not_counted) == (200.0, 200.0, 100.0)


def test_the_total_of_a_stream_stands_beside_its_sources_and_what_hangs_on_it() -> None:
    held = council(**frames(GRADUATES))
    area_openings = list(openings.all_openings(held))
    frame = check(supply_tables(held, area_openings)["skills_streams"], SKILLS_STREAMS)
    notes = dict(frame.select("supply_stream", "note").iter_rows())
    assert "The source's total of 200 courses is met" in notes[FE]
    assert "50 are in general subjects" in notes[FE]
    wanted = openings.rows(held, area_openings).filter(skill_kind="qualification")
    served = wanted.filter(pl.col("skill_code").is_in(["4-5", "6+"]))["openings_persons"].sum()
    row = frame.filter(supply_stream=GRADUATES).row(0, named=True)
    assert row["served_openings_persons"] == pytest.approx(served)
    assert f"Without it {served:,.0f} openings a year have no gap" in row["note"]


def test_the_note_of_graduates_says_whose_figure_the_share_in_work_is() -> None:
    def note(in_work: float | None) -> str:
        mix = rows("graduate_mix", ("Computing", "6+", 1.0, in_work, "2020-21", 3, 0))
        found = supply.streams(council(**frames() | {"graduate_mix": mix}), HERE)
        return next(stream.note for stream in found if stream.name == GRADUATES)

    assert "who is in work is our assumption" in note(None)
    assert "HESA's table (2020-21), who is in work as there;" in note(0.9)


def test_a_file_that_does_not_add_up_to_its_total_says_by_how_much() -> None:
    stream = replace(streams()[FE], published=500.0)
    assert "We read 200 courses where the source's total is 500" in stream_totals.explain(stream, 0)
    assert "no total of the source" in stream_totals.explain(replace(stream, published=np.nan), 0)


def test_every_subject_is_mapped_or_general_and_weights_sum_to_one_at_every_level() -> None:
    for subject in SUBJECTS:
        for level in LEVEL_CODES:
            assert training.weigh_subject(subject, level).sum() == pytest.approx(1.0)
    for subject in graduates.WEIGHTS:
        for level in ("4-5", "6+"):
            assert graduates.weigh(subject, level).sum() == pytest.approx(1.0), subject
    assert set(SUBJECTS) | set(GENERAL) <= set(MEMBERS.values())
    assert not set(SUBJECTS) & set(GENERAL)


counts = st.lists(st.floats(0, 1e5), min_size=1, max_size=6)


@settings(max_examples=40)
@given(counts, st.data())
def test_a_further_course_never_lowers_supply_and_both_cuts_stay_equal(
    persons: list[float], data: st.DataObject
) -> None:
    cells = [
        cell(FE, data.draw(st.sampled_from([*SUBJECTS, *GENERAL, "all subjects"])),
             data.draw(st.sampled_from(LEVEL_CODES)), count)
        for count in persons
    ]  # fmt: skip
    every, without_last = spread(rows("courses", *cells)), spread(rows("courses", *cells[:-1]))
    assert (every >= without_last - 1e-9).all()
    assert np.nansum(sum_known(every, 0)) == pytest.approx(np.nansum(sum_known(every, 1)))


@settings(max_examples=25)
@given(st.lists(st.one_of(st.none(), st.floats(0, 1e4)), min_size=130, max_size=130))
def test_margins_of_cells_with_silences_are_the_same_people(cells: list[float | None]) -> None:
    persons = np.array([np.nan if value is None else value for value in cells]).reshape(SHAPE)
    stream = Stream("x", persons, lambda: persons[:, :, None], "", "", "modelled")
    by_occupation, by_level = stream.margin("occupation"), stream.margin("qualification")
    assert np.nansum(by_occupation) == pytest.approx(np.nansum(by_level))
    silent = [status == "missing" for status in stream.statuses("occupation")]
    assert silent == list(np.isnan(by_occupation))


@pytest.mark.parametrize(
    ("unknown", "words"),
    [(0, ""), (1, "for 1 of the providers we do not know"), (3, "so all count")],
)
def test_graduates_whose_domicile_is_missing_are_named(unknown: int, words: str) -> None:
    mix = rows("graduate_mix", ("Computing", "6+", 1.0, 0.9, "2020-21", 3, unknown))
    found = supply.streams(council(**frames() | {"graduate_mix": mix}), HERE)
    note = next(each.note for each in found if each.name == GRADUATES)
    assert words in note
    assert ("United Kingdom" in note) == bool(unknown)


def test_only_a_district_hears_of_its_countys_file() -> None:
    county = supply.OF_COUNTIES
    assert county in supply.say_what_to_add(LEAVERS, "E07000165")
    assert county not in supply.say_what_to_add(LEAVERS, "E08000032")
    assert county not in supply.say_what_to_add(LEAVERS, "E06000065")
