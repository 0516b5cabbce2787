"""Rules that once stood in several places stand in one: a second copy is found in the code itself.

Each finder looks for the shape of a rule in every module but the one that has it. What each rule
says is pinned by the tests of that module.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from catalog.settings import PROJECT

ROOMS = tuple(sorted(path.parent.name for path in PROJECT.glob("*/__init__.py")))
Find = Callable[[ast.AST], bool]

GSS_PREFIX = re.compile(r"^(?:[EWSN]\d{2}|K0\d)$|\[[EWK]0|E0\[")
WIDE_AREA = re.compile(r"^(?:E92|W92|K0\d|E12)\d{4,6}$")
POSTCODE = re.compile(r"\\d\[A-Z[^\]]*\]\{2\}")
# A number's lay-out in an f-string: thousands, decimals, a sign, figures.
LAID_OUT = re.compile(r"^[+]?,?(?:\.\d+)?[fg%]?$")


def text_matches(pattern: re.Pattern[str]) -> Find:
    return lambda node: isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(
        pattern.search(node.value)
    )  # fmt: skip


def cuts_a_postcode(node: ast.AST) -> bool:
    """text[-3:] or tail(3) beside a blank in the same expression."""
    if not isinstance(node, ast.JoinedStr | ast.BinOp):
        return False
    words = ast.unparse(node)
    return bool(re.search(r"\[-(3|INWARD):\]|tail\((3|INWARD)\)", words)) and " " in {
        part.value for part in ast.walk(node) if isinstance(part, ast.Constant)
    }


def scales_both_ways(node: ast.AST) -> bool:
    """A loop that multiplies a table by factors of rows, and then by those of columns."""
    if not isinstance(node, ast.For | ast.While):
        return False
    scaled = [
        part
        for part in ast.walk(node)
        if isinstance(part, ast.AugAssign | ast.BinOp)
        and isinstance(part.op, ast.Mult)
        and re.search(r"\[(:, )?None", ast.unparse(part))
    ]
    return len(scaled) > 1


def names_sections_by_number(node: ast.AST) -> bool:
    """A table of ten or more sections (A to U) by numbers of divisions, either way round, written
    out or read from the reference tables."""
    if isinstance(node, ast.Call):
        return any(isinstance(a, ast.Constant) and a.value == "first_division" for a in node.args)
    if isinstance(node, ast.Dict):
        pairs = list(zip(node.keys, node.values, strict=True))
    elif isinstance(node, ast.Tuple | ast.List):
        pairs = [tuple(e.elts) for e in node.elts if isinstance(e, ast.Tuple) and len(e.elts) == 2]  # type: ignore[misc]
    else:
        return False
    found = 0
    for pair in pairs:
        values = [one.value for one in pair if isinstance(one, ast.Constant)]
        numbers = [v for v in values if isinstance(v, int)]
        letters = [v for v in values if isinstance(v, str) and re.fullmatch("[A-U]", v)]
        found += bool(numbers and letters)
    return found >= 10


def divides_by_occupied_or_empty(node: ast.AST) -> bool:
    """A ratio with empty or occupied premises in it."""
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)):
        return False
    return bool(re.search(r"\b(empty|occupied)(_count)?\b", ast.unparse(node)))


def takes_a_year_before_of_adverts(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).endswith("compare_year_on_year")


def adds_up_forecasts(node: ast.AST) -> bool:
    """A function that adds up means or bounds of forecasts over rows."""
    if not isinstance(node, ast.FunctionDef):
        return False
    words = ast.unparse(node)
    adds = re.search(r"pl\.col\([^)]*\)\.sum\(\)|\b_sum\(", words)
    return bool(adds) and bool(re.search(r"'mean'|lower80", words))


def lays_out_a_number(node: ast.AST) -> bool:
    if not (isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr)):
        return False
    spec = "".join(
        str(part.value) if isinstance(part, ast.Constant) else "1"
        for part in node.format_spec.values
    )
    return bool(spec) and bool(LAID_OUT.match(spec))


@dataclass(frozen=True)
class Rule:
    """`only`: where it stands; `rooms`: where copies are looked for; `apart`: what is no copy."""

    only: str
    find: Find
    copy: str
    rooms: tuple[str, ...] = ROOMS
    apart: tuple[tuple[str, str], ...] = ()


RULES = {
    "type of area by the first characters of a GSS code": Rule(
        "catalog/vocabulary/areas.py",
        text_matches(GSS_PREFIX),
        "code.str.starts_with('E12')",
    ),
    "codes of nations and regions": Rule(
        "catalog/vocabulary/areas.py", text_matches(WIDE_AREA), "ENGLAND = 'E92000001'"
    ),
    "shape of a postcode": Rule(
        "catalog/vocabulary/postcodes.py", text_matches(POSTCODE), r"X = r'^[A-Z]+\d\d[A-Z]{2}$'"
    ),
    "key of a postcode": Rule(
        "catalog/vocabulary/postcodes.py", cuts_a_postcode, "key = f'{text[:-3]} {text[-3:]}'"
    ),
    "proportional fitting": Rule(
        "catalog/fitting.py",
        scales_both_ways,
        "for _ in range(9):\n table *= rows[:, None]\n table = table * columns[None, :]",
    ),
    "section of a division": Rule(
        "catalog/vocabulary/industries.py",
        names_sections_by_number,
        f"ENDS = ({', '.join(f'({n}, {chr(65 + n)!r})' for n in range(12))})",
    ),
    "share of premises standing empty": Rule(
        "wards/vacancy.py",
        divides_by_occupied_or_empty,
        "100 * pl.col('empty_count') / (pl.col('empty_count') + pl.col('occupied_count'))",
    ),
    "trend of adverts": Rule(
        "indicators/skills/jobseekers.py",
        takes_a_year_before_of_adverts,
        "periods.compare_year_on_year(frame, 'adverts_count', ['area_code'], 3)",
    ),
    "forecast of a group": Rule(
        "indicators/places/group_forecasts.py",
        adds_up_forecasts,
        "def f(rows):\n return rows.group_by('period').agg(pl.col('mean', 'lower80').sum())",
        rooms=("indicators", "presentation", "reports", "views", "cli"),
    ),
    "lay-out of a number": Rule(
        "presentation/numbers.py",
        lays_out_a_number,
        "f'{value:,.1f} %'",
        rooms=("presentation", "reports", "views", "cli"),
        apart=(
            ("presentation/ward_svg.py", "coordinates of a drawing"),
            ("presentation/figure_card.py", "coordinates of a drawing"),
            ("presentation/ward_strip.py", "coordinates of a drawing"),
            ("presentation/charts.py", "marks on the axes of a drawing"),
            ("views/parts/page_style.py", "lengths in a style sheet"),
            ("reports/render", "lengths in a document"),
        ),
    ),
}


def copies(rule: Rule) -> Iterator[str]:
    for room in rule.rooms:
        for path in sorted((PROJECT / room).rglob("*.py")):
            name = path.relative_to(PROJECT).as_posix()
            if name != rule.only and not name.startswith(tuple(one for one, _ in rule.apart)):
                tree = ast.parse(path.read_text("utf-8"))
                yield from (
                    f"{name}:{getattr(node, 'lineno', 0)}"
                    for node in ast.walk(tree)
                    if rule.find(node)
                )


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_has_no_second_copy(rule: Rule) -> None:
    found = list(copies(rule))
    assert not found, f"this stands in {rule.only}; import it there: {', '.join(found)}"


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_copy_would_be_found_and_the_one_is_there(rule: Rule) -> None:
    assert any(map(rule.find, ast.walk(ast.parse(rule.copy))))
    own = ast.parse((PROJECT / rule.only).read_text("utf-8"))
    assert any(map(rule.find, ast.walk(own)))
