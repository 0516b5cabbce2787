"""All councils by one indicator, and two indicators of one period or the nearest."""

from __future__ import annotations

import random

from factory_local import MINE, NATION, NEIGHBOURS, figure, indicator, neighbours, tables

from indicators.places import compare
from indicators.places.local_figures import LocalTables, find_area

OTHER = "E06999988"


def ranked(made: LocalTables, period: str | None = None) -> compare.Ranking:
    return compare.rank_councils(made, find_area(made, MINE), "pay", period)


def test_councils_are_ranked_by_the_printed_figure_and_equals_share_a_rank() -> None:
    values = [figure("pay", MINE, 30.04), *neighbours("pay", [40.0, 30.01, None, 20.0])]
    found = ranked(tables([indicator("pay")], values))
    ranks = dict(found.councils.select("area_code", "rank").iter_rows())
    assert ranks == {
        NEIGHBOURS[0]: 1, MINE: 2, NEIGHBOURS[1]: 2, NEIGHBOURS[3]: 4, NEIGHBOURS[2]: None,
    }  # fmt: skip
    assert found.ranked_count == 4
    assert found.councils.filter(area_code=NEIGHBOURS[2])["status"][0] == "missing"


def test_each_council_is_what_it_is_to_the_chosen_one() -> None:
    values = [figure("pay", MINE, 1.0), figure("pay", OTHER, 2.0), *neighbours("pay", [3.0])]
    found = ranked(tables([indicator("pay")], values)).councils
    assert dict(found.select("area_code", "role").iter_rows()) == {
        MINE: compare.CHOSEN, OTHER: compare.OTHER, NEIGHBOURS[0]: compare.NEIGHBOUR,
    }  # fmt: skip


def test_the_period_is_the_newest_of_the_council_unless_one_is_picked() -> None:
    values = [figure("pay", MINE, 1.0, 2022), *neighbours("pay", [5.0], year=2024),
              *neighbours("pay", [6.0], year=2022)]  # fmt: skip
    made = tables([indicator("pay")], values)
    assert (ranked(made).period, ranked(made).newest_period) == ("2022", "2024")
    assert ranked(made, "2024").period == "2024"
    assert ranked(made, "1999").period == "2022"
    assert compare.list_periods(made, "pay") == ["2024", "2022"]
    without = tables([indicator("pay")], neighbours("pay", [5.0], year=2024))
    assert ranked(without).period == "2024"


def test_the_order_of_rows_does_not_matter() -> None:
    values = [figure("pay", MINE, 1.0), *neighbours("pay", [3.0, 3.0, None, 2.0, 1.0])]
    shuffled = random.Random(3).sample(values, len(values))
    first, second = (ranked(tables([indicator("pay")], rows)) for rows in (values, shuffled))
    assert first.councils.equals(second.councils)


def test_a_second_indicator_is_of_the_same_period_or_the_nearest() -> None:
    values = [figure("pay", MINE, 1.0, 2022), figure("homes", MINE, 7.0, 2019)]
    values += [figure("homes", MINE, 8.0, 2021), figure("homes", MINE, 9.0, 2024)]
    made = tables([indicator("pay"), indicator("homes")], values)
    pairs, period = compare.pair_indicators(made, ranked(made), "homes")
    assert period == "2021"
    assert pairs.select("value_first", "value_second").rows() == [(1.0, 8.0)]
    same = tables([indicator("pay"), indicator("homes")],
                  [*values, figure("homes", MINE, 5.0, 2022)])  # fmt: skip
    assert compare.pair_indicators(same, ranked(same), "homes")[1] == "2022"


def test_councils_that_lack_either_figure_are_not_in_a_pair() -> None:
    values = [figure("pay", MINE, 1.0), *neighbours("pay", [2.0, None])]
    values += [figure("homes", MINE, None), *neighbours("homes", [5.0, 6.0])]
    made = tables([indicator("pay"), indicator("homes")], values)
    pairs, _ = compare.pair_indicators(made, ranked(made), "homes")
    assert pairs["area_code"].to_list() == [NEIGHBOURS[0]]
    nothing = tables([indicator("pay"), indicator("homes")], [figure("pay", MINE, 1.0)])
    assert compare.pair_indicators(nothing, ranked(nothing), "homes")[0].is_empty()


def test_only_indicators_with_figures_of_councils_can_be_picked() -> None:
    values = [figure("pay", MINE, 1.0), figure("homes", NATION, 1.0)]
    made = tables([indicator("pay"), indicator("homes")], values)
    assert compare.list_indicators(made)["indicator_code"].to_list() == ["pay"]
