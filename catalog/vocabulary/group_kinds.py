"""Kinds of groups of councils: what each is called, and the columns of `councils` that name it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class GroupKind:
    """A kind of group. `label` is for the screen, `short` for where room is scarce.

    `words` are what people write before or behind a name to say which kind they mean, in small
    letters without signs.
    """

    column: str
    label: str
    short: str
    words: tuple[str, ...]

    @property
    def code_column(self) -> str:
        return f"{self.column}_code"

    @property
    def name_column(self) -> str:
        return f"{self.column}_name"


COMBINED_AUTHORITY: Final = GroupKind(
    "cauth", "combined authority", "combined authority",
    ("mayoral combined authority", "combined county authority", "combined authority", "mca", "cca"),
)  # fmt: skip
LSIP: Final = GroupKind(
    "lsip", "skills improvement plan area", "LSIP area",
    ("local skills improvement plan area", "local skills improvement plan",
     "skills improvement plan area", "lsip area", "lsip"),
)  # fmt: skip
REGION: Final = GroupKind("region", "region", "region", ("region", "nation"))
ITL2: Final = GroupKind(
    "itl2", "ITL 2 area", "ITL 2 area", ("itl 2 area", "itl2 area", "itl 2", "itl2")
)
# In the order in which one name that several have, with the same councils, is taken for the first.
GROUP_KINDS: Final = (COMBINED_AUTHORITY, LSIP, REGION, ITL2)
OWN_LIST: Final = "saved list"
COUNCIL: Final = "council"
