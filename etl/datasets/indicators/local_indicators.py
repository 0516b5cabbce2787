"""What ONS's local indicators are: their names, units, caveats and sources, as ONS gives them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS, Source, source
from catalog.tables.local_indicators import LOCAL_INDICATORS
from etl.areas import Areas
from etl.clients.ons.local_statistics import SLUG, ListQuery
from etl.clients.ons.local_statistics_cube import read_period
from etl.clients.ons.local_statistics_expected import ExpectedTopics
from etl.clients.replies import read_json
from etl.raw import RawPart

PAGE: Final = "https://www.ons.gov.uk/explore-local-statistics"
SOURCE: Final = source(
    Source(
        id="local_indicators",
        title="Explore Local Statistics: indicators",
        publisher=ONS,
        dataset_id="explore-local-statistics",
        service="ons",
        url=f"{PAGE}/indicators",
        cadence="irregular",
        caveats=(
            "Indicators are compiled by ONS from many publishers; each has its own source, date "
            "and caveats.",
            "Some indicators are of one nation only: compare areas within it.",
        ),
    )
)
TABLE: Final = LOCAL_INDICATORS
EMBEDDED: Final = True
TOPICS: Final = ("economy", "education and skills", "connectivity")
EXPECTED: Final = (ExpectedTopics(TOPICS),)


def requests(areas: Areas, settings: Settings) -> Sequence[ListQuery]:  # noqa: ARG001
    """One question: the list of all indicators."""
    return [ListQuery("indicators", frame_of)]


def is_wanted(entry: dict[str, Any]) -> bool:
    """Whether an indicator is of our topics, and has one figure an area and period.

    Those by age and sex as well would need a choice of ages and sexes.
    """
    named = SLUG.fullmatch(entry["slug"]) is not None
    return named and entry["topic"] in TOPICS and not entry.get("isMultivariate")


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `local_indicators`, as the newest list has them."""
    return frame_of(read_json(parts[-1].pages()[0]))


def notes(parts: Sequence[RawPart], frame: pl.DataFrame) -> list[str]:  # noqa: ARG001
    """Which indicators of our topics are not in the table."""
    listed = read_json(parts[-1].pages()[0])
    left = [e["label"] for e in listed if e["topic"] in TOPICS and not is_wanted(e)]
    return [f"Left out, since they are by age or sex: {', '.join(sorted(left))}."] if left else []


def frame_of(listed: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows of `local_indicators` from the list of all. ValueError, TypeError or IncompleteReply for
    an indicator of ours that we cannot read.
    """
    rows = [_row(entry) for entry in listed if is_wanted(entry)]
    if not rows:
        raise ValueError(f"no indicator of {', '.join(TOPICS)}")
    return pl.DataFrame(rows, schema=TABLE.dtypes, strict=False)


def _row(entry: dict[str, Any]) -> dict[str, object]:
    geography = entry.get("geography") or {}
    sources = [item for item in entry.get("source") or [] if isinstance(item, dict)]
    kind = _text(entry, "periodFormat")
    low, high = entry.get("valueDomain") or (None, None)
    first, last = (read_period(str(written), kind)[0] for written in entry["periodDomain"])
    return {
        "indicator_code": entry["slug"],
        "indicator_name": entry["label"],
        "indicator_measures": _text(entry, "subtitle"),
        "indicator_about": _text(entry, "description"),
        "topic": entry["topic"],
        "subtopic": _text(entry, "subTopic"),
        "unit": _text(entry, "unit"),
        "value_prefix": _text(entry, "prefix"),
        "value_suffix": _text(entry, "suffix"),
        "value_note": _text(entry, "subText"),
        "decimals": int(entry["decimalPlaces"] or 0),
        "is_rate": bool(entry.get("standardised")),
        "has_limits": bool(entry.get("confidenceIntervals")),
        "can_be_negative": bool(entry.get("canBeNegative")),
        "value_min": None if low is None else float(low),
        "value_max": None if high is None else float(high),
        "in_development": bool(entry.get("experimentalStatistic")),
        "frequency": _text(entry, "frequency"),
        "period_kind": kind,
        "countries": ", ".join(geography.get("countries") or []),
        "area_levels": ", ".join(geography.get("levels") or []),
        "first_period": first,
        "last_period": last,
        "caveats": "\n\n".join(str(text) for text in entry.get("caveats") or []),
        "source_name": _joined(sources, "name"),
        "source_url": _joined(sources, "href", " "),
        "source_date": max((str(item.get("date") or "") for item in sources), default=""),
        "updated": _text(entry, "updated"),
    }


def _text(entry: dict[str, Any], name: str) -> str:
    return str(entry.get(name) or "")


def _joined(sources: Sequence[dict[str, Any]], name: str, mark: str = "; ") -> str:
    """What is said of each source, once; addresses are apart by a blank, which none has."""
    return mark.join(dict.fromkeys(str(item[name]) for item in sources if item.get(name)))
