"""The Word document that a report is written into: our own, or one that a council has branded.

Of a template its styles, page, header and footer are used, and the text in it is not.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from copy import deepcopy
from pathlib import Path
from typing import Final, cast

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import BaseStyle, ParagraphStyle

from catalog.store import StoreError

TEMPLATE: Final = Path(__file__).parents[1] / "templates" / "report.docx"
A4: Final = (Cm(21), Cm(29.7))
MARGIN: Final = Cm(1.9)
TABLE: Final = "Report Table"
CELL: Final = "Table Text"
LINK: Final = "Hyperlink"
NEEDED: Final = {
    **dict.fromkeys(
        ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "TOC Heading", "toc 1", "toc 2",
         "Caption", "List Bullet", "Footer", CELL), WD_STYLE_TYPE.PARAGRAPH),
    LINK: WD_STYLE_TYPE.CHARACTER,
    TABLE: WD_STYLE_TYPE.TABLE,
}  # fmt: skip
# What python-docx, lxml and zipfile raise where bytes are no Word document.
BROKEN: Final = (
    AttributeError, KeyError, IndexError, NotImplementedError, OpcError, PythonDocxError,
    RuntimeError, SyntaxError, UnicodeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
# The oldest time that a ZIP archive can hold: the same report then gives the same bytes.
ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)


class TemplateError(StoreError):
    """A template that no report can be written into; the message says what is missing."""


def read_template(path: Path) -> bytes:
    """The template's bytes. Raises TemplateError where it cannot be read or used."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TemplateError(f"The template {path} cannot be read: {error.strerror}") from error
    try:
        open_template(content)
    except TemplateError as error:
        raise TemplateError(f"The template {path} cannot be used: {error}") from error
    return content


def open_template(content: bytes | None = None) -> WordDocument:
    """An empty document with the template's styles, page, header and footer; ours for None.

    Raises TemplateError naming every missing style.
    """
    try:
        document = Document(io.BytesIO(TEMPLATE.read_bytes() if content is None else content))
        missing = _list_missing_styles(document)
        if not missing:
            _empty(document)
    except BROKEN as error:
        raise TemplateError(
            "it is not a Word document (.docx). Save it in Word as .docx, without a password"
        ) from error
    if missing:
        raise TemplateError(
            f"{'this style is' if len(missing) == 1 else 'these styles are'} missing: "
            f"{', '.join(missing)}. Add {'it' if len(missing) == 1 else 'them'} in Word, or start "
            f"from a copy of {TEMPLATE}"
        )
    return document


def _list_missing_styles(document: WordDocument) -> list[str]:
    """Names of the styles that are not there, or are there as a style of another type."""
    present = {
        (style.name, style.type) for style in document.styles if isinstance(style, BaseStyle)
    }
    kinds = {kind: str(kind).partition(" ")[0].lower() for kind in NEEDED.values()}
    return [
        f"{name} ({kinds[kind]})" for name, kind in NEEDED.items() if (name, kind) not in present
    ]


def _empty(document: WordDocument) -> None:
    """Takes out the body's text. The page, header and footer are those of the first section."""
    first = deepcopy(document.sections[0]._sectPr)
    body = document.element.body
    for part in list(body):
        body.remove(part)
    body.append(first)
    page = document.sections[0]
    page.page_width, page.page_height = (
        of_template or usual
        for of_template, usual in zip((page.page_width, page.page_height), A4, strict=True)
    )
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        if getattr(page, side) is None:
            setattr(page, side, MARGIN)


def set_language(document: WordDocument, language: str) -> None:
    """What screen readers and spelling go by, whatever language the template was made in."""
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), language)


def shrink(document: WordDocument, by: float) -> None:
    """Sets what is read, but no title or heading, in smaller letters."""
    for name in ("Normal", "List Bullet", "Caption", CELL):
        style = cast(ParagraphStyle, document.styles[name])
        if style.font.size is not None:
            style.font.size = Pt(round(2 * style.font.size.pt * by) / 2)  # Word knows half points


def packed(document: WordDocument) -> bytes:
    """The document's bytes, without the time of day that archives carry."""
    written, again = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(again, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED)
    return again.getvalue()
