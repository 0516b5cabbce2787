"""The record that comes with Wardwise, as pages of the documents: written, never typed.

So that no document promises what the stored record does not say.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl

import reference
from catalog.settings import PROJECT
from catalog.tables import TABLES
from catalog.vocabulary.forecast_families import FAMILIES, YARDSTICKS, describe_model
from catalog.vocabulary.forecast_horizons import describe_horizon
from indicators.places import forecast_accuracy as accuracy
from presentation.forecast_words import AREAS, name_tested
from presentation.numbers import count, digits, percent

Row = dict[str, Any]
METHODS: Final = PROJECT / "docs" / "methods" / "forecasting.md"
BEGIN: Final = "<!-- The record: written by `wardwise docs`, do not edit it here. -->"
END: Final = "<!-- End of the record. -->"
HEADLINES: Final = ("employees_section", "gva_section", "adverts", "claimants")
HEAD: Final = (
    "what", "when", "better than the best naive, % (95% interval)", "best naive",
    "inside 80 / 95% interval, %", "areas x past dates",
)  # fmt: skip
PHASES: Final = {"before": "before COVID", "covid": "COVID years", "after": "after COVID"}


def headline() -> str:
    """What was published for councils, by horizon; then how the models in use now did."""
    rows = _stored(HEADLINES).filter(area_type="lad", phase=accuracy.ALL_PHASES)
    lines = _markdown(HEAD, [_cells(row) for row in rows.iter_rows(named=True)])
    return "\n".join([*lines, "", *_models_in_use()])


def record_page() -> str:
    """Every row of the stored record."""
    described = reference.describe("forecast_backtest")
    lines = [
        "# The record of the forecasts", "",
        "Written by `wardwise docs` from the tables in `reference/forecasts`; do not edit it here. "
        f"{described.sentence()} What it means is in [forecasting](../methods/forecasting.md).",
    ]  # fmt: skip
    for family in FAMILIES:
        rows = _stored((family,))
        if rows.is_empty():
            continue
        lines += ["", f"## {FAMILIES[family]}", ""]
        of_all = rows.filter(phase=accuracy.ALL_PHASES)
        lines += _markdown(("areas", *HEAD), [_with_areas(row) for row in _named(of_all)])
        of_phases = rows.filter(pl.col("phase") != accuracy.ALL_PHASES)
        if of_phases.height:
            lines += ["", "By phase:", ""]
            lines += _markdown(
                ("areas", "years", *HEAD),
                [(AREAS[row["area_type"]].lower(), PHASES[row["phase"]], *_cells(row))
                 for row in _named(of_phases)],
            )  # fmt: skip
    return "\n".join([*lines, "", "## Models in use", "", *_models_in_use(), "",
                      "## Groups of five councils", "", *_groups()]) + "\n"  # fmt: skip


def fill(text: str) -> str:
    """The document with the headline of the stored record between its marks."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{headline()}\n\n{END}{after}"


def write(path: Path = METHODS) -> None:
    """Writes the headline into the page on methods."""
    path.write_text(fill(path.read_text("utf-8")), "utf-8")


def _stored(families: tuple[str, ...]) -> pl.DataFrame:
    """Rows of the stored record that are of these families themselves, by horizon."""
    none = TABLES["backtest"].empty()
    frames = []
    for family in families:
        rows = accuracy.read_records(none, family).with_columns(family=pl.lit(family))
        own = reference.read("forecast_backtest").filter(family=family)["area_type"]
        frames.append(rows.filter(pl.col("area_type").is_in(own.to_list())))
    return pl.concat(frames)


def _named(rows: pl.DataFrame) -> list[Row]:
    return list(rows.iter_rows(named=True))


def _with_areas(row: Row) -> tuple[str, ...]:
    return (AREAS[row["area_type"]].lower(), *_cells(row))


def _cells(row: Row) -> tuple[str, ...]:
    family = row["family"]
    skill = digits(row["skill_pct"], 1) if row["skill_pct"] is not None else "–"
    if row["skill_lower95_pct"] is not None:
        low, high = digits(row["skill_lower95_pct"], 1), digits(row["skill_upper95_pct"], 1)
        skill += f" ({low} to {high})"
    covers = [row["cover80_pct"], row["cover95_pct"]]
    covered = " / ".join("–" if cover is None else digits(cover, 0) for cover in covers)
    return (
        name_tested(row, family), describe_horizon(family, row["horizon_from"], row["horizon_to"]),
        skill, YARDSTICKS[row["yardstick"]], covered,
        f"{count(row['areas_count'])} x {row['origins_count']}",
    )  # fmt: skip


def _models_in_use() -> list[str]:
    """The models chosen by this record, with their error over that of the best naive."""
    rows = [
        (
            name_tested(row, row["family"]), AREAS[row["area_type"]].lower(),
            describe_horizon(row["family"], row["horizon_from"], row["horizon_to"]), row["model"],
            _ratio(row), YARDSTICKS[row["yardstick"]],
        )
        for row in reference.read("forecast_record").iter_rows(named=True)
        if row["family"] in HEADLINES and row["area_type"] == "lad"
    ]  # fmt: skip
    head = (
        "what", "areas", "when", "model in use", "its error over the best naive's", "best naive",
    )  # fmt: skip
    used = dict.fromkeys(row[3] for row in rows)
    return [*_markdown(head, rows), "", *(f"- {describe_model(name)}." for name in used)]


def _ratio(row: Row) -> str:
    if row["low"] != row["low"]:
        return digits(row["ratio"], 2)
    return f"{digits(row['ratio'], 2)} ({digits(row['low'], 2)} to {digits(row['high'], 2)})"


def _groups() -> list[str]:
    head = ("family", "part", "councils", "errors in common", "inside 80 / 95% interval, %")
    return _markdown(head, [
        (FAMILIES[row["family"]], row["part"], row["members"],
         percent(100 * row["shared_error"], 0),
         f"{digits(row['cover80_pct'], 0)} / {digits(row['cover95_pct'], 0)}")
        for row in reference.read("forecast_sharing").iter_rows(named=True)
    ])  # fmt: skip


def _markdown(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    return [
        f"| {' | '.join(head)} |", f"|{'---|' * len(head)}",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]  # fmt: skip
