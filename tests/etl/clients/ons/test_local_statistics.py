"""Explore Local Statistics: the indicator that was asked, whole, or an error that says why not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factory_local_statistics import (
    BASE,
    FOUR,
    LEEDS,
    LIST,
    YEARS,
    YORK,
    cube,
    data_url,
    entry,
    neighbours,
    site,
    written,
)  # fmt: skip
from factory_nomis import Answer
from factory_ons import Site, http, settings
from hypothesis import given
from hypothesis import strategies as st

from etl.clients.http import FetchError, IncompleteReply
from etl.clients.ons.local_statistics import (
    IndicatorQuery,
    ListQuery,
    OtherIndicatorsQuery,
    SimilarQuery,
)  # fmt: skip
from etl.clients.ons.local_statistics_cube import read_cube, read_period


def test_figures_are_read_with_their_limits_and_marks() -> None:
    found = read_cube(written(cube(*FOUR, status={"9": "c"})))
    assert (found.slug, found.updated, found.boundary_year) == ("made-rate", "2026-04-01", "2025")
    assert found.frame.rows() == [
        (YORK, f"Name of {YORK}", YEARS[0], 5.0, 4.0, 6.0, None),
        (YORK, f"Name of {YORK}", YEARS[1], 5.5, 4.5, 6.5, None),
        (LEEDS, f"Name of {LEEDS}", YEARS[0], 7.0, 6.0, 8.0, None),
        (LEEDS, f"Name of {LEEDS}", YEARS[1], None, None, None, "c"),
    ]


def test_areas_that_were_not_asked_for_are_said(tmp_path: Path) -> None:
    service = site(made_rate=cube(*FOUR, *FOUR[:2], areas=(YORK, LEEDS, "TLE41")))
    received = IndicatorQuery("made-rate").fetch(http(service), settings(tmp_path))
    assert received.detail["passed_over"] == "areas of other kinds, such as TLE41"


def test_digits_that_only_the_computer_wrote_are_dropped() -> None:
    rows = ((23.799999999999997, 23.7, 24.000000000000004), *FOUR[1:])
    assert read_cube(written(cube(*rows))).frame.row(0)[3:6] == (23.8, 23.7, 24.0)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (cube(*FOUR[:3]), "9 figures where .* must be 12"),
        (cube(*FOUR, size=[2, 2, 2]), "12 figures where .* must be 12"),
        (cube(*FOUR[:3], ("5", None, None)), "a figure that is '5'"),
        (cube(*FOUR[:3], (True, None, None)), "a figure that is True"),
        (cube(*FOUR, id=["areacd", "period", "age", "measure"]), "figures by"),
        (cube(*FOUR, status={"12": "c"}), "not there"),
        (cube(*FOUR, status={"x": "c"}), "no numbers"),
        (cube(*([(None, None, None)] * 4)), "without a single figure"),
        (cube(*FOUR, periods=("2023-01-01/P1Y", "next year")), "cannot be read"),
        (cube(*FOUR, periods=("2023-01-01/P1Y", "2023-06-30")), "more than once"),
        (cube(*FOUR, periods=("2024-01-01/P1Y", "2025-01-01/P1Y")), "figures from"),
        (cube(*FOUR, areas=(YORK, "E06000001")), "without councils of the kinds E08"),
        ({"message": "No data"}, "not figures of an indicator"),
        ([], "not figures of an indicator"),
        (cube(*FOUR, dimension={}), "without their areacd"),
    ],
)
def test_what_is_not_whole_is_refused_in_words(content: Any, words: str) -> None:
    with pytest.raises(IncompleteReply, match=words):
        read_cube(written(content))


@given(st.integers(0, len(written(cube(*FOUR))) - 1))
def test_figures_cut_anywhere_are_refused(cut: int) -> None:
    with pytest.raises(IncompleteReply):
        read_cube(written(cube(*FOUR))[:cut])


@pytest.mark.parametrize(
    ("text", "kind", "name", "last"),
    [
        ("2024-01-01/P1Y", "year", "2024", date(2024, 12, 31)),
        ("2010-04-01/P1Y", "financial-year", "2010/11", date(2011, 3, 31)),
        ("1999-09-01/P1Y", "academic-year", "1999/00", date(2000, 8, 31)),
        ("2026-01-01/P3M", "quarter", "2026-Q1", date(2026, 3, 31)),
        ("2026-04-01/P1Q", "quarter", "2026-Q2", date(2026, 6, 30)),
        ("2025-11-01/P3M", "", "2025-11 to 2026-01", date(2026, 1, 31)),
        ("2024-02-01/P1M", "month", "2024-02", date(2024, 2, 29)),
        ("2020-01-01/P3Y", "", "2020 to 2022", date(2022, 12, 31)),
        ("2026-04-01", "month", "2026-04", date(2026, 4, 1)),
        ("2025-04-30", "year", "2025", date(2025, 4, 30)),
        ("2025-04-30", "", "2025-04-30", date(2025, 4, 30)),
    ],
)
def test_periods_are_named_and_dated(text: str, kind: str, name: str, last: date) -> None:
    named, first, ends = read_period(text, kind)
    assert (named, first, ends) == (name, date.fromisoformat(text[:10]), last)


@pytest.mark.parametrize("text", ["", "2024", "2024-13-01", "2024-01-01/P0Y", "2024-01-01/1Y"])
def test_a_period_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(IncompleteReply, match="a period that"):
        read_period(text)


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.integers(1, 40), st.sampled_from("YQM"))
def test_a_period_follows_the_one_before_it_without_a_gap(
    first: date, count: int, unit: str
) -> None:
    begins = first.replace(day=1)
    _, _, last = read_period(f"{begins}/P{count}{unit}")
    assert last > begins
    following = date.fromordinal(last.toordinal() + 1)
    assert following.day == 1
    months = (following.year - begins.year) * 12 + following.month - begins.month
    assert months == count * {"Y": 12, "Q": 3, "M": 1}[unit]


def test_an_indicator_is_asked_alone_for_all_areas_and_years(tmp_path: Path) -> None:
    service = site(made_rate=cube(*FOUR))
    received = IndicatorQuery("made-rate").fetch(http(service), settings(tmp_path))
    assert service.asked == [LIST, data_url("made-rate")]
    assert received.release == "2026-04-01"


def test_another_indicator_than_was_asked_is_refused(tmp_path: Path) -> None:
    service = site(made_rate=cube(*FOUR, slug="other-rate"))
    with pytest.raises(FetchError, match="the indicator 'other-rate', not 'made-rate'"):
        IndicatorQuery("made-rate").fetch(http(service), settings(tmp_path))


def test_an_indicator_that_is_no_longer_listed_is_not_asked(tmp_path: Path) -> None:
    service = site()
    received = IndicatorQuery("gone-rate").fetch(http(service), settings(tmp_path))
    assert (service.asked, received.pages) == ([LIST], ())
    assert "no longer publishes the indicator gone-rate" in received.detail["remark"]


def test_indicators_that_are_new_are_asked_and_no_others(tmp_path: Path) -> None:
    listed = [entry(), entry("new-rate"), entry("health-rate", topic="health")]
    service = Site({
        LIST: Answer(written(listed)),
        data_url("new-rate"): Answer(written(cube(*FOUR, slug="new-rate"))),
    })  # fmt: skip
    ask = OtherIndicatorsQuery(
        "new", lambda one: one["topic"] == "economy", frozenset({"made-rate"})
    )
    assert len(ask.fetch(http(service), settings(tmp_path)).pages) == 1
    assert service.asked == [LIST, data_url("new-rate")]


def test_a_mark_that_nobody_explained_is_said(tmp_path: Path) -> None:
    service = site(made_rate=cube(*FOUR, status={"9": "?"}))
    received = IndicatorQuery("made-rate").fetch(http(service), settings(tmp_path))
    assert received.detail["flagged"] == "marks we do not know: ?"


@pytest.mark.parametrize(
    "listed", [{}, [], [{"slug": "a"}], [entry(), entry()], [entry(topic=None)], ["x"]]
)
def test_a_list_that_is_none_is_refused(listed: Any, tmp_path: Path) -> None:
    service = Site({LIST: Answer(written(listed))})
    with pytest.raises(FetchError, match="indicator"):
        ListQuery("indicators", str).fetch(http(service), settings(tmp_path))


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ([neighbours(YORK, YORK)], "cannot be"),
        ([neighbours(LEEDS)], "cannot be"),
        ([neighbours()], "cannot be"),
        ([neighbours(YORK), neighbours(YORK)], "more than once"),
        ([neighbours(YORK, similar=[YORK])], "without codes and names"),
        ([neighbours(YORK, similar=None)], "without neighbours"),
        ({"message": "x"}, "no list of groupings"),
    ],
)
def test_neighbours_that_cannot_be_are_refused(groups: Any, words: str, tmp_path: Path) -> None:
    service = Site({f"{BASE}/geo/related/{LEEDS}/similar": Answer(written(groups))})
    with pytest.raises(FetchError, match=words):
        SimilarQuery(LEEDS).fetch(http(service), settings(tmp_path))


def test_an_area_without_neighbours_is_said(tmp_path: Path) -> None:
    service = Site({f"{BASE}/geo/related/{LEEDS}/similar": Answer(b"[]")})
    received = SimilarQuery(LEEDS).fetch(http(service), settings(tmp_path))
    assert received.detail["remark"] == f"ONS names no area like {LEEDS}."
