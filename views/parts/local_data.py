"""What the profile and the comparison read: local indicators of all councils, worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

import polars as pl
import streamlit as st

from catalog import builds
from indicators.places import compare, local_figures, neighbour_strip, profile
from indicators.places.compare import Ranking
from indicators.places.local_figures import Area, LocalTables
from indicators.places.profile import Profile
from presentation import council_map
from views.parts import data

TABLES: Final = ("local_indicators", "local_indicator_values", "similar_areas", "councils")
SOURCES: Final = TABLES[:2]


def read_tables() -> LocalTables:
    return LocalTables(*(data.table(name)[0] for name in TABLES))


def has_figures() -> bool:
    return not data.table(TABLES[1])[0].is_empty()


def councils() -> dict[str, str]:
    """Code and name of every council with a local figure, by name."""
    return _councils(data.stamp_tables(TABLES), read_tables())


# Worked out once for each file of tables; nothing in them is ever changed in place.
@st.cache_resource(max_entries=5, show_spinner=False)
def _councils(stamps: data.TableStamps, _tables: LocalTables) -> dict[str, str]:  # noqa: ARG001
    return local_figures.list_councils(_tables.values)


def read_profile(code: str, grouping: str) -> Profile:
    today = datetime.now(UTC).date()
    return _profile(code, grouping, today, data.stamp_tables(TABLES), read_tables())


@st.cache_resource(max_entries=100, show_spinner=False)
def _profile(
    code: str,
    grouping: str,
    today: date,
    stamps: data.TableStamps,  # noqa: ARG001
    _tables: LocalTables,
) -> Profile:
    return profile.build_profile(_tables, code, today, grouping)


def find_area(code: str, grouping: str) -> Area:
    return local_figures.find_area(read_tables(), code, grouping)


def rank_councils(area: Area, indicator: str, period: str | None) -> Ranking:
    return _ranking(area, indicator, period, data.stamp_tables(TABLES), read_tables())


@st.cache_resource(max_entries=200, show_spinner=False)
def _ranking(
    area: Area,
    indicator: str,
    period: str | None,
    stamps: data.TableStamps,  # noqa: ARG001
    _tables: LocalTables,
) -> Ranking:
    return compare.rank_councils(_tables, area, indicator, period)


def list_trend(area: Area, indicator: str) -> pl.DataFrame:
    return profile.list_trend(read_tables(), area, indicator)


def list_series(code: str, indicators: Sequence[str]) -> dict[str, list[tuple[date, float]]]:
    return profile.list_series(read_tables().values, code, indicators)


def place_neighbours(found: Profile) -> pl.DataFrame:
    return neighbour_strip.place_neighbours(read_tables(), found)


def list_indicators() -> pl.DataFrame:
    return compare.list_indicators(read_tables())


def list_periods(indicator: str) -> list[str]:
    return compare.list_periods(read_tables(), indicator)


def pair_indicators(first: Ranking, second: str) -> tuple[pl.DataFrame, str]:
    return compare.pair_indicators(read_tables(), first, second)


def outlines() -> pl.DataFrame:
    return data.table(data.OUTLINES)[0]


def fit_outlines(focus: Sequence[str]) -> council_map.FittedOutlines:
    return _fitted(tuple(focus), data.stamp_tables([data.OUTLINES]), outlines())


# One to two megabytes each: that of all councils, which Compare shows, and some of a profile.
@st.cache_resource(max_entries=10, show_spinner=False)
def _fitted(
    focus: tuple[str, ...],
    stamps: data.TableStamps,  # noqa: ARG001
    _outlines: pl.DataFrame,
) -> council_map.FittedOutlines:
    return council_map.fit_outlines(_outlines, focus)


def neighbours_retrieved() -> str:
    """The day on which ONS gave who is like whom; "" if unknown."""
    return next((one.retrieved[:10] for one in data.origins(["similar_areas"])), "")


def embedded_sentence() -> str:
    """That the figures shown are those embedded in Wardwise and how old they are; "" if not."""
    return builds.embedded_sentence(data.settings(), SOURCES)
