"""The stored record of challengers has the versions and questions that its benchmark names."""

from __future__ import annotations

import re
import tomllib
from itertools import product

import polars as pl
import pytest

from catalog.settings import PROJECT

RECORDS = PROJECT / "benchmarks" / "records"


@pytest.fixture(scope="module")
def record() -> pl.DataFrame:
    return pl.read_csv(RECORDS / "challengers.csv", infer_schema_length=None)


def test_the_record_is_of_the_versions_that_the_benchmark_asks_for() -> None:
    source = (PROJECT / "benchmarks" / "challengers.py").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"--with (\w+)==([\d.]+)", source))
    stored = tomllib.loads((RECORDS / "challengers.toml").read_text(encoding="utf-8"))["versions"]
    assert pinned == {name: stored[name] for name in pinned}
    assert set(pinned) == {"statsforecast", "mlforecast", "lightgbm", "hierarchicalforecast"}


def test_no_challenger_is_a_dependency_of_the_product() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    assert not [name for name in asked if re.match(r"statsforecast|mlforecast|lightgbm|hier", name)]


def test_every_challenger_is_in_the_record_of_every_family(record: pl.DataFrame) -> None:
    challenges = record.filter(question="models")
    present = set(challenges.select("family", "model").iter_rows())
    families = ["employees_section", "jobs_section", "gva_section", "adverts", "claimants"]
    expected = set(product(families, ["LightGBM pooled", "AutoTheta", "AutoCES"]))
    # AutoETS needs more years than BRES has in common definitions, so jobs may be without it.
    expected |= {(family, "AutoETS") for family in families[2:]}
    assert expected <= present


def test_ratios_and_skills_of_the_record_say_the_same(record: pl.DataFrame) -> None:
    """Error over ours is (100 - skill) / (100 - our skill), both against one naive."""
    by_skill = (100 - pl.col("skill_pct")) / (100 - pl.col("ours_skill_pct"))
    kept = record.drop_nulls(["skill_pct", "ours_skill_pct", "over_ours"])
    assert kept.height > 100
    apart = kept.select((by_skill - pl.col("over_ours")).abs().max()).item()
    assert apart < 1e-3
