"""The definition of a table, and one check that lists every fault at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from catalog.columns import COLUMNS, Column
from catalog.vocabulary.status import STATUSES, WITHOUT_VALUE

# What is said of the rows that are wrong.
Describe = Callable[[pl.DataFrame], str]


class TableError(Exception):
    """A frame that does not match its table's definition; the message lists every fault."""


@dataclass(frozen=True)
class Table:
    """A table: what one row is, its key and columns, and the rules its values follow.

    `value` is the column that `status` describes. `additive` means that values of areas can be
    summed. `non_negative` columns are counts or amounts that cannot be below zero. `allowed` lists
    the values that a column can have.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    value: str | None = None
    additive: bool = False
    non_negative: tuple[str, ...] = ()
    allowed: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def definitions(self) -> list[Column]:
        return [COLUMNS[name] for name in self.columns]

    @property
    def dtypes(self) -> dict[str, pl.DataType]:
        return {c.name: c.dtype for c in self.definitions}  # type: ignore[misc]

    @property
    def council_column(self) -> str:
        """The column that names a row's council, or the wider area it is of; "" without one."""
        return next((name for name in ("lad_code", "area_code") if name in self.columns), "")

    def empty(self) -> pl.DataFrame:
        """A frame of this table with no rows."""
        return pl.DataFrame(schema=self.dtypes)


def check(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The frame with its columns in the table's order, or TableError with every fault.

    >>> area = Table("places", "a place", key=("area_code",), columns=("area_code", "area_name"))
    >>> check(pl.DataFrame({"area_name": ["York"], "area_code": ["E06000014"]}), area).columns
    ['area_code', 'area_name']
    >>> check(pl.DataFrame({"area_code": ["E1", "E1"], "area_name": ["York", None]}), area)
    Traceback (most recent call last):
    catalog.schema.TableError: places: area_name: 1 nulls in a column that cannot have any
    """
    absent = [name for name in table.columns if name not in frame.columns]
    if absent:
        present = ", ".join(frame.columns)
        raise TableError(f"{table.name}: columns missing: {', '.join(absent)} (it has {present})")
    frame = frame.select(table.columns)
    faults = [fault for column in table.definitions for fault in _column_faults(frame, column)]
    if not faults:
        faults += _key_faults(frame, table)
        faults += _value_faults(frame, table)
    if faults:
        raise TableError(f"{table.name}: " + "; ".join(faults))
    return frame


def _column_faults(frame: pl.DataFrame, column: Column) -> list[str]:
    dtype = frame.schema[column.name]
    if dtype != column.dtype:
        return [f"{column.name} is {dtype}, should be {column.dtype}; cast it in this table's tidy"]
    nulls = frame[column.name].null_count()
    if nulls and not column.nullable:
        return [f"{column.name}: {nulls:,} nulls in a column that cannot have any"]
    return []


def _key_faults(frame: pl.DataFrame, table: Table) -> list[str]:
    # Distinct hashes prove distinct keys in little memory; we compare keys only if some match.
    if frame.select(table.key).hash_rows().n_unique() == frame.height:
        return []
    repeated = frame.filter(pl.struct(table.key).is_duplicated())
    if repeated.is_empty():
        return []
    example = repeated.select(table.key).row(0)
    return [f"{repeated.height:,} rows share a key ({', '.join(table.key)}), such as {example}"]


def _value_faults(frame: pl.DataFrame, table: Table) -> list[str]:
    """What is wrong with values: one query asks about all of it, since pages check each reading."""
    tests = list(_value_tests(table))
    if not tests:
        return []
    asked = frame.select(wrong.any().alias(str(place)) for place, (wrong, _) in enumerate(tests))
    return [
        describe(frame.filter(wrong))
        for (wrong, describe), is_any in zip(tests, asked.row(0), strict=True)
        if is_any
    ]


def _value_tests(table: Table) -> Iterator[tuple[pl.Expr, Describe]]:
    """Which rows are wrong, and what is then said of them."""
    for name in table.non_negative:
        yield pl.col(name) < 0, _count(name + ": {} negative values")
    for name, allowed in table.allowed:
        yield _test_words(name, allowed)
    for name in (column.name for column in table.definitions if column.dtype == pl.Float64):
        not_finite = _count(name + ": {} not finite; use null and a status")
        yield ~pl.col(name).is_finite(), not_finite
    value = table.value
    if value is not None and "status" in table.columns:
        yield _test_words("status", STATUSES)
        absent, is_null = pl.col("status").is_in(WITHOUT_VALUE), pl.col(value).is_null()
        yield absent & ~is_null, _count("{} rows are missing or suppressed but have a " + value)
        silent = f"rows have no {value} and a status that does not say why"
        yield ~absent & is_null, _count("{} " + silent)


def _count(words: str) -> Describe:
    """Says how many rows there are, where the words have {}."""
    return lambda rows: words.format(f"{rows.height:,}")


def _test_words(name: str, allowed: Sequence[str]) -> tuple[pl.Expr, Describe]:
    def describe(rows: pl.DataFrame) -> str:
        unknown = rows[name].unique().to_list()
        return f"{name}: unknown {unknown[:5]}; allowed are {list(allowed)}"

    return ~pl.col(name).is_in(list(allowed)), describe
