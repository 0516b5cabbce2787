"""Monthly figures that are known before yearly ones: what was known when, and what is linked on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from factory_carriers import as_payrolled_employees, month, monthly, table

from catalog import store, vintages
from catalog.sources import Origin
from catalog.tables.labour import PAYROLLED_EMPLOYEES
from catalog.vocabulary.areas import UNITED_KINGDOM
from forecasts.series.carriers import Carrier, build_carrier, read_carriers

BEGAN = month(2020, 1)
YEAR = range(BEGAN, month(2021, 1))
PERSONS = "payrolled_employees_persons"


def carrier(level: float = 100.0, lag: int = 1) -> Carrier:
    """A carrier of 2020, from `level` on by one a month."""
    rising = [level + at for at in range(12)]
    return Carrier(monthly({"C": rising, "total": rising}), monthly({"E1": rising}), lag)


@pytest.mark.parametrize(("lag", "newest"), [(1, month(2020, 6)), (3, month(2020, 4))])
def test_a_past_month_knows_what_was_published_by_then_of_sections_and_areas(
    lag: int, newest: int
) -> None:
    then = carrier(lag=lag).known_in(month(2020, 7))
    assert then.areas is not None
    assert (then.sections.last, then.areas.last) == (newest, newest)
    assert np.isnan(then.sections.at(["C"], newest + 1)[0])
    assert then.sections.at(["C"], newest)[0] == 100 + newest - BEGAN


def test_before_anything_was_published_nothing_is_known() -> None:
    then = carrier().known_in(month(2019, 1))
    assert then.sections.values.shape == (2, 0)
    assert np.isnan(then.sections.at(["C"], BEGAN)[0])


def test_a_vintage_of_the_time_goes_before_the_figures_of_today() -> None:
    first, second = month(2020, 5), month(2020, 9)
    old, newer = carrier(200.0), carrier(300.0)
    today = Carrier(carrier().sections, None, 1, ((first, old), (second, newer)))
    assert today.known_in(first) is old
    assert today.known_in(second - 1) is old
    assert today.known_in(second + 3) is newer
    before = today.known_in(first - 1)
    assert before.sections.at(["C"], BEGAN)[0] == 100.0, "before the first vintage: as of today"
    assert before.vintages == ()


def payrolls(last: int = month(2020, 12)) -> pl.DataFrame:
    """The United Kingdom with two sections, and one council, from January 2020 to `last`."""
    steady = dict.fromkeys(range(BEGAN, last + 1), 50.0)
    return table(PERSONS, {
        (UNITED_KINGDOM, "C"): steady, (UNITED_KINGDOM, "TU"): steady,
        (UNITED_KINGDOM, "total"): {at: 1_000.0 + at - BEGAN for at in steady},
        ("E1", "total"): dict.fromkeys(steady, 10.0),
    })  # fmt: skip


def workforce(growth: float, section: str = "C") -> pl.DataFrame:
    """Workforce jobs of December 2020, and of March and June 2021 `growth` and its square up."""
    at = {month(2020, 12): 400.0, month(2021, 3): 400.0 * growth, month(2021, 6): 400 * growth**2}
    return table("jobs", {(UNITED_KINGDOM, section): at, (UNITED_KINGDOM, "total"): at})


def test_workforce_jobs_go_on_where_payrolls_end_with_their_growth_alone() -> None:
    frames = {"payrolled_employees": payrolls(), "workforce_jobs_uk": workforce(1.1)}
    made = build_carrier("payroll", frames)
    assert made is not None
    assert made.areas is not None
    assert made.sections.at(["C", "total"], month(2021, 3)) == pytest.approx([55.0, 1_011 * 1.1])
    assert made.sections.at(["C"], month(2021, 6))[0] == pytest.approx(50 * 1.21)
    assert np.isnan(made.sections.at(["C"], month(2021, 5))[0]), "no month between two quarters"
    assert made.areas.at(["E1"], month(2021, 3))[0] == pytest.approx(11.0), "as the nation's total"
    assert made.sections.at(["C"], month(2020, 12))[0] == 50.0, "own months stay"


def test_workforce_jobs_are_never_used_for_a_past_date() -> None:
    frames = {"payrolled_employees": payrolls(), "workforce_jobs_uk": workforce(1.1)}
    made = build_carrier("payroll", frames)
    assert made is not None
    for asked in (month(2021, 4), month(2021, 12), month(2030, 1)):
        then = made.known_in(asked)
        assert then.areas is not None
        assert (then.sections.last, then.areas.last) == (month(2020, 12), month(2020, 12))
        assert np.isnan(then.sections.at(["C"], month(2021, 3))[0])


def test_a_section_that_workforce_jobs_lack_ends_where_payrolls_end() -> None:
    frames = {"payrolled_employees": payrolls(), "workforce_jobs_uk": workforce(1.1, section="G")}
    made = build_carrier("payroll", frames)
    assert made is not None
    assert np.isnan(made.sections.at(["C"], month(2021, 3))[0])
    assert made.sections.at(["total"], month(2021, 3))[0] == pytest.approx(1_011 * 1.1)


def test_workforce_jobs_that_end_before_payrolls_add_nothing() -> None:
    frames = {
        "payrolled_employees": payrolls(month(2021, 8)), "workforce_jobs_uk": workforce(1.1)
    }  # fmt: skip
    made = build_carrier("payroll", frames)
    assert made is not None
    assert made.sections.last == month(2021, 8)
    assert made.sections.at(["C"], month(2021, 6))[0] == 50.0


def test_values_that_are_missing_or_nought_are_not_known() -> None:
    frame = table(PERSONS, {
        (UNITED_KINGDOM, "C"): {BEGAN: 5.0, BEGAN + 1: None, BEGAN + 2: 0.0, BEGAN + 3: 6.0},
    })  # fmt: skip
    made = build_carrier("payroll", {"payrolled_employees": frame})
    assert made is not None
    assert np.isnan(made.sections.at(["C"], BEGAN + 1)[0])
    assert np.isnan(made.sections.at(["C"], BEGAN + 2)[0])
    assert np.isnan(made.sections.at(["Z"], BEGAN)[0]), "a section that is not counted"
    assert made.areas is None, "no totals of areas"


def test_without_its_first_table_or_the_nation_there_is_no_carrier() -> None:
    assert build_carrier("payroll", {"workforce_jobs_uk": workforce(1.1)}) is None
    only_council = payrolls().filter(pl.col("area_code") == "E1")
    assert build_carrier("payroll", {"payrolled_employees": only_council}) is None


def test_growth_of_a_year_is_of_its_known_months_over_the_same_of_the_year_before() -> None:
    given = monthly({"total": [100.0, 200.0, *[900.0] * 10, 110.0, 220.0, 330.0]})
    growth, months = given.year_growth(["total", "Z"], 2021)
    assert months == 3
    assert growth[0] == pytest.approx(np.log(660 / 1_200))
    assert np.isnan(growth[1])
    one, months = monthly({"total": [100.0] * 12 + [500.0]}).year_growth(["total"], 2021)
    assert (one[0], months) == (0.0, 0), "one month says nothing of a year"
    later, months = given.year_growth(["total"], 2022)
    assert (later[0], months) == (0.0, 0)


def stored(level: float) -> tuple[pl.DataFrame, Origin]:
    """A table of payrolled employees as it is stored, all of one level, released in a month."""
    frame = as_payrolled_employees(payrolls().with_columns(pl.lit(level).alias(PERSONS)))
    origin = Origin("payrolled_employees", "t", "p", "d", "u", "l", fingerprint=f"{level}",
                    release="2021-02-16", retrieved="2021-02-20T00:00:00+00:00")  # fmt: skip
    return frame, origin


def test_carriers_are_read_with_the_vintages_kept_beside_the_tables(tmp_path: Path) -> None:
    frame, origin = stored(50.0)
    store.write(frame, PAYROLLED_EMPLOYEES, origin, tmp_path / "tables")
    vintages.keep("payrolled_employees", stored(40.0)[0], origin, tmp_path)
    found = read_carriers(tmp_path / "tables")
    assert set(found.by_name) == {"payroll"}
    assert set(found.stamps) == {"payrolled_employees"}
    made = found.by_name["payroll"]
    assert made.sections.at(["C"], BEGAN)[0] == 50.0
    assert made.known_in(month(2021, 2)).sections.at(["C"], BEGAN)[0] == 40.0
    assert made.known_in(month(2021, 1)).sections.at(["C"], BEGAN)[0] == 50.0


def test_a_damaged_vintage_is_said_and_the_carrier_is_made_without_any(tmp_path: Path) -> None:
    frame, origin = stored(50.0)
    store.write(frame, PAYROLLED_EMPLOYEES, origin, tmp_path / "tables")
    kept = vintages.keep("payrolled_employees", frame, origin, tmp_path)
    assert kept is not None
    kept.write_bytes(b"no Parquet")
    found = read_carriers(tmp_path / "tables")
    assert found.by_name["payroll"].vintages == ()
    assert "is damaged" in found.faults["past releases of payrolled_employees"]


def test_sections_that_payrolls_count_together_are_one() -> None:
    frames = {"payrolled_employees": payrolls().with_columns(
        pl.col("industry_code").replace("TU", "T")
    )}  # fmt: skip
    made = build_carrier("payroll", frames)
    assert made is not None
    assert set(made.sections.rows) == {"C", "TU", "total"}
