"""Good replies of every kind of service, spoiled at random, and what the clients make of them.

A spoiled reply must be refused in words, or taken for what it is: the same rows, or one whose value
or name is the spoiled one, or fewer rows and a note that says so.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from factory_nomis import Answer
from fuzz_cases import SITE, Case, cases
from fuzz_spoiling import body_of, spoil

from catalog.schema import TableError
from catalog.settings import Settings
from etl import raw
from etl.clients.http import FetchError, Http, IncompleteReply
from etl.raw import RawError

IN_WORDS = (FetchError, TableError, RawError, IncompleteReply)
NOTES = ("not_held", "passed_over", "flagged", "older", "remark")


class Service:
    """Gives prepared bodies by the longest end of an address that is known; otherwise 404."""

    def __init__(self, bodies: Mapping[str, bytes]) -> None:
        self.bodies = dict(sorted(bodies.items(), key=lambda one: -len(one[0])))

    def request(self, _method: str, url: str, **options: Any) -> Answer:
        params = options.get("params") or {}
        asked = url + ("?count" if "returnCountOnly" in params else "")
        for end, body in self.bodies.items():
            if asked.endswith(end):
                return Answer(body)
        return Answer(b"", 404)


@dataclass(frozen=True)
class Verdict:
    """What came of a spoiled reply: 'refused', 'same', 'changed', 'said', or what must not be."""

    kind: str
    words: str = ""


def outcome(case: Case, bodies: Mapping[str, bytes]) -> tuple[pl.DataFrame, dict[str, str]]:
    """The table and notes made of these replies. Raises what the clients raise."""
    folder = Path(tempfile.mkdtemp())
    try:
        urls = dict.fromkeys(("nomis", "arcgis", "ons", "govuk"), SITE)
        settings = Settings(data=folder, urls=urls, ward_year="")
        client = Http(pause_seconds=0.0, backoff_seconds=0.0, attempts=2,
                      session=Service(bodies))  # type: ignore[arg-type]  # fmt: skip
        received = case.ask.fetch(client, settings)
        raw.save(received, source="made", key=case.ask.key, areas=case.ask.areas,
                 request="made", root=folder)  # fmt: skip
        parts = list(raw.parts("made", folder))
        return case.read(parts), parts[0].note.detail
    finally:
        shutil.rmtree(folder)


def verdict(
    case: Case, good: tuple[pl.DataFrame, dict[str, str]], bodies: Mapping[str, bytes]
) -> Verdict:
    """What came of these replies, beside the table and the notes of the good ones."""
    expected, usual = good
    try:
        frame, notes = outcome(case, bodies)
    except IN_WORDS as error:
        return Verdict("refused", str(error))
    except Exception as error:
        return Verdict("TRACEBACK", f"{type(error).__name__}: {error}")
    if frame.equals(expected):
        return Verdict("same")
    if frame.height >= expected.height and frame.columns == expected.columns:
        return Verdict("changed")
    said = [notes[name] for name in NOTES if notes.get(name, "") != usual.get(name, "")]
    if said:
        return Verdict("said", "; ".join(said))
    return Verdict("LOST ROWS", f"{expected.height - frame.height} rows")


def run(count: int, seed: int) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Spoils so many replies; how often each verdict by case, and what must not be, in words."""
    rng = random.Random(seed)
    found: Counter[tuple[str, str]] = Counter()
    wrong = []
    made = cases()
    good = {}
    for case in made:
        bodies = {end: body_of(reply) for end, reply in case.replies.items()}
        good[case.name] = (bodies, outcome(case, bodies))
    for nth in range(count):
        case = made[nth % len(made)]
        bodies, expected = good[case.name]
        end = rng.choice(list(bodies))
        spoiled = bodies | {end: spoil(case.replies[end], rng)}
        result = verdict(case, expected, spoiled)
        found[case.name, result.kind] += 1
        if result.kind.isupper():
            wrong.append(f"{case.name} {end} #{nth}: {result.kind} {result.words[:300]}")
    return found, wrong
