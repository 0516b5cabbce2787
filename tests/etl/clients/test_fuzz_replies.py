"""Replies spoiled at random: refused in words, taken as they are, or said; nothing else."""

from __future__ import annotations

from dataclasses import replace

import factory_fuzz
import fuzz_cases
import pytest
from fuzz_spoiling import body_of


@pytest.mark.parametrize("seed", [1, 2])
def test_no_spoiled_reply_ends_in_an_exception_or_loses_rows_unsaid(seed: int) -> None:
    """The same with thousands: benchmarks/fuzz_replies.py."""
    found, wrong = factory_fuzz.run(220, seed)
    assert wrong == []
    assert {kind for _, kind in found} >= {"refused", "same", "changed"}, "nothing was spoiled"


def test_the_look_for_lost_rows_and_tracebacks_sees_them() -> None:
    case = fuzz_cases.cases()[0]
    bodies = {end: body_of(reply) for end, reply in case.replies.items()}
    good = factory_fuzz.outcome(case, bodies)
    half = fuzz_cases.Case(
        case.name, case.ask, case.replies, lambda parts: case.read(parts).head(1)
    )
    assert factory_fuzz.verdict(half, good, bodies).kind == "LOST ROWS"

    def broken(_parts: object) -> None:
        raise KeyError("x")

    fails = replace(case, read=broken)  # type: ignore[arg-type]
    assert factory_fuzz.verdict(fails, good, bodies).kind == "TRACEBACK"
