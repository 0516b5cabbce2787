"""Could occupations be found no worse than by England's shares, anywhere? Rules tried and refused.

Run by hand like `occupation_matrix.py`: `uv run python benchmarks/occupation_fallbacks.py TABLES
SURVEY`. Each rule draws what is foretold of a place towards England's shares or England's matrix;
what a rule is free to choose (a weight, a threshold) is chosen on the councils of the other ITL2
areas, by their mean error or by the largest loss against England's shares. A rule wins if no place
does worse than England's shares and the mean over councils does not get worse. November 2026: none.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from occupation_matrix import COUNCILS, Tested, elsewhere_pct, foretell_census, read_survey

Array = NDArray[np.float64]
WEIGHTS = np.linspace(0.0, 1.0, 21)
FADES = np.array([0.0, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0])
THRESHOLDS_PCT = np.array([0.0, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0])
Choose = Callable[[Array, Array], int]


def share(counts: Array) -> Array:
    shares: Array = counts / counts.sum()
    return shares


def by_mean(errors: Array, _england: Array) -> int:
    return int(errors.mean(axis=0).argmin())


def by_largest_loss(errors: Array, england: Array) -> int:
    return int((errors - england[:, None]).max(axis=0).argmin())


def choose_elsewhere(errors: Array, england: Array, tested: list[Tested], choose: Choose) -> Array:
    """The error of each place with the choice (column) that is best on other areas' councils."""
    areas = np.array([one.area for one in tested])
    council = np.array([one.tested_on == COUNCILS for one in tested])
    chosen = np.zeros(len(tested))
    for area in np.unique(areas):
        here, others = areas == area, (areas != area) & council
        chosen[here] = errors[here, choose(errors[others], england[others])]
    return chosen


def mix_errors(tested: list[Tested], toward: str) -> Array:
    """Errors (places x WEIGHTS) where each weight of what is foretold is kept."""
    rows = []
    for one in tested:
        end, local = share(getattr(one, toward)), share(one.by_local)
        rows.append([elsewhere_pct(end + w * (local - end), one.truth) for w in WEIGHTS])
    return np.array(rows)


def fade_errors(kept: Array, unlike: Array) -> Array:
    """Errors (places x FADES) where less is kept, the less a council is like its ITL2 area."""
    weights = np.exp(-FADES[None, :] * unlike[:, None])
    columns = np.rint(weights * (len(WEIGHTS) - 1)).astype(int)
    return np.take_along_axis(kept, columns, axis=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("tables", "survey"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    areas, persons, residents_each = read_survey(args.survey)
    tested = foretell_census(args.tables, areas, persons, residents_each)
    england, by_england, local = np.array([one.errors for one in tested]).T
    of_area = {one.area: share(one.by_england) for one in tested if one.place == one.area}
    unlike = np.array([elsewhere_pct(one.by_england, of_area[one.area]) / 100.0 for one in tested])
    moved_pct = np.array([elsewhere_pct(one.by_local, one.england) for one in tested])
    to_england, to_matrix = (mix_errors(tested, name) for name in ("england", "by_england"))
    hard = np.where(moved_pct[:, None] < THRESHOLDS_PCT, england[:, None], local[:, None])
    rules = {"England's shares": england, "England's matrix": by_england, "local, as it is": local}
    for name, errors in (
        ("a weight to England's shares", to_england),
        ("a weight to England's matrix", to_matrix),
        ("unlike its area, to England's shares", fade_errors(to_england, unlike)),
        ("unlike its area, to England's matrix", fade_errors(to_matrix, unlike)),
        ("England's shares below a distance", hard),
    ):
        rules[f"{name}, by mean"] = choose_elsewhere(errors, england, tested, by_mean)
        rules[f"{name}, by loss"] = choose_elsewhere(errors, england, tested, by_largest_loss)
    for number, threshold in enumerate(THRESHOLDS_PCT[1:], 1):
        rules[f"England's shares below {threshold:g} points"] = hard[:, number]
    council = np.array([one.tested_on == COUNCILS for one in tested])
    worse = {name: errors > england + 1e-9 for name, errors in rules.items()}
    print(
        pl.DataFrame(
            [
                (name, *(f(part) for part in (~council, council)
                         for f in (lambda p, e=errors: float(e[p].mean()),
                                   lambda p, n=name: int(worse[n][p].sum()))))
                for name, errors in rules.items()
            ],
            schema=["rule", "areas_error_pct", "areas_worse", "councils_error_pct",
                    "councils_worse"], orient="row",
        )
    )  # fmt: skip
    for low, high in ((0, 2), (2, 3), (3, 4), (4, 6), (6, 100)):
        here = council & (moved_pct >= low) & (moved_pct < high)
        print(f"found {low} to {high} points from England: {here.sum()} councils, "
              f"{worse['local, as it is'][here].sum()} worse")  # fmt: skip


if __name__ == "__main__":
    pl.Config.set_tbl_rows(40)
    pl.Config.set_fmt_str_lengths(50)
    main()
