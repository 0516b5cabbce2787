"""Client of the Nomis API: every page followed, every reply proved whole before it is kept.

Nomis cuts long replies at 25,000 rows without a word, answers an unknown dimension with no bytes at
all, and answers an invented code in a list with rows of the Total. Each is recognised here.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from catalog.settings import Settings
from etl.http import FetchError, Http, Reply, Unproved
from etl.raw import RawPart, Received

ALWAYS: Final = (
    "DATE", "GEOGRAPHY_CODE", "OBS_VALUE", "OBS_STATUS", "RECORD_OFFSET", "RECORD_COUNT",
)  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """A query of one Nomis dataset.

    `geography` holds GSS codes or Nomis forms such as E08000033TYPE151. `query` gives every other
    dimension (one left out would mean all its members). `expects` names, per dimension, the codes
    that must come back, as Nomis numbers. `may_be_empty`: areas that the dataset may not know.
    """

    key: str
    dataset: str
    geography: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    areas: tuple[str, ...] = ()
    expects: tuple[tuple[str, tuple[int, ...]], ...] = ()
    title: str = ""

    def params(self, settings: Settings) -> dict[str, str]:
        asked = {"geography": ",".join(self.geography), **dict(self.query)}
        return asked | ({"uid": settings.nomis_uid} if settings.nomis_uid else {})

    def describe(self, settings: Settings) -> str:
        query = "&".join(f"{k}={v}" for k, v in self.params(settings).items() if k != "uid")
        return f"{self._url(settings)}?{query}"

    def _url(self, settings: Settings) -> str:
        return f"{settings.urls['nomis']}/api/v01/dataset/{self.dataset}.data.csv"

    def fetch(self, http: Http, settings: Settings) -> Received:
        pages: list[bytes] = []
        rows = 0
        total = 0
        while True:
            params = self.params(settings) | ({"RecordOffset": str(rows)} if rows else {})
            reply = http.get(
                self._url(settings),
                params,
                source=f"Nomis {self.dataset} {self.key}",
                accept=lambda reply, at=rows: self._accept(reply, at),  # type: ignore[misc]
            )
            page = read_page(reply.body)
            pages.append(reply.body)
            rows += page.height
            total = int(page["RECORD_COUNT"][0]) if page.height else total
            if rows >= total or page.is_empty():
                break
        if rows != total:
            raise FetchError(
                f"Nomis {self.dataset} {self.key}: {rows:,} of {total:,} rows came back; "
                "run the same command again, or set nomis_uid for longer replies"
            )
        self._prove(pages)
        release = _release(http, settings, self.dataset)
        return Received(tuple(pages), self.describe(settings), release=release)

    def _accept(self, reply: Reply, offset: int) -> None:
        if not reply.body:
            raise Unproved(
                "an empty body, which Nomis sends for a dimension, measure or area that this "
                "dataset does not have (run `wardwise probe` to see which)"
            )
        page = read_page(reply.body)
        if page.is_empty():
            raise Unproved("a heading and no rows")
        # A page cut in mid-row, or in the very last number, breaks one of these two.
        offsets = page["RECORD_OFFSET"].cast(pl.Int64, strict=False)
        if offsets.to_list() != list(range(offset, offset + page.height)):
            raise Unproved(f"rows that do not run on from {offset:,}")
        if page["RECORD_COUNT"].n_unique() != 1 or page["RECORD_COUNT"].null_count():
            raise Unproved("a table whose last row is cut")

    def _prove(self, pages: Sequence[bytes]) -> None:
        frame = pl.concat([read_page(page) for page in pages], how="vertical")
        faults = []
        dimensions = [name for name in frame.columns if f"{name}_NAME" in frame.columns]
        key = [name for name in dimensions if name != "GEOGRAPHY"] + ["GEOGRAPHY_CODE"]
        repeated = frame.select(key).is_duplicated().sum()
        if repeated:
            faults.append(f"{repeated:,} repeated rows, as Nomis sends for codes it does not have")
        for name, wanted in self.expects:
            found = set(frame[name.upper()].cast(pl.Int64, strict=False).to_list())
            absent = sorted(set(wanted) - found)
            if absent:
                faults.append(f"{name} {absent[:8]} not among what came back")
        if faults:
            raise FetchError(
                f"Nomis {self.dataset} {self.key}: {'; '.join(faults)}; "
                "run `wardwise probe` to compare its codes with those expected"
            )


def read_page(body: bytes) -> pl.DataFrame:
    """A Nomis CSV page as text columns. Raises Unproved where it is not one."""
    if not body.lstrip().startswith(b'"'):
        raise Unproved(f"not a Nomis table but {_opening(body)!r}")
    try:
        frame = pl.read_csv(io.BytesIO(body), infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise Unproved(f"a table that cannot be read ({error})") from error
    absent = [name for name in ALWAYS if name not in frame.columns]
    if absent:
        raise Unproved(f"a table without {', '.join(absent)}", final=True)
    return frame


def frame_of(parts: Sequence[RawPart]) -> pl.DataFrame:
    """All pages of all parts as one frame of text columns, newer parts last."""
    frames = [read_page(page) for part in parts for page in part.pages()]
    if not frames:
        return pl.DataFrame(schema=dict.fromkeys(ALWAYS, pl.String))
    return pl.concat(frames, how="diagonal")


def _opening(body: bytes) -> str:
    return body[:60].decode("utf-8", "replace").strip()


def _release(http: Http, settings: Settings, dataset: str) -> str:
    """When Nomis says it last updated the dataset; asked once a run."""
    return definition(http, settings, dataset).get("LastUpdated", "")


def definition(http: Http, settings: Settings, dataset: str) -> dict[str, str]:
    """The dataset's annotations (Status, Units, LastUpdated and so on) by title."""

    def accept(reply: Reply) -> None:
        try:
            held = json.loads(reply.body)
        except ValueError as error:
            raise Unproved(f"not JSON but {_opening(reply.body)!r}") from error
        if not (held.get("structure", {}).get("keyfamilies") or {}).get("keyfamily"):
            raise Unproved("a definition with no dataset in it", final=True)

    url = f"{settings.urls['nomis']}/api/v01/dataset/{dataset}.def.sdmx.json"
    body = http.once(url, source=f"Nomis {dataset} definition", accept=accept)
    family = json.loads(body)["structure"]["keyfamilies"]["keyfamily"][0]
    notes = family["annotations"]["annotation"]
    return {note["annotationtitle"]: str(note["annotationtext"]) for note in notes}
