"""Text that a spreadsheet would run as a formula, made harmless in every CSV that people get."""

from __future__ import annotations

from typing import Final

import polars as pl

# What a spreadsheet reads as a formula, also after blanks, which it leaves out, and in full width.
FORMULA: Final = r"^([\t\r\n]|\s*[=+\-@＝＋－＠])"


def neutralise(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with an apostrophe before text that a spreadsheet would run; its numbers stand."""
    words = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(FORMULA))
        .then(pl.concat_str(pl.lit("'"), name))
        .otherwise(name)
        .alias(name)
        for name in words
    )
