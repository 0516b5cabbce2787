"""Long lists of members as ranges: never one that was not asked for."""

from __future__ import annotations

from factory_nomis import SETTINGS, Nomis, http, page, row
from hypothesis import given
from hypothesis import strategies as st

from etl.clients.nomis.client import Expected, Query
from etl.clients.nomis.ranges import write_members

NUMBERS = st.sets(st.integers(0, 60), min_size=1)


def read_ranges(text: str, every: set[int]) -> set[int]:
    """What Nomis makes of it: each number there is from one end to the other."""
    ends = [tuple(map(int, run.split("..."))) for run in text.split(",")]
    return {number for run in ends for number in every if run[0] <= number <= run[-1]}


@given(wanted=NUMBERS, others=NUMBERS)
def test_what_is_written_is_what_was_asked_for(wanted: set[int], others: set[int]) -> None:
    every = wanted | others
    assert read_ranges(write_members(wanted, every), every) == wanted


def test_a_range_never_spans_two_levels() -> None:
    groups, classes = [500_000, 500_001, 500_002], [100, 101, 102]
    assert write_members([*groups, *classes], []) == "100...102,500000...500002"


MANY = tuple(range(1, 701))
ASK = Query(
    "E08000033",
    Expected("NM_1_1", {"industry": {n: rf"^{n}\b" for n in MANY}}),
    "2024",
    (("industry", MANY), ("measures", (20100,))),
    geography=("E08000033",),
)


def ask(labels: dict[int, str]) -> tuple[str, list[str]]:
    """The address of the question to a Nomis with these industries, and the pages asked for."""
    there = [n for n in MANY if labels[n] == f"{n} : Made"]
    body = page([row(n, industry=(n, labels[n], str(n))) for n in there])
    nomis = Nomis(body, geography={}, measures={}, industry=labels)
    return ASK.fetch(http(nomis), SETTINGS).url, nomis.offsets


def test_a_long_list_is_one_request() -> None:
    address, pages = ask({n: f"{n} : Made" for n in MANY})
    assert "industry=1...700&" in address
    assert pages == ["0"]


def test_a_range_breaks_at_what_is_another_industry_today() -> None:
    address, _ = ask({n: f"{n} : Made" for n in MANY} | {350: "Another"})
    assert "industry=1...349,351...700&" in address
