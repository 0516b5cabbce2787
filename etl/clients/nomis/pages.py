"""Pages of Nomis CSV: read as text, proved whole when they come, and made one frame afterwards."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

import polars as pl

from etl.clients.http import IncompleteReply, Reply
from etl.clients.nomis.wide import LAYOUT, Layout, long_rows, read_layout
from etl.raw import RawError, RawPart

ALWAYS: Final = (
    "DATE", "GEOGRAPHY_NAME", "GEOGRAPHY_CODE", "GEOGRAPHY_TYPE", "GEOGRAPHY_TYPECODE",
    "OBS_VALUE", "OBS_STATUS", "OBS_STATUS_NAME", "RECORD_OFFSET", "RECORD_COUNT",
)  # fmt: skip


# Nothing that Nomis publishes is larger.
LARGEST: Final = 1e14
DATE: Final = r"^(19|20)[0-9]{2}(-(0[1-9]|1[0-2]))?$"
AREA: Final = r"^([A-Z][0-9]{8}|TL[A-Z0-9]{1,4})$"
# In a part's detail: by column, Nomis' numbers of today with those that our code knows.
NUMBERS: Final = "numbers"


class Proof:
    """Accepts a page that is whole and runs on from `offset`, and then holds it as `frame`.

    `total` is the number of rows of all pages, None before the first. `why_empty` looks into a
    reply of no bytes and gives the reason, "" where it finds none. `dimensions` are the columns of
    numbers that must be there too, each with its _NAME.
    """

    def __init__(
        self,
        offset: int,
        total: int | None,
        why_empty: Callable[[], str],
        dimensions: Sequence[str] = (),
    ) -> None:
        self.offset = offset
        self.total = total
        self.why_empty = why_empty
        self.dimensions = dimensions
        self.empties = 0
        self.frame = pl.DataFrame()

    def __call__(self, reply: Reply) -> None:
        if not reply.body:
            self._empty()
        frame = read_page(reply.body)
        # Nomis ends every row. Without this "12" cut to "1" would be the count of a single row.
        if not reply.body.endswith(b"\n"):
            raise IncompleteReply("a table whose last row is incomplete")
        if frame.is_empty():
            raise IncompleteReply("a heading and no rows")
        faults = cell_faults(frame, self.dimensions)
        if faults:
            raise IncompleteReply(f"a table with {'; '.join(faults)}")
        offsets = frame["RECORD_OFFSET"].cast(pl.Int64, strict=False)
        if offsets.to_list() != list(range(self.offset, self.offset + frame.height)):
            raise IncompleteReply(f"rows that do not continue from {self.offset:,}")
        totals = set(frame["RECORD_COUNT"].cast(pl.Int64, strict=False))
        if len(totals) != 1 or None in totals or self.total not in (None, *totals):
            raise IncompleteReply(f"a table of {totals} rows, of which {self.total} were announced")
        self.frame, self.total = frame, totals.pop()

    def takes(self, reply: Reply) -> bool:
        """Whether a page that was kept is the one; as it is held then, or not at all."""
        try:
            self(reply)
        except IncompleteReply:
            return False
        return True

    def _empty(self) -> None:
        """Nothing once may be an accident; nothing twice is looked into."""
        self.empties += 1
        why = self.why_empty() if self.empties == 2 else ""
        if why:
            raise IncompleteReply(f"no bytes: {why}", final=True)
        raise IncompleteReply("an empty body")


def read_page(body: bytes) -> pl.DataFrame:
    """A Nomis CSV page as text columns. Raises IncompleteReply where it is not one."""
    if not body.lstrip().startswith(b'"'):
        opening = body[:60].decode("utf-8", "replace").strip()
        raise IncompleteReply(f"not a Nomis table but {opening!r}")
    try:
        frame = pl.read_csv(io.BytesIO(body), infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise IncompleteReply(f"a table we cannot read ({error})") from error
    absent = [name for name in ALWAYS if name not in frame.columns]
    if absent:
        raise IncompleteReply(f"a table without {', '.join(absent)}")
    return frame


def cell_faults(frame: pl.DataFrame, dimensions: Sequence[str]) -> list[str]:
    """In words, what of the cells is not what its column holds: numbers, dates, codes, names."""
    numbers = ("GEOGRAPHY_TYPECODE", *dimensions)
    filled = ("GEOGRAPHY_NAME", "GEOGRAPHY_TYPE", *(f"{name}_NAME" for name in dimensions))
    absent = [name for name in (*numbers, *filled) if name not in frame.columns]
    if absent:
        return [f"no column {', '.join(absent)}"]
    value = pl.col("OBS_VALUE").cast(pl.Float64, strict=False)
    sane = value.abs() <= LARGEST
    wrong = {
        "OBS_VALUE": pl.col("OBS_VALUE").is_not_null() & ~sane.fill_null(value=False),
        "DATE": ~pl.col("DATE").fill_null("").str.contains(DATE),
        "GEOGRAPHY_CODE": ~pl.col("GEOGRAPHY_CODE").fill_null("").str.contains(AREA),
        **{name: ~pl.col(name).fill_null("").str.contains(r"^[0-9]{1,12}$") for name in numbers},
        **{name: pl.col(name).fill_null("").str.strip_chars() == "" for name in filled},
    }
    return [
        f"{hit.height:,} cells of {name} such as {hit[name][0]!r:.40}"
        for name, is_wrong in wrong.items()
        if (hit := frame.filter(is_wrong)).height
    ]


def renumbered(frame: pl.DataFrame, numbers: Mapping[str, Mapping[str, str]]) -> pl.DataFrame:
    """The frame with Nomis' numbers of today as those that our code knows."""
    columns = [
        pl.col(name).replace(dict(ours)) for name, ours in numbers.items() if name in frame.columns
    ]
    return frame.with_columns(columns)


def frames(parts: Sequence[RawPart]) -> Iterator[pl.DataFrame]:
    """Each part as one frame of text columns, oldest part first.

    A column COUNCIL holds the code of the one council that the part answers for, "" otherwise.
    """
    for part in parts:
        council = part.note.areas[0] if len(part.note.areas) == 1 else ""
        layout = _layout(part)
        pages = [
            long_rows(page, layout).drop("row") if layout else read_page(page)
            for page in part.pages()
        ]
        frame = pl.concat(pages, how="diagonal").with_columns(pl.lit(council).alias("COUNCIL"))
        yield renumbered(frame, _numbers(part))


def _numbers(part: RawPart) -> dict[str, dict[str, str]]:
    with _damage_said(part):
        stored: dict[str, dict[str, str]] = json.loads(part.note.detail.get(NUMBERS, "{}"))
        return {str(name): dict(ours) for name, ours in stored.items()}


def _layout(part: RawPart) -> Layout | None:
    """What the columns of the part's pages are, where they are lines of a whole table."""
    with _damage_said(part):
        return read_layout(part.note.detail[LAYOUT]) if LAYOUT in part.note.detail else None


@contextmanager
def _damage_said(part: RawPart) -> Iterator[None]:
    try:
        yield
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise RawError(
            f"{part.note.source}: the note of the saved reply {part.note.key} is damaged; run "
            f"`wardwise fetch --only {part.note.source} --refresh`"
        ) from error


def frame_of(parts: Sequence[RawPart]) -> pl.DataFrame:
    """All parts as one frame, see `frames`."""
    return pl.concat(frames(parts), how="diagonal")
