"""Openings of the 104 minor groups of occupations: sub-major groups divided by one pattern.

Nothing local counts jobs by minor group, so each of the 26 sub-major groups divides as residents
in work did in the Census (`minor_group_shares`), here as everywhere; how much councils differ from
that pattern is in the interval. Adverts stand beside them where they are as fine; unit groups (four
digits) are listed only with adverts, since neither jobs nor projections are as fine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

import reference
from catalog.tables.priorities import SKILLS_OPENINGS_FINE
from catalog.vocabulary.status import MISSING, MODELLED, PARTIAL
from indicators import draws
from indicators.inputs import Inputs
from indicators.row_blocks import make_block, stack_blocks
from indicators.skills import fine_adverts, pay
from indicators.skills.occupations import CODES, NAMES
from indicators.skills.openings import Openings

Array = NDArray[np.float64]

_GROUPS: Final = reference.read("soc2020_minor_groups").join(
    reference.read("minor_group_shares"),
    on="occupation_code", how="left", validate="1:1", maintain_order="left",
)  # fmt: skip
MINOR_NAMES: Final[dict[str, str]] = dict(
    _GROUPS.select("occupation_code", "occupation_name").iter_rows()
)
MINOR_CODES: Final = tuple(MINOR_NAMES)
# Row of the sub-major group (0 to 25) that each of the 104 belongs to.
PARENT: Final = np.array([CODES.index(code[:2]) for code in MINOR_CODES])
SPREAD: Final[Array] = _GROUPS["between_places_ln_sd"].cast(pl.Float64).to_numpy()
NOTE: Final = (
    "the sub-major group divided as residents in work of Greater Manchester were in 2021, because "
    "neither the council's nor England's division is in our data"
)


def within_parent(persons: Array) -> Array:
    """Share of each minor group in its sub-major group (104, or 104 x draws); sums to one in each.

    `persons` are in any unit, the order that of MINOR_CODES.
    """
    totals = np.zeros((len(CODES), *persons.shape[1:]))
    np.add.at(totals, PARENT, persons)
    shares: Array = persons / np.maximum(totals[PARENT], draws.TINY)
    return shares


SHARES: Final[Array] = within_parent(_GROUPS["residents_persons"].cast(pl.Float64).to_numpy())


def draw_shares(area: str) -> Array:
    """Draws (104 x draws) of the shares, as much apart as councils are; they sum to one."""
    rng = draws.stream(area, "minor groups")
    moved = SPREAD[:, None] * rng.standard_normal((len(MINOR_CODES), draws.DRAWS))
    return within_parent(SHARES[:, None] * np.exp(moved))


def rows(inputs: Inputs, all_areas: Sequence[Openings]) -> pl.DataFrame:
    """Rows of `skills_openings_fine`: minor groups add up to the openings of their sub-major."""
    blocks = []
    parents = [CODES[place] for place in PARENT]
    for opening in all_areas:
        lower, upper = draws.bounds(draw_shares(opening.area) * opening.drawn[PARENT])
        growth, replacement = SHARES * opening.growth[PARENT], SHARES * opening.replacement[PARENT]
        paid = pay.find_pay(inputs, opening.area, MINOR_CODES)
        adverts = fine_adverts.find_adverts(inputs, opening.area, MINOR_CODES)
        block = make_block(
            {
                "area_code": opening.area, "occupation_code": MINOR_CODES,
                "occupation_name": tuple(MINOR_NAMES.values()), "detail_level": "minor group",
                "parent_code": parents, "parent_name": [NAMES[code] for code in parents],
                "base_period": opening.base_period, "target_period": opening.target_period,
                "jobs": SHARES * opening.jobs[PARENT], "growth_openings_persons": growth,
                "replacement_openings_persons": replacement,
                "openings_persons": growth + replacement, "lower80": lower, "upper80": upper,
                "pay_gbp_year": paid.values, "pay_note": paid.notes, "note": NOTE,
                "status": PARTIAL if opening.status == PARTIAL else MODELLED,
                **{name: adverts[name] for name in adverts.columns},
            }
        )  # fmt: skip
        blocks.append(block)
        units = fine_adverts.list_unit_groups(inputs, opening.area)
        if units.height:
            blocks.append(_name_unit_groups(inputs, opening, units, block.schema))
    return stack_blocks(blocks, inputs.areas, SKILLS_OPENINGS_FINE)


def _name_unit_groups(
    inputs: Inputs, opening: Openings, adverts: pl.DataFrame, schema: Mapping[str, pl.DataType]
) -> pl.DataFrame:
    """Unit groups that have adverts, without openings, in the columns of `schema`."""
    codes = adverts["occupation_code"].to_list()
    parents = [code[:2] for code in codes]
    paid = pay.find_pay(inputs, opening.area, codes)
    words = {
        "area_code": pl.lit(opening.area), "detail_level": pl.lit("unit group"),
        "base_period": pl.lit(opening.base_period), "target_period": pl.lit(opening.target_period),
        "note": pl.lit(fine_adverts.NO_OPENINGS), "status": pl.lit(MISSING),
    }  # fmt: skip
    columns: dict[str, Any] = {
        "occupation_name": [fine_adverts.UNIT_NAMES[code] for code in codes],
        "parent_code": parents, "parent_name": [NAMES[code] for code in parents],
        "pay_gbp_year": paid.values, "pay_note": paid.notes,
    }  # fmt: skip
    own = adverts.with_columns(
        **words, **{name: pl.Series(values, dtype=schema[name]) for name, values in columns.items()}
    )
    blank = [pl.lit(None, dtype).alias(name) for name, dtype in schema.items() if name not in own]
    return own.with_columns(blank).select(list(schema))
