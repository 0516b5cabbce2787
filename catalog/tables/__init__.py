"""Every table of Wardwise, by name. One file per subject."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from typing import Final

from catalog.schema import Table


@dataclass(frozen=True)
class Family:
    """Tables of one subject: its file, what the file says it holds, and the tables in order."""

    name: str
    title: str
    tables: tuple[Table, ...]


def families() -> tuple[Family, ...]:
    """The families in the order of their files' names.

    ValueError where two different tables have one name.
    """
    taken: dict[str, Table] = {}
    collected = []
    for entry in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{entry.name}")
        own = []
        for table in (item for item in vars(module).values() if isinstance(item, Table)):
            if table.name not in taken:
                own.append(table)
            if taken.setdefault(table.name, table) is not table:
                raise ValueError(f"table {table.name} is defined twice")
        first_line = (module.__doc__ or entry.name).partition("\n")[0].rstrip(".")
        collected.append(Family(entry.name, first_line, tuple(own)))
    return tuple(collected)


TABLES: Final = {table.name: table for family in families() for table in family.tables}
