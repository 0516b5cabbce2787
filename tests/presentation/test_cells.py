"""How a cell reads: rounded as its field asks, and why there is no number where there is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presentation.cells import DUST, LOW, shorthand, words
from reports.content import Field

WHOLE = Field("jobs", "Jobs", 0)
TENTH = Field("pct", "%", 1)
CHANGE = Field("change", "Change", 0, signed=True)
NAME = Field("name", "Name")


@pytest.mark.parametrize(
    ("value", "field", "status", "shown"),
    [
        (1234.5, WHOLE, "observed", "1,234"),
        (0, WHOLE, "observed", "0"),
        (-0.0, CHANGE, "observed", "0"),
        (0.4, WHOLE, "observed", "[low]"),
        (-0.4, CHANGE, "modelled", "[low]"),
        (0.04, TENTH, "observed", "[low]"),
        (12.34, TENTH, "observed", "12.3"),
        (7.6, CHANGE, "modelled", "+8"),
        (-1234.0, CHANGE, "modelled", "-1,234"),
        (None, WHOLE, "suppressed", "[c]"),
        (None, WHOLE, "missing", "[x]"),
        (None, WHOLE, "modelled", "[x]"),
        (None, WHOLE, "", "[x]"),
        (None, NAME, "missing", ""),
        ("<b>", NAME, "", "<b>"),
    ],
)
def test_a_cell_reads(value: object, field: Field, status: str, shown: str) -> None:
    assert words(value, field, status) == shown


def test_only_what_is_withheld_is_said_to_be() -> None:
    assert [shorthand(status) for status in ("suppressed", "missing", "partial")] == [
        "[c]", "[x]", "[x]",
    ]  # fmt: skip


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_only_zero_reads_as_zero_and_others_are_off_by_half_a_unit_at_most(
    value: float, decimals: int
) -> None:
    said = words(value, Field("x", "X", decimals, signed=True))
    unit = 10.0**-decimals
    if said == LOW:
        assert DUST <= abs(value) <= unit / 2
    else:
        number = float(said.replace(",", ""))
        assert (number == 0) == (abs(value) < DUST)
        assert abs(number - value) <= unit / 2 + 1e-6


def test_a_period_is_written_out_and_a_code_that_looks_like_one_is_not() -> None:
    assert words("2025-07", Field("period", "Period")) == "July 2025"
    assert words("2025-07", Field("skill_code", "Code")) == "2025-07"
