"""A report under other names or in another edition, without reading its tables again."""

from __future__ import annotations

from dataclasses import replace

from reports.choices import Choices
from reports.content import Report


def sections_alone(choices: Choices) -> Choices:
    """Of the choices those that say which sections there are, and what users wrote for them.

    >>> sections_alone(Choices(edition="brief", title="Skills", without=("wards",))).without
    ('wards',)
    """
    return Choices(without=choices.without, texts=choices.texts)


def dress(report: Report, choices: Choices) -> Report:
    """The report with the names, logo, contact and edition of the choices.

    Of a report that was built with `sections_alone(choices)` it makes what `choices` would have
    built, in no time: a page shows it at each letter that is typed.
    """
    return replace(
        report,
        title=choices.title or report.title,
        subtitle=choices.subtitle or report.subtitle,
        edition=choices.edition,
        logo=choices.logo,
        contact=choices.contact,
    ).with_numbers()
