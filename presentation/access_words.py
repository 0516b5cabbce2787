"""Sentences on what residents can reach."""

from __future__ import annotations

import polars as pl

from access.decay import Setting
from access.need import NEEDS
from catalog.vocabulary.status import MODELLED
from presentation.numbers import about


def name_need(column: str) -> str:
    """A measure of need as a choice and a heading."""
    return NEEDS[column][:1].upper() + NEEDS[column][1:]


def describe_reach(rows: pl.DataFrame, setting: Setting, place: str) -> str:
    """Which ward has most and which fewest jobs within reach, in a sentence.

    `rows` of `reach_ward` under one setting. A ward whose neighbours are missing may have any
    number more, so where there is one, a ward is said to have most
    only where its rank is sure all the same.
    """
    counted = rows.drop_nulls("jobs_in_reach").sort("jobs_in_reach")
    complete = counted.filter(status=MODELLED)
    if complete.height < counted.height or counted.is_empty():
        missing = counted.height - complete.height
        sure = complete.filter(rank_in_council=1)
        if sure.height == 1 and counted["lad_code"].n_unique() == 1:
            first = sure.row(0, named=True)
            return (
                f"{place}: residents of {first['ward_name']} have the most {setting.phrase}, about "
                f"{about(first['jobs_in_reach'])}; for {missing} of {counted.height} wards, jobs "
                "of neighbours are missing"
            )
        part = f"for {missing} of {counted.height} wards, " if missing < counted.height else ""
        return (
            f"We cannot rank wards of {place} by {setting.phrase}: {part}jobs of neighbours are "
            "missing"
        )
    fewest, most = complete.row(0, named=True), complete.row(-1, named=True)
    if fewest["ward_code"] == most["ward_code"]:
        return f"{most['ward_name']}: about {about(most['jobs_in_reach'])} {setting.phrase}"
    return (
        f"{place}: residents of {most['ward_name']} have about {about(most['jobs_in_reach'])} "
        f"{setting.phrase}, those of {fewest['ward_name']} {about(fewest['jobs_in_reach'])}"
    )
