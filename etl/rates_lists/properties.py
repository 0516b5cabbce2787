"""From the cells of a list to properties: value, kind, whether occupied and what says so.

No text of a list is kept: what leaves here is numbers, dates, whole postcodes and our own words, so
that no name can be among it even where a list has one in the wrong column.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from catalog.schema import check
from catalog.tables.premises import PREMISES
from catalog.vocabulary.postcodes import postcode_keys
from catalog.vocabulary.status import MISSING, OBSERVED
from etl.rates_lists import cell_values
from etl.rates_lists.cell_meanings import LETTERS, relief_kinds, relief_words, says_empty, state
from etl.rates_lists.extracting import RELIEF
from etl.rates_lists.sheets import SHEET
from geo.os_grid import to_degrees

MARKED: Final = "marked in the list"
NOT_MARKED: Final = "not marked as occupied in a list that marks only those"
DATED: Final = "a date from which it is empty"
EXEMPTED: Final = "an exemption or relief that only empty properties have"
UNSTATED: Final = "the list does not say"
ONLY_EMPTY: Final = "not marked as empty in a list that marks only those"
STATES: Final = ("state", "occupied", "empty")
READ: Final = (
    "property_ref", "postcode", "long", "lat", "easting", "northing", "voa_code", "description",
    *STATES, SHEET, "empty_from", "exemption",
)  # fmt: skip
# Of several records of a property the first that says one of these counts.
STATED: Final = ("stated", SHEET, "empty_from", "exemption")


def properties(records: pl.DataFrame, lad_code: str, list_period: str) -> tuple[pl.DataFrame, int]:
    """Rows of `premises`, and how many records were of a property already read.

    `records` is the frame of an Extract or of Parts. A property with several records (one for each
    relief) counts once: the first record stands, and what any of them says of reliefs and
    exemptions counts.
    """
    absent = [name for name in READ if name not in records.columns]
    cells = records.with_columns(pl.lit("").alias(name) for name in absent)
    alone = _with_places(_one_each(_with_reliefs(_with_states(cells))))
    month_first = cell_values.is_month_first(alone["empty_from"])
    premises = (
        alone.lazy()
        .join(_groups(alone).lazy(), on=["voa_code", "description"], how="left", validate="m:1")
        .with_columns(occupancy_basis=_basis(cells))
        .with_columns(occupancy=_occupancy())
        .with_columns(occupancy_basis=_of_the_list())
        .select(
            postcode_keys(pl.col("postcode")).alias("postcode"),
            "property_long",
            "property_lat",
            "rateable_value_gbp",
            cell_values.day(pl.col("empty_from"), month_first=month_first).alias("empty_from"),
            "description_group",
            "reliefs",
            "occupancy",
            "occupancy_basis",
            has_relief=pl.col("reliefs") != "",
        )
        .with_row_index("property_no", offset=1)
        .with_columns(
            pl.col("property_no").cast(pl.Int64),
            lad_code=pl.lit(lad_code),
            list_period=pl.lit(list_period),
            empty_from=pl.when(pl.col("occupancy") == "empty").then("empty_from"),
            status=pl.when(pl.col("rateable_value_gbp").is_null())
            .then(pl.lit(MISSING))
            .otherwise(pl.lit(OBSERVED)),
        )
        .collect()
    )
    return check(premises, PREMISES), cells.height - alone.height


def _with_places(records: pl.DataFrame) -> pl.DataFrame:
    """The records with longitude and latitude, from the grid reference where they have none.

    Some lists write degrees under X and Y.
    """
    longs, lats = to_degrees(records["easting"], records["northing"])
    return records.with_columns(
        property_long=pl.coalesce(
            cell_values.longitude(pl.col("long")), longs, cell_values.longitude(pl.col("easting"))
        ),
        property_lat=pl.coalesce(
            cell_values.latitude(pl.col("lat")), lats, cell_values.latitude(pl.col("northing"))
        ),
    )


def _with_states(records: pl.DataFrame) -> pl.DataFrame:
    """The records with `stated`: occupied, empty or '', by the first of their columns that says it.

    A letter stands for a word only in a column where nothing else stands.
    """
    for name in STATES:
        distinct = records[name].unique()
        marks = {text.strip().casefold() for text in distinct} - set(cell_values.BLANKS)
        column = name if name != "state" or marks <= LETTERS.keys() else "words"
        meanings = {text: state(column, text) for text in distinct}
        state_of = pl.col(name).replace_strict(meanings, return_dtype=pl.String)
        records = records.with_columns(state_of.alias(f"{name}_stated"))
    columns = [pl.col(f"{name}_stated").replace("", None) for name in STATES]
    # Some write the date itself under 'Empty'.
    since = pl.when((pl.col("empty_from") == "") & _dated("empty")).then("empty")
    return records.with_columns(
        stated=pl.coalesce(*columns, pl.lit("")), empty_from=pl.coalesce(since, "empty_from")
    )


def _with_reliefs(records: pl.DataFrame) -> pl.DataFrame:
    """The records with the kinds of relief they name, and whether they say that it is empty."""
    headings = [name for name in records.columns if name.startswith(RELIEF)]
    texts = ["exemption", *headings]
    distinct = records.select(texts).unique()
    kinds, empty = [], []
    for exemption, *cells in distinct.iter_rows():
        words = [
            relief_words(heading.removeprefix(RELIEF), cell)
            for heading, cell in zip(headings, cells, strict=True)
        ]
        kinds.append(", ".join(sorted(set().union(*map(relief_kinds, words)))))
        empty.append(says_empty(exemption, words))
    return records.join(
        distinct.with_columns(
            reliefs=pl.Series(kinds, dtype=pl.String), says_empty=pl.Series(empty, dtype=pl.Boolean)
        ),
        on=texts,
        how="left",
        validate="m:1",
    )


def _one_each(records: pl.DataFrame) -> pl.DataFrame:
    """One row for each reference, with what any of its records says; without one all stand."""
    again = (pl.col("property_ref") != "") & pl.col("property_ref").is_duplicated()
    kinds = pl.col("reliefs").filter(pl.col("reliefs") != "").str.split(", ").explode()
    together = (
        records.filter(again)
        .group_by("property_ref", maintain_order=True)
        .agg(
            pl.all().exclude("property_ref", "reliefs", "says_empty", *STATED).first(),
            *(pl.col(name).filter(pl.col(name) != "").first().fill_null("") for name in STATED),
            kinds.unique().sort().str.join(", "),
            pl.col("says_empty").any(),
        )
    )
    return pl.concat([records.filter(~again), together.select(records.columns)])


def _groups(records: pl.DataFrame) -> pl.DataFrame:
    """The kind of property of each distinct code and description."""
    distinct = records.select("voa_code", "description").unique()
    return distinct.with_columns(
        description_group=pl.Series(
            [cell_values.group(code, words) for code, words in distinct.iter_rows()],
            dtype=pl.String,
        )
    )


def _basis(cells: pl.DataFrame) -> pl.Expr:
    """What in the record says whether the property is occupied, the surest first.

    Where a column marks most properties as occupied and leaves the others blank, those are empty.
    """
    states = _with_states(cells)["stated"]
    blank = pl.all_horizontal(pl.col(name) == "" for name in STATES)
    unsaid = cells.select(blank).to_series()
    yes = states == "occupied"
    only_yes = 2 * yes.sum() >= states.len() and bool((yes | unsaid).all())
    return (
        pl.when((pl.col("stated") != "") & ~_dated("empty"))
        .then(pl.lit(MARKED))
        .when(_dated("empty_from") | _dated("empty"))
        .then(pl.lit(DATED))
        .when(pl.col("says_empty"))
        .then(pl.lit(EXEMPTED))
        .when(pl.col(SHEET) != "")
        .then(pl.lit(MARKED))
        .when(pl.lit(only_yes) & blank)
        .then(pl.lit(NOT_MARKED))
        .otherwise(pl.lit(UNSTATED))
    )


def _dated(column: str) -> pl.Expr:
    return pl.col(column).str.contains(cell_values.DATE_SHAPE)


def _occupancy() -> pl.Expr:
    """Occupied, empty or unknown, by what says so."""
    basis = pl.col("occupancy_basis")
    marked = pl.when(pl.col("stated") != "").then("stated").otherwise(SHEET)
    return (
        pl.when(basis == UNSTATED)
        .then(pl.lit("unknown"))
        .when(basis == MARKED)
        .then(marked)
        .otherwise(pl.lit("empty"))
    )


def _of_the_list() -> pl.Expr:
    """The basis, where a list names some as empty and none as occupied: the others are unknown."""
    only_empty = (pl.col("occupancy") == "empty").any() & (pl.col("occupancy") != "occupied").all()
    basis = pl.col("occupancy_basis")
    return pl.when(only_empty & (basis == UNSTATED)).then(pl.lit(ONLY_EMPTY)).otherwise(basis)


def financial_year(days: pl.Series) -> str:
    """The financial year, such as 2018-19, of the newest of these dates; '' where there is none.

    Dates in the future are left out: a list can hold a date from which a charge will begin. So is
    one in a thousand of the newest, which can be slips of the pen.
    """
    distinct = days.unique().to_frame("text").with_columns(day=cell_values.day(pl.col("text")))
    days_past = (
        days.to_frame("text")
        .join(distinct.filter(pl.col("day") <= date.today()), on="text", validate="m:1")["day"]
        .sort(descending=True)
    )
    if days_past.is_empty():
        return ""
    newest: date = days_past[days_past.len() // 1000]
    return _year_from(newest.year if newest.month >= 4 else newest.year - 1)


def is_financial_year(text: str) -> bool:
    """Whether it is written as 2018-19 is."""
    return text[:4].isdecimal() and text == _year_from(int(text[:4]))


def _year_from(start: int) -> str:
    return f"{start}-{(start + 1) % 100:02d}"
