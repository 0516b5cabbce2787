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


def stem(report: Report) -> str:
    """Name of the files, of lower-case letters, figures and hyphens: no name chooses a path."""
    plain = unicodedata.normalize("NFKD", f"{report.title} {report.subtitle}")
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    return f"{'-'.join(words)[:LONGEST].strip('-')}-{report.made_on}"


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
    """Writes the report under `folder`; where the disk refuses any file, none is left (OSError)."""
    made = rendered(report, formats, on_progress)
    with ExitStack() as stack:
        for name, held in made.items():
            stack.enter_context(store.replacing(folder / name)).write_bytes(held)
    return [folder / name for name in made]
