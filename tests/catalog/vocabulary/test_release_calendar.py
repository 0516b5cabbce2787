"""The release calendar: sources that there are, and months that agree with the days we know of."""

from __future__ import annotations

import re
from datetime import date, datetime

import polars as pl
import pytest

import reference
from catalog import store
from catalog.settings import SAMPLE
from catalog.vocabulary.release_calendar import (
    ReleaseCalendarError,
    months_until_release,
    months_until_table_release,
)
from etl.run import registry
from forecasts.series.series_groups import SERIES_GROUPS

CALENDAR = reference.read("release_calendar")
# '... March 2026 was published on 16 June 2026'
DATED = re.compile(r"; (\w+ 20\d\d) was published on (\d+ \w+ 20\d\d)")


def test_every_source_is_one_that_we_have_with_its_table() -> None:
    modules = registry.modules()
    for source_id, table in CALENDAR.select("source_id", "table_name").iter_rows():
        assert modules[source_id].TABLE.name == table
        assert months_until_release(source_id) == months_until_table_release(table)


def test_every_table_that_forecasts_read_is_there() -> None:
    read = {name for group in SERIES_GROUPS.values() for name in (group.reads, group.also) if name}
    assert read
    for name in read:
        assert months_until_table_release(name) > 0


def test_an_unknown_source_is_named_with_those_that_there_are() -> None:
    with pytest.raises(ReleaseCalendarError, match=r"no source 'jobs', only bres, gva, "):
        months_until_release("jobs")
    with pytest.raises(ReleaseCalendarError, match=r"no table 'bres', only jobs, gva, .*add a row"):
        months_until_table_release("bres")


def month_after(day: date, months: int) -> date:
    """The last day of the month so many months after one."""
    return pl.select(pl.lit(day).dt.offset_by(f"{months}mo").dt.month_end()).item()


def test_the_months_cover_the_days_of_release_that_are_said() -> None:
    dated = [
        (row["source_id"], *match.groups())
        for row in CALENDAR.iter_rows(named=True)
        if (match := DATED.search(row["source"]))
    ]
    assert len(dated) >= 6
    for source_id, period, released in dated:
        end = month_after(datetime.strptime(period, "%B %Y").date(), 0)
        day = datetime.strptime(released, "%d %B %Y").date()
        months = months_until_release(source_id)
        assert day <= month_after(end, months), f"{source_id} would be read before its release"
        # Adverts are cautious by a month, and say so.
        assert day > month_after(end, months - 1 - (source_id == "adverts")), source_id


def test_what_nomis_released_had_been_published_when_the_calendar_says() -> None:
    """The newest period of each table of the sample that came with its true day of release."""
    for source_id in ("bres", "claimants", "claimants_small_areas", "workforce_jobs"):
        frame, origin = store.read(registry.modules()[source_id].TABLE.name, SAMPLE)
        newest = frame["period_end"].max()
        assert isinstance(newest, date)
        months = months_until_release(source_id)
        assert date.fromisoformat(origin.release) <= month_after(newest, months), source_id
