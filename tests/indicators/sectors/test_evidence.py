"""The pieces of evidence, on figures that can be checked by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from factory_inputs import HERE, NATION, THERE, made, rows

from catalog.schema import check
from catalog.tables.indicators import SECTOR_EVIDENCE
from catalog.vocabulary.reliability import BRES_CV_AT_2000_JOBS
from indicators.inputs import Inputs
from indicators.places import premises
from indicators.sectors.evidence import PIECES, evidence, prior_jobs, relatedness
from wards import vacancy


def piece(held: Inputs, name: str, code: str = "C", area: str = HERE) -> dict[str, object]:
    frame = check(evidence(held), SECTOR_EVIDENCE)
    return frame.filter(area_code=area, industry_code=code, evidence=name).row(0, named=True)


YEARS = {
    HERE: {"C": [100.0, 110.0, 121.0, 133.1], "G": [400.0] * 4},
    THERE: {"C": [300.0, 305.0, 295.0, 300.0], "G": [200.0, 205.0, 195.0, 200.0]},
    NATION: {"C": [2000.0] * 4, "G": [8000.0] * 4},
}


def test_every_piece_is_there_for_every_sector_even_if_missing() -> None:
    frame = check(evidence(made(YEARS)), SECTOR_EVIDENCE)
    assert frame.height == 3 * 2 * len(PIECES)
    absent = frame.filter(evidence="adverts_trend")
    assert absent["value"].is_null().all()
    assert absent["status"].unique().to_list() == ["missing"]


def test_a_steady_lead_is_a_slope_and_hardly_shrunk() -> None:
    found = piece(made(YEARS), "local_slope")
    assert found["value"] == pytest.approx(100 * math.log(1.1))
    assert found["shrink_weight"] == pytest.approx(1.0, abs=0.01)
    assert found["period"] == "2020 to 2023"


def test_a_short_history_has_no_slope() -> None:
    short = {area: {code: v[:3] for code, v in codes.items()} for area, codes in YEARS.items()}
    assert piece(made(short), "local_slope")["value"] is None


def test_a_location_quotient_is_drawn_to_one() -> None:
    found = piece(made(YEARS), "location_quotient")
    # 133.1 of 533.1 jobs here, 2,000 of 10,000 in the nation.
    assert found["value"] == pytest.approx((133.1 / 533.1) / 0.2)
    assert 1.0 < float(str(found["shrunk_value"])) < float(str(found["value"]))


def test_the_nations_outlook_is_the_same_everywhere() -> None:
    held = made(YEARS, [(NATION, "C", 2200.0, 2100.0, 2300.0)])
    for area in (HERE, THERE):
        found = piece(held, "national_outlook", area=area)
        assert found["value"] == pytest.approx(10.0)
        assert found["period"] == "2023 to 2026"


def test_births_are_set_against_the_nations() -> None:
    held = made(
        YEARS,
        businesses=rows(
            "businesses", (HERE, "2023", 12.0, 100.0, 12.0), (NATION, "2023", 1.0, 10.0, 10.0)
        ),
    )
    assert piece(held, "births_less_national")["value"] == pytest.approx(2.0)


def test_adverts_are_set_against_the_same_months_of_the_year_before() -> None:
    months = [f"{2024 + n // 12}-{n % 12 + 1:02}" for n in range(15)]
    counts = [100.0] * 12 + [120.0] * 3
    held = made(
        YEARS,
        adverts_total=rows(
            "adverts_total", *[(HERE, m, c) for m, c in zip(months, counts, strict=True)]
        ),
    )
    found = piece(held, "adverts_trend")
    assert (found["value"], found["period"]) == (pytest.approx(20.0), "2025-03")


def test_a_gap_in_the_adverts_does_not_move_the_year_before() -> None:
    months = [f"{2023 + n // 12}-{n % 12 + 1:02}" for n in range(27)]
    counts = {m: 100.0 * int(m[5:]) for m in months} | {f"2025-0{m}": 120.0 * m for m in (1, 2, 3)}
    gone = {"2024-07", "2024-08"}
    held = made(
        YEARS,
        adverts_total=rows("adverts_total", *[(HERE, m, c) for m, c in counts.items()
                                              if m not in gone]),
    )  # fmt: skip
    found = piece(held, "adverts_trend")
    assert (found["value"], found["period"]) == (pytest.approx(20.0), "2025-03")
    lost = held.adverts_total.filter(pl.col("period") != "2024-02")
    found = piece(replace(held, adverts_total=lost), "adverts_trend")
    assert (found["value"], found["status"]) == (None, "missing")
    assert found["note"] == "we have no adverts for the same months a year earlier"


def premises_of(*lists: tuple[str, str, float, float, float]) -> pl.DataFrame:
    """Wards' industrial premises: council, period, occupied, empty and unknown."""
    return pl.DataFrame(
        [
            {"ward_code": f"W{n}", "lad_code": lad, "period": period, "description_group": kind,
             "premises_count": occupied + empty + unknown, "occupied_count": occupied,
             "empty_count": empty, "unknown_count": unknown}
            for n, (lad, period, occupied, empty, unknown) in enumerate(lists)
            for kind in ("total", "industrial")
        ]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "value", "note"),
    [
        ((30.0, 10.0, 0.0), 25.0, ""),
        ((0.0, 1844.0, 13868.0), None, vacancy.MARKS_ONE),
        ((0.0, 0.0, 40.0), None, vacancy.MARKS_ONE),
        ((15.0, 5.0, 20.0), 25.0, ""),
        ((15.0, 5.0, 21.0), None, vacancy.TOO_FEW_KNOWN),
    ],
)
def test_empty_premises_of_its_kind_are_a_share_or_say_why_not(
    counts: tuple[float, float, float], value: float | None, note: str
) -> None:
    held = replace(made(YEARS), premises=premises.shares(premises_of((HERE, "2024-25", *counts))))
    found = piece(held, "premises_empty")
    assert found["value"] == (None if value is None else pytest.approx(value))
    assert found["note"] == note
    assert found["status"] == ("missing" if value is None else "observed")
    assert piece(held, "premises_empty", "G")["note"].startswith("we have no business-rates list")  # type: ignore[attr-defined]


