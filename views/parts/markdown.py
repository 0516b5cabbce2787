"""Words from data in Streamlit's Markdown, shown letter for letter."""

from __future__ import annotations

import re
from typing import Final

import polars as pl
import streamlit as st

JOINER: Final = "\u2060"  # a sign without width, at which no line breaks
# What Markdown, mathematics and HTML are written with; a backslash makes each a mere letter.
SIGNS: Final = re.compile(r"([\\`*_\[\]<>{}$~|&#])")
# At the start of a line these make a list.
START: Final = re.compile(r"^([-+]|[0-9]+(?=[.)]))(.?)(?=\s|$)")
# Addresses, pictures by name (:smile:), icons and arrows are looked for in the finished text, past
# any backslash: an invisible sign parts them.
LATER: Final = re.compile(r"(:)(?=[\w/+-])|(www|ftp)(?=\.)|(@)(?=\w)|(-)(?=-|\\?>)|([<>~])(?=[-=])")


# A command of ours in a sentence: letters and hyphens alone, so that nothing else gets through.
COMMAND: Final = re.compile(r"(`wardwise(?: [\w-]+)*`)")


def plain(text: object) -> str:
    """The text on one line, so escaped that Streamlit shows it as it is.

    For names and notes from data, and for whole sentences without markup of ours. A command such as
    `wardwise build` is set as one.
    """
    parts = COMMAND.split(" ".join(str(text).split()))
    return "".join(part if place % 2 else _escape(part) for place, part in enumerate(parts))


def _escape(line: str) -> str:
    line = SIGNS.sub(r"\\\1", line)
    line = START.sub(_harmless, line)
    return LATER.sub(lambda match: match.group(0) + JOINER, line)


def _harmless(match: re.Match[str]) -> str:
    mark, after = match.groups()
    return f"{mark}\\{after}" if after else f"\\{mark}"


def table(frame: pl.DataFrame) -> None:
    """`st.table`, which reads cells as Markdown, with every word as it is."""
    words = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    escaped = [
        pl.Series(name, [None if cell is None else plain(cell) for cell in frame[name]], pl.String)
        for name in words
    ]
    st.table(frame.with_columns(escaped), hide_index=True)
