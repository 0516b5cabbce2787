"""Section of a report on what we do not know: what is missing, how old figures are, and limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from presentation.wording import shortened
from reports.content import Block, DataTable, Section, Text

TITLE: Final = "What we do not know"
LONGEST: Final = 300  # letters of a service's answer, which may be as long as a workbook
MOST_NOT_ANSWERED: Final = 5  # requests that are printed
NOTHING_MISSING: Final = "Every council has figures from every source that this report uses."
LIMITS: Final = (
    "Forecasts carry past trends on. They know nothing of plans, closures or policies.",
    "Survey figures for small sectors and small places are noisy, however exact they look.",
    "There is no data on how hard it is to recruit, on the jobs people want, or on who commutes "
    "here with which skills. Ask employers.",
    "Each council's list of business premises has its own date and its own gaps.",
)


def limits(missing: Sequence[str], unanswered: Sequence[str], ages: DataTable) -> Section:
    """What is not here, how new what is here is, then what holds for every report."""
    lines = tuple(f"{line}." for line in missing)
    blocks: list[Block] = [Text((NOTHING_MISSING,))]
    if missing:
        blocks = [Text((LEAD,)), Text(lines, listed=True)]
    return Section(
        "limits", TITLE, (*blocks, *_not_answered(unanswered), Text(LIMITS, listed=True), ages),
        printed="standard",
    )  # fmt: skip


LEAD: Final = "Missing data, which totals leave out and never count as zero:"


def _not_answered(unanswered: Sequence[str]) -> tuple[Text, ...]:
    """Requests without an answer: the first of them printed, the rest in the workbook."""
    if not unanswered:
        return ()
    lead = "Requests that the data services did not answer, so no figure here includes them:"
    lines = tuple(shortened(line, LONGEST) for line in unanswered)
    parts = (lines[:MOST_NOT_ANSWERED], lines[MOST_NOT_ANSWERED:])
    more = (Text(parts[1], listed=True, printed="workbook"),) if parts[1] else ()
    return Text((lead,)), Text(parts[0], listed=True), *more
