"""The key of a postcode: capitals, with one blank before the last three characters (HD1 1AB)."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

# Outward and inward code, of text in capitals.
POSTCODE: Final = r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})"
WHOLE_POSTCODE: Final = rf"^{POSTCODE}$"
# A postcode, or its outward code or area alone, as some councils publish.
POSTCODE_OR_HALF: Final = r"(?i)^[A-Z]{1,2}(\d[A-Z\d]?(\s*\d[A-Z]{2})?)?$"
INWARD: Final = 3  # characters after the blank


def postcode_key(text: str) -> str:
    """A postcode as tables have it, whatever was typed: "hx1-1ab" as "HX1 1AB"."""
    letters = re.sub(r"[^A-Z0-9]", "", text.upper())
    return f"{letters[:-INWARD]} {letters[-INWARD:]}"


def postcode_keys(text: pl.Expr) -> pl.Expr:
    """The same of a column; null where the text is not a whole postcode and nothing else."""
    close = text.str.to_uppercase().str.replace_all(r"\s+", "")
    key = close.str.head(-INWARD) + " " + close.str.tail(INWARD)
    return pl.when(close.str.contains(WHOLE_POSTCODE)).then(key)