def test_the_premises_of_a_group_are_those_of_all_lists_of_one_period() -> None:
    both = [(HERE, "2024-25", 30.0, 10.0, 0.0), (THERE, "2024-25", 50.0, 10.0, 0.0)]
    later = [both[0], (THERE, "2025-26", 50.0, 10.0, 0.0)]
    silent = [both[0], (THERE, "2024-25", 0.0, 10.0, 50.0)]
    for listed, value, why in (
        (both, 20.0, ""), (later, None, "different periods"), (silent, None, "1 of 2 councils"),
        (both[:1], None, "1 of 2 councils"),
    ):  # fmt: skip
        found = premises.shares_of_group(premises_of(*listed), [HERE, THERE], "group")
        row = found.filter(description_group="industrial").row(0, named=True)
        assert row["area_code"] == "group"
        assert row["empty_pct"] == (None if value is None else pytest.approx(value))
        assert why in row["empty_reason"]


def test_births_are_set_against_the_nations_of_the_same_year() -> None:
    held = made(
        YEARS,
        businesses=rows(
            "businesses", (HERE, "2023", 12.0, 100.0, 12.0), (HERE, "2024", 50.0, 100.0, 50.0),
            (NATION, "2022", 9.0, 10.0, 90.0), (NATION, "2023", 1.0, 10.0, 10.0),
        ),
    )  # fmt: skip
    found = piece(held, "births_less_national")
    assert (found["value"], found["period"]) == (pytest.approx(2.0), "2023")


def test_a_quotient_is_of_the_sectors_that_both_have() -> None:
    # A sector that is withheld here takes no part in the nation's whole either.
    withheld = {**YEARS, HERE: {"C": YEARS[HERE]["C"], "G": [400.0, 400.0, 400.0, None]}}
    assert piece(made(withheld), "location_quotient")["value"] == pytest.approx(1.0)


def test_a_place_whose_sectors_the_nation_has_none_of_spoils_no_others_quotient() -> None:
    alone = {**YEARS, "E06000003": {"K": [9.0] * 4}, NATION: {**YEARS[NATION], "K": [0.0] * 4}}
    found = piece(made(alone), "location_quotient")
    assert found["value"] == pytest.approx((133.1 / 533.1) / 0.2)
    assert 0 < float(str(found["shrink_weight"])) < 1
    assert piece(made(alone), "location_quotient", "K", "E06000003")["status"] == "missing"


def test_the_noise_of_a_quotient_is_at_most_its_own_square() -> None:
    # Cells of 84.7 jobs have a variance of 1, and smaller ones are taken to have no more.
    at_one = 2000 * BRES_CV_AT_2000_JOBS**2
    lqs = np.array([0.0, 4.0, 0.0, 4.0])
    assert prior_jobs(lqs, np.full(4, at_one)) == pytest.approx(at_one / (4 - 1))
    assert prior_jobs(lqs, np.full(4, 1.0)) == pytest.approx(at_one / (4 - 1))
    assert prior_jobs(lqs, np.full(4, 4 * at_one)) == pytest.approx(at_one / (4 - 0.25))


def quotients(areas: int) -> pl.DataFrame:
    """Half of the areas are strong in A and B, the others in C."""
    return pl.DataFrame(
        [
            (f"a{n:02}", code, "2024", 2.0 if (code == "C") == (n % 2 == 1) else 0.5)
            for n in range(areas)
            for code in "ABC"
        ],
        schema=["area_code", "industry_code", "period", "shrunk_value"],
        orient="row",
    )


def test_sectors_that_are_strong_in_the_same_places_are_related() -> None:
    found = relatedness(quotients(20)).filter(area_code="a00").sort("industry_code")
    # A goes with B, which is strong here; C goes with neither.
    assert found["value"].to_list() == [1.0, 1.0, 0.0]


def test_relatedness_needs_many_areas() -> None:
    assert relatedness(quotients(19)).is_empty()
