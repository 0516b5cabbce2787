"""A Word template of a council's own: its styles, page, header and footer, and none of its text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from factory_reports import report

from reports.content import Section
from reports.render import docx, make_template
from reports.render.docx_template import (
    NEEDED,
    TEMPLATE,
    TemplateError,
    open_template,
    read_template,
)

PLUM = RGBColor(0x80, 0x16, 0x50)


def branded(change: Callable[[WordDocument], object]) -> bytes:
    """Our template with a change made to it, as a council saves it."""
    document, held = Document(str(TEMPLATE)), io.BytesIO()
    change(document)
    document.save(held)
    return held.getvalue()


def written(template: bytes, **changes: object) -> WordDocument:
    made = docx.render(replace(report(), **changes), template)  # type: ignore[arg-type]
    return Document(io.BytesIO(made))


def without(*names: str) -> bytes:
    def remove(document: WordDocument) -> None:
        for name in names:
            document.styles[name].delete()

    return branded(remove)


def test_our_template_is_what_the_script_makes() -> None:
    assert TEMPLATE.read_bytes() == make_template.make(), (
        "run python -m reports.render.make_template"
    )


def test_a_report_without_a_template_is_in_ours() -> None:
    assert docx.render(report()) == docx.render(report(), TEMPLATE.read_bytes())


def test_looks_of_a_style_are_the_templates() -> None:
    def paint(document: WordDocument) -> None:
        document.styles["Heading 1"].font.color.rgb = PLUM  # type: ignore[attr-defined]

    made = written(branded(paint))
    headings = [part for part in made.paragraphs if part.style and part.style.name == "Heading 1"]
    assert [part.text for part in headings] == ["Headlines", "Skills gaps", "Notes", "Sources"]
    assert {part.style.font.color.rgb for part in headings} == {PLUM}  # type: ignore[union-attr]


def test_styles_go_by_their_names_and_not_by_what_word_calls_them_inside() -> None:
    """A Word of another language calls the style Heading 1 berschrift1 inside."""

    def rename(document: WordDocument) -> None:
        for number, name in enumerate(NEEDED):
            document.styles[name].element.set(qn("w:styleId"), f"anders{number}")

    made = written(branded(rename))
    ids = {part.get(qn("w:styleId")) for part in made.styles.element}
    used = {
        part.get(qn("w:val"))
        for tag in ("w:pStyle", "w:rStyle", "w:tblStyle")
        for part in made.element.body.iter(qn(tag))
    }
    assert used <= ids
    assert len([one for one in used if one.startswith("anders")]) == len(set(NEEDED) - {
        "Normal", "Footer"})  # fmt: skip


def test_header_and_footer_stay_and_text_of_the_template_does_not() -> None:
    def brand(document: WordDocument) -> None:
        document.sections[0].header.paragraphs[0].text = "Ambridge Borough Council"
        document.sections[0].footer.paragraphs[0].text = "Town Hall"
        document.add_heading("Type your heading here", 1)
        document.add_section()
        document.add_table(1, 1)

    made = written(branded(brand))
    assert made.sections[0].header.paragraphs[0].text == "Ambridge Borough Council"
    assert [part.text for part in made.sections[0].footer.paragraphs] == ["Town Hall"]
    assert not [part.text for part in made.paragraphs if part.text.startswith("Type your")]
    assert len(made.tables) == len(list(report().tables()))
    assert len(made.sections) == 1


def test_the_page_is_the_templates_and_a_wide_table_lies_on_its_side() -> None:
    def resize(document: WordDocument) -> None:
        page = document.sections[0]
        page.page_width, page.page_height, page.left_margin = Pt(700), Pt(1000), Pt(100)

    table = next(report().tables())
    wide = Section("b", "B", (replace(table, fields=table.fields * 4),))
    made = written(branded(resize), sections=(Section("a", "A", (table,)), wide))
    sizes = [(page.page_width, page.page_height) for page in made.sections]
    assert sizes == [(Pt(700), Pt(1000)), (Pt(1000), Pt(700)), (Pt(700), Pt(1000))]
    assert made.sections[1].orientation == WD_ORIENT.LANDSCAPE
    grid = [int(col.get(qn("w:w"))) for col in made.tables[0]._tbl.tblGrid]
    assert sum(grid) == pytest.approx(20 * (700 - 100) - Cm(1.9) / 635, abs=len(grid))


def test_a_template_that_lies_on_its_side_stays_so() -> None:
    def turn(document: WordDocument) -> None:
        page = document.sections[0]
        page.page_width, page.page_height = page.page_height, page.page_width
        page.orientation = WD_ORIENT.LANDSCAPE

    table = next(report().tables())
    wide = Section("b", "B", (replace(table, fields=table.fields * 4),))
    made = written(branded(turn), sections=(wide, Section("a", "A", (table,))))
    assert {page.orientation for page in made.sections} == {WD_ORIENT.LANDSCAPE}
    assert all(page.page_width > page.page_height for page in made.sections)  # type: ignore[operator]


def test_the_language_is_the_reports() -> None:
    def american(document: WordDocument) -> None:
        for lang in document.styles.element.iter(qn("w:lang")):
            lang.set(qn("w:val"), "en-US")

    made = written(branded(american))
    assert {lang.get(qn("w:val")) for lang in made.styles.element.iter(qn("w:lang"))} == {"en-GB"}


def test_all_styles_that_are_lacking_are_named_at_once() -> None:
    with pytest.raises(TemplateError) as found:
        open_template(without("Caption", "toc 2", "Report Table"))
    assert "toc 2 (paragraph), Caption (paragraph), Report Table (table)." in str(found.value)
    assert str(TEMPLATE) in str(found.value)
    with pytest.raises(
        TemplateError, match=r"^this style is missing: Title \(paragraph\)\. Add it"
    ):
        open_template(without("Title"))


def test_a_style_of_another_kind_is_lacking() -> None:
    def swap(document: WordDocument) -> None:
        document.styles["Report Table"].delete()
        document.styles.add_style("Report Table", WD_STYLE_TYPE.PARAGRAPH)

    with pytest.raises(TemplateError, match=r"Report Table \(table\)"):
        open_template(branded(swap))


def zipped(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as room:
        for name, content in parts.items():
            room.writestr(name, content)
    return held.getvalue()


def as_dotx(content: bytes) -> bytes:
    """A Word template in Word's own sense, which python-docx does not open."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"document.main+xml", b"template.main+xml"))
    return held.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"\xd0\xcf\x11\xe0 a password", b"Dear all", zipped(a=b"b"),
     TEMPLATE.read_bytes()[:20_000], as_dotx(TEMPLATE.read_bytes())],
    ids=["empty", "password", "text", "zip", "cut off", "dotx"],
)  # fmt: skip
def test_what_is_no_word_document_is_one_sentence_with_its_name(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "brand.docx").write_bytes(content)
    with pytest.raises(
        TemplateError, match=r"brand\.docx cannot be used: it is not a Word"
    ) as found:
        read_template(tmp_path / "brand.docx")
    assert "Save it in Word as .docx" in str(found.value)


def test_a_template_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"none\.docx cannot be read: No such file"):
        read_template(tmp_path / "none.docx")
    with pytest.raises(TemplateError, match="cannot be read"):
        read_template(tmp_path)
