"""Priorities of a few councils: what each component is of, and what is missing is said."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from factory_inputs import HERE, NATION, THERE, made, rows

import reference
from catalog.schema import check
from catalog.settings import SAMPLE
from catalog.tables.indicators import SIMILAR_PLACES
from catalog.tables.priorities import COMPONENTS, PRIORITY_COMPONENTS, SKILLS_PRIORITIES
from indicators import inputs
from indicators.inputs import Inputs
from indicators.places import neighbours
from indicators.skills import components, openings, priorities, ranking
from indicators.skills.occupations import CODES

FORECASTS = [
    (area, code, mean, 0.9 * mean, 1.1 * mean)
    for area, jobs in ((HERE, (8000.0, 1000.0)), (THERE, (1000.0, 8000.0)), (NATION, (9e5, 9e5)))
    for code, mean in zip("CG", jobs, strict=True)
]


def three(**frames: pl.DataFrame) -> Inputs:
    """A manufacturing council, one of shops, and a nation in between."""
    return made(
        {HERE: {"C": [8000.0], "G": [1000.0]}, THERE: {"C": [1000.0], "G": [8000.0]},
         NATION: {"C": [9e5], "G": [9e5]}},
        FORECASTS, **frames,
    )  # fmt: skip


def ranked(held: Inputs) -> tuple[pl.DataFrame, pl.DataFrame]:
    found = list(openings.all_openings(held))
    first, second = priorities.priorities(held, found, SIMILAR_PLACES.empty())
    return check(first, SKILLS_PRIORITIES), check(second, PRIORITY_COMPONENTS)


def component(parts: pl.DataFrame, area: str, name: str, code: str) -> dict[str, object]:
    return parts.filter(area_code=area, component=name, occupation_code=code).row(0, named=True)


def test_every_occupation_is_ranked_and_every_component_is_told() -> None:
    first, parts = ranked(three())
    assert first.height == 3 * 26
    assert parts.height == 3 * 26 * len(COMPONENTS)
    for area in (HERE, THERE, NATION):
        ranks = first.filter(area_code=area)["priority_rank"].sort().to_list()
        assert ranks == list(range(1, 27))
    summed = parts.group_by("area_code", "occupation_code").agg(pl.col("contribution").sum())
    both = first.join(summed, on=["area_code", "occupation_code"], validate="1:1")
    np.testing.assert_allclose(both["priority_score"], both["contribution"], atol=1e-9)


def test_what_is_missing_is_said_and_its_weight_is_shared_out() -> None:
    first, parts = ranked(three())
    row = first.filter(area_code=HERE).row(0, named=True)
    assert row["missing_components"] == "pressure; pay"
    assert row["evidence_reason"].endswith("without pressure and pay, so the rest weigh more")
    assert row["evidence_strength"] != "strong", "two components of five are missing"
    assert row["status"] == "partial"
    pay = component(parts, HERE, "pay", "22")
    assert (pay["component_value"], pay["component_weight"], pay["contribution"]) == (None,) * 3
    assert pay["status"] == "missing"
    assert "wardwise supply pay_by_occupation FILE" in str(pay["note"])
    pressure = component(parts, HERE, "pressure", "22")
    assert "wardwise supply adverts_by_occupation FILE" in str(pressure["note"])
    weights = parts.filter(area_code=HERE, occupation_code="22")["component_weight"]
    assert weights.sum() == pytest.approx(1.0)


def test_difference_is_from_the_nation_where_few_places_are_similar() -> None:
    held = three()
    _, parts = ranked(held)
    operatives = component(parts, HERE, "difference", "81")
    assert operatives["component_value"] > 0.3, "a manufacturing council has more operatives"
    assert "Great Britain, because we have jobs by sector of fewer than 3" in str(
        operatives["note"]
    )
    assert component(parts, THERE, "difference", "81")["component_value"] < -0.3
    # The nation has nothing to differ from.
    assert component(parts, NATION, "difference", "81")["status"] == "missing"


def test_difference_is_from_the_mean_of_similar_places() -> None:
    held = three()
    found = {each.area: each for each in openings.all_openings(held)}
    shares = {area: components.share_jobs(each.jobs) for area, each in found.items()}
    shares |= {"S1": shares[THERE], "S2": shares[THERE], "S3": shares[HERE]}
    alike = pl.DataFrame(
        {
            "area_code": HERE, "similar_code": ["S1", "S2", "S3"],
            "similar_name": ["Oakham", "Elmley", "Ashby"], "similar_rank": [1, 2, 3],
        }
    )  # fmt: skip
    part = components.weigh_difference(held, found[HERE], shares, alike)
    place = CODES.index("81")
    usual = (2 * shares[THERE][place] + shares[HERE][place]) / 3
    assert part.values[place] == pytest.approx(math.log(shares[HERE][place] / usual))
    assert part.note.endswith("the most similar places: Oakham, Elmley, Ashby")


def test_relevance_to_the_strategy_is_the_share_of_jobs_in_its_sectors() -> None:
    held = three()
    found = next(each for each in openings.all_openings(held) if each.area == HERE)
    part = components.weigh_strategy(found)
    shares = components.IS8_PCT
    place = CODES.index("81")
    here = dict(zip([code for code, _ in found.sections], found.jobs_in[place], strict=True))
    by_hand = sum(shares[code] * jobs for code, jobs in here.items()) / sum(here.values())
    assert part.values[place] == pytest.approx(by_hand)
    assert shares["J"] == 100
    assert shares["Q"] == 0


def pay(*figures: tuple[str, str, str, float]) -> pl.DataFrame:
    return rows("occupation_pay", *[(area, area, year, code, value, 2.0)
                                    for area, year, code, value in figures])  # fmt: skip


def test_pay_is_of_the_nearest_area_that_has_it_and_its_newest_year() -> None:
    rest = [("E92000001", "2024", code, 30_000.0) for code in CODES[:15] if code != "22"]
    held = three(
        occupation_pay=pay(
            ("E12000001", "2023", "22", 38_000.0), ("E12000001", "2024", "22", 40_000.0),
            ("E92000001", "2024", "22", 44_000.0), ("E92000001", "2024", "71", 20_000.0),
            ("W92000004", "2025", "81", 99_000.0), *rest,
        ),
        regions=pl.DataFrame({"area_code": [HERE], "region_code": ["E12000001"]}),
    )  # fmt: skip
    _, parts = ranked(held)
    nurses, sales, operatives = (component(parts, HERE, "pay", code) for code in ("22", "71", "81"))
    assert nurses["component_value"] == 40_000.0
    assert sales["component_value"] == 20_000.0, "the region has none, so England's"
    assert operatives["status"] == "missing", "Wales says nothing of England"
    assert nurses["note"] == "median of employees in E12000001, 2024"
    assert sales["note"] == "median of employees in E92000001, 2024"
    assert operatives["note"] == "pay of this occupation is withheld or not in the file"


def test_pay_of_a_few_occupations_ranks_none_of_them() -> None:
    few = pay(("E92000001", "2024", "22", 44_000.0), ("E92000001", "2024", "71", 20_000.0))
    first, parts = ranked(three(occupation_pay=few))
    nurses = component(parts, HERE, "pay", "22")
    assert (nurses["component_value"], nurses["status"]) == (None, "missing")
    assert nurses["note"] == "only 2 of 26 occupations have a figure, too few to rank by"
    assert first.filter(area_code=HERE)["missing_components"].unique().to_list() == [
        "pressure; pay"
    ]


def adverts(counts: dict[str, float]) -> pl.DataFrame:
    return rows("adverts", *[(area, "2025-07", code, count, "observed") for area in (HERE,)
                             for code, count in counts.items()])  # fmt: skip


def test_pressure_is_that_of_the_table_of_pressure() -> None:
    held = three(adverts=adverts(dict.fromkeys(CODES, 40.0) | {"22": 400.0}))
    _, parts = ranked(held)
    nurses, sales = (component(parts, HERE, "pressure", code) for code in ("22", "71"))
    assert nurses["component_value"] > 1 > sales["component_value"]
    assert nurses["component_z"] > sales["component_z"]
    assert "unemployment by last occupation" in str(nurses["note"])


def test_places_do_not_change_each_other() -> None:
    held = three()
    found = list(openings.all_openings(held))
    forwards, backwards = (
        priorities.priorities(held, order, SIMILAR_PLACES.empty())[0].sort(
            "area_code", "occupation_code"
        )
        for order in (found, found[::-1])
    )
    assert forwards.equals(backwards)


def test_neighbours_of_the_sample_do_not_have_one_list() -> None:
    held = inputs.read(SAMPLE)
    found = list(openings.all_openings(held))
    ranked_here, parts = priorities.priorities(held, found, neighbours.similar_places(held))
    scores = (
        ranked_here.filter(pl.col("area_code").str.starts_with("E08"))
        .pivot(on="area_code", index="occupation_code", values="priority_score")
        .sort("occupation_code")
    )
    together = np.corrcoef(scores.drop("occupation_code").to_numpy().T)
    pairs = [together[one, other] for one, other in combinations(range(3), 2)]
    # Openings alone go together at .97 and more; three neighbours with one survey are the hardest.
    assert len(pairs) == 3
    assert max(pairs) < 0.9
    # What is stored ranks as what is ranked anew with the same weights.
    anew = ranking.rank_priorities(parts, ranking.DEFAULT_WEIGHTS)
    both = anew.unique(["area_code", "occupation_code"]).join(
        ranked_here, on=["area_code", "occupation_code"], validate="1:1", suffix="_stored"
    )
    assert both.height == ranked_here.height
    assert (both["priority_rank"] == both["priority_rank_stored"]).all()


def test_the_record_of_neighbours_is_below_nine_tenths() -> None:
    record = dict(reference.read("priority_record").iter_rows())
    assert record["pairs of neighbours"] >= 60
    assert record["correlation of priorities, mean"] < 0.9
    assert record["correlation of openings alone, mean"] > 0.95
    assert record["share of draws in which one of the first ten stays"] > 70
