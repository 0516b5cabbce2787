"""What a map says, in sentences: the text beside it, and the text for those who cannot see it."""

from __future__ import annotations

from typing import Final

import polars as pl

from catalog.measures import Measure
from catalog.vocabulary import reliability, status
from catalog.vocabulary.status import MISSING, PARTIAL, SUPPRESSED
from indicators.places.ward_comparison import middle_figure
from presentation.numbers import show
from presentation.wording import joined as joined
from presentation.wording import nearer_end, period_in_words

KINDS: Final = {
    "observed": "Observed: counted, recorded or estimated by the source",
    "nowcast": "Our estimate of the time since the last official figure",
    "modelled": "Modelled estimate, not official statistics",
}


def periods(values: pl.DataFrame) -> str:
    """The period of the figures; with the councils that it is of, where there are several."""
    dated = values.filter(pl.col("period") != "").unique(["period", "lad_name"]).sort("lad_name")
    groups = dated.group_by("period").agg("lad_name").sort("period")
    if groups.height < 2:
        only = str(groups["period"].first() or "")
        return period_in_words(only) or "none: we have no figures"
    return joined(
        [f"{period_in_words(period)} ({joined(names)})" for period, names in groups.iter_rows()]
    )


def sentences(values: pl.DataFrame, measure: Measure) -> str:
    """The highest, the lowest and the middle ward, and what is missing or uncertain."""
    with_figure = values.drop_nulls("value").sort("value", descending=True)
    if with_figure.is_empty():
        return "There are no figures for the wards of this area."
    median = show(middle_figure(with_figure)[0], measure.unit)
    if with_figure["value"].n_unique() == 1:
        parts = [f"Every ward with a figure has {median}."]
    else:
        high, low = (_named(with_figure, place, measure) for place in (0, -1))
        parts = [f"Highest in {high}, lowest in {low}; half of the wards have {median} or more."]
    return " ".join([*parts, *_cautions(values)])


def _named(ranked: pl.DataFrame, place: int, measure: Measure) -> str:
    row = ranked.row(place, named=True)
    return f"{row['ward_name']} ({show(row['value'], measure.unit)})"


def _cautions(values: pl.DataFrame) -> list[str]:
    counts = [
        (values.filter(pl.col("status") == MISSING).height, "no figure"),
        (values.filter(pl.col("status") == SUPPRESSED).height, "a figure withheld by the source"),
        (values.filter(pl.col("status") == PARTIAL).height, "an incomplete figure"),
        (values.filter(pl.col("reliability") == "low").height, "a figure of low reliability"),
    ]
    cautions = [f"{_wards(number)} {what}" for number, what in counts if number]
    if values.filter(pl.col("period") != "")["period"].n_unique() > 1:
        cautions.append("councils' figures are for different periods")
    return [f"Note that {joined(cautions)}."] if cautions else []


def _wards(number: int) -> str:
    return "1 ward has" if number == 1 else f"{number} wards have"


def alternative(values: pl.DataFrame, measure: Measure, area: str) -> str:
    """What the picture is, for a screen reader; words above and a table below say the rest."""
    return f"Map of the {values.height} wards of {area}, shaded by: {measure.label}"


def tip(row: dict[str, object], measure: Measure) -> str:
    """Plain text about one ward: name, figure, and what to know of it."""
    lines = [f"{row['ward_name']}, {row['lad_name']}", f"{figure(row, measure)}"]
    if row["period"]:
        lines[1] += f" ({period_in_words(str(row['period']))})"
    if row["reliability"] == "low" or row["status"] == PARTIAL:
        lines.append("Rough guide only")
    return "\n".join(lines)


def figure(row: dict[str, object], measure: Measure) -> str:
    """The figure as people read it, or why there is none."""
    if row["status"] == SUPPRESSED:
        return "Withheld by the source"
    if row["value"] is None:
        return "No figure"
    noun = {"persons": " people", "jobs": " jobs", "premises": " premises"}.get(measure.unit, "")
    return show(float(row["value"]), measure.unit) + noun  # type: ignore[arg-type]


def rank(values: pl.DataFrame, ward: str) -> str:
    """The ward's place among those with a figure, from the nearer end; equal figures share it."""
    with_figure = values.drop_nulls("value")
    of_ward = with_figure.filter(pl.col("ward_code") == ward)
    if of_ward.is_empty() or with_figure.height < 2:
        return ""
    value, wards = of_ward["value"].item(), with_figure.height
    high = 1 + with_figure.filter(pl.col("value") > value).height
    low = 1 + with_figure.filter(pl.col("value") < value).height
    return f"{nearer_end(high, low)} of {wards} wards"


def ward_names(wards: pl.DataFrame) -> dict[str, str]:
    """What each ward is called; with its council's name where there are several councils."""
    several = wards["lad_code"].n_unique() > 1
    return {
        row["ward_code"]: f"{row['ward_name']}, {row['lad_name']}" if several else row["ward_name"]
        for row in wards.select("ward_code", "ward_name", "lad_name", "lad_code").iter_rows(
            named=True
        )
    }


def facts(row: dict[str, object], values: pl.DataFrame) -> list[str]:
    """What to know of one ward's figure, a line for each fact."""
    lines = [
        rank(values, str(row["ward_code"])).capitalize(),
        f"Period: {period_in_words(str(row['period']))}" if row["period"] else "",
        status.WORDS[str(row["status"])].capitalize(),
        f"Reliability {reliability.WORDS[str(row['reliability'])]}" if row["reliability"] else "",
        str(row["note"]),
        f"{row['lad_name']}, ward code {row['ward_code']}",
    ]
    return [line for line in lines if line]


def status_words() -> pl.Expr:
    return pl.col("status").replace_strict(status.WORDS, return_dtype=pl.String)


def reliability_words() -> pl.Expr:
    return pl.col("reliability").replace_strict(reliability.WORDS, return_dtype=pl.String)
