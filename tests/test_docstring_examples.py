"""Examples in docstrings do what they say."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

from catalog.settings import PROJECT

ROOMS = sorted(path.parent for path in PROJECT.glob("*/__init__.py"))


def with_examples() -> list[str]:
    """Modules of the rooms in whose text an example stands."""
    files = (path for room in ROOMS for path in room.rglob("*.py"))
    return [
        ".".join(path.relative_to(PROJECT).with_suffix("").parts)
        for path in sorted(files)
        if "    >>> " in path.read_text("utf-8")
    ]


def examples_of(name: str) -> list[doctest.DocTest]:
    """The examples of a module, one entry for each function that has some."""
    module = importlib.import_module(name)
    return [test for test in doctest.DocTestFinder().find(module, name) if test.examples]


@pytest.mark.parametrize("name", with_examples())
def test_examples_do_what_they_say(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    runner = doctest.DocTestRunner()
    for test in examples_of(name):
        runner.run(test)
    assert runner.failures == 0, capsys.readouterr().out
    assert runner.tries > 0


def test_newcomers_find_examples_in_more_than_ten_functions() -> None:
    functions = {test.name for name in with_examples() for test in examples_of(name)}
    assert len(functions) > 10, functions
    rooms = {Path(name.replace(".", "/")).parts[0] for name in functions}
    assert rooms >= {"catalog", "geo", "presentation"}
