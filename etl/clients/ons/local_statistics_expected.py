"""What we take for granted of Explore Local Statistics, for `wardwise probe` to compare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from catalog.settings import Settings
from etl.clients.http import FetchError, Http, IncompleteReply
from etl.clients.ons.local_statistics import (
    NAME,
    IndicatorQuery,
    SimilarQuery,
    list_indicators,
    read_groupings,
)


@dataclass(frozen=True)
class ExpectedTopics:
    """The list of indicators has some of each of these topics."""

    topics: tuple[str, ...]
    name: str = f"{NAME}: list of indicators"

    def differences(self, http: Http, settings: Settings) -> list[str]:
        topics = {str(entry["topic"]) for entry in list_indicators(http, settings)}
        absent = [topic for topic in self.topics if topic not in topics]
        return [f"no topic {topic!r} (it has {', '.join(sorted(topics))})" for topic in absent]


@dataclass(frozen=True)
class ExpectedFigures:
    """The first indicator of a topic can be read."""

    topic: str

    @property
    def name(self) -> str:
        return f"{NAME}: figures of {self.topic}"

    def differences(self, http: Http, settings: Settings) -> list[str]:
        listed = list_indicators(http, settings)
        plain = (entry for entry in listed if not entry.get("isMultivariate"))
        slug = next((str(e["slug"]) for e in plain if e["topic"] == self.topic), "")
        if not slug:
            return [f"no indicator of {self.topic} that we can read"]
        return _refusals(lambda: IndicatorQuery(slug).fetch(http, settings))


@dataclass(frozen=True)
class ExpectedNeighbours:
    """An area has neighbours in each of these groupings."""

    area_code: str
    groupings: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{NAME}: areas like {self.area_code}"

    def differences(self, http: Http, settings: Settings) -> list[str]:
        groupings: set[str] = set()

        def ask() -> None:
            received = SimilarQuery(self.area_code).fetch(http, settings)
            groupings.update(str(group["key"]) for group in read_groupings(received.pages[0]))

        refused = _refusals(ask)
        absent = [] if refused else [one for one in self.groupings if one not in groupings]
        return refused + [f"no grouping {one!r} (it has {sorted(groupings)})" for one in absent]


def _refusals(ask: Callable[[], object]) -> list[str]:
    """What is wrong with a reply that came whole; FetchError where none came."""
    try:
        ask()
    except FetchError as error:
        if isinstance(error.__cause__, IncompleteReply):
            return [str(error.__cause__)]
        raise
    return []
