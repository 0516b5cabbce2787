"""The data dictionary: what every table and column means, written out from their definitions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from catalog.columns import COLUMNS, Column
from catalog.schema import Table
from catalog.tables import TABLES, families
from catalog.vocabulary.status import WITHOUT_VALUE, WORDS

TITLE: Final = "# Data dictionary"
LEAD: Final = (
    "Written by `wardwise docs` from the definitions in `catalog/`; do not edit it here. The same "
    "for one table, with the rows that you have: `wardwise show TABLE --describe`. What a command "
    "does is in [commands](commands.md), what a word means in the [glossary](../glossary.md)."
)
# A column's type, as people call it.
TYPE_NAMES: Final[dict[object, str]] = {
    pl.String: "text",
    pl.Float64: "number",
    pl.Int64: "whole number",
    pl.Int32: "whole number",
    pl.Date: "date",
    pl.Boolean: "yes or no",
    pl.Binary: "shape (WKB)",
}


def type_name(column: Column) -> str:
    """A column's type in plain words; KeyError for a type that has no word yet."""
    return TYPE_NAMES[column.dtype]


def describe_columns(table: Table) -> pl.DataFrame:
    """A row for each column of a table: column, type, unit, meaning, key and may_be_blank.

    >>> describe_columns(TABLES["vacancies"]).filter(column="vacancies_count").row(0)[:3]
    ('vacancies_count', 'number', 'vacancies')
    """
    return pl.DataFrame(
        {
            "column": [column.name for column in table.definitions],
            "type": [type_name(column) for column in table.definitions],
            "unit": [column.unit for column in table.definitions],
            "meaning": [column.meaning for column in table.definitions],
            "key": [column.name in table.key for column in table.definitions],
            "may_be_blank": [column.nullable for column in table.definitions],
        }
    )


def meaning_with_unit(name: str) -> str:
    """A column's meaning for a reader who meets it in a table, with its unit and its name.

    KeyError for a column that is not defined.

    >>> meaning_with_unit("jobs")
    'Jobs at workplaces in the area. Column jobs.'
    >>> meaning_with_unit("gva_gbp_m")
    'Gross value added (balanced). In £ million. Column gva_gbp_m.'
    """
    column = COLUMNS[name]
    # "Jobs ... . In jobs." says nothing.
    unit = f" In {column.unit}." if column.unit and column.unit not in name else ""
    return f"{column.meaning.rstrip('.')}.{unit} Column {name}."


def promises(table: Table) -> list[str]:
    """What is checked of a table each time it is written, one sentence for each law."""
    sentences = [f"No two rows share {_listed(table.key)}."]
    sentences += [f"`{name}` is one of: {', '.join(allowed)}." for name, allowed in table.allowed]
    if table.non_negative:
        sentences.append(f"Never below zero: {_listed(table.non_negative)}.")
    if table.value and "status" in table.columns:
        sentences.append(
            f"`status` speaks of `{table.value}`, which is blank where `status` is "
            f"{' or '.join(WITHOUT_VALUE)} and nowhere else."
        )
    if table.additive:
        sentences.append(f"Values of areas may be added up: {_listed([table.value or 'value'])}.")
    return sentences


def dictionary(origins: Mapping[str, Sequence[str]]) -> str:
    """The whole dictionary as Markdown. `origins` has for each table where it comes from, as lines.

    ValueError names the tables for which `origins` says nothing.
    """
    silent = sorted(set(TABLES) - set(origins))
    if silent:
        raise ValueError(f"nothing says where these tables come from: {', '.join(silent)}")
    lines = [TITLE, "", LEAD, "", "## Contents", ""]
    for family in families():
        names = ", ".join(f"[{table.name}](#{table.name})" for table in family.tables)
        lines.append(f"- {family.title}: {names}")
    lines += ["", "## Statuses", ""]
    lines += [f"- `{status}`: {words}" for status, words in WORDS.items()]
    for family in families():
        lines += ["", f"## {family.title}"]
        for table in family.tables:
            lines += _section(table, origins[table.name])
    return "\n".join([*lines, "", *_index()]) + "\n"


def _section(table: Table, origin: Sequence[str]) -> list[str]:
    lines = ["", f"### {table.name}", "", f"One row is {table.grain}.", ""]
    lines += ["| column | type | unit | meaning |", "|---|---|---|---|"]
    for column in table.definitions:
        key = " (key)" if column.name in table.key else ""
        blank = ", may be blank" if column.nullable else ""
        lines.append(
            f"| `{column.name}`{key} | {type_name(column)}{blank} | {_cell(column.unit)} "
            f"| {_cell(column.meaning)} |"
        )
    lines += ["", "Checked:", "", *(f"- {sentence}" for sentence in promises(table))]
    return [*lines, "", "Where it comes from:", "", *(f"- {line}" for line in origin)]


def _index() -> list[str]:
    """Every column with the tables that have it, for one who meets a name in a file."""
    holders: dict[str, list[str]] = {name: [] for name in sorted(COLUMNS)}
    for table in TABLES.values():
        for name in table.columns:
            holders[name].append(table.name)
    lines = ["## Columns and where they are", "", "| column | tables |", "|---|---|"]
    return lines + [
        f"| `{name}` | {', '.join(f'[{table}](#{table})' for table in sorted(tables))} |"
        for name, tables in holders.items()
        if tables
    ]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _cell(text: str) -> str:
    """Text as it stands in a cell of a Markdown table."""
    return text.replace("|", "\\|").replace("\n", " ")
