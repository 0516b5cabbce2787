"""What is said of how an indicator is calculated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import reference


@dataclass(frozen=True)
class Explanation:
    """What a table of indicators answers, how, from what, with which assumptions and limits.

    `reads`: tables that are built; `reference`: small tables that come with Wardwise.
    """

    title: str
    question: str
    formula: str
    reads: tuple[str, ...]
    assumptions: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()

    def reference_sentences(self) -> tuple[str, ...]:
        """Each reference table behind it: its title, and whose it is or why we assume it."""
        return tuple(reference.describe(name).sentence() for name in self.reference)

    @property
    def method(self) -> str:
        """One line for the origin of the table."""
        return f"Modelled estimate, not official statistics. {self.formula}"


DRAWN: Final = "80% intervals come from 1,000 random draws with a fixed seed for each area"
RESIDENTS: Final = ("census_qualification_levels", "occupation_projections", "skills_constants")
