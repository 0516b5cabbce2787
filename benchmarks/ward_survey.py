"""How much of a council's own survey to believe, when its occupations are fitted to the survey.

Run by hand: `uv run python benchmarks/ward_survey.py TABLES`, TABLES a folder of built tables with
`aps` and `census_occupations` of many councils (20 at least; all of England is better).

For every survey with one a year before it, the council's shares by major group are foretold from
what was known a year before, in the ways below, and set beside what the survey then found. Errors
are root mean squares in percentage points; they hold the noise of the newer survey too, which no
way can foretell.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from unittest.mock import patch

import numpy as np
import polars as pl
from numpy.typing import NDArray

from catalog import store
from catalog.vocabulary.areas import ENGLAND
from indicators.skills import ward_skills
from indicators.skills.jobseekers import residents
from indicators.skills.occupations import MAJORS
from indicators.skills.ward_skills import mix_of_today

Array = NDArray[np.float64]
WEIGHTS = (0.0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 1.0)
LEAST_COUNCILS = 20


def census(root: Path) -> dict[str, Array]:
    """Residents in work by major group, by council."""
    occupations = store.read("census_occupations", root)[0]
    counted = residents(occupations, store.read("census_qualifications", root)[0].clear())
    wide = counted.pivot(
        on="skill_code", on_columns=MAJORS, index="area_code", values="residents_persons"
    ).drop_nulls()
    return dict(zip(wide["area_code"], wide.select(MAJORS).to_numpy(), strict=True))


def surveys(root: Path) -> dict[str, dict[str, Array]]:
    """Shares by survey and area, NaN where withheld."""
    survey_rows = store.read("aps", root)[0].filter(
        pl.col("variable_code").str.contains(r"^occupation_\d$"), pl.col("value_pct").is_not_null()
    )
    wide = survey_rows.with_columns(code=pl.col("variable_code").str.tail(1)).pivot(
        on="code", on_columns=MAJORS, index=["period", "area_code"], values="value_pct"
    )
    found: dict[str, dict[str, Array]] = {}
    for period, area, *shares in wide.select("period", "area_code", *MAJORS).iter_rows():
        found.setdefault(period, {})[area] = np.array(shares, dtype=float) / 100.0
    return found


def errors(
    counted: dict[str, Array], then: dict[str, Array], now: dict[str, Array]
) -> dict[str, Array]:
    """Errors by way, in points, over the councils and groups that both surveys tell."""
    found: dict[str, list[Array]] = {}
    for area, persons in counted.items():
        if not area.startswith(("E06", "E07", "E08", "E09")) or area not in then or area not in now:
            continue
        known = ~np.isnan(then[area]) & ~np.isnan(now[area])
        foretold = {"Census as it was": persons / persons.sum(), "council's own": then[area]}
        for weight in WEIGHTS:
            with patch.object(ward_skills, "OWN_WEIGHT", weight):
                foretold[f"weight {weight}"] = mix_of_today(persons, then[ENGLAND], then[area])
        for way, shares in foretold.items():
            found.setdefault(way, []).append(100.0 * (shares - now[area])[known])
    return {way: np.concatenate(parts) for way, parts in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path)
    root = parser.parse_args().tables
    counted, surveyed = census(root), surveys(root)
    if len(counted) < LEAST_COUNCILS:
        raise SystemExit(f"{len(counted)} councils with a census; needs {LEAST_COUNCILS}")
    for period in sorted(surveyed):
        before = f"{int(period[:4]) - 1}{period[4:]}"
        nation = surveyed.get(before, {}).get(ENGLAND)
        if nation is None or np.isnan(nation).any():
            continue
        off = errors(counted, surveyed[before], surveyed[period])
        print(f"{period}, foretold from {before}: {next(iter(off.values())).size:,} shares")
        for way, points in off.items():
            print(f"  {way:<18}{np.sqrt((points**2).mean()):>6.2f}")


if __name__ == "__main__":
    main()
