"""Tables of reach: what is partial and missing, and who is given a rank."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from factory_places import centroids, jobs_of, lookup, need_of, outlines, reader_of, wards_of

from access.reach_lsoa import LsoaReach, make_reach_lsoa
from access.reach_ward import make_reach_ward, rank_wards
from catalog.reading import Reader
from catalog.schema import check
from catalog.tables.access import REACH_LSOA, REACH_WARD

# Two wards of the council L1, of two small areas and one; a neighbour in L2.
KM = {"A": (0.0, 0.0), "B": (2.0, 0.0), "C": (6.0, 0.0), "N": (8.0, 0.0)}
WARDS = lookup(A="L1 W1", B="L1 W1", C="L1 W2", N="L2 W3")
OUTLINES = outlines(L1=(-3, -3, 7, 3), L2=(7, -3, 12, 3))


def read(**instead: pl.DataFrame) -> Reader:
    frames = {
        "lsoa_centroids": centroids(**KM), "lsoa_wards": WARDS, "wards": wards_of(WARDS, "L1"),
        "reach_jobs": jobs_of(A=100.0, B=200.0, C=50.0, N=1000.0),
        "lsoa_need": need_of(A=300.0, B=100.0, C=200.0, N=100.0),
        "council_boundaries": OUTLINES,
    }  # fmt: skip
    return reader_of(**{**frames, **instead})


def tables(reader: Reader, setting: str = "no_car") -> tuple[LsoaReach, pl.DataFrame]:
    reach = make_reach_lsoa(reader)
    check(reach.frame, REACH_LSOA)
    wards = check(make_reach_ward(reader, reach), REACH_WARD)
    return reach, wards.filter(reach_setting=setting).sort("ward_code")


def test_a_ward_is_the_mean_of_its_areas_by_residents() -> None:
    reach, wards = tables(read())
    lsoas = reach.frame.filter(reach_setting="no_car").sort("lsoa_code")
    assert lsoas["lsoa_code"].to_list() == ["A", "B", "C"], "only of the councils that we have"
    own = 1.0  # half of 2 km, for A, B and C's neighbour
    apart = np.array([[own, 2, 6, 8], [2, own, 4, 6], [6, 4, own, 2]])
    expected = np.exp(-0.5 * apart) @ np.array([100.0, 200.0, 50.0, 1000.0])
    # National Grid and degrees there and back, and straight lines on a sphere: within 0.1%.
    np.testing.assert_allclose(lsoas["jobs_in_reach"], expected, rtol=1e-3)
    of_ward = (300 * expected[0] + 100 * expected[1]) / 400
    assert wards["jobs_in_reach"][0] == pytest.approx(of_ward, rel=1e-3)
    assert wards["status"].to_list() == ["modelled", "modelled"]
    assert wards["rank_in_council"].to_list() == [2, 1]
    assert wards["residents_16_plus"].to_list() == [400.0, 200.0]
    assert wards["households_no_car_pct"].to_list() == [10.0, 10.0]
    assert wards["residents_no_qualifications_pct"].to_list() == [25.0, 25.0]
    assert reach.notes == ()


def test_neighbours_without_jobs_are_partial_counted_and_named() -> None:
    reach, wards = tables(read(reach_jobs=jobs_of(A=100.0, B=200.0, C=50.0)))
    assert wards["status"].to_list() == ["partial", "partial"], "8 and 6 km away, within 9.2"
    assert wards["rank_in_council"].to_list() == [None, None]
    assert wards["neighbours_missing_count"].to_list() == [1, 1]
    assert wards["lowest_fifth_pct"].null_count() == 2
    assert "We lack the jobs of small areas in L2 (1 LSOA), so wards" in reach.notes[0]


@pytest.mark.parametrize("setting", ["no_car", "any", "within_5km"])
def test_a_council_alone_is_never_ranked(setting: str) -> None:
    """Without the centres of neighbours nothing is missing by count: the outlines say so."""
    alone = lookup(A="L1 W1", B="L1 W1", C="L1 W2")
    lonely = {code: km for code, km in KM.items() if code != "N"}
    reach, wards = tables(
        read(
            lsoa_centroids=centroids(**lonely), lsoa_wards=alone,
            reach_jobs=jobs_of(A=100.0, B=200.0, C=50.0),
        ),
        setting,
    )  # fmt: skip
    assert "partial" in wards["status"].to_list()
    assert wards["rank_in_council"].null_count() == 2
    assert "We have no small areas of Council L2" in reach.notes[0]


def test_without_outlines_nobody_is_ranked() -> None:
    frames = read()._frames
    frames.pop("council_boundaries")
    reach, wards = tables(reader_of(**frames))
    assert wards["rank_in_council"].null_count() == 2
    assert "cannot tell whether neighbours are missing" in reach.notes[0]


def test_an_area_without_a_centre_or_residents_is_missing_and_its_ward_partial() -> None:
    here = {code: km for code, km in KM.items() if code != "B"}
    reach, wards = tables(read(lsoa_centroids=centroids(**here)))
    rows = reach.frame.filter(lsoa_code="B")
    assert rows["status"].unique().to_list() == ["missing"]
    assert rows["jobs_in_reach"].null_count() == rows.height
    assert wards["status"].to_list() == ["partial", "modelled"]
    _, wards = tables(read(lsoa_need=need_of(A=300.0, B=100.0, N=100.0)))
    assert wards["status"].to_list() == ["modelled", "missing"]
    assert wards["jobs_in_reach"][1] is None, "null is not zero"


def test_partial_jobs_make_partial_reach() -> None:
    jobs = jobs_of(A=100.0, B=200.0, C=50.0, N=1000.0).with_columns(
        status=pl.when(pl.col("lsoa_code") == "N").then(pl.lit("partial")).otherwise("status")
    )
    assert tables(read(reach_jobs=jobs))[1]["status"].to_list() == ["partial", "partial"]


def test_travel_times_replace_straight_lines_in_a_setting_of_their_own() -> None:
    times = pl.DataFrame(
        [("A", "B", 20.0), ("A", "C", 40.3), ("B", "B", 5.0), ("B", "N", 30.0)],
        schema=["origin_code", "destination_code", "travel_minutes"], orient="row",
    )  # fmt: skip
    reach, wards = tables(read(travel_times=times), "minutes")
    lsoas = reach.frame.filter(reach_setting="minutes").sort("lsoa_code")

    def weight(minutes: float) -> float:
        return float(1 / (1 + np.exp((minutes - 40.3) / 12.8)))

    # A is half of its quickest journey from itself, but no journey ends there: its jobs are
    # missing, and that is why it is partial.
    assert lsoas["jobs_in_reach"][0] == pytest.approx(200 * weight(20) + 50 * 0.5)
    assert lsoas["jobs_in_reach"][1] == pytest.approx(200 * weight(5) + 1000 * weight(30))
    assert lsoas["status"].to_list() == ["partial", "partial", "missing"]
    assert wards["rank_in_council"].null_count() == 2
    assert set(reach.frame["reach_setting"]) == {"no_car", "any", "within_5km", "minutes"}


def wards_with(*rows: tuple[str, float | None, float | None, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [("L1", "no_car", *row) for row in rows],
        schema=["lad_code", "reach_setting", "ward_code", "jobs_in_reach", "most_jobs", "status"],
        orient="row",
    )


@pytest.mark.parametrize(
    ("rows", "ranks"),
    [
        ([("W1", 9.0, 9.0, "modelled"), ("W2", 7.0, 7.0, "modelled")], [1, 2]),
        # W2 could not come to the front, so W1's rank is sure; its own is not.
        ([("W1", 9.0, 9.0, "modelled"), ("W2", 7.0, 8.0, "partial")], [1, None]),
        ([("W1", 9.0, 9.0, "modelled"), ("W2", 7.0, 10.0, "partial")], [None, None]),
        # Nobody can say how much W2 reaches.
        ([("W1", 9.0, 9.0, "modelled"), ("W2", 7.0, None, "partial")], [None, None]),
        ([("W1", 9.0, 9.0, "modelled"), ("W2", None, None, "missing")], [1, None]),
        ([("W1", 9.0, 9.0, "modelled"), ("W2", 9.0, 9.0, "modelled")], [1, 2]),
    ],
)
def test_a_rank_is_given_where_missing_neighbours_could_not_change_it(
    rows: list[tuple[str, float | None, float | None, str]], ranks: list[int | None]
) -> None:
    assert rank_wards(wards_with(*rows)).sort("ward_code")["rank_in_council"].to_list() == ranks
