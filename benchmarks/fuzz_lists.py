"""Mutated business-rates lists: no traceback, no record lost, no value out of bounds.

Run by hand:

    uv run python benchmarks/fuzz_lists.py 5000 --seed 1

Every list is invented. A mutation changes, cuts, repeats or inserts bytes, cells, lines or headings
of one, or saves it in another encoding. What is counted: lists that were read, lists that were
refused in words, and faults, which end the run with status 1. A fault is an error of another kind,
a record neither read nor passed over, a value out of bounds, or a ratepayer's name in what is kept
or said.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import polars as pl

from catalog.settings import Settings
from etl.clients.files.texts import read_text
from etl.rates_lists.cell_values import MOST_VALUE
from etl.rates_lists.stored import read_lists
from wards import business_rates

NAME = "Quillfeather"
PLAIN = """Property Ref,Account Holder,Address,Post Code,Latitude,Longitude,RV,Description,\
Liable From,Occupied,Empty From,Mandatory Relief,Exemption Description
"""
SHEETS = """Ref;Liable Name;Property Address 1;;;Rateable Value;Occ/Void;EASTING;NORTHING;\
VOA Code;Start Date
"""
INSERTED = (
    b'"', b",", b";", b"\n", b"\r", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"1e23", b"-5", b"Total",
    b"nan", b"inf", "£(1.00)".encode(), b"9" * 40, b"Empty", b"Y", b"\x1e", b"\xc3\x28", b"''",
    b"=1+1", b"01/13/2018", b"N/A", b"\t", b"|", b"HX1 1AB", b"Z" * 3000,
)  # fmt: skip


def plain(rng: random.Random) -> str:
    rows = [
        f"N{number},Zebedee {NAME},{number} Mill Lane,HX{number % 9} 1AB,53.7{number % 9},-1.8,"
        f"{rng.randrange(100, 90_000)},{rng.choice(['Shop', 'Office', 'Mast'])},"
        f"2018-0{number % 9 + 1}-01,{rng.choice('YN')},,{rng.choice(['', '-200.00', 'Yes'])},"
        f"{rng.choice(['', 'EPRN'])}"
        for number in range(1, rng.randrange(3, 40))
    ]
    return PLAIN + "\n".join(rows) + "\n"


def sheets(rng: random.Random) -> str:
    rows = [
        f"{number};Zebedee {NAME};{number} Mill Lane;Halifax;HX{number % 9} 1AB;£{number},000;"
        f"{rng.choice(['OCC', 'VOID'])};40901{number % 9};425000;CS;0{number % 9 + 1}/04/2018"
        for number in range(1, rng.randrange(3, 40))
    ]
    return SHEETS + "\n".join(rows) + "\n"


def _at(rng: random.Random, body: bytes) -> int:
    return rng.randrange(len(body) + 1)


def insert(rng: random.Random, body: bytes) -> bytes:
    at = _at(rng, body)
    return body[:at] + rng.choice(INSERTED) + body[at:]


def cut(rng: random.Random, body: bytes) -> bytes:
    at = _at(rng, body)
    return body[:at] + body[at + rng.choice([1, 1, 5, 60, 400]) :]


def flip(rng: random.Random, body: bytes) -> bytes:
    at = min(_at(rng, body), max(len(body) - 1, 0))
    return body[:at] + bytes([rng.randrange(256)]) + body[at + 1 :]


def end(rng: random.Random, body: bytes) -> bytes:
    return body[: _at(rng, body)]


def lines(rng: random.Random, body: bytes) -> bytes:
    pieces = body.split(b"\n")
    one, other = rng.randrange(len(pieces)), rng.randrange(len(pieces))
    action = rng.randrange(3)
    if action == 0:
        pieces[one], pieces[other] = pieces[other], pieces[one]
    elif action == 1:
        pieces.insert(one, pieces[other])
    else:
        del pieces[one]
    return b"\n".join(pieces)


def cells(rng: random.Random, body: bytes) -> bytes:
    pieces = body.split(b",")
    one, other = rng.randrange(len(pieces)), rng.randrange(len(pieces))
    pieces[one] = rng.choice([pieces[other], b"", rng.choice(INSERTED)])
    return b",".join(pieces)


def encoded(rng: random.Random, body: bytes) -> bytes:
    text = body.decode("utf-8", "replace")
    return text.encode(
        rng.choice(["utf-16", "utf-16-le", "utf-8-sig", "cp1252", "utf-32"]), "replace"
    )


MUTATIONS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    insert, insert, cut, flip, end, lines, cells, cells, encoded,
)  # fmt: skip


def mutated(rng: random.Random) -> bytes:
    body = rng.choice([plain, sheets])(rng).encode()
    for _ in range(rng.choice([1, 1, 2, 3, 8])):
        body = rng.choice(MUTATIONS)(rng, body)
    return body


def outcome(body: bytes, folder: Path) -> str:
    """'read', 'refused', or what is wrong."""
    path = folder / "list.csv"
    path.write_bytes(body)
    data = folder / "data"
    said: list[str] = []
    try:
        reading = business_rates.run(
            path, "E08000099", Settings(data=data), how="replace", say=said.append,
            confirm=lambda found: said.append(found.words()) is None,
        )  # fmt: skip
    except business_rates.RatesError as error:
        said.append(str(error))
        return _leak(said, data) or "refused"
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:120]}"
    said.append(reading.words())
    if _records(body, reading.rows_count) != reading.rows_count:
        return "records uncounted"
    frame = pl.concat(pieces.frame for pieces in read_lists(data / "rates" / "E08000099"))
    if reading.rows_count != reading.read_count + reading.repeated_count + reading.rejected_count:
        return "records lost"
    if frame.height != reading.read_count:
        return "properties lost"
    values = frame["rateable_value_gbp"].drop_nulls()
    if not values.is_between(0, MOST_VALUE).all():
        return "value out of bounds"
    return _leak(said, data) or "read"


def _records(body: bytes, otherwise: int) -> int:
    """The records of a list that still begins with its headings and has no quotation marks."""
    pieces = read_text(body, "list").split("\n")
    for heading, mark in ((PLAIN.strip(), ","), (SHEETS.strip(), ";")):
        if pieces[0] == heading and not any('"' in line for line in pieces):
            return sum(bool(line.strip(f"{mark} \t")) for line in pieces[1:])
    return otherwise


def _leak(said: list[str], data: Path) -> str:
    kept = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    if NAME in " ".join(said):
        return "a name is shown"
    return "a name is kept" if NAME.encode() in kept else ""


def run(count: int, seed: int) -> tuple[Counter[str], dict[str, int]]:
    """How many mutations ended how, and of each fault the seed of the first."""
    outcomes: Counter[str] = Counter()
    first: dict[str, int] = {}
    for number in range(count):
        rng = random.Random(f"{seed} {number}")  # noqa: S311
        with tempfile.TemporaryDirectory() as folder:
            found = outcome(mutated(rng), Path(folder))
        outcomes[found] += 1
        first.setdefault(found, number)
    return outcomes, {what: n for what, n in first.items() if what not in ("read", "refused")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=5000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began = time.perf_counter()
    outcomes, faults = run(given.count, given.seed)
    for what, count in outcomes.most_common():
        print(f"{count:>6,}  {what}" + (f" (first: {faults[what]})" if what in faults else ""))
    print(f"{given.count:,} mutations, seed {given.seed}, {time.perf_counter() - began:.0f} s")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
