"""Which section a division belongs to."""

from __future__ import annotations

import pytest

from catalog.measures import SECTIONS
from catalog.vocabulary.industries import SECTION_OF, section_of


@pytest.mark.parametrize(
    ("code", "section"),
    [
        ("01", "A"), ("03", "A"), ("05", "B"), ("33", "C"), ("35", "D"), ("47", "G"),
        ("49-51", "H"), ("CA-CB", "C"), ("68", "L"), ("69", "M"), ("99", "U"),
    ],
)  # fmt: skip
def test_section_of_a_division(code: str, section: str) -> None:
    assert section_of(code) == section


def test_every_section_has_a_division() -> None:
    assert set(SECTION_OF.values()) == set(SECTIONS)


def test_a_code_that_does_not_exist_is_of_no_section() -> None:
    with pytest.raises(KeyError):
        section_of("00")
