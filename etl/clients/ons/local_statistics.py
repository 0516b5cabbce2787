"""Client of ONS's Explore Local Statistics: the list of indicators, their figures, neighbours.

Figures are asked as JSON-stat, not as CSV: a CSV names no indicator and has no line end, so one of
another indicator, or one cut between two lines, looks right. JSON-stat names its indicator, and its
sizes tell how many figures there must be.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from catalog.settings import Settings
from etl.clients.http import FetchError, Http, IncompleteReply, Reply
from etl.clients.ons.local_statistics_cube import LEVELS, MEASURES, Cube, read_cube
from etl.clients.replies import read_json
from etl.raw import Received

API: Final = "/explore-local-statistics/api/v1"
NAME: Final = "ONS Explore Local Statistics"
# Two names run into one, where something between them was lost, are longer.
LONGEST_NAME: Final = 100
NAMED: Final = ("slug", "label", "topic")
# An indicator's name in addresses, which also names its file.
SLUG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,119}")


def list_url(settings: Settings) -> str:
    """The address of the list of all indicators."""
    return f"{settings.urls['ons']}{API}/metadata/indicators"


def accept_list(reply: Reply) -> None:
    """Proves that a reply is a list of indicators, each with its name and topic."""
    listed = read_json(reply.body)
    if not isinstance(listed, list) or not listed:
        raise IncompleteReply("no list of indicators")
    for entry in listed:
        fields = [entry.get(name) for name in NAMED] if isinstance(entry, dict) else [None]
        if not all(isinstance(field, str) and field for field in fields):
            raise IncompleteReply(f"an indicator without {', '.join(NAMED)}: {entry!r:.80}")
    slugs = [entry["slug"] for entry in listed]
    if len(set(slugs)) != len(slugs):
        raise IncompleteReply("a list with an indicator more than once")


def list_indicators(http: Http, settings: Settings) -> list[dict[str, Any]]:
    """What the service says of every indicator; asked once a run."""
    body = http.get_once(list_url(settings), source=f"{NAME} indicators", accept=accept_list)
    return list(read_json(body))


@dataclass(frozen=True)
class ListQuery:
    """The list of all indicators. `read` says in words what of it is left out; IncompleteReply
    where it cannot read one that is wanted: such a list is not kept.
    """

    key: str
    read: Callable[[list[dict[str, Any]]], str]
    areas: tuple[str, ...] = ()

    def describe(self, settings: Settings) -> str:
        return list_url(settings)

    def fetch(self, http: Http, settings: Settings) -> Received:
        url = list_url(settings)
        body = http.get_once(url, source=f"{NAME} indicators", accept=accept_list)
        listed = read_json(body)
        try:
            left_out = self.read(listed)
        except IncompleteReply as error:
            http.once.forget()
            raise FetchError(f"{NAME}: {url} sent {error}; run `wardwise probe`") from error
        release = max(str(entry.get("updated") or "") for entry in listed)
        detail = {"passed_over": left_out} if left_out else {}
        return Received((body,), url, release, "json", detail)


@dataclass(frozen=True)
class IndicatorQuery:
    """All figures of an indicator: every level of area, every period, with limits and statuses.

    An indicator that the list no longer has brings no page, and a remark.
    """

    key: str
    areas: tuple[str, ...] = ()

    def describe(self, settings: Settings) -> str:
        return figures_url(settings, [self.key])

    def fetch(self, http: Http, settings: Settings) -> Received:
        url = figures_url(settings, [self.key])
        if self.key not in {entry["slug"] for entry in list_indicators(http, settings)}:
            remark = f"ONS no longer publishes the indicator {self.key} in this service."
            return Received((), url, extension="json", detail={"remark": remark})
        return receive_cubes([_fetch_cube(self.key, http, settings)], url)


@dataclass(frozen=True)
class OtherIndicatorsQuery:
    """The figures of indicators that are listed and wanted, but that nobody has named yet."""

    key: str
    wanted: Callable[[dict[str, Any]], bool]
    named: frozenset[str]
    areas: tuple[str, ...] = ()

    def describe(self, settings: Settings) -> str:
        return f"{figures_url(settings, ['NEW'])}, for each new indicator in {list_url(settings)}"

    def fetch(self, http: Http, settings: Settings) -> Received:
        slugs = [
            str(entry["slug"])
            for entry in list_indicators(http, settings)
            if entry["slug"] not in self.named and self.wanted(entry)
        ]
        bodies = [_fetch_cube(slug, http, settings) for slug in slugs]
        return receive_cubes(bodies, list_url(settings))


@dataclass(frozen=True)
class SimilarQuery:
    """The areas most like an area, in each of ONS's groupings. `key` is its GSS code."""

    key: str
    areas: tuple[str, ...] = ()

    def describe(self, settings: Settings) -> str:
        return f"{settings.urls['ons']}{API}/geo/related/{self.key}/similar"

    def fetch(self, http: Http, settings: Settings) -> Received:
        url = self.describe(settings)
        reply = http.get(url, source=f"{NAME} neighbours of {self.key}", accept=self.accept)
        remark = "" if read_json(reply.body) else f"ONS names no area like {self.key}."
        detail = {"area": self.key} | ({"remark": remark} if remark else {})
        return Received((reply.body,), url, extension="json", detail=detail)

    def accept(self, reply: Reply) -> None:
        """Proves that a reply lists areas by grouping, none twice and none like itself."""
        for group in read_groupings(reply.body):
            codes = [entry["areacd"] for entry in group["similar"]]
            if self.key in codes or len(set(codes)) != len(codes) or not codes:
                raise IncompleteReply(f"neighbours that cannot be: {codes!r:.80}")


