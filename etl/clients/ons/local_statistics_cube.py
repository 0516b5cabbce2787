"""A reply of figures of Explore Local Statistics (JSON-stat): read whole, or refused in words."""

from __future__ import annotations

import calendar
import math
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from catalog.vocabulary.areas import UK_COUNCILS, uk_area_type
from etl.clients.http import IncompleteReply
from etl.clients.replies import read_json

LEVELS: Final = ("ctry", "rgn", "cauth", "utla", "ltla")
KINDS: Final = ("lad", "county", "cauth", "region", "country")  # of our areas at these levels
MEASURES: Final = ("value", "lci_95", "uci_95")
AXES: Final = ("areacd", "period", "measure")
# GSS letters for a cell. c: confidential, u: unreliable, x: not available, z: not applicable,
# w: none recorded, low: too small to publish; with a figure e: estimated, p: provisional,
# r: revised, b: break in the series, f: forecast.
SUPPRESSED_FLAGS: Final = ("c", "u", "low")
MISSING_FLAGS: Final = ("x", "z", "w", "m")
OTHER_FLAGS: Final = ("e", "p", "r", "b", "f")
KNOWN_FLAGS: Final = (*SUPPRESSED_FLAGS, *MISSING_FLAGS, *OTHER_FLAGS)
# How much of a day names it.
NAME_LENGTHS: Final = {"year": 4, "month": 7}
MONTHS_OF: Final = {"Y": 12, "Q": 3, "M": 1}
# 2026-11: figures are written as 23.799999999999997 for 23.8.
NOISE_DECIMALS: Final = 9
ROWS: Final = {
    "area_code": pl.String, "area_name": pl.String, "written": pl.String,
    **dict.fromkeys(MEASURES, pl.Float64), "flag": pl.String,
}  # fmt: skip


@dataclass(frozen=True)
class Cube:
    """The figures of an indicator: `frame` has ROWS, one for each area and period. Some have no
    figure, and a mark that says why or none. `period_kind` is what ONS calls its periods,
    `boundary_year` that of the areas; '' if unknown.
    """

    slug: str
    updated: str
    period_kind: str
    boundary_year: str
    has_limits: bool
    frame: pl.DataFrame

    @property
    def other_areas(self) -> list[str]:
        """Codes of areas of kinds that we did not ask for."""
        codes = self.frame["area_code"].unique()
        return codes.filter(codes.to_frame().select(_is_other()).to_series()).sort().to_list()

    @property
    def unknown_flags(self) -> list[str]:
        """Marks of cells whose meaning we do not know."""
        return sorted(set(self.frame["flag"].unique().drop_nulls()) - set(KNOWN_FLAGS))


def read_cube(body: bytes) -> Cube:
    """The indicator of a reply. IncompleteReply where it is cut, or not of the form we know."""
    content = read_json(body)
    extension = content.get("extension") if isinstance(content, dict) else None
    if not isinstance(extension, dict) or not isinstance(extension.get("slug"), str):
        raise IncompleteReply(f"JSON that is not figures of an indicator: {content!r:.80}")
    axes = content.get("id")
    if axes != list(AXES):
        raise IncompleteReply(f"figures by {axes}, not by {', '.join(AXES)}", final=True)
    areas, periods, measures = (_members(content, axis) for axis in AXES)
    _prove_measures(measures)
    shape = [len(areas), len(periods), len(measures)]
    values = content.get("value")
    if (
        not isinstance(values, list)
        or content.get("size") != shape
        or len(values) != math.prod(shape)
    ):
        count = len(values) if isinstance(values, list) else "no"
        raise IncompleteReply(f"{count} figures where {shape} must be {math.prod(shape):,}")
    wrong = [value for value in values if not _is_figure(value)]
    if wrong:
        raise IncompleteReply(f"a figure that is {wrong[0]!r:.40}")
    kind = str(extension.get("periodFormat") or "")
    _prove_coverage(extension, areas, periods, kind)
    labels = content["dimension"]["areacd"]["category"].get("label")
    names = labels if isinstance(labels, dict) else {}
    frame = _frame(areas, names, periods, measures, values, _flags(content, len(values)))
    if frame["value"].is_null().all():
        raise IncompleteReply("an indicator without a single figure")
    geography = extension.get("geography")
    year = geography.get("year") if isinstance(geography, dict) else None
    return Cube(
        extension["slug"],
        str(content.get("updated", "")),
        kind,
        str(year or ""),
        bool(extension.get("confidenceIntervals")),
        frame,
    )


def _is_other() -> pl.Expr:
    kind = uk_area_type(pl.col("area_code"))
    return kind.is_null() | ~kind.is_in(KINDS)


def _members(content: dict[str, Any], axis: str) -> list[str]:
    """The codes on an axis in the order of their figures; IncompleteReply where places lack."""
    try:
        index = content["dimension"][axis]["category"]["index"]
        ordered = sorted(index, key=index.__getitem__)
        places = [index[name] for name in ordered]
    except (KeyError, TypeError, AttributeError) as error:
        raise IncompleteReply(f"figures without their {axis}") from error
    if places != list(range(len(places))) or not ordered:
        raise IncompleteReply(f"figures whose {axis} have places {places[:5]}")
    return ordered


