"""Pages, reports and the terminal format and filter: they never sum, group, average or divide.

What they show is computed once, in the rooms below (wards, forecasts, indicators), so that no page
can disagree with a report, or with the stored tables. Counting the rows that are shown, the newest
period (`max`), rounding, and changing a unit by a constant (days to years, a logarithm to a ratio)
is formatting.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Set
from pathlib import Path

import pytest

from catalog.settings import PROJECT

# Methods of frames, expressions, series and arrays that make one figure out of several.
COMPUTING = {
    "agg", "approx_quantile", "bottom_k_by", "corr", "cov", "cum_count", "cum_max", "cum_min",
    "cum_prod", "cum_sum", "cumsum", "cumulative_eval", "diff", "dot", "entropy",
    "ewm_mean", "fmean", "fsum", "group_by", "group_by_dynamic", "groupby", "interpolate",
    "kurtosis", "mean", "mean_horizontal", "median", "mode", "nanmean", "nanmedian", "nanquantile",
    "nansum", "over", "pct_change", "percentile", "pivot", "pivot_table", "product", "quantile",
    "quantiles", "rank", "resample", "rolling", "skew", "sql", "std", "stdev", "sum",
    "sum_horizontal", "transform_aggregate", "transform_joinaggregate", "transform_window",
    "upsample", "var", "variance",
}  # fmt: skip
ROLLING = re.compile(r"^(rolling|ewm|group_by|cum)_")
# An aggregate written into an encoding of a chart, as alt.X("mean(jobs):Q").
IN_A_CHART = re.compile(r"^(average|count|mean|median|q1|q3|stdev|sum|variance)\(")
BUILT_IN = {"sum", "fsum", "mean", "fmean", "median", "stdev", "variance"}
# What lays out may do, and why: never a figure of a place.
LAYS_OUT = {
    "reports/render": ({"sum"}, "how wide a table is, in letters and millimetres"),
    "presentation": ({"group_by", "agg"}, "texts joined in a cell, outlines joined in a layer"),
    "presentation/legend_classes.py": ({"quantile", "sum"}, "where colours and labels break"),
}


def shown() -> list[Path]:
    """Every file of what shows figures."""
    rooms = ("views", "reports", "cli", "presentation")
    return [PROJECT / "app.py", *(p for room in rooms for p in (PROJECT / room).rglob("*.py"))]


def allowed_in(path: Path) -> set[str]:
    """What a file may do, since it lays out what is shown."""
    name = path.relative_to(PROJECT).as_posix()
    return {
        one for where, (names, _) in LAYS_OUT.items() if name.startswith(where) for one in names
    }


def computations(source: str, allowed: Set[str] = frozenset()) -> Iterator[str]:
    """Where a module makes figures, a line each."""
    for node in ast.walk(ast.parse(source)):
        found = _computation(node)
        if found and found.strip(".()") not in allowed:
            yield f"line {getattr(node, 'lineno', 0)}: {found}"


def _computation(node: ast.AST) -> str:
    match node:
        case ast.Attribute(attr=name) if name in COMPUTING or ROLLING.match(name):
            return f".{name}"
        case ast.Call(func=ast.Attribute(attr="describe"), args=[], keywords=[]):
            return ".describe"
        case ast.Call(func=ast.Name("getattr"), args=[_, ast.Constant(str(name)), *_]) if (
            name in COMPUTING
        ):
            return f"getattr {name}"
        case ast.Call(func=ast.Name(name)) if name in BUILT_IN:
            return f"{name}()"
        case ast.Constant(str(text)) if IN_A_CHART.match(text):
            return text
        case ast.BinOp(left, ast.Div() | ast.Sub() | ast.Mult(), right) if _is_of_figures(
            left
        ) and _is_of_figures(right):
            return ast.unparse(node)
    return ""


def _is_of_figures(node: ast.expr) -> bool:
    """Whether an expression takes a column of a frame, or a figure of a row, by its name."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("set", "len"):
        return False
    return any(
        (isinstance(part, ast.Call) and ast.unparse(part.func) == "pl.col")
        or (isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Constant)
        and isinstance(part.slice.value, str))
        for part in ast.walk(node)
    )  # fmt: skip


@pytest.mark.parametrize("path", shown(), ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_what_shows_figures_makes_none(path: Path) -> None:
    found = list(computations(path.read_text("utf-8"), allowed_in(path)))
    assert not found, f"compute it in wards, forecasts or indicators: {'; '.join(found)}"


@pytest.mark.parametrize(
    "line",
    [
        "frame.group_by('a').len()", "frame['jobs'].sum()", "pl.col('jobs').mean().over('ward')",
        "pl.sum_horizontal('a', 'b')", "sum(frame['jobs'])", "np.nansum(values)",
        "pl.col('a') / pl.col('b')", "100 * (pl.col('after') / pl.col('before') - 1)",
        "row['part'] / row['whole']", "frame['after'] - frame['before']",
        "frame.rolling_mean(3)", "alt.Y('mean(jobs):Q')", "add = pl.Expr.sum", "fmean(values)",
        "getattr(pl.col('a'), 'sum')()", "frame.describe()", "frame.to_pandas().groupby('a')",
        "frame.sql('select sum(a) from self')", "pl.col('a').cum_sum()",
    ],
)  # fmt: skip
def test_a_computation_is_found(line: str) -> None:
    assert list(computations(line))


@pytest.mark.parametrize(
    "line",
    [
        "pl.col('days') / 365.25", "(100 * pl.col('share')).round(1)", "frame['period'].max()",
        "frame['status'].value_counts()", "frame.height - drawn.height", "max(len(a), 12)",
        "frame['lad_code'].n_unique() > 1", "pl.col('pressure_ln').exp()", "'sum of squares'",
        "len(cells) / 2", "set(a['lad_code']) - set(b['lad_code'])", "f'{a}' + row['b']",
    ],
)  # fmt: skip
def test_formatting_and_filtering_are_not(line: str) -> None:
    assert not list(computations(line))


def test_what_lays_out_may_do_no_more_than_that() -> None:
    render = allowed_in(PROJECT / "reports" / "render" / "paged.py")
    assert not list(computations("sum(widths)", render))
    assert list(computations("frame.group_by('a').len()", render))
    assert allowed_in(PROJECT / "reports" / "gaps.py") == allowed_in(PROJECT / "app.py") == set()


@pytest.mark.parametrize("where", LAYS_OUT)
def test_what_is_allowed_is_needed(where: str) -> None:
    path = PROJECT / where
    files = list(path.rglob("*.py")) if path.is_dir() else [path]
    found = {
        hit.split(": ")[1].strip(".()")
        for one in files
        for hit in computations(one.read_text("utf-8"))
    }
    assert LAYS_OUT[where][0] <= found
