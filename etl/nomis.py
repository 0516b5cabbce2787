"""Client of the Nomis API: every page followed, every reply proved whole before it is kept.

Nomis cuts long replies at 25,000 rows without a word, answers an unknown dimension, measure or
area with no bytes at all, and an invented code in a list with rows of the Total. Each is recognised
here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from catalog.settings import Settings
from etl import nomis_lists as lists
from etl.http import FetchError, Http
from etl.nomis_lists import Expected
from etl.nomis_pages import ALWAYS, Proof
from etl.raw import Received

__all__ = ["NEWEST_WARDS", "Ask", "Expected"]

Members = tuple[tuple[str, tuple[int, ...]], ...]
NEWEST_WARDS: Final = "<newest wards>"


@dataclass(frozen=True)
class Ask:
    """A query of one Nomis dataset.

    `members` gives every dimension with the numbers asked for, () for all of them (a dimension left
    out would mean the same, unseen). `geography` holds GSS codes: the areas themselves, or with
    `area_type` the areas of that type within them. At least one of the areas must come back, or
    all of them with `every_area`: a council's former codes need not be known to each dataset.
    """

    key: str
    expected: Expected
    date: str
    members: Members
    geography: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    area_type: int | Literal["<newest wards>"] | None = None
    every_area: bool = False

    @property
    def name(self) -> str:
        return f"Nomis {self.expected.dataset} {self.key}"

    def _released(self, http: Http, settings: Settings) -> str:
        """The day on which Nomis last updated the dataset."""
        notes = lists.definition(http, settings, self.expected.dataset)
        return notes.get("LastUpdated", "")[:10]

    def describe(self, settings: Settings) -> str:
        return self._address(settings, self._params(self.area_type, self.members))

    def fetch(self, http: Http, settings: Settings) -> Received:
        """All pages, proved whole. `detail` may say `not_held` (members and areas that Nomis does
        not have) and `remark` (a sentence, where not one cell has a figure). Raises FetchError.
        """
        area_type = self._area_number(http, settings)
        members = self._held_members(http, settings)
        params = self._params(area_type, members)
        uid = {"uid": settings.nomis_uid} if settings.nomis_uid else {}
        bodies: list[bytes] = []
        pages: list[pl.DataFrame] = []
        rows, total = 0, None
        while total is None or rows < total:
            proof = Proof(rows, total, lambda: self._why_empty(http, settings, params))
            reply = http.get(
                self._url(settings),
                params | uid | ({"RecordOffset": str(rows)} if rows else {}),
                source=self.name,
                accept=proof,
            )
            bodies.append(reply.body)
            pages.append(proof.frame)
            rows += proof.frame.height
            total = proof.total
        frame = pl.concat(pages)
        faults = self._row_faults(frame)
        faults += self._member_faults(frame, dict(members))
        faults += self._area_faults(frame, area_type)
        if faults:
            raise FetchError(
                f"{self.name}: {'; '.join(faults)}. Nothing of it was kept; run `wardwise probe` "
                "to compare Nomis' codes with those expected"
            )
        return Received(
            tuple(bodies),
            self._address(settings, params),
            release=self._released(http, settings),
            detail=self._remarks(frame, dict(members)),
        )

    # ---------------------------------------------------------------- the question

    def _params(self, area_type: int | str | None, members: Members) -> dict[str, str]:
        below = "" if area_type is None else f"TYPE{area_type}"
        given = {name: ",".join(map(str, numbers)) for name, numbers in members if numbers}
        shown = [f"{name},{name}_name,{name}_code" for name, _ in members if name != "measures"]
        columns = [*map(str.lower, ALWAYS), *shown, "measures", "measures_name"]
        return {
            "geography": ",".join(f"{code}{below}" for code in self.geography),
            "date": self.date,
            **given,
            "select": ",".join(columns),
        }

    def _address(self, settings: Settings, params: dict[str, str]) -> str:
        return f"{self._url(settings)}?{'&'.join(f'{k}={v}' for k, v in params.items())}"

    def _url(self, settings: Settings) -> str:
        return f"{settings.urls['nomis']}/api/v01/dataset/{self.expected.dataset}.data.csv"

    def _area_number(self, http: Http, settings: Settings) -> int | None:
        """The number of the area type; which one holds the newest wards only Nomis can say."""
        if self.area_type != NEWEST_WARDS:
            return self.area_type
        codes = lists.codelist(http, settings, self.expected.dataset, "geography/TYPE")
        number = lists.newest_ward_type(lists.labels(codes))
        if number is None:
            raise FetchError(
                f"{self.name}: {self.expected.dataset} has no wards among its {codes.height} area "
                f"types, so it publishes nothing for wards of {', '.join(self.areas)}"
            )
        return number

    def _held_members(self, http: Http, settings: Settings) -> Members:
        """The members asked for, without optional ones that the dataset does not have."""
        members = []
        for name, numbers in self.members:
            if name in self.expected.optional:
                codes = lists.codelist(http, settings, self.expected.dataset, name)
                held = tuple(number for number in numbers if number in lists.labels(codes))
                if not held:
                    raise FetchError(f"{self.name}: Nomis has none of {name} {list(numbers)}")
                members.append((name, held))
            else:
                members.append((name, numbers))
        return tuple(members)

    # ---------------------------------------------------------------- the answer

    def _row_faults(self, frame: pl.DataFrame) -> list[str]:
        key = ["DATE", "GEOGRAPHY_CODE", *(name.upper() for name, _ in self.members)]
        # The same cell twice is harmless: LSOAs come back for a council and for the one it was.
        differing = frame.select(*key, "OBS_VALUE").unique().select(key).is_duplicated().sum()
        return [f"{differing:,} cells came back with more than one value"] if differing else []

    def _member_faults(self, frame: pl.DataFrame, members: dict[str, tuple[int, ...]]) -> list[str]:
        faults = []
        for name, asked in members.items():
            column = name.upper()
            numbers = frame.select(pl.col(column).cast(pl.Int64), f"{column}_NAME").unique()
            found = dict(numbers.iter_rows())
            absent = [number for number in asked if number not in found]
            if absent:
                faults.append(f"{name} {absent[:8]} not among what came back")
            unasked = sorted(set(found) - set(asked)) if asked else []
            if unasked:
                faults.append(f"{name} {unasked[:8]} came back unasked")
            faults += self.expected.faults(name, found, set(asked) & set(found))
        return faults

    def _area_faults(self, frame: pl.DataFrame, area_type: int | None) -> list[str]:
        if area_type is not None:
            others = set(frame["GEOGRAPHY_TYPECODE"]) - {str(area_type)}
            return [f"areas of type {sorted(others)} came back"] if others else []
        found = set(frame["GEOGRAPHY_CODE"])
        strange = sorted(found - set(self.geography))
        faults = [f"areas {strange[:5]} came back unasked"] if strange else []
        absent = [code for code in self.geography if code not in found]
        if absent and self.every_area:
            faults.append(f"areas {absent} not among what came back")
        return faults

    def _remarks(self, frame: pl.DataFrame, asked: dict[str, tuple[int, ...]]) -> dict[str, str]:
        """For the part's note: what Nomis does not have, and whether it had any figure at all."""
        absent = [
            f"{name} {number}"
            for name, numbers in self.members
            for number in numbers
            if number not in asked[name]
        ]
        if self.area_type is None:
            known = set(frame["GEOGRAPHY_CODE"])
            absent += [code for code in self.geography if code not in known]
        remarks = {"not_held": ", ".join(absent)} if absent else {}
        if frame["OBS_VALUE"].null_count() == frame.height:
            remarks["remark"] = f"{self.name}: nothing published, all {frame.height:,} cells blank"
        return remarks

    def _why_empty(self, http: Http, settings: Settings, params: dict[str, str]) -> str:
        """What Nomis does not know of a question it answered with no bytes; "" where unclear."""
        try:
            return self._unknown(http, settings, params)
        except FetchError:
            return ""  # its codelists can't be had either: the empty body itself is the fault

    def _unknown(self, http: Http, settings: Settings, params: dict[str, str]) -> str:
        dataset = self.expected.dataset
        known = lists.dimensions(http, settings, dataset)
        strange = [name for name, _ in self.members if name not in (*known, "measures")]
        if strange:
            return f"{dataset} has no dimension {', '.join(strange)}; it has {', '.join(known)}"
        measures = lists.labels(lists.codelist(http, settings, dataset, "measures"))
        wanted = [int(number) for number in params["measures"].split(",")]
        strange = [str(number) for number in wanted if number not in measures]
        if strange:
            return f"{dataset} has no measures {', '.join(strange)}; it has {measures}"
        areas = params["geography"].split(",")
        if all(
            lists.codelist(http, settings, dataset, f"geography/{code}").is_empty()
            for code in areas
        ):
            return f"{dataset} does not know {', '.join(areas)}, so it has nothing for them"
        return ""
