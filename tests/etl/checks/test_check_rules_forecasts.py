"""Each law of forecasts passes what keeps it and names what breaks it."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from etl.checks import forecasts
from etl.checks.fault import Rule

Tables = dict[str, pl.DataFrame]

FIVE = (1.0, 2.0, 3.0, 4.0, 5.0)


def forecast(*bounds: float | None, **changed: object) -> Tables:
    """lower95, lower80, mean, upper80, upper95 of one forecast for 2025 made from 2024."""
    names = ("lower95", "lower80", "mean", "upper80", "upper95")
    row = {
        **dict.fromkeys(("family", "area_code", "series_code"), "x"), "period": "2025",
        "origin_period": "2024", "steps": 1, "horizon": 1, "status": "modelled",
        **dict(zip(names, bounds, strict=True)), **changed,
    }  # fmt: skip
    return {"forecasts": pl.DataFrame([row])}


def from_history(status: str = "observed", value: float = 1.0, mean: float = 3.0) -> Tables:
    """A modelled forecast, and the last value that it was made from."""
    what = dict.fromkeys(("family", "area_code", "series_code"), "x")
    ends = [(date(2023, 12, 31), "observed"), (date(2024, 12, 31), status)]
    past = [{**what, "period_end": end, "value": value, "status": one} for end, one in ends]
    made = forecast(1.0, 2.0, mean, 4.0, 5.0)
    return made | {"forecast_histories": pl.DataFrame(past)}


def carried(model: str, known_to: str) -> Tables:
    return forecast(*FIVE, model=model, known_to=known_to)


def timed(*cells: tuple[str, str, int, int]) -> Tables:
    """Forecasts by origin_period, period, steps and horizon."""
    schema = ["origin_period", "period", "steps", "horizon"]
    rows = pl.DataFrame(cells, schema, orient="row").with_columns(family=pl.lit("jobs_section"))
    return {"forecasts": rows}


Figure = tuple[float, float | None]


def sums(family: str = "gva_section", below: str = "", **series: Figure) -> Tables:
    """By code, the value published for 2024 and the exact mean for 2025; numbers are of `below`."""
    rows = [
        (below if code[0] == "n" else family, "E1", code.removeprefix("n"), "2024", "2025", *figure)
        for code, figure in series.items()
    ]
    frame = pl.DataFrame(
        rows, orient="row", schema={
            "family": pl.String, "area_code": pl.String, "series_code": pl.String,
            "origin_period": pl.String, "period": pl.String, "value": pl.Float64,
            "mean_exact": pl.Float64,
        },
    )  # fmt: skip
    published = frame.drop("period", "mean_exact").rename({"origin_period": "period"})
    older = published.with_columns(pl.col("value") * 3, period=pl.lit("2023"))
    histories = pl.concat([older, published])  # what was published earlier says nothing of sums
    return {"forecasts": frame.drop("value"), "forecast_histories": histories}


def industries(ten: Figure, eleven: Figure, sector: Figure = (60.0, 66.0)) -> Tables:
    return sums(below="gva_division", C=sector, n10=ten, n11=eleven)


WHOLE = (100.0, 110.0)
CASES: list[tuple[Rule, Tables, Tables, str]] = [
    (forecasts.nothing_stays_nothing, sums(T=(0.0, 0.0), C=(1.0, 2.0)), sums(T=(0.0, 1e-26)),
     "gva_section E1 T was always zero and is forecast as 1e-26"),
    (forecasts.intervals_nested, forecast(*FIVE), forecast(2.0, 1.0, 3.0, 4.0, 5.0),
     "intervals not nested, such as x x x 2025"),
    (forecasts.intervals_nested, forecast(None, None, 3.0, None, None),
     forecast(1.0, 2.0, 6.0, 4.0, 5.0), "intervals not nested"),
    (forecasts.intervals_nested, forecast(3.0, 3.0, 3.0, 3.0, 3.0),
     forecast(1.0, 2.0, 1.5, 4.0, 5.0), "intervals not nested"),
    (forecasts.forecasts_after_origin, forecast(*FIVE), forecast(*FIVE, period="2024"),
     "2024 is not after its origin"),
    (forecasts.forecasts_after_origin, forecast(*FIVE), forecast(*FIVE, steps=0),
     "2025 is not after its origin"),
    (forecasts.forecasts_after_origin, forecast(*FIVE), forecast(*FIVE, status="observed"),
     "a forecast with the status observed"),
    (forecasts.forecasts_after_origin, forecast(*FIVE, status="nowcast", horizon=0),
     forecast(*FIVE, status="nowcast"), "a forecast with the status nowcast"),
    (forecasts.forecasts_after_origin, forecast(*FIVE, status="partial", horizon=-1),
     forecast(*FIVE, horizon=0), "a forecast with the status modelled"),
    (forecasts.forecasts_go_on_from_their_history, from_history(value=150.0, mean=200.0),
     from_history(value=150.0, mean=200_000.0), "x x x 2025 is 200,000, after 150"),
    (forecasts.forecasts_as_low_as_their_history, from_history("observed"),
     from_history("partial"), "modelled on a partial value"),
    (forecasts.forecasts_known_to_a_month_where_carried, carried("carried by output", "2026-09"),
     carried("carried by output", ""), "x x x 2025 by carried by output is known to ''"),
    (forecasts.forecasts_known_to_a_month_where_carried, carried("naive", ""),
     carried("naive", "2026-09"), "by naive is known to '2026-09'"),
    (forecasts.horizons_from_one_day,
     timed(("2023", "2024", 1, 0), ("2023", "2025", 2, 1), ("2022", "2024", 2, 0)),
     timed(("2023", "2024", 1, 0), ("2022", "2024", 2, 1)), "2024 has horizons of several days"),
    (forecasts.horizons_from_one_day, timed(("2023", "2024", 1, 0)),
     timed(("2023", "2024", 1, 0), ("2023", "2025", 2, 2)), "2023 has horizons of several days"),
    (forecasts.forecast_sectors_add_up, sums(total=WHOLE, C=(60.0, 66.0), G=(40.0, 44.0)),
     sums(total=WHOLE, C=(60.0, 66.0), G=(40.0, 44.1)),
     "parts of gva_section E1 total 2025 sum to 110.1, not 110.0"),
    (forecasts.forecast_sectors_add_up, sums(total=WHOLE, C=(60.0, 66.0), G=(35.9, 1.0)),
     sums(total=WHOLE, C=(60.0, 66.0), G=(36.1, 1.0)), "sum to 67.0, not 110.0"),
    (forecasts.forecast_sectors_add_up, sums(total=WHOLE, C=(60.0, None), G=(40.0, 44.0)),
     sums(total=WHOLE, C=(60.0, 60.0), G=(40.0, 44.0)), "sum to 104.0"),
    (forecasts.forecast_industries_add_up, industries((20.0, 26.0), (40.0, 40.0)),
     industries((20.0, 26.0), (40.0, 41.0)),
     "parts of gva_section E1 C 2025 sum to 67.0, not 66.0"),
    (forecasts.forecast_industries_add_up, industries((20.0, 1.0), (10.0, 1.0)),
     industries((20.0, 1.0), (38.0, 1.0)), "sum to 2.0, not 66.0"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "kept", "broken", "words"), CASES)
def test_a_rule_passes_what_keeps_it_and_names_what_breaks_it(
    rule: Any, kept: Tables, broken: Tables, words: str
) -> None:
    assert list(rule(kept)) == []
    ((_, message, _),) = rule(broken)
    assert words in message


def test_every_rule_has_a_case() -> None:
    assert {rule for rule, *_ in CASES} == set(forecasts.RULES)


def test_parts_that_start_from_another_year_are_no_parts_of_the_sum() -> None:
    tables = sums(total=WHOLE, C=(60.0, 66.0), G=(40.0, 1.0))
    older = pl.when(pl.col("series_code") == "G").then(pl.lit("2023"))
    tables["forecasts"] = tables["forecasts"].with_columns(
        origin_period=older.otherwise("origin_period")
    )
    tables["forecast_histories"] = tables["forecast_histories"].filter(
        pl.col("period") == "2024"
    ).with_columns(period=older.otherwise("period"))  # fmt: skip
    assert list(forecasts.forecast_sectors_add_up(tables)) == []
