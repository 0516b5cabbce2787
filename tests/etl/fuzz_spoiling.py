"""One thing of a reply changed at random: a byte, a cell, a heading, a field or a value."""

from __future__ import annotations

import copy
import csv
import io
import json
import random
import zipfile
from typing import Any

from factory_ons import book

ODD: tuple[Any, ...] = (
    None, "", " ", "²", "x" * 5000, "\x00", "\ud800", -1, 0, 10**30, 1.5, True, [], {}, ["a"],
    {"a": 1}, "1e999", "nan", "2023-99", "E9900000", "<b>", "NaN", "1,2,3", "=1+1", "２０２３",
)  # fmt: skip


def body_of(reply: Any) -> bytes:
    """A reply as bytes: JSON, a workbook of sheets, a zip of texts, or bytes already."""
    if isinstance(reply, bytes):
        return reply
    if isinstance(reply, dict) and set(reply) == {"zip"}:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as made:
            for name, text in reply["zip"].items():
                made.writestr(name, text.encode("utf-8", "surrogatepass"))
        return held.getvalue()
    if isinstance(reply, dict) and all(isinstance(rows, list) for rows in reply.values()) and (
        all(isinstance(line, list) for rows in reply.values() for line in rows)
    ):  # fmt: skip
        return book(
            {name: [list(map(_cell, line)) for line in rows] for name, rows in reply.items()}
        )
    return json.dumps(reply).encode()


def _cell(value: Any) -> Any:
    """What a worksheet can hold of a value."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()[:30000].replace("\x00", "?")
    return value if isinstance(value, int | float | None) else str(value)


def spoil(reply: Any, rng: random.Random) -> bytes:
    """The reply with one thing of it changed."""
    if rng.random() < 0.25:
        return _bytes_spoiled(body_of(reply), rng)
    if isinstance(reply, bytes):
        opening = reply.lstrip()[:1]
        return _csv_spoiled(reply, rng) if opening == b'"' else _bytes_spoiled(reply, rng)
    changed = copy.deepcopy(reply)
    if set(changed) == {"zip"}:
        name = rng.choice(list(changed["zip"]))
        changed["zip"][name] = _csv_spoiled(changed["zip"][name].encode(), rng).decode(
            "utf-8", "surrogatepass"
        )
    else:
        _node_spoiled(changed, rng)
    return body_of(changed)


def _bytes_spoiled(body: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(body) or 1)
    length = rng.choice((1, 1, 1, 4, 40))
    return rng.choice((
        body[:at] + bytes([rng.randrange(256)]) + body[at + 1 :],
        body[:at] + body[at + length :],
        body[:at] + body[at : at + length] * 2 + body[at + length :],
        body[:at],
        b"",
    ))  # fmt: skip


def _csv_spoiled(body: bytes, rng: random.Random) -> bytes:
    table = list(csv.reader(io.StringIO(body.decode())))
    # Nothing tells of a line that is gone from a file without a count, nor of a whole year.
    counted = b"RECORD_COUNT" in body
    what = rng.randrange(5) if counted else rng.choice((0, 3, 4))
    line = rng.randrange(len(table))
    column = rng.randrange(len(table[0]))
    if what == 0:
        table[0][column] += "c"
    elif what == 1:
        table = [[cell for at, cell in enumerate(cells) if at != column] for cells in table]
    elif what == 2:
        table = [cells for at, cells in enumerate(table) if at != line]
    elif what == 3:
        table.insert(line, table[line])
    else:
        odd = str(rng.choice(ODD))
        table[line][column] = odd if rng.random() < 0.6 else table[line][column][:-1]
    made = io.StringIO()
    writer = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\n")
    for cells in table:
        writer.writerow(cells)
    return made.getvalue().replace('""', "").encode("utf-8", "surrogatepass")


def _node_spoiled(held: Any, rng: random.Random) -> None:
    """Goes down to a node at random, and removes, renames or replaces something there.

    Whole rows and lists stay: nothing tells of a row that is gone from a file without a count.
    """
    while True:
        keys = list(held) if isinstance(held, dict) else list(range(len(held)))
        if not keys:
            return
        key = rng.choice(keys)
        below = held[key]
        if isinstance(below, dict | list) and below and rng.random() < 0.85:
            held = below
            continue
        what = rng.randrange(4)
        is_row = isinstance(held, list) and isinstance(below, list | dict)
        if is_row:
            return
        if what == 0:
            del held[key]
        elif what == 1 and isinstance(held, dict):
            held[f"{key}c"] = held.pop(key)
        elif what == 2 and isinstance(below, str) and below:
            held[key] = below[:-1] + rng.choice("0Xé²")
        else:
            held[key] = rng.choice(ODD)
        return
