"""Ward briefings as a tagged PDF (PDF/UA-1), a page a ward: one, or all of a council together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import typst

from reports.content import Block, DataTable, Report, Text
from reports.render.fitting import fitted
from reports.render.paged import (
    caption,
    creation_time,
    is_number,
    is_web,
    made_words,
    remarks,
    rows,
    title,
)
from reports.render.pdf import fonts
from reports.render.pdf_tags import tag_row_headings

TEMPLATE: Final = Path(__file__).parents[1] / "templates" / "briefings.typ"


def render(reports: Sequence[Report], name: str = "") -> bytes:
    """The briefings as one PDF; the same briefings give the same bytes.

    `name` is the document's title where there are several. Each is set as large as its page allows.
    """
    fit = [fitted(report) for report in reports]
    first = fit[0]
    created = creation_time(first)
    language, _, region = first.language.partition("-")
    data = {
        "name": name or title(first),
        "description": first.subtitle if len(fit) == 1 else f"{len(fit)} ward briefings",
        "made": {"year": created.year, "month": created.month, "day": created.day},
        "language": {"lang": language, "region": region},
        "reports": [_report(report) for report in fit],
    }
    content = typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=fonts(),
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"briefings": json.dumps(data)},
        timestamp=created,
    )
    return tag_row_headings(content)


def _report(report: Report) -> dict[str, Any]:
    return {
        "title": report.title,
        "line": ". ".join([report.subtitle, made_words(report)]),
        "made": made_words(report),
        "sections": [
            {"title": section.title, "blocks": [_block(block) for block in section.blocks]}
            for section in report.sections
        ],
        "notes": remarks(report),
        "sources": [
            {"sentence": line.sentence, "url": line.url if is_web(line.url) else ""}
            for line in report.sources
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Text):
        return {"kind": "text", "lines": block.lines, "listed": block.listed}
    if isinstance(block, DataTable):
        columns = [{"title": field.title, "number": is_number(field)} for field in block.fields]
        return {"kind": "table", "title": caption(block), "columns": columns, "rows": rows(block)}
    return {"kind": "picture", "title": block.title, "alt": block.alt, "svg": block.svg}
