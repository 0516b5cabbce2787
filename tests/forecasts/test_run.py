"""The whole step over tables on disk, small enough to read."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import numpy as np
import polars as pl
import pytest
from factory_carriers import as_payrolled_employees, month, table
from factory_forecasts import panel
from polars.testing import assert_frame_equal

from catalog import store
from catalog.sources import Origin
from catalog.tables.labour import JOBS, PAYROLLED_EMPLOYEES
from catalog.vocabulary.areas import UNITED_KINGDOM
from etl import checks
from forecasts.backtest import error_record
from forecasts.backtest.reference_record import STORED
from forecasts.models.prophet_level import ProphetLevel
from forecasts.models.theta import Theta
from forecasts.parallel import Executor
from forecasts.run import run, store_backtest
from forecasts.series import histories
from forecasts.series.prepare import prepare_series
from forecasts.series.series_groups import SERIES_GROUPS, SeriesGroupError

TODAY = date(2023, 6, 1)
ORIGIN = Origin("jobs", "t", "p", "d", "u", "l", fingerprint="one")


def jobs(seed: int = 5) -> pl.DataFrame:
    """Great Britain and eleven councils, four sectors and their total, 2015 to 2022."""
    rng = np.random.default_rng(seed)
    areas = [f"E0700000{n}" for n in range(9)] + ["E07000010", "E07000011"]
    rows = []
    for at, area in enumerate(areas):
        for code in "CFGQ":
            base = 300.0 * (at + 1) * (1 + "CFGQ".index(code))
            trend = np.exp(0.02 * np.arange(8) + 0.08 * rng.standard_normal(8))
            rows += [(area, "lad", code, 2015 + y, round(base * trend[y])) for y in range(8)]
    frame = pl.DataFrame(
        rows, schema=["area_code", "area_type", "industry_code", "year", "jobs"], orient="row"
    )
    nation = frame.group_by("industry_code", "year").agg(pl.col("jobs").sum()).with_columns(
        pl.lit("K03000001").alias("area_code"), pl.lit("country").alias("area_type")
    )  # fmt: skip
    both = pl.concat([frame, nation.select(frame.columns)])
    total = both.group_by("area_code", "area_type", "year").agg(pl.col("jobs").sum()).with_columns(
        pl.lit("total").alias("industry_code")
    )  # fmt: skip
    whole = pl.concat([both, total.select(both.columns)])
    return whole.sort("area_code", "industry_code", "year").select(
        "area_code", pl.col("area_code").alias("area_name"), "area_type",
        pl.lit("2023").alias("area_vintage"), pl.col("year").cast(pl.String).alias("period"),
        pl.date("year", 1, 1).alias("period_start"), pl.date("year", 12, 31).alias("period_end"),
        "industry_code", pl.col("industry_code").alias("industry_name"),
        pl.when(pl.col("industry_code") == "total").then(pl.lit("total"))
        .otherwise(pl.lit("section")).alias("industry_level"),
        pl.lit("employment").alias("job_kind"), pl.col("jobs").cast(pl.Float64),
        pl.lit("estimated").alias("status"),
    )  # fmt: skip


def suppress(frame: pl.DataFrame, area: str, code: str) -> pl.DataFrame:
    hidden = (pl.col("area_code") == area) & (pl.col("industry_code") == code)
    return frame.with_columns(
        pl.when(hidden).then(None).otherwise("jobs").alias("jobs"),
        pl.when(hidden).then(pl.lit("suppressed")).otherwise("status").alias("status"),
    )


def payrolls(changed_after: int | None = None) -> pl.DataFrame:
    """Payrolled employees from July 2014 to April 2023 of sections, up by a hundredth to four
    hundredths a year, and of one council, by a tenth; three times as many after a month."""
    months = range(month(2014, 7), month(2023, 4) + 1)
    growth = {"C": 0.01, "F": 0.02, "G": 0.03, "Q": 0.04, "total": 0.025}
    series = {(UNITED_KINGDOM, code): rate for code, rate in growth.items()}
    cells = {
        key: {at: 1_000 * np.exp(rate * (at - months[0]) / 12)
              * (3 if changed_after and at > changed_after else 1) for at in months}
        for key, rate in (series | {("E07000001", "total"): 0.1}).items()
    }  # fmt: skip
    return as_payrolled_employees(table("payrolled_employees_persons", cells))


def put(frame: pl.DataFrame, root: Path, fingerprint: str = "one") -> Path:
    store.write(frame, JOBS, replace(ORIGIN, fingerprint=fingerprint), root)
    return root


def put_payrolls(root: Path, frame: pl.DataFrame | None = None) -> Path:
    frame = payrolls() if frame is None else frame
    store.write(frame, PAYROLLED_EMPLOYEES, replace(ORIGIN, table="payrolled_employees"), root)
    return root


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = put(suppress(jobs(), "E07000003", "F"), tmp_path_factory.mktemp("tables"))
    put_payrolls(root)
    run(root, root, jobs=1, today=TODAY)
    return root


def test_forecasts_are_written_to_today_and_three_years_on_of_every_series(done: Path) -> None:
    made, origin = store.read("forecasts", done)
    assert made.height == 12 * 5 * 4
    assert made["period"].unique().sort().to_list() == ["2023", "2024", "2025", "2026"]
    assert dict(made.select("period", "horizon").unique().iter_rows())["2023"] == 0
    assert origin.made_from == ("jobs", "payrolled_employees")
    known = made.filter(pl.col("mean").is_not_null())
    assert known.filter(~pl.col("mean").is_between("lower80", "upper80")).is_empty()
    assert known.filter(pl.col("lower95") > pl.col("lower80")).is_empty()


def test_what_is_written_keeps_every_law_of_the_data_tests(done: Path) -> None:
    faults = checks.run(done)
    assert [fault for fault in faults if fault.table.startswith(("forecast", "backtest"))] == []


def test_jobs_are_carried_by_payrolls_and_say_by_whose_record(done: Path) -> None:
    made = store.read("forecasts", done)[0].drop_nulls("mean")
    assert made["model"].unique().to_list() == ["carried by payrolls"]
    assert made["known_to"].unique().to_list() == ["2023-04"]
    of_councils = made.filter(area_type="lad")
    assert of_councils["reason"].str.contains(STORED, literal=True).all()
    total = pl.col("series_code") == "total"
    growth = made.filter(total, period="2026").join(
        jobs().filter(pl.col("period") == "2022").select(
            "area_code", "jobs", series_code="industry_code"
        ), on=["area_code", "series_code"],
    ).with_columns(growth=pl.col("mean_exact") / pl.col("jobs"))  # fmt: skip
    fastest = growth.sort("growth")["area_code"][-1]
    assert fastest == "E07000001", "the council whose own payrolls rise by a tenth a year"


def test_a_suppressed_series_has_rows_without_a_value_and_says_why(done: Path) -> None:
    rows = store.read("forecasts", done)[0].filter(
        (pl.col("area_code") == "E07000003") & (pl.col("series_code") == "F")
    )
    assert rows["mean"].null_count() == rows.height == 4
    assert rows["status"].unique().to_list() == ["suppressed"]
    assert rows["model"].unique().to_list() == ["none"]


def test_sectors_add_up_to_the_total_where_all_are_there(done: Path) -> None:
    made = store.read("forecasts", done)[0].filter(pl.col("area_code") != "E07000003")
    off = made.group_by("area_code", "period").agg(
        (
            pl.col("mean_exact").filter(pl.col("series_code") == "total").sum()
            - pl.col("mean_exact").filter(pl.col("series_code") != "total").sum()
        ).abs().alias("off")
    )  # fmt: skip
    assert off.height == 11 * 4
    assert off["off"].max() < 1e-3  # type: ignore[operator]


def test_the_record_is_stored_with_what_was_shipped(done: Path) -> None:
    table = store.read("backtest", done)[0]
    assert {"naive", "drift", "carried by payrolls", "shipped"} <= set(table["model"])
    assert set(table.select("area_type", "part").iter_rows()) == {
        ("lad", "sector"), ("lad", "total"),
    }  # fmt: skip
    shipped = table.filter((pl.col("model") == "shipped") & (pl.col("phase") == "all"))
    assert shipped["cover80_pct"].null_count() < shipped.height


def test_the_same_raw_gives_the_same_forecasts_bit_for_bit_in_any_order(
    done: Path, tmp_path: Path
) -> None:
    turned = suppress(jobs(), "E07000003", "F").sample(fraction=1.0, shuffle=True, seed=2)
    put_payrolls(put(turned, tmp_path))
    run(tmp_path, tmp_path, jobs=1, today=TODAY)
    assert_frame_equal(
        store.read("forecasts", tmp_path)[0], store.read("forecasts", done)[0], check_exact=True
    )


def test_a_second_run_reuses_what_is_done_and_logs_what_changed(tmp_path: Path) -> None:
    put(jobs(), tmp_path)
    first = run(tmp_path, tmp_path, jobs=1, today=TODAY)
    again = run(tmp_path, tmp_path, jobs=1, today=TODAY)
    assert first.computed > 0
    assert (again.computed, again.revised) == (0, 0)
    put(jobs(seed=6), tmp_path, "two")
    third = run(tmp_path, tmp_path, jobs=1, today=TODAY)
    log = store.read("forecast_revisions", tmp_path)[0]
    assert log.height == third.revised > 0
    assert {"data revised", "model changed"} >= set(log["change"])


def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path) -> None:
    put(jobs(), tmp_path)

    def stop(done: int, total: int, what: str) -> None:
        if what == "writing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, tmp_path, stop, jobs=1, today=TODAY)
    assert not store.has("forecasts", tmp_path)
    assert run(tmp_path, tmp_path, jobs=1, today=TODAY).computed == 0


def test_tables_that_are_absent_are_said_and_strange_families_refused(tmp_path: Path) -> None:
    found = histories.read(put(jobs(), tmp_path))
    assert set(found.frames) == {"jobs_section"}
    assert found.skipped["gva_section"] == "the table gva has not been built"
    for ask in (histories.read, run_of_nonsense, record_of_nonsense):
        with pytest.raises(
            SeriesGroupError, match=r"no family 'nonsense'.*jobs_section, .*vacancies"
        ):
            ask(tmp_path, ["nonsense"])


def run_of_nonsense(root: Path, names: list[str]) -> None:
    run(root, root, only=names)


def record_of_nonsense(root: Path, names: list[str]) -> None:
    store_backtest(root, root, families=names)


def test_employees_are_forecast_only_where_employment_is_not_held(tmp_path: Path) -> None:
    employment = jobs().filter(pl.col("area_code") != "E07000001")
    both = pl.concat([employment, jobs().with_columns(pl.lit("employees").alias("job_kind"))])
    found = histories.read(put(both, tmp_path))
    lads = found.frames["employees_section"].filter(pl.col("area_type") == "lad")
    assert lads["area_code"].unique().to_list() == ["E07000001"]


def test_nothing_from_after_an_origin_is_used(tmp_path: Path) -> None:
    """Jobs after 2020, and payrolls after those of September 2021 that were known when jobs of 2020
    came out, may be anything."""
    later = pl.col("period").cast(pl.Int32) > 2020
    changed = jobs().with_columns(
        pl.when(later).then(pl.col("jobs") * 3).otherwise("jobs").alias("jobs")
    )
    made = []
    for at, (frame, months) in enumerate(((jobs(), None), (changed, month(2021, 9)))):
        root = put_payrolls(put(frame, tmp_path / str(at)), payrolls(months))
        found = histories.read(root)
        prepared = prepare_series(found.frames, "jobs_section", TODAY, found.carriers)
        every = error_record.backtest_group(prepared, Executor(), quick=True, members={},
                                            reference_year=0)  # fmt: skip
        until = every.filter(pl.col("origin") <= 2020)
        made.append(until.drop("actual", "phase").sort("row", "origin", "horizon"))
    assert made[0].height > 500
    assert made[0]["carried by payrolls"].null_count() == 0
    assert_frame_equal(made[0], made[1], check_exact=True)


def test_one_family_can_be_back_tested_and_the_others_rows_are_kept(tmp_path: Path) -> None:
    put(jobs(), tmp_path)
    record = store_backtest(tmp_path, tmp_path, families=["jobs_section"], quick=True, jobs=1)
    stored = store.read("backtest", tmp_path)[0]
    assert stored.height == record.table.height
    assert set(stored["family"]) == {"jobs_section"}
    assert set(stored["yardstick"]) <= set(SERIES_GROUPS["jobs_section"].naives)


def test_processes_give_what_this_process_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    # Tests of pages leave their script behind as the main module, which new processes would run.
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    rng = np.random.default_rng(4)
    given = panel((100 * np.exp(0.1 * rng.standard_normal((40, 12)).cumsum(axis=1))).tolist())
    here = Executor().forecast(Theta(), given, 3)
    np.testing.assert_array_equal(Executor(jobs=2, few=0).forecast(Theta(), given, 3), here)


def test_quick_tasks_run_here_and_are_not_stored(tmp_path: Path) -> None:
    """Ten of a quick model cost what one other does: two processes would take longer to start."""
    rng = np.random.default_rng(5)
    given = replace(
        panel((100 * np.exp(0.1 * rng.standard_normal((40, 30)).cumsum(axis=1))).tolist()),
        step_months=1,
    )
    executor = Executor(jobs=2, folder=tmp_path, few=1)
    executor.forecast(ProphetLevel(), given, 3)
    assert executor.computed == 3
    assert list(tmp_path.iterdir()) == []
    few = given.select_rows(np.arange(2))
    first = Executor(folder=tmp_path).forecast(Theta(), few, 3)
    (stored,) = tmp_path.iterdir()
    for damage in (b"", stored.read_bytes()[:60], b"foreign"):
        stored.write_bytes(damage)
        again = Executor(folder=tmp_path)
        np.testing.assert_array_equal(again.forecast(Theta(), few, 3), first)
        assert (again.computed, again.reused) == (1, 0), "a damaged file is computed again"
