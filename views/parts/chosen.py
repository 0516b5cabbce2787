"""What a page is about: a council, or several taken as one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.run import GROUP
from presentation.wording import describe_coverage, joined
from views.parts import downloads
from views.parts.data import Place


@dataclass(frozen=True)
class Chosen:
    """What a page is about: a council, or several taken as one place.

    `code` is the GSS code of the council; "group" for several, as in the tables of indicators.
    """

    places: tuple[Place, ...]

    @property
    def councils(self) -> tuple[str, ...]:
        """Codes of its councils that have figures here."""
        return list_councils(self.places)

    @property
    def absent(self) -> dict[str, str]:
        """Codes and names of its councils that have no figures here."""
        pairs = {code: name for place in self.places for code, name in place.absent}
        return {code: name for code, name in pairs.items() if code not in self.councils}

    @property
    def members(self) -> tuple[str, ...]:
        """Codes of all its councils, with figures here or not."""
        return (*self.councils, *self.absent)

    @property
    def coverage(self) -> str:
        """3 of 5 councils. No data for Leeds and Wakefield. "" where every council has figures."""
        return describe_coverage(len(self.councils), list(self.absent.values()))

    @property
    def name(self) -> str:
        return joined([place.name for place in self.places])

    @property
    def code(self) -> str:
        return self.councils[0] if len(self.councils) == 1 else GROUP

    @property
    def file_part(self) -> str:
        """Its part of a file's name: codes, and how many of its councils they are."""
        return downloads.name_places(self.councils, len(self.members))


def list_councils(chosen: Sequence[Place]) -> tuple[str, ...]:
    """Codes of the councils of all the places, each once."""
    return tuple(dict.fromkeys(code for place in chosen for code in place.councils))
