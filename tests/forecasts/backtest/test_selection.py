"""Which model is used: a champion stays until it is beaten beyond chance. And why, in words."""

from __future__ import annotations

import math
from collections.abc import Mapping

import polars as pl
import pytest
from factory_windows import Off, windows

from forecasts.backtest.reference_record import OWN, STORED
from forecasts.backtest.selection import (
    ENOUGH_AREAS,
    Verdict,
    add_published,
    choose_models,
    independent_origins,
    judge_models,
)
from forecasts.series.series_groups import SERIES_GROUPS, SeriesGroup

JOBS, GVA, ADVERTS = (SERIES_GROUPS[name] for name in ("jobs_section", "gva_section", "adverts"))
TEN, NINE = range(2010, 2020), range(2010, 2019)
CHALLENGER = "share under parent"


def winners(
    off: Mapping[str, Off], group: SeriesGroup = GVA, origins: range = TEN,
    horizons: range = range(1, 2), **more: object,
) -> list[str]:  # fmt: skip
    """The model of each span of horizons, given how far each model is off."""
    code = "total" if group is ADVERTS else "C"
    past = windows(off, group, origins=origins, horizons=horizons, code=code, **more)  # type: ignore[arg-type]
    return [verdict.model for verdict in judge_models(past, group)]


def test_a_champion_that_wins_is_used_with_its_error_and_interval() -> None:
    past = windows({GVA.champion: 0.08, "naive": 0.1, "drift": 0.2}, GVA, origins=TEN)
    (verdict,) = judge_models(past, GVA)
    assert (verdict.area_type, verdict.part) == ("lad", "sector")
    assert (verdict.model, verdict.yardstick, verdict.beaten) == (GVA.champion, "naive", "")
    assert (verdict.ratio, verdict.low, verdict.high) == pytest.approx((0.8, 0.8, 0.8))
    assert (verdict.areas, verdict.origins) == (30, 10)
    (bare,) = judge_models(past, GVA, intervals=False)
    assert bare.ratio == pytest.approx(0.8)
    assert math.isnan(bare.low)


@pytest.mark.parametrize(("origins", "used"), [(NINE, GVA.champion), (TEN, "naive")])
def test_a_naive_stands_in_only_after_ten_independent_origins(origins: range, used: str) -> None:
    assert winners({GVA.champion: 0.12, "naive": 0.1}, origins=origins) == [used]


@pytest.mark.parametrize(("origins", "used"), [(19, GVA.champion), (20, "naive")])
def test_a_naive_that_is_ahead_by_chance_alone_stands_in_after_twenty(
    origins: int, used: str
) -> None:
    def by_turns(_area: int, origin: int, _horizon: int) -> float:
        return 0.02 if origin % 2 else 0.19  # worse on average, at half the origins

    years = range(2020 - origins, 2020)
    assert winners({GVA.champion: by_turns, "naive": 0.1}, origins=years) == [used]


@pytest.mark.parametrize("size", [0.12, 0.101, 0.1])
def test_winners_are_the_same_where_no_interval_is_asked_for(size: float) -> None:
    def by_turns(_area: int, origin: int, _horizon: int) -> float:
        return 0.02 if origin % 2 else 2 * size

    for off in (size, by_turns):
        for origins in (9, 10, 19, 20):
            past = windows({GVA.champion: off, "naive": 0.1}, GVA, origins=range(origins))
            quick, full = (judge_models(past, GVA, intervals=asked) for asked in (False, True))
            assert [v.model for v in quick] == [v.model for v in full]


def test_origins_whose_forecasts_overlap_are_not_independent() -> None:
    """Ten origins a year apart that go two years ahead are five and a half."""
    two = windows({"naive": 0.1}, GVA, origins=TEN, horizons=[2])
    assert independent_origins(two) == pytest.approx(5.5)
    assert independent_origins(two.clear()) == 0
    loses_at_two: dict[str, Off] = {
        GVA.champion: lambda _area, _origin, horizon: 0.2 if horizon == 2 else 0.05, "naive": 0.1,
    }  # fmt: skip
    assert winners(loses_at_two, horizons=range(1, 3)) == [GVA.champion] * 2
    nineteen = range(2001, 2020)
    assert winners(loses_at_two, origins=nineteen, horizons=range(1, 3)) == [GVA.champion, "naive"]


def test_the_naive_that_stands_in_is_the_best_of_them() -> None:
    assert winners({GVA.champion: 0.12, "naive": 0.11, "drift": 0.1}) == ["drift"]


def test_carried_series_keep_their_model_beyond_today_where_it_is_held_level() -> None:
    loses: dict[str, Off] = {GVA.champion: 0.2, "naive": 0.1}
    years = range(1, GVA.steps_to_now + 2)
    many = range(1960, 2020)
    now = ["naive"] * GVA.steps_to_now
    assert winners(loses, origins=many, horizons=years, areas=30) == [*now, GVA.champion]
    monthly = winners({ADVERTS.champion: 0.2, "naive": 0.1}, ADVERTS, range(24_000, 24_200),
                      range(12, 15))  # fmt: skip
    assert monthly == ["naive", "naive"], "adverts are not carried"


