"""The installed command while its commands are still being loaded."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pytest

from reference import ReferenceTableError
from wardwise import launch

# Libraries that take a second or more to load, and that only some commands need.
SLOW = ("altair", "geopandas", "pandas", "prophet", "scipy", "sklearn", "statsmodels", "streamlit")


def load_commands_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    class Loading(ModuleType):
        def __getattr__(self, name: str) -> object:
            raise error

    monkeypatch.setitem(sys.modules, "cli.entry", Loading("cli.entry"))


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (KeyboardInterrupt(), 130, "Stopped.\n"),
        (ReferenceTableError("industries.csv: no sidecar"), 2, "industries.csv: no sidecar\n"),
    ],
)
def test_what_ends_the_loading_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    status: int,
    words: str,
) -> None:
    load_commands_with(monkeypatch, error)
    with pytest.raises(SystemExit) as end:
        launch.main()
    assert (end.value.code, capsys.readouterr().err) == (status, words)


def test_commands_load_without_the_slow_libraries_that_few_of_them_need() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", f"import sys, cli.entry; print(*set({SLOW}) & set(sys.modules))"],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert ran.stdout.split() == []
