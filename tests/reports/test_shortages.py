"""What employers report in a report: a table of its own, with pressure only where there is some."""

from __future__ import annotations

from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import factory_indicators
import pytest

from reports.content import DataTable, Text
from reports.sections.shortages import tabulate_shortages


def of_rows(*rows: dict[str, Any]) -> Any:
    """As much of a report's place as the table needs."""
    reading = SimpleNamespace(source=lambda: nullcontext("the survey"))
    return SimpleNamespace(
        tables=SimpleNamespace(read=reading),
        indicators={"shortage_check": factory_indicators.frame("shortage_check", list(rows))},
    )


@pytest.mark.parametrize("pressure", [0.4, None])
def test_shortages_stand_with_pressure_where_there_is_some(pressure: float | None) -> None:
    (row,) = factory_indicators.tables()["shortage_check"]
    words, table = tabulate_shortages(of_rows(row | {"pressure_ln": pressure}))
    assert isinstance(words, Text)
    assert words.lines == (
        "Employers report shortages in much the same occupations (Northshire, 2024).",
    )
    assert isinstance(table, DataTable)
    assert table.title.endswith("2024")
    names = [field.name for field in table.fields]
    assert ("pressure_ln" in names) == (pressure is not None)


def test_without_a_survey_there_is_no_table() -> None:
    assert tabulate_shortages(of_rows()) == ()
