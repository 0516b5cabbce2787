"""Writing a report to files: every format, all of them or none."""

from __future__ import annotations

import errno
import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Final

from catalog import store
from catalog.store import StoreError
from reports.content import Edition, Report
from reports.render import csv, docx, html, pdf, xlsx

Progress = Callable[[int, int, str], None]


def silent(done: int, total: int, what: str) -> None:
    """Progress that nobody watches."""


RENDER: Final[dict[str, Callable[[Report], bytes]]] = {
    "docx": docx.render,
    "xlsx": xlsx.render,
    "pdf": pdf.render,
    "html": html.render,
}
CSV: Final = "csv"
FORMATS: Final = (*RENDER, CSV)
LONGEST: Final = 60  # characters of a name of a file
USUAL: Final[Edition] = "standard"
MARK: Final = 8  # characters of what tells two of one name apart


class FormatError(StoreError):
    """A format that no renderer writes; the message lists those there are."""


def slug(text: str) -> str:
    """Lower-case letters, figures and hyphens of a text: no name chooses a path."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))[:LONGEST].strip("-")


def file_stem(report: Report) -> str:
    """Name of a report's files, without the format.

    A group, whose name anyone may give to another, and a name that letters were lost of carry a
    mark made of their councils and their name: no report is written over that of another place.
    An edition but the usual one says so, and stands beside it.
    """
    heading = f"{report.title} {report.subtitle}"
    plain, part = slug(heading), slug(report.part)
    if part:  # which is at the end, and is not cut off a long name
        plain = f"{slug(heading.removesuffix(report.part))}-{part}"
    if len(report.codes) > 1 or not keeps_every_letter(heading, plain):
        identity = "\n".join([*sorted(report.codes or report.areas), report.subtitle])
        mark = hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()[:MARK]
        plain = "-".join(filter(None, [plain, mark]))
    edition = "" if report.edition == USUAL else report.edition
    return "-".join(filter(None, [plain, edition, report.made_on]))


def keeps_every_letter(text: str, plain: str) -> bool:
    """Whether a slug holds every letter and figure of its text, but for accents."""
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if letter.isalnum()
    ).lower()
    return bare == plain.replace("-", "")


def parse_formats(text: str, allowed: Sequence[str], what: str) -> list[str]:
    """Formats from a list by commas, each once. Raises FormatError naming what there is."""
    formats = list(dict.fromkeys(filter(None, (one.strip().lower() for one in text.split(",")))))
    unknown = [form for form in formats if form not in allowed]
    if unknown or not formats:
        words = f"unknown format {', '.join(unknown)}" if unknown else "no format given"
        raise FormatError(f"{what}: {words}; choose from {', '.join(allowed)}")
    return formats


def check_formats(formats: Sequence[str]) -> None:
    """Raises FormatError where a format is not one of FORMATS."""
    unknown = [form for form in formats if form not in FORMATS]
    if unknown:
        raise FormatError(f"unknown format {', '.join(unknown)}; choose from {', '.join(FORMATS)}")


def render_files(
    report: Report,
    formats: Sequence[str],
    on_progress: Progress = silent,
    template: bytes | None = None,
) -> dict[str, bytes]:
    """Files by name, Word in the styles of `template`. Raises FormatError and TemplateError."""
    check_formats(formats)
    # Word's pages and contents follow the PDF, which is set once for both.
    printed = pdf.render(report) if {"docx", "pdf"} <= set(formats) else None
    places = pdf.read_places(printed) if printed else None
    render = RENDER | {"docx": partial(docx.render, template=template, places=places)}
    if printed:
        render["pdf"] = lambda _: printed
    contents: dict[str, bytes] = {}
    for number, form in enumerate(formats):
        on_progress(number, len(formats), f"writing {form}")
        if form == CSV:
            contents |= csv.render(report, f"{file_stem(report)}.{CSV}")
        else:
            contents[f"{file_stem(report)}.{form}"] = render[form](report)
    on_progress(len(formats), len(formats), "written")
    return contents


def write(
    report: Report,
    formats: Sequence[str],
    folder: Path,
    on_progress: Progress,
    template: bytes | None = None,
) -> list[Path]:
    """Writes the report under `folder`, every format or none. Raises as `rendered`, and OSError."""
    return write_files(render_files(report, formats, on_progress, template), folder)


def write_files(contents: dict[str, bytes], folder: Path) -> list[Path]:
    """Writes files by name; where the disk refuses one, none is left (OSError)."""
    for name in contents:
        if (folder / name).is_dir():  # at the end it would leave the others new
            raise IsADirectoryError(errno.EISDIR, "a folder has the name", str(folder / name))
    with ExitStack() as stack:
        for name, content in contents.items():
            stack.enter_context(store.replacing(folder / name)).write_bytes(content)
    return [folder / name for name in contents]
