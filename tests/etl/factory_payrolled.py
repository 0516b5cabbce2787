"""The PAYE RTI workbook in small, as ONS lays it out."""

from __future__ import annotations

from typing import Any

from factory_ons import Cells, book

MONTHS = ["September 2022", "October 2022", "November 2022"]
UNIT = ["Units", "Payrolled employees"]


def sheet(title: str, codes: list[str], names: list[str], *rows: list[Any]) -> list[list[Any]]:
    """A sheet as ONS lays it out: title, unit, codes, names, and a row for each month."""
    dated = [[month, *row] for month, row in zip(MONTHS, rows, strict=False)]
    return [[title], [], UNIT, [], [None, *codes], ["Date", *names], *dated]


UK = sheet("1. Payrolled employees", [], ["Payrolled employees", "Change on previous month"],
           [300, None], [310, 10], [330, 20])  # fmt: skip
REGIONS = sheet("7. Payrolled employees", ["UKE", "UKH", "UKM"],
                ["Yorkshire and the Humber", "East", "Scotland", "UK"],
                [20, 30, 9, 300], [21, 31, 9, 310], [22, 32, 9, 330])  # fmt: skip
SECTIONS = sheet("23. Payrolled employees", ["A", "D", "T-U"],
                 ["Agriculture, forestry and fishing", "Energy production and supply",
                  "Households and Extraterritorial", "UK"],
                 [1, 2, 3, 300], [1, 2, 3, 310], [1, 2, "[c]", 330])  # fmt: skip
DISTRICTS = sheet("19. Payrolled employees", ["E06000014", "S30000001"],
                  ["York", "Aberdeen City", "UK"],
                  [90, 5, 300], [91, 5, 310], [92, 5, 330])  # fmt: skip
PAY = [["Units", "£ per month"] if row is UNIT else row for row in DISTRICTS]


def workbook(named: dict[str, Cells] | None = None, **changes: Cells | None) -> bytes:
    """The workbook with its sheets by number, some changed or taken out, others added by name."""
    sheets: dict[str, Cells | None] = {
        "1": UK, "7": REGIONS, "19": DISTRICTS, "20": PAY, "23": SECTIONS,
        "36": [["Region by sector data is updated on a quarterly basis"]],
    }  # fmt: skip
    names = {"1": "1. Payrolled employees (UK)", "7": "7. Employees (NUTS1)",
             "19": "19. Employees (LA)", "20": "20. Median pay (LA)",
             "23": "23. Employees (Industry)", "36": "36. Employees (NUTS1Sector)"}  # fmt: skip
    changed = sheets | {number.removeprefix("s"): cells for number, cells in changes.items()}
    kept = {names[number]: cells for number, cells in changed.items() if cells is not None}
    return book(kept | (named or {}))
