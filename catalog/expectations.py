"""What the embedded sample was committed with: rows and the latest period of each table.

Made by `wardwise sample`; a change here shows in review what a new sample brings.
"""

from __future__ import annotations

from typing import Final

# table: (rows, latest period, '' where the table has none)
EXPECTATIONS: Final[dict[str, tuple[int, str]]] = {}
