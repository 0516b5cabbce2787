"""Tables that a command reads a user's own file into, beside the sources of a build."""

from __future__ import annotations

from pathlib import Path

from catalog.graph import Progress, Step
from catalog.tables.places import POSTCODES
from catalog.tables.premises import PREMISES
from etl.datasets.places import postcodes
from etl.rates_lists import storing


def supplied_steps() -> list[Step]:
    """Tables that a user's own file is read into, by a command and not by a build."""

    def run(_root: Path, _on_progress: Progress) -> None:
        """Left to the command."""

    return [
        Step(
            "postcodes", (), (POSTCODES.name,), (postcodes,), run,
            outside="a file of postcodes", command="wardwise rates --postcodes",
        ),
        Step(
            "rates_list", (), (PREMISES.name,), (storing,), run,
            outside="a council's list, names left unread", command="wardwise rates",
        ),
    ]  # fmt: skip
