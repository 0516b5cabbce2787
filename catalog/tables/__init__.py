"""Every table of Wardwise, by name. One file per subject."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Final

from catalog.schema import Table


def _collect() -> dict[str, Table]:
    tables: dict[str, Table] = {}
    for module in pkgutil.iter_modules(__path__):
        family = importlib.import_module(f"{__name__}.{module.name}")
        for entry in vars(family).values():
            if isinstance(entry, Table) and tables.setdefault(entry.name, entry) is not entry:
                raise ValueError(f"table {entry.name} is defined twice")
    return tables


TABLES: Final = _collect()
