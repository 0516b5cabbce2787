"""A Nomis question in the numbers of today: the dataset, members and areas that there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from catalog.settings import Settings
from etl.clients.http import FetchError, Http
from etl.clients.nomis import codelists as lists
from etl.clients.nomis.authorities import find_areas
from etl.clients.nomis.expected import Expected
from etl.clients.nomis.ranges import write_list

Members = tuple[tuple[str, tuple[int, ...]], ...]
NEWEST_WARDS: Final = "<newest wards>"
AreaType = int | Literal["<newest wards>"] | None
# The same in every dataset.
VALUE_ALONE: Final = (20100,)


@dataclass(frozen=True)
class Question:
    """What to ask for. `numbers` gives per column Nomis' numbers with ours where they differ.

    `proven` are the dimensions whose members its codelist has confirmed, `absent` in words what
    it does not have. `written` are long lists of members as an address has them, in ranges.
    """

    dataset: str
    members: Members
    geography: tuple[str, ...]
    area_type: int | None
    numbers: dict[str, dict[str, str]] = field(default_factory=dict)
    proven: frozenset[str] = frozenset()
    absent: tuple[str, ...] = ()
    written: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Chooser:
    """Looks up in the codelists what a question is in Nomis' numbers. `name` is for messages.

    `shared`: the question is of several councils at once. Its areas are known to the dataset, its
    lists of members are written short, and it is tried less often, since smaller ones can follow.
    """

    http: Http
    settings: Settings
    name: str
    expected: Expected
    shared: bool = False

    def question(
        self, members: Members, geography: tuple[str, ...], area_type: AreaType
    ) -> Question:
        """Raises FetchError where nothing is left to ask for."""
        dataset = lists.dataset_id(self.http, self.settings, self.expected)
        chosen: list[tuple[str, tuple[int, ...]]] = []
        numbers: dict[str, dict[str, str]] = {}
        proven: set[str] = set()
        absent: list[str] = []
        written: dict[str, str] = {}
        for dimension, numbers_of_ours in members:
            looked_up = self._members(dataset, dimension, numbers_of_ours)
            if looked_up is None:
                chosen.append((dimension, numbers_of_ours))
                continue
            proven.add(dimension)
            todays, why, every = looked_up
            absent += why
            chosen.append((dimension, tuple(todays.values())))
            as_ranges = write_list(list(todays.values()), every, shared=self.shared)
            written |= {dimension: as_ranges} if as_ranges else {}
            numbers |= _changed(dimension.upper(), todays)
        kind, of_kind = self._area_type(dataset, area_type)
        looked_into = kind is not None and not self.shared
        areas = self._areas(dataset, geography) if looked_into else geography
        return Question(
            dataset,
            tuple(chosen),
            areas,
            kind,
            numbers | of_kind,
            frozenset(proven),
            (*absent, *(code for code in geography if code not in areas)),
            written,
        )

    def _members(
        self, dataset: str, dimension: str, wanted: tuple[int, ...]
    ) -> tuple[dict[int, int], list[str], list[int]] | None:
        """Our numbers with Nomis', which are absent, and every number there is.

        None where its list is not to be had.
        """
        if not wanted or (dimension == "measures" and wanted == VALUE_ALONE):
            return None
        try:
            codes = lists.codelist(self.http, self.settings, dataset, dimension)
        except FetchError:
            return None  # then the numbers in code are asked for, and the reply's labels judged
        if codes.is_empty():
            return None
        every = lists.labels(codes)
        chosen = self.expected.choose(dimension, every, wanted)
        lacking = [n for n in self.expected.needed.get(dimension, ()) if n not in chosen.numbers]
        if lacking or not chosen.numbers:
            why = "; ".join(list(chosen.absent.values())[:3])
            raise FetchError(
                f"{self.name}: Nomis has none of {dimension} {lacking or list(wanted)} ({why}); "
                "run `wardwise probe` to see what it has"
            )
        absent = [self.expected.plain_name(dimension, ours) for ours in chosen.absent]
        return dict(chosen.numbers), absent, list(every)

    def _area_type(
        self, dataset: str, wanted: AreaType
    ) -> tuple[int | None, dict[str, dict[str, str]]]:
        """Nomis' number of an area type. Which holds the newest wards only Nomis can say."""
        if wanted is None:
            return None, {}
        if wanted != NEWEST_WARDS and wanted not in self.expected.geography_types:
            return wanted, {}
        try:
            codes = lists.codelist(self.http, self.settings, dataset, "geography/TYPE")
        except FetchError:
            if wanted == NEWEST_WARDS:
                raise
            return wanted, {}
        types = lists.labels(codes)
        if wanted == NEWEST_WARDS:
            newest = lists.newest_ward_type(types)
            if newest is None:
                raise FetchError(
                    f"{self.name}: {dataset} has no wards among its {codes.height} area types, so "
                    "it publishes nothing for them"
                )
            return newest, {}
        chosen = self.expected.choose("geography", types, (wanted,))
        if wanted not in chosen.numbers:
            raise FetchError(
                f"{self.name}: {dataset} publishes nothing for such areas: {chosen.absent[wanted]}"
            )
        return chosen.numbers[wanted], _changed("GEOGRAPHY_TYPECODE", chosen.numbers)

    def _areas(self, dataset: str, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Of a council's present and former codes those that the dataset knows; all if none.

        What Nomis answers for the small areas of an area unknown to it nobody has written down.
        """
        if len(codes) < 2:
            return codes
        found = find_areas(self.http, self.settings, dataset, codes)
        listed = tuple(code for code in codes if code in found)
        known = listed or tuple(code for code in codes if self.is_known(dataset, code))
        return known or codes

    def is_known(self, dataset: str, area: str) -> bool:
        """Whether the dataset lists an area (or has small areas within one); yes where unclear."""
        try:
            listed = lists.codelist(self.http, self.settings, dataset, f"geography/{area}")
        except FetchError:
            return True
        return not listed.is_empty()


def _changed(column: str, numbers: Mapping[int, int]) -> dict[str, dict[str, str]]:
    """The column with Nomis' numbers and ours, where any differs."""
    moved = {str(theirs): str(ours) for ours, theirs in numbers.items() if ours != theirs}
    return {column: moved} if moved else {}
