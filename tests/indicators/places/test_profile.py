"""The profile of a council: which headlines, their past, their age."""

from __future__ import annotations

from datetime import date

from factory_local import MINE, NATION, figure, indicator, neighbours, tables

from indicators.places import profile
from indicators.places.limits import HIGHER, LOWER, SAME

TODAY = date(2026, 11, 26)
WORK, NORTHERN, CLAIMS = "employment-rate", "employment-rate-ni", "claimant-count"


def test_headlines_are_in_their_order_and_others_are_left_out() -> None:
    made = tables(
        [indicator(CLAIMS), indicator(WORK), indicator("unlisted")],
        [figure(code, MINE, 1.0) for code in (CLAIMS, WORK, "unlisted")],
    )
    found = profile.build_profile(made, MINE, TODAY)
    assert found.headlines["indicator_code"].to_list() == [WORK, CLAIMS]
    assert set(found.all_figures["indicator_code"]) == {CLAIMS, WORK, "unlisted"}


def test_of_indicators_of_one_headline_that_with_a_figure_is_shown() -> None:
    both = [indicator(WORK), indicator(NORTHERN)]
    made = tables(both, [figure(WORK, MINE, None), figure(NORTHERN, MINE, 70.0)])
    assert profile.build_profile(made, MINE, TODAY).headlines["indicator_code"].to_list() == [
        NORTHERN
    ]
    neither = tables(both, [figure(WORK, MINE, None)])
    shown = profile.build_profile(neither, MINE, TODAY).headlines
    assert shown.select("indicator_code", "value", "status").row(0) == (WORK, None, "missing")


def test_what_no_council_of_the_nation_has_is_named() -> None:
    made = tables(
        [indicator(WORK, countries="N"), indicator(CLAIMS, countries="E")],
        [figure(CLAIMS, MINE, 1.0)],
    )
    assert profile.build_profile(made, MINE, TODAY).not_published == ("Employment-rate",)


def test_a_council_without_figures_has_a_profile_without_rows() -> None:
    made = tables([indicator(WORK)], [figure(WORK, NATION, 1.0)])
    found = profile.build_profile(made, "E06000099", TODAY)
    assert found.headlines.is_empty()
    assert found.standing_out.is_empty()
    assert found.count_of(SAME) == 0


def test_the_past_is_five_years_back_or_the_earliest_since() -> None:
    def past(figures: dict[int, float]) -> tuple[str | None, str | None]:
        made = tables([indicator(WORK)], [figure(WORK, MINE, v, y) for y, v in figures.items()])
        row = profile.build_profile(made, MINE, TODAY).headlines.row(0, named=True)
        return row["earlier_period"], row["trend_difference"]

    assert past({2010: 1.0, 2019: 70.0, 2020: 60.0, 2024: 75.0}) == ("2019", HIGHER)
    assert past({2021: 80.0, 2024: 75.0}) == ("2021", LOWER)
    assert past({2010: 1.0, 2024: 75.0}) == (None, None)


def test_a_figure_more_than_a_release_old_is_marked() -> None:
    def sentence(year: int) -> str:
        values = [figure(WORK, MINE, 1.0, year)]
        values += [figure(WORK, NATION, 1.0, newer) for newer in range(2019, 2025)]
        made = tables([indicator(WORK)], values)
        return str(profile.build_profile(made, MINE, TODAY).headlines["age_sentence"][0])

    assert sentence(2024) == sentence(2023) == ""
    assert sentence(2021).startswith("3 releases behind: 2021")


def test_a_trend_has_lines_of_the_council_the_nation_and_the_middle_of_neighbours() -> None:
    values = [figure(WORK, MINE, 70.0), figure(WORK, NATION, 71.0)]
    values += neighbours(WORK, (10.0, 20.0, 30.0, 40.0, 50.0))
    values += neighbours(WORK, (10.0, 20.0), year=2020)
    made = tables([indicator(WORK)], values)
    area = profile.build_profile(made, MINE, TODAY).area
    lines = profile.list_trend(made, area, WORK)
    assert lines.select("line", "period", "value").rows() == [
        ("council", "2024", 70.0), ("nation", "2024", 71.0), ("neighbours", "2024", 30.0),
    ]  # fmt: skip
