"""Questions of sites and of jobs that come, from tables: groups, candidates, places, words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from factory_places import (
    EAST_KM,
    NORTH_KM,
    centroids,
    jobs_of,
    lookup,
    need_of,
    outlines,
    reader_of,
    wards_of,
)

from access.decay import ReachError
from access.groups import count_group, list_groups
from access.need import explain_correlation, list_hard_to_reach, rank_correlations
from access.places import find_place, find_ward_centres
from access.reach_lsoa import make_reach_lsoa
from access.reach_ward import make_reach_ward
from access.siting import answer_exactly
from access.siting_inputs import build_problem
from access.siting_problem import COVER, Question, SitingError
from access.siting_words import (
    compare_fairness,
    describe_nesting,
    describe_radius,
    explain_answer,
)
from access.what_if import compare_gains, compute_gain, explain_comparison, explain_gain
from catalog import store
from catalog.reading import Reader
from catalog.settings import SAMPLE
from catalog.tables.access import REACH_LSOA, REACH_WARD

KM = {"A": (0.0, 0.0), "B": (2.0, 0.0), "C": (9.0, 0.0), "D": (20.0, 0.0)}
WARDS = lookup(A="L1 W1", B="L1 W1", C="L1 W2", D="L1 W3")
RESIDENTS = {"A": 300.0, "B": 100.0, "C": 200.0, "D": 40.0}
NOWHERE = (Path("nowhere"),)


def measure(name: str, **values: float) -> pl.DataFrame:
    return pl.DataFrame(
        {"ward_code": list(values), "measure": name, "period": "2021",
         "value": list(values.values())}
    )  # fmt: skip


def read(**more: pl.DataFrame) -> Reader:
    frames = {
        "lsoa_centroids": centroids(**KM), "lsoa_wards": WARDS, "wards": wards_of(WARDS, "L1"),
        "lsoa_need": need_of(**RESIDENTS), "reach_jobs": jobs_of(A=10.0, B=20.0, C=30.0, D=40.0),
        "council_boundaries": outlines(L1=(-3, -3, 30, 3)), **more,
    }  # fmt: skip
    reader = reader_of(**frames)
    reach = make_reach_lsoa(reader)
    tables = {
        "reach_lsoa": reach.frame.select(REACH_LSOA.columns),
        "reach_ward": make_reach_ward(reader, reach).select(REACH_WARD.columns),
    }
    return reader_of(**frames, **tables)


def test_a_wards_centre_is_that_of_its_residents() -> None:
    centres = find_ward_centres(read())
    assert centres.wards["ward_code"].to_list() == ["W1", "W2", "W3"]
    np.testing.assert_allclose(centres.km[:, 0] - EAST_KM, [0.5, 9.0, 20.0], atol=0.01)


def test_groups_are_counted_and_what_is_spread_is_said() -> None:
    assert count_group(read(), "no_qualifications", ["L1"]).frame["people"].to_list() == [
        75.0, 25.0, 50.0, 10.0,
    ]  # fmt: skip
    workers = pl.concat([
        measure("residents_occupation_6_pct", W1=10.0, W2=20.0),
        measure("residents_employed_persons", W1=200.0, W2=100.0),
    ])  # fmt: skip
    spread = count_group(read(ward_measures=workers), "occupation_6", ["L1"])
    assert spread.frame["people"].to_list() == [15.0, 5.0, 20.0, None]
    assert "where they live within a ward is modelled" in spread.notes[0]
    assert spread.notes[1] == "1 of 4 small areas have no count and are left out."
    claims = measure("claimants_persons", W1=40.0, W2=8.0, W3=4.0)
    of_wards = count_group(read(ward_measures=claims), "claimants", ["L1"])
    assert of_wards.frame["people"].to_list() == [30.0, 10.0, 8.0, 4.0]
    assert "occupation_9" in list_groups()
    for group, words in (("nobody", "there is no group"), ("claimants", "we have no counts of")):
        with pytest.raises(ReachError, match=words):
            count_group(read(), group, ["L1"])
    with pytest.raises(ReachError, match="we have no small areas of L9"):
        count_group(read(), "no_car", ["L9"])


def sites(*rows: tuple[str, str, float, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [(kind, code, f"Site {code}", lad, 1000 * (EAST_KM + x), 1000 * NORTH_KM)
         for kind, code, x, lad in rows],
        schema=["site_kind", "site_code", "site_name", "lad_code", "easting_m", "northing_m"],
        orient="row",
    )  # fmt: skip


def test_a_question_from_tables_is_answered_in_sentences() -> None:
    problem = build_problem(read(), ["L1"], "no_qualifications")
    assert problem.total == 160.0
    answer = answer_exactly(problem, Question(COVER, 1, 3.0))
    assert answer.best.names == ("W1",)
    sentences = explain_answer(problem, answer)
    assert sentences == [
        "With W1, 62.5% of residents without qualifications (100 of 160) live within 3 km of a "
        "site.",
        "Proven best of the places on offer for this straight-line model.",
        "Second best: W2, with 31.2%, 50 residents without qualifications fewer.",
    ]
    assert any("straight lines" in one for one in problem.assumptions)
    more = answer_exactly(problem, Question(COVER, 2, 3.0))
    assert describe_nesting(answer, more) == ""
    fairest = answer_exactly(problem, Question("centre", 1, 3.0))
    assert fairest.best.names == ("W2",)
    assert "Fairest: W2, with the furthest 11.0 km away" in compare_fairness(
        problem, answer, fairest
    )
    assert "at least 38 minutes on foot" in describe_radius(3.0)


def test_kept_sites_and_other_candidates() -> None:
    stands = sites(("jobcentre", "J1", 0.0, "L1"), ("brownfield", "B1", 8.0, "L1"))
    kept = build_problem(read(sites=stands), ["L1"], "residents", kept=["jobcentre"])
    np.testing.assert_allclose(kept.existing, [0.0, 2.0, 9.0, 20.0], atol=0.01)
    offered = build_problem(read(sites=stands), ["L1"], "residents", "brownfield")
    assert offered.codes == ("B1",)
    areas = build_problem(read(), ["L1"], "residents", "small_areas")
    assert areas.codes == ("A", "B", "C", "D")
    premises = pl.DataFrame(
        {"ward_code": ["W1", "W2"], "description_group": "office", "empty_count": [0, 3]}
    )
    empty = build_problem(read(ward_premises=premises), ["L1"], "residents", "empty_premises")
    assert empty.codes == ("W2",)
    for faulty, words in (
        ({"kept": ["jobcentre"]}, "we have no list of jobcentre sites to keep"),
        ({"kept": ["pub"]}, "there are no sites of the kind pub"),
        ({"candidates": "brownfield"}, "there are no places to choose from"),
        ({"candidates": "moon"}, "there are no places called 'moon'"),
        ({"unit": "minutes"}, "we have no travel times"),
    ):
        with pytest.raises(SitingError, match=words):
            build_problem(read(), ["L1"], "residents", **faulty)


def test_minutes_replace_km_in_questions_of_sites() -> None:
    times = pl.DataFrame(
        [("A", "B", 12.0), ("B", "A", 10.0), ("C", "B", 30.0), ("D", "C", 50.0)],
        schema=["origin_code", "destination_code", "travel_minutes"], orient="row",
    )  # fmt: skip
    problem = build_problem(read(travel_times=times), ["L1"], "residents", unit="minutes")
    # Ward W1's centre is nearest to A; C has no journey there.
    assert problem.apart[:, 0].tolist() == [6.0, 10.0, np.inf, np.inf]
    answer = answer_exactly(problem, Question(COVER, 1, 15.0))
    assert answer.best.names == ("W1",)
    assert "model of your travel times" in explain_answer(problem, answer)[1]


def test_jobs_that_come_add_most_where_they_come() -> None:
    reader = read()
    place = find_place("w2", reader, NOWHERE, ["L1"])
    gain = compute_gain(reader, place, 500.0, "no_car", ["L1"])
    assert gain.wards["ward_code"][0] == "W2"
    assert gain.wards["jobs_gain"][0] == pytest.approx(500.0, rel=1e-3), "its only area is there"
    both = gain.wards["jobs_before"] + gain.wards["jobs_gain"]
    assert gain.wards["jobs_after"].to_list() == pytest.approx(both.to_list())
    assert gain.groups.filter(group_code="residents")["times_all"].item() == 1.0
    assert explain_gain(gain)[0].startswith("500 jobs at W2 would add most in W2: its residents")
    other = compute_gain(reader, find_place("W3", reader, NOWHERE, ["L1"]), 500, "no_car", ["L1"])
    assert "W2 adds more than W3" in explain_comparison(gain, other)
    assert (compare_gains(gain, other)["difference"] > 0).all()
    for jobs, setting, words in (
        (0.0, "no_car", "give a number"),
        (float("inf"), "minutes", r"give a number.*no travel times"),
    ):
        with pytest.raises(ReachError, match=words):
            compute_gain(reader, place, jobs, setting, ["L1"])


def test_places_are_found_by_ward_and_postcode_and_refused_in_words() -> None:
    councils = {"L1": "E08000032", "L2": "E08000033"}
    frames = {name: store.read(name, SAMPLE)[0] for name in ("wards", "lsoa_wards", "lsoa_need",
                                                             "lsoa_centroids")}  # fmt: skip
    reader, bradford = reader_of(**frames), [councils["L1"]]
    assert find_place("manningham", reader, [SAMPLE], bradford).lad_code == councils["L1"]
    by_postcode = find_place("bd11hx", reader, [SAMPLE], bradford)
    assert by_postcode.name == "BD1 1HX"
    assert "the centre of City stands for it" in by_postcode.note
    for text, words in (
        ("HX1 1AB", "HX1 1AB is outside Bradford; choose its council"),
        ("BD1", "only the beginning of a postcode"),
        ("Atlantis", "neither a ward of Bradford nor a postcode; give a ward by its name, or a"),
        ("Bowling", "give a ward by its name, such as Bowling and Barkerend, or a postcode"),
        ("ZZ9 9ZZ", "we could not find ZZ9 9ZZ"),
    ):
        with pytest.raises(ReachError, match=words):
            find_place(text, reader, [SAMPLE], bradford)


@pytest.mark.parametrize("text", ["Manningham", "BD1 1HX"])
def test_without_small_areas_a_place_is_refused_for_that(text: str) -> None:
    reader = reader_of(wards=store.read("wards", SAMPLE)[0])
    with pytest.raises(ReachError, match="we do not have the small areas of its wards"):
        find_place(text, reader, [SAMPLE], ["E08000032"])


def rows_of(*pairs: tuple[float, float], partial: int = 0) -> pl.DataFrame:
    count = len(pairs)
    return pl.DataFrame(
        {
            "ward_code": [f"W{number:02}" for number in range(count)], "lad_code": "L1",
            "lad_name": "Testborough", "reach_setting": "no_car",
            "jobs_in_reach": [one for one, _ in pairs],
            "households_no_car_pct": [other for _, other in pairs],
            "status": ["partial"] * partial + ["modelled"] * (count - partial),
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sign", "words"),
    [(1.0, "wards with more jobs within reach without a car also have more"),
     (-1.0, "wards with fewer jobs within reach without a car have more")],
)  # fmt: skip
def test_what_goes_together_is_said_and_never_called_a_cause(sign: float, words: str) -> None:
    rows = rows_of(*((float(n), sign * n) for n in range(10)), partial=1)
    (row,) = rank_correlations(rows).to_dicts()
    assert row["rank_correlation"] == pytest.approx(sign)
    assert (row["wards_count"], row["partial_count"]) == (9, 1)
    sentence = explain_correlation(row)
    assert words in sentence
    assert "We left out 1 ward more" in sentence
    assert sentence.endswith("not that one causes the other.")


def test_too_few_wards_are_not_compared() -> None:
    (row,) = rank_correlations(rows_of(*((float(n), float(n)) for n in range(7)))).to_dicts()
    assert row["rank_correlation"] is None
    assert explain_correlation(row).startswith("Testborough has too few wards")
    (row,) = rank_correlations(rows_of(*((1.0, 2.0) for _ in range(9)), partial=9)).to_dicts()
    assert "9 wards are not known in full" in explain_correlation(row)


def test_wards_hard_to_reach_from_with_few_cars_come_first() -> None:
    rows = rows_of((10.0, 1.0), (1.0, 9.0), (5.0, 5.0), (2.0, 2.0))
    assert list_hard_to_reach(rows, 2)["ward_code"].to_list() == ["W01", "W02"]
