"""Channels of charts are given as what they are: alt.Text("label:N"), not "label:N".

For each word Altair looks through all its classes, which takes 5 ms of every page with that chart.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from catalog.settings import PROJECT

CALLS = ("alt.value", "alt.datum", "alt.condition")
FILES = [
    path for room in ("presentation", "views") for path in sorted((PROJECT / room).rglob("*.py"))
]


def list_words(code: str) -> Iterator[str]:
    """The arguments of `encode` that Altair has to find a class for."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".encode"):
            for given in node.keywords:
                parts = given.value.elts if isinstance(given.value, ast.List) else [given.value]
                yield from (ast.unparse(given) for part in parts if _is_word(part))


def _is_word(node: ast.expr) -> bool:
    is_text = isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return is_text or (isinstance(node, ast.Call) and ast.unparse(node.func) in CALLS)


@pytest.mark.parametrize(
    "given", ["text='a:N'", "x2=f'{b}:Q'", "x=alt.value(0)", "tooltip=['a:N', alt.Tooltip('b')]"]
)
def test_a_word_is_found(given: str) -> None:
    assert list(list_words(f"alt.Chart(rows).encode(y=alt.Y('c:Q'), {given})")) == [given]


def test_no_channel_is_a_word() -> None:
    words = {str(path.relative_to(PROJECT)): list(list_words(path.read_text("utf-8")))
             for path in FILES}  # fmt: skip
    assert sum(".encode(" in path.read_text("utf-8") for path in FILES) > 5
    assert not {path: found for path, found in words.items() if found}