def read_groupings(body: bytes) -> list[dict[str, Any]]:
    """Groupings with `key`, `label` and `similar` (areacd, areanm); IncompleteReply for others."""
    groups = read_json(body)
    json.loads(body, object_pairs_hook=_refuse_repeats)
    if not isinstance(groups, list):
        raise IncompleteReply(f"no list of groupings but {groups!r:.60}")
    keys = []
    for group in groups:
        similar = group.get("similar") if isinstance(group, dict) else None
        labels = [group.get(name) for name in ("key", "label")] if similar is not None else []
        if not isinstance(similar, list) or not all(isinstance(one, str) for one in labels):
            raise IncompleteReply(f"a grouping without neighbours: {group!r:.60}")
        if not all(_is_named_area(entry) for entry in similar):
            raise IncompleteReply(f"neighbours without codes and names: {similar!r:.60}")
        keys.append(group["key"])
    if len(set(keys)) != len(keys):
        raise IncompleteReply(f"a grouping more than once: {keys}")
    return groups


def _refuse_repeats(fields: list[tuple[str, Any]]) -> None:
    """Two areas run into one, where something between them was lost, have a field twice."""
    names = [name for name, _ in fields]
    if len(set(names)) != len(names):
        raise IncompleteReply(f"an object with a field more than once: {names}")


def _is_named_area(entry: object) -> bool:
    if not isinstance(entry, dict):
        return False
    texts = [entry.get(name) for name in ("areacd", "areanm")]
    return all(isinstance(text, str) and 0 < len(text) <= LONGEST_NAME for text in texts)


def figures_url(settings: Settings, slugs: Sequence[str]) -> str:
    """The address of indicators' figures; commas stay, since each parameter is one list."""
    asked = {
        "indicator": ",".join(slugs),
        "geo": ",".join(LEVELS),
        "time": "all",
        "measure": ",".join(MEASURES),
        "includeNames": "true",
        "includeStatus": "true",
    }
    return f"{settings.urls['ons']}{API}/data.json?{urlencode(asked, safe=',')}"


def _fetch_cube(slug: str, http: Http, settings: Settings) -> bytes:
    def accept(reply: Reply) -> None:
        cube = read_cube(reply.body)
        if cube.slug != slug:
            raise IncompleteReply(f"the indicator {cube.slug!r}, not {slug!r}", final=True)

    return http.get(figures_url(settings, [slug]), source=f"{NAME} {slug}", accept=accept).body


def receive_cubes(bodies: Sequence[bytes], url: str) -> Received:
    """Figures of indicators as they are kept, with what is odd about them."""
    cubes: list[Cube] = [read_cube(body) for body in bodies]
    flags = sorted({flag for cube in cubes for flag in cube.unknown_flags})
    others = sorted({code for cube in cubes for code in cube.other_areas})
    detail = {
        "flagged": f"marks we do not know: {', '.join(flags)}" if flags else "",
        "passed_over": f"areas of other kinds, such as {others[0]}" if others else "",
    }
    release = max((cube.updated for cube in cubes), default="")
    said = {name: words for name, words in detail.items() if words}
    return Received(tuple(bodies), url, release, "json", said)