def _prove_measures(measures: list[str]) -> None:
    unknown = set(measures) - set(MEASURES)
    if "value" not in measures or unknown:
        raise IncompleteReply(f"measures {measures}, not among {', '.join(MEASURES)}", final=True)


def _prove_coverage(
    extension: dict[str, Any], areas: list[str], periods: list[str], kind: str
) -> None:
    """Every kind of council that the indicator has is there, and its periods from the first on."""
    names = [read_period(period, kind)[0] for period in periods]
    if len(set(names)) != len(names):
        raise IncompleteReply(f"a period more than once: {periods}", final=True)
    domain = extension.get("periodDomain")
    if isinstance(domain, list) and domain and domain[0] not in periods:
        raise IncompleteReply(f"figures from {periods[0]} on, not from {domain[0]!r:.40}")
    geography = extension.get("geography")
    kinds = geography.get("types") if isinstance(geography, dict) else None
    # 2026-06: of regions and nations an indicator's own description names some without figures.
    wanted = {str(one) for one in kinds or []} & UK_COUNCILS
    absent = sorted(wanted - {area[:3] for area in areas})
    if absent:
        raise IncompleteReply(f"figures without councils of the kinds {', '.join(absent)}")


def _is_figure(value: object) -> bool:
    if value is None:
        return True
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _flags(content: dict[str, Any], count: int) -> dict[int, str]:
    """The marks by the place of their cell; an unknown place is refused."""
    written = content.get("status") or {}
    if not isinstance(written, dict):
        raise IncompleteReply(f"statuses that are {written!r:.40}")
    try:
        flags = {int(place): str(flag) for place, flag in written.items()}
    except ValueError as error:
        raise IncompleteReply(f"statuses of places that are no numbers: {written!r:.60}") from error
    if any(not 0 <= place < count for place in flags):
        raise IncompleteReply("a status of a figure that is not there")
    return flags


def _frame(
    areas: list[str],
    names: dict[str, str],
    periods: list[str],
    measures: list[str],
    values: list[float | None],
    flags: dict[int, str],
) -> pl.DataFrame:
    width = len(measures)
    at = {measure: measures.index(measure) for measure in MEASURES if measure in measures}
    numbers = [None if value is None else float(value) for value in values]
    figures = pl.Series(numbers, dtype=pl.Float64).round(NOISE_DECIMALS)
    count = len(areas) * len(periods)
    flag = [flags.get(cell * width + at["value"]) for cell in range(count)]
    columns = {
        "area_code": [area for area in areas for _ in periods],
        "area_name": [str(names.get(area) or area) for area in areas for _ in periods],
        "written": periods * len(areas),
        **{
            measure: figures.gather_every(width, at[measure]) if measure in at else [None] * count
            for measure in MEASURES
        },
        "flag": flag,
    }
    return pl.DataFrame(columns, schema=ROWS)


def read_period(written: str, kind: str = "") -> tuple[str, date, date]:
    """The name, first and last day of a period as ONS writes it. IncompleteReply for other words.

    A day is called by its month or year where ONS shows it so (`kind`).

    >>> read_period("2023-01-01/P1Y")[0], read_period("2023-08-01/P1Y")[0]
    ('2023', '2023/24')
    >>> read_period("2026-01-01/P3M")
    ('2026-Q1', datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))
    >>> read_period("2026-04-01", "month")[0], read_period("2025-04-30", "year")[0]
    ('2026-04', '2025')
    """
    start, _, length = written.partition("/")
    match = re.fullmatch(r"P(\d{1,2})([YQM])", length)
    try:
        first = date.fromisoformat(start)
        if not length:
            return start[: NAME_LENGTHS.get(kind, len(start))], first, first
        if match is None:
            raise ValueError(length)
        months = int(match[1]) * MONTHS_OF[match[2]]
        last = _moved(first, months) - timedelta(days=1)
    except ValueError as error:
        raise IncompleteReply(f"a period that cannot be read: {written!r:.40}") from error
    if not months or not 1900 <= first.year <= last.year <= 2100:
        raise IncompleteReply(f"a period that cannot be: {written!r:.40}")
    return _name(first, last, months), first, last


def _name(first: date, last: date, months: int) -> str:
    """2024 for a calendar year, 2023/24 for any other, 2026-Q1, 2026-02; else from month to month.

    A year that begins in April or August is not 2023-24, which would read as a month in 2010-11.
    """
    whole_months = first.day == 1
    if months == 12 and whole_months:
        return f"{first.year}" if first.month == 1 else f"{first.year}/{last.year % 100:02}"
    if months == 3 and whole_months and first.month % 3 == 1:
        return f"{first.year}-Q{first.month // 3 + 1}"
    if months == 1 and whole_months:
        return f"{first:%Y-%m}"
    if months % 12 == 0 and whole_months and first.month == 1:
        return f"{first.year} to {last.year}"
    return f"{first:%Y-%m} to {last:%Y-%m}"


def _moved(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
