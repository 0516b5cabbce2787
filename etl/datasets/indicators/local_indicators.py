"""What ONS's local indicators are: their names, units, caveats and sources, as ONS gives them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from catalog.settings import Settings
from catalog.sources import ONS, Source, source
from catalog.tables.local_indicators import LOCAL_INDICATORS
from etl.areas import Areas
from etl.clients.http import IncompleteReply
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


UNREADABLE: Final = (
    IncompleteReply, KeyError, TypeError, ValueError, AttributeError, OverflowError,
)  # fmt: skip


def requests(areas: Areas, settings: Settings) -> Sequence[ListQuery]:  # noqa: ARG001
    """One question: the list of all indicators."""
    return [ListQuery("indicators", left_out)]


def is_wanted(entry: dict[str, Any]) -> bool:
    """Whether an indicator is of our topics, and has one figure an area and period.

    Those by age and sex as well would need a choice of ages and sexes.
    """
    named = SLUG.fullmatch(entry["slug"]) is not None
    return named and entry["topic"] in TOPICS and not entry.get("isMultivariate")


def tidy(parts: Sequence[RawPart]) -> pl.DataFrame:
    """Rows of `local_indicators`, as the newest list has them."""
    return frame_of(read_json(parts[-1].pages()[0]))


def left_out(listed: list[dict[str, Any]]) -> str:
    """In words, which indicators are not in the table. IncompleteReply for a list without ours."""
    frame_of(listed)
    topics = sorted({entry["topic"] for entry in listed} - set(TOPICS))
    ours = (entry for entry in listed if entry["topic"] in TOPICS)
    unread = sorted(entry["label"] for entry in ours if not is_wanted(entry))
    words = [f"indicators of other topics ({', '.join(topics)})"] if topics else []
    words += [f"indicators by age or sex ({', '.join(unread)})"] if unread else []
    return "; ".join(words)


def frame_of(listed: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows of `local_indicators` from the list of all. IncompleteReply where one cannot be read."""
    rows = []
    for entry in filter(is_wanted, listed):
        try:
            rows.append(_row(entry))
        except UNREADABLE as error:
            words = f"{entry['slug']} as we cannot read it ({type(error).__name__}: {error})"
            raise IncompleteReply(f"the indicator {words[:200]}") from error
    if not rows:
        raise IncompleteReply(f"no indicator of {', '.join(TOPICS)}")
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
