"""A report made fit for documents: every renderer begins with it."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

import polars as pl

from reports.content import Field, Report
from reports.reading import clean, fit


def fitted(report: Report) -> Report:
    """The report without what no document can hold, in whatever text it stands.

    A control character in a name would make a Word document or a picture that nobody can open, and
    half a surrogate pair cannot be written at all.
    """
    cleaned: Report = _fitted(report)
    return cleaned


def _fitted(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, tuple):
        return tuple(_fitted(one) for one in value)
    if isinstance(value, pl.DataFrame):
        return fit(value)
    if isinstance(value, Field):  # its name is that of a column of the frame, which stays
        return replace(value, title=clean(value.title), unit=clean(value.unit))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _fitted(getattr(value, one.name))
                                 for one in fields(value)})  # fmt: skip
    return value
