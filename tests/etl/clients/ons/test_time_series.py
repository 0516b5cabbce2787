"""Time series of the ONS website: the right one, every month of it read, or an error."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factory_nomis import Answer
from factory_ons import Site, http, part, settings

from etl.clients.http import FetchError
from etl.clients.ons.time_series import ExpectedSeries, SeriesQuery, months_of, quarters_of

BASE = "https://example.org/site"
SERIES = ExpectedSeries("/topic/timeseries/ap2y/lms", r"Vacancies \(thousands\)")


def series(**changes: Any) -> bytes:
    about = {
        "title": "UK Vacancies (thousands) - Total", "cdid": "AP2Y",
        "releaseDate": "2026-06-16T00:00:00.000Z", "nextRelease": "16 July 2026",
    }  # fmt: skip
    months = [
        {"year": "2026", "month": "April", "label": "2026 MAR-MAY", "value": "712"},
        {"year": "2025", "month": "December", "label": "2025 NOV-JAN", "value": "720"},
        {"year": "2026", "month": "January", "label": "2026 DEC-FEB", "value": "1,731"},
        {"year": "2026", "month": "April", "label": "2026 FEB-APR", "value": "713"},
        {"year": "2026", "month": "March", "label": "2026 MAR", "value": "-"},
    ]
    return json.dumps(
        {"description": about | changes, "months": changes.get("months", months)}
    ).encode()


def test_a_series_says_when_it_was_released(tmp_path: Path) -> None:
    site = Site({f"{BASE}/topic/timeseries/ap2y/lms/data": Answer(series())})
    received = SeriesQuery("total", SERIES).fetch(http(site), settings(tmp_path))
    assert (received.release, received.detail["next_release"]) == ("2026-06-16", "16 July 2026")


def test_a_release_stamped_with_the_midnight_before_is_of_the_day_after(tmp_path: Path) -> None:
    body = series(releaseDate="2026-06-15T23:00:00.000Z")
    site = Site({f"{BASE}/topic/timeseries/ap2y/lms/data": Answer(body)})
    assert (
        SeriesQuery("total", SERIES).fetch(http(site), settings(tmp_path)).release == "2026-06-16"
    )


def test_a_month_of_a_rolling_series_covers_what_its_label_says(tmp_path: Path) -> None:
    found = months_of([part(tmp_path, series(), key="total")])
    assert found.select("period", "period_start", "period_end", "value").rows() == [
        ("2026-05", date(2026, 3, 1), date(2026, 5, 31), 712.0),
        ("2026-01", date(2025, 11, 1), date(2026, 1, 31), 720.0),
        ("2026-02", date(2025, 12, 1), date(2026, 2, 28), 1731.0),
        ("2026-04", date(2026, 2, 1), date(2026, 4, 30), 713.0),
    ]


def months(*values: tuple[str, str, str]) -> bytes:
    return series(months=[
        {"year": "2026", "month": month, "label": label, "value": value}
        for month, label, value in values
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (months(("January", "2026 JAN", "1"), ("Febtember", "2026 FEB", "2")), "cannot be read"),
        (months(("January", "2026 JAN", "1"), ("", "2026 FEB", "2")), "cannot be read"),
        (months(("January", "2025 JAN", "1")), "cannot be read"),
        (months(("March", "2026 JAN-OCT", "1")), "cannot be read"),
        (months(("January", "2026 JAN", "about 5")), "whose value is 'about 5'"),
        (months(("January", "2026 JAN", "1e99")), "whose value is '1e99'"),
        (months(("January", "2026 JAN", "1"), ("January", "2026 JAN", "2")), "more than once"),
        (months(("January", "2026 JAN", "1"), ("March", "2026 MAR", "2")), "with gaps"),
        (months(("January", "2026 JAN", "-")), "without a single value"),
        (series(date="2026 DEC"), "without its newest month, 2026 DEC"),
        (series(months={"a": 1}), "without any month"),
        (series(months=["x"]), "a month that is 'x'"),
    ],
)
def test_a_month_that_cannot_be_read_is_an_error_and_no_row_is_dropped(
    body: bytes, words: str, tmp_path: Path
) -> None:
    site = Site({f"{BASE}/topic/timeseries/ap2y/lms/data": Answer(body)})
    with pytest.raises(FetchError, match=words):
        SeriesQuery("total", SERIES).fetch(http(site), settings(tmp_path))


def test_months_without_a_value_are_said(tmp_path: Path) -> None:
    site = Site({f"{BASE}/topic/timeseries/ap2y/lms/data": Answer(series())})
    received = SeriesQuery("total", SERIES).fetch(http(site), settings(tmp_path))
    assert received.detail["passed_over"] == "1 months without a value"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (series(cdid="JP9H"), "the series 'JP9H', not AP2Y"),
        (series(title="UK Vacancies ratio - Total"), "titled 'UK Vacancies ratio - Total'"),
        (series(months=[]), "without any month"),
        (b"<html>", "not JSON but '<html>'"),
        (b'{"description": {}}', "not a time series"),
    ],
)
def test_another_series_is_refused(body: bytes, words: str, tmp_path: Path) -> None:
    site = Site({f"{BASE}/topic/timeseries/ap2y/lms/data": Answer(body)})
    with pytest.raises(FetchError, match=words):
        SeriesQuery("total", SERIES).fetch(http(site), settings(tmp_path))


def test_the_probe_hears_of_a_changed_title_but_not_of_a_dead_line(tmp_path: Path) -> None:
    url = f"{BASE}/topic/timeseries/ap2y/lms/data"
    site = Site({url: Answer(series(title="Vacancies (persons)"))})
    assert "titled 'Vacancies (persons)'" in SERIES.differences(http(site), settings(tmp_path))[0]
    assert SERIES.differences(http(Site({url: Answer(series())})), settings(tmp_path)) == []
    with pytest.raises(FetchError, match="HTTP 503"):
        SERIES.differences(http(Site({url: Answer(b"", 503)})), settings(tmp_path))


JOBS = ExpectedSeries("/topic/timeseries/ap2y/lms", r"Vacancies \(thousands\)", "quarters")


def quarters(*points: tuple[str, str, str], newest: str = "2026 Q1") -> bytes:
    """A series with these quarters (date, quarter, value), and a month that nobody asks for."""
    entries = [
        {"date": at, "year": at[:4], "month": "", "quarter": name, "label": at, "value": value}
        for at, name, value in points
    ]
    content = json.loads(series(date=newest))
    return json.dumps(content | {"quarters": entries}).encode()


def test_quarters_are_read_where_they_are_wanted_and_named_by_their_last_month(
    tmp_path: Path,
) -> None:
    body = quarters(("2025 Q4", "Q4", "35,918"), ("2026 Q1", "Q1", "36,001"))
    read = quarters_of([part(tmp_path, body, key="total")])
    assert read.select("period", "period_start", "period_end", "value").rows() == [
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31), 35_918.0),
        ("2026-03", date(2026, 3, 1), date(2026, 3, 31), 36_001.0),
    ]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (quarters(("2026 Q1", "Q5", "1")), "a quarter that cannot be read"),
        (quarters(("2026 Q1", "", "1")), "a quarter that cannot be read"),
        (quarters(("2026 Q1", "Q2", "1")), "a quarter that cannot be read"),
        (quarters(("2025 Q3", "Q3", "1"), ("2026 Q1", "Q1", "1")), "2 quarters with gaps"),
        (quarters(("2026 Q1", "Q1", "1"), ("2026 Q1", "Q1", "2")), "a quarter more than once"),
        (quarters(("2025 Q4", "Q4", "1")), "without its newest quarter, 2026 Q1"),
        (series(), "without any quarter"),
    ],
)
def test_a_quarter_that_cannot_be_read_is_an_error(body: bytes, words: str, tmp_path: Path) -> None:
    site = Site({f"{BASE}/topic/timeseries/ap2y/lms/data": Answer(body)})
    with pytest.raises(FetchError, match=words):
        SeriesQuery("total", JOBS).fetch(http(site), settings(tmp_path))
