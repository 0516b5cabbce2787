"""A report under other names, without reading its tables again."""

from __future__ import annotations

from dataclasses import replace

from reports.choices import Choices
from reports.content import Report


def drop_names(choices: Choices) -> Choices:
    """Of the choices those that say what is in the report, not what stands above it.

    >>> kept = drop_names(Choices(edition="brief", title="Skills", without=("wards",)))
    >>> kept.edition, kept.title, kept.without
    ('brief', '', ('wards',))
    """
    return replace(choices, title="", subtitle="", contact="", logo=b"")


def add_names(report: Report, choices: Choices) -> Report:
    """The report with the names, contact and logo of the choices.

    Of a report that was built with `drop_names(choices)` it makes what `choices` would have built,
    in no time: a page shows it at each word that is typed.
    """
    return replace(
        report,
        title=choices.title or report.title,
        subtitle=choices.subtitle or report.subtitle,
        logo=choices.logo,
        contact=choices.contact,
    )