def test_a_challenger_replaces_the_champion_only_beyond_chance_and_after_ten_origins() -> None:
    better: dict[str, Off] = {GVA.champion: 0.1, CHALLENGER: 0.05, "naive": 0.3}
    assert winners(better) == [CHALLENGER]
    assert winners(better, origins=NINE) == [GVA.champion]
    assert winners({**better, CHALLENGER: 0.1}) == [GVA.champion], "as good is not better"

    def by_luck(_area: int, origin: int, _horizon: int) -> float:
        return 0.01 if origin % 2 else 0.18  # better on average, at half the origins

    assert winners({**better, CHALLENGER: by_luck}) == [GVA.champion]


def test_one_model_is_used_at_all_horizons() -> None:
    """A challenger that wins one year ahead, and loses at two by more, replaces nothing."""
    mixed: dict[str, Off] = {
        CHALLENGER: lambda _area, _origin, horizon: 0.05 if horizon == 1 else 0.3,
        GVA.champion: 0.1, "naive": 0.4,
    }  # fmt: skip
    assert winners(mixed, origins=range(1990, 2020), horizons=range(1, 3)) == [GVA.champion] * 2


@pytest.mark.parametrize(("area_type", "few"), [("lad", 29), ("region", 7), ("ward", 29)])
def test_few_areas_are_no_record(area_type: str, few: int) -> None:
    off: dict[str, Off] = {GVA.champion: 0.1, "naive": 0.2}
    assert winners(off, areas=few, area_type=area_type) == []
    assert winners(off, areas=few + 1, area_type=area_type) == [GVA.champion]
    assert winners(off, origins=range(2010, 2012)) == [], "two origins"
    assert ENOUGH_AREAS["lad"] > ENOUGH_AREAS["region"]


def test_councils_go_by_councils_and_totals_by_totals() -> None:
    frames = [
        windows({GVA.champion: champion, "naive": 0.1}, GVA, origins=TEN, area_type=kind, code=code)
        for kind, code, champion in (
            ("lad", "C", 0.2), ("lad", "total", 0.05), ("region", "C", 0.1),
        )
    ]  # fmt: skip
    made = {(v.area_type, v.part): v.model for v in judge_models(pl.concat(frames), GVA)}
    assert made == {
        ("lad", "sector"): "naive", ("lad", "total"): GVA.champion,
        ("region", "sector"): GVA.champion,
    }  # fmt: skip


def test_a_champion_that_made_no_forecast_gives_way_to_naive() -> None:
    assert winners({"naive": 0.1}) == ["naive"]


def test_errors_are_judged_as_the_source_rounds() -> None:
    """Of 1,400 and 600 jobs BRES publishes 1,500 and 600, of 1,300 and 700 it publishes 1,250 and
    700."""
    past = windows({JOBS.champion: 0.4, "naive": 0.3}, JOBS, origins=TEN)
    (verdict,) = judge_models(past, JOBS)
    assert verdict.ratio == pytest.approx((500 + 400) / (250 + 300))


def verdict(**changed: object) -> Verdict:
    made = {"area_type": "lad", "part": "total", "horizon_from": 1, "horizon_to": 1,
            "model": "carried by output", "yardstick": "naive", "ratio": 0.9, "low": 0.85,
            "high": 0.97, "areas": 312, "origins": 19}  # fmt: skip
    return Verdict(**{**made, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize("record", [OWN, STORED])
@pytest.mark.parametrize("changed", [
    {}, {"model": "naive", "beaten": "carried by output", "ratio": 1.1}, {"ratio": 1.04},
])  # fmt: skip
def test_the_reason_names_the_record_how_large_it_is_and_the_error(
    record: str, changed: dict[str, object]
) -> None:
    """Its words are tested by themselves (test_reason_words)."""
    made = choose_models([verdict(**changed)], GVA, record)["reason"][0]
    assert record in made
    for part in ("312", "councils", "19", f"{changed.get('ratio', 0.9):.2f}", "0.85 to 0.97"):
        assert part in made


def test_a_horizon_without_a_verdict_takes_that_of_the_longest_before_it() -> None:
    verdicts = [verdict(), verdict(horizon_from=3, horizon_to=3, model="naive", beaten="x")]
    made = choose_models(verdicts, GVA, "r").filter(part="total")
    assert made["horizon"].to_list() == [1, 2, 3, 4, 5]
    assert made["chosen"].to_list() == ["carried by output"] * 2 + ["naive"] * 3
    assert made["error_vs_naive"].to_list() == [0.9, 0.9, 1.0, 1.0, 1.0]
    later = choose_models([verdict(horizon_from=2, horizon_to=2)], GVA, "r")
    assert later["chosen"].to_list() == ["carried by output"] * 5, (
        "the first stands for those before"
    )
    assert choose_models([], GVA, "r").is_empty()


def test_where_the_chosen_model_has_no_forecast_the_champion_stands_then_naive() -> None:
    rows = windows({GVA.champion: 0.1, "naive": 0.2}, GVA, areas=1, origins=range(2010, 2013))
    none = pl.lit(None, pl.Float64)
    rows = rows.with_columns(
        pl.when(pl.col("origin") == 2012).then(none).otherwise(GVA.champion).alias(GVA.champion),
        pl.when(pl.col("origin") == 2010).then(7.0).alias(CHALLENGER),
    )
    choices = choose_models([verdict(part="sector", model=CHALLENGER)], GVA, "r")
    made = add_published(rows, choices, GVA)
    assert made["published"].to_list() == [7.0, rows[GVA.champion][1], rows["naive"][2]]
    untested = add_published(rows, choices.clear(), GVA)
    assert untested["published"][0] == rows[GVA.champion][0]
