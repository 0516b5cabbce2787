"""Writing a report to files: every format, all of them or none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from catalog import store
from catalog.store import StoreError
from reports import excel, html, pdf, tidy_csv, word
from reports.content import Report

Progress = Callable[[int, int, str], None]
RENDER: Final[dict[str, Callable[[Report], bytes]]] = {
    "docx": word.render,
    "xlsx": excel.render,
    "pdf": pdf.render,
    "html": html.render,
}
CSV: Final = "csv"
FORMATS: Final = (*RENDER, CSV)
LONGEST: Final = 60  # characters of a name of a file


class FormatError(StoreError):
    """A format that no renderer writes; the message lists those there are."""


def slug(text: str) -> str:
    """Lower-case letters, figures and hyphens of a text: no name chooses a path."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))[:LONGEST].strip("-")


def stem(report: Report) -> str:
    """Name of a report's files, without the format."""
    return f"{slug(f'{report.title} {report.subtitle}')}-{report.made_on}"


def known(formats: Sequence[str]) -> None:
    """Raises FormatError where a format is not one of FORMATS."""
    strange = [form for form in formats if form not in FORMATS]
    if strange:
        raise FormatError(f"no format {', '.join(strange)}; there are {', '.join(FORMATS)}")


def rendered(report: Report, formats: Sequence[str], on_progress: Progress) -> dict[str, bytes]:
    """Files by name. Raises FormatError."""
    known(formats)
    found: dict[str, bytes] = {}
    for number, form in enumerate(formats):
        on_progress(number, len(formats), f"writing {form}")
        if form == CSV:
            found |= tidy_csv.render(report, f"{stem(report)}.{CSV}")
        else:
            found[f"{stem(report)}.{form}"] = RENDER[form](report)
    on_progress(len(formats), len(formats), "written")
    return found


def write(
    report: Report, formats: Sequence[str], folder: Path, on_progress: Progress
) -> list[Path]:
    """Writes the report under `folder`, every format or none. Raises FormatError and OSError."""
    return put(rendered(report, formats, on_progress), folder)


def put(made: dict[str, bytes], folder: Path) -> list[Path]:
    """Writes files by name; where the disk refuses one, none is left (OSError)."""
    with ExitStack() as stack:
        for name, held in made.items():
            stack.enter_context(store.replacing(folder / name)).write_bytes(held)
    return [folder / name for name in made]
