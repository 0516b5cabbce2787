"""Downloads of exactly what is shown.

A chart has a button of its own for that ("Download as PNG" in its toolbar), drawn in the browser.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl
import streamlit as st

from presentation import spreadsheet


def csv(frame: pl.DataFrame, name: str, label: str = "Download this table (CSV)") -> None:
    """A button that downloads the rows of the frame as they are.

    `name` becomes the file's: a few words or codes that say what is in it, such as
    "gaps-E08000033". Columns of words pass through `neutralise`; null stays an empty cell.
    """
    st.download_button(
        label,
        lambda: csv_bytes(frame),  # made for those who click: a page has many of these
        file_name=f"{file_name(name)}.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"download-{name}",
    )


def png(draw: Callable[[], str], name: str, label: str = "Download this map (PNG)") -> None:
    """A button that downloads a picture, drawn as SVG on request."""
    png_bytes(lambda: raster_svg(draw()), name, label)


def raster_svg(picture: str) -> bytes:
    """An SVG picture as PNG."""
    # Imported here: the library takes a moment and is only needed by those who click.
    from reports.render import raster

    return raster.png(picture)


def png_bytes(picture: Callable[[], bytes], name: str, label: str) -> None:
    """A button that downloads a picture, which is made on request."""
    st.download_button(
        label,
        picture,
        file_name=f"{file_name(name)}.png",
        mime="image/png",
        on_click="ignore",
        key=f"picture-{name}",
    )


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """The frame as CSV, with the mark that lets a spreadsheet see that it is UTF-8."""
    return spreadsheet.neutralise(frame).write_csv().encode("utf-8-sig")


def file_name(name: str) -> str:
    """Letters, figures and hyphens of a name, so that every system takes it."""
    kept = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name)
    return "-".join(filter(None, kept.split("-")))[:80] or "wardwise"


def name_places(codes: Sequence[str], members_count: int = 0) -> str:
    """The places' part of a file's name: their codes, the first three of many.

    `members_count` counts all councils of the place; where it is more than the codes, the name says
    so: "a-b-c-3-of-5-councils".
    """
    name = "-".join(codes[:3]) + (f"-and-{len(codes) - 3}-more" if len(codes) > 3 else "")
    covered = f"-{len(codes)}-of-{members_count}-councils" if members_count > len(codes) else ""
    return name + covered
