"""How numbers are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presentation.numbers import MINUS, about, change, digits, percent, rounded, show, signed

FIGURES = st.floats(-1e9, 1e9)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (digits(1230.44, 1), "1,230.4"), (digits(-0.04, 1), "0.0"), (digits(-1200), "-1,200"),
        (digits(12, signed=True), "+12"), (digits(-12, signed=True), "-12"),
        (digits(0.4, signed=True), "0"), (percent(23.44), "23.4%"), (percent(79.6, 0), "80%"),
        (about(1234.5, "jobs"), "1,230 jobs"), (about(-1234.5), f"{MINUS}1,230"),
        (about(0.0), "0"), (signed(0.7, "%"), "+0.7%"), (about(2.54), "2.5"), (signed(40.0), "+40"),
        (signed(-40.0), f"{MINUS}40"),
        (change(1234.4), "+1,234"), (change(-1234.4), f"{MINUS}1,234"), (change(-0.4), "0"),
        (show(None, "%"), "–"), (show(1.005e6, "GBP"), "£1 million"),
        (show(1.26e9, "GBP"), "£1.3 billion"), (show(-2500.0, "GBP"), "-£2,500"),
        (show(12_345.0, "GBP"), "£12,300"), (show(950.4, "GBP"), "£950"),
        (show(5.0, "%", signed=True), "+5.0%"), (show(1.234, "index"), "1.23"),
    ],
)  # fmt: skip
def test_written(written: str, expected: str) -> None:
    assert written == expected


@given(FIGURES, st.integers(0, 3))
def test_what_is_written_is_the_number_to_its_last_digit(value: float, decimals: int) -> None:
    assert float(digits(value, decimals).replace(",", "")) == round(value, decimals)


@given(FIGURES, st.sampled_from(["persons", "%", "index"]))
def test_rounded_is_the_number_that_show_prints(value: float, unit: str) -> None:
    shown = show(value, unit).removesuffix("%").replace(",", "")
    assert float(shown) == rounded(value, unit)


@given(FIGURES)
def test_nothing_reads_as_minus_zero(value: float) -> None:
    for text in (digits(value), about(value), change(value), show(value, "%")):
        assert text.strip("-−0. %") or not text.startswith(("-", MINUS))
