"""What people read is plain English: words that must not come back are found in the code itself.

The walk reads every string of the rooms that speak to people, f-strings with their values as a
gap, and leaves out docstrings. The style is that of GOV.UK and ons.gov.uk (docs/glossary.md).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from catalog.settings import PROJECT

ROOMS = ("views", "presentation", "reports", "indicators", "cli", "wards", "geo", "catalog")
FILES = sorted(path for room in ROOMS for path in (PROJECT / room).rglob("*.py"))
VALUE = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for what an f-string puts in
# What must not come back, by what to say instead.
DIALECT = {
    "say what we have, or have no data on": r"\b(is|are|not|nothing|none|list|figures?) held\b",
    "no data": r"\bat hand\b",
    "80% interval 317 to 1,020": r"\b(four chances|four cases of|chances in five)\b",
    "too uncertain to say, or we cannot estimate": r"\bcannot be (told|given|computed|shown)\b",
    "distinguishable from": r"\btold (from|apart)\b",
    "we assume": r"\bis said\b|\bare taken to be\b",
    "there is no data on": r"\bnobody counts\b|\bis lacking\b|\bno (supply|stream) .*is known\b",
    "80%, without a space": r"(\d|\}|" + VALUE + r") %",
    "£ million, £1 billion": r"\bGBP (million|\d)",
    "people a year": r"\bpersons a year\b",
    "jobseekers": r"\b(people|person) looking\b",
    "an upper limit": r"\bthe most (that )?it can be\b",
    "minus": r"\bless the supply\b|\bless supply\b",
    "it did not help to predict": r"\bforetold\b|\bforesee",
    "negative for losses": r"\(below zero: ",
    "we tested on past data": r"\bon the past\b|\bscored\b",
}
# Strings that look like dialect and are none: file and part of the string, because.
EXCEPTIONS = {
    ("catalog/tables/sectors.py", "cannot be foretold"): "a tier as it is stored",
    ("catalog/tables/innovation_places.py", "not held"): "a light as it is stored",
    ("catalog/tables/forecasts.py", "Unit of the value: jobs, GBP million, persons, adverts"): (
        "the words of a column as they are stored"
    ),
    ("views/parts/indicators.py", "GBP million"): (
        "a unit of the vocabulary, which is translated before it shows"
    ),
}


def docstrings(tree: ast.Module) -> set[int]:
    """Identities of the strings that are docstrings."""
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr)
    }


def strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and text of each string; of an f-string the whole, with a mark for each value."""
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
              for part in node.values}  # fmt: skip
    left_out = docstrings(tree) | inside
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else VALUE
                     for part in node.values]  # fmt: skip
            yield node.lineno, "".join(map(str, parts))
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in left_out
        ):
            yield node.lineno, node.value


def faults(source: str) -> list[tuple[int, str, str]]:
    """Line, string and what to say instead, of each string with a word of the dialect."""
    return [
        (line, text, instead)
        for line, text in strings(ast.parse(source))
        for instead, pattern in DIALECT.items()
        if re.search(pattern, text)
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_speaks_plain_english(room: str) -> None:
    found = [
        f"{name}:{line}: {text!r}: say {instead}"
        for path in FILES
        if (name := path.relative_to(PROJECT).as_posix()).startswith(f"{room}/")
        for line, text, instead in faults(path.read_text("utf-8"))
        if not any(name == file and part in text for file, part in EXCEPTIONS)
    ]
    assert not found, "\n".join(found)


def test_every_exception_is_still_needed() -> None:
    for file, part in EXCEPTIONS:
        texts = [text for _, text, _ in faults((PROJECT / file).read_text("utf-8"))]
        assert any(part in text for text in texts), (file, part)


@pytest.mark.parametrize(
    "source",
    [
        'st.info(f"No list is held of {name}.")',
        'st.write("Not counted, since not at hand: " + names)',
        'f"{mean}, with four chances in five of {low} to {high}"',
        'title = "80 % from"',
        'text = f"{share} %"',
        'words = "This cannot be told from no gap."',
        'unit = "GBP million"',
    ],
)
def test_the_old_dialect_is_found(source: str) -> None:
    assert faults(source)


@pytest.mark.parametrize(
    "source",
    [
        'def page() -> None:\n    """What is held at hand: 80 % of it."""',
        'f"{share}% (80% interval {low} to {high})"',
        'st.write("We have no list for Testham. Totals cover the other councils only.")',
        'rest = f"{number % 2}"',
    ],
)
def test_plain_words_and_docstrings_are_no_fault(source: str) -> None:
    assert not faults(source)
