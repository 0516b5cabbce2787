"""Organisations found, as a numbered list in HTML: who, how far, on what, with whom, and links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from presentation.innovation_words import KINDS, UNNAMED, describe_place, number_of
from presentation.numbers import count
from presentation.wording import shortened

STYLE: Final = """<style>
.organisations {margin: 0; padding-left: 1.5rem}
.organisations li {margin: 0 0 .45rem; font-size: .92rem; line-height: 1.35}
.organisations .who {font-weight: 600}
.organisations .facts {color: #505a5f}
.organisations a {text-decoration: underline; padding: 0 .1rem}
</style>"""
COMPANY: Final = "GB-COH-"
COMPANY_URL: Final = "https://find-and-update.company-information.service.gov.uk/company/"
LONGEST_TITLE: Final = 110
LONGEST_PARTNERS: Final = 90


def list_links(code: str, record_url: str) -> list[tuple[str, str]]:
    """Public records of an organisation and of its newest project, as words and address.

    >>> list_links("GB-COH-01234567", "")[0][0]
    'company record'
    >>> list_links("UKPRN-10007785", "javascript:alert(1)")
    []
    """
    links = []
    number = code.removeprefix(COMPANY)
    if number != code and number.isalnum():
        links.append(("company record", f"{COMPANY_URL}{number}"))
    if record_url.startswith(("https://", "http://")):
        links.append(("project record", record_url))
    return links


def organisations_html(rows: Sequence[Mapping[str, Any]], label: str, near: str) -> str:
    """Rows of `innovation.search.FOUND`, in their order, as a list called `label` near a place."""
    items = "".join(f"<li>{_item(row)}</li>" for row in rows)
    name = escape(f"{label} near {near}")
    return f'{STYLE}<ol class="organisations" aria-label="{name}">{items}</ol>'


def _item(row: Mapping[str, Any]) -> str:
    name = row["organisation_name"] or UNNAMED
    facts = [
        KINDS.get(row["organisation_kind"], ""),
        describe_place(row),
        _projects(row),
        f"shares: {row['shared_words']}" if row["shared_words"] else "",
    ]
    links = "".join(
        f' <a href="{escape(address)}" target="_blank" rel="noopener noreferrer" '
        f'aria-label="{escape(f"{words} of {name}")}">{escape(words)}</a>'
        for words, address in list_links(row["organisation_code"], row["record_url"])
    )
    lines = [
        f'<span class="who">{escape(name)}</span>{links}',
        f'<span class="facts">{escape("; ".join(filter(None, facts)))}</span>',
    ]
    if row["project_title"]:
        funder = f" ({row['funder_name']}, {row['project_year']})" if row["project_year"] else ""
        lines.append(escape(f"{shortened(row['project_title'], LONGEST_TITLE)}{funder}"))
    if row["partner_names"]:
        partners = shortened(row["partner_names"], LONGEST_PARTNERS)
        lines.append(f'<span class="facts">{escape(f"Already works with {partners}")}</span>')
    return "<br>".join(lines)


def _projects(row: Mapping[str, Any]) -> str:
    """2 projects, 1 live when listed."""
    number = row["matching_live_count"]
    live = f", {count(number)} live when listed" if number else ""
    return f"{number_of(row['matching_projects_count'], 'project')}{live}"
