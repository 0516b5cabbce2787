"""What tests share: the upstream bench, where the machine has it beside the repository."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import pipeline
from catalog.settings import DEFAULT_URLS, PROJECT, Settings

# Helpers of any room are importable by name: files of tests have names of their own (test_imports).
TESTS = Path(__file__).parent
sys.path[:0] = sorted({str(path.parent) for path in TESTS.rglob("*.py")})
NOBODY = "http://127.0.0.1:9"
UPSTREAM = PROJECT.parent / "shared" / "upstream"
# No limit of time to an example: a busy machine makes one late, and says nothing of the rule.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def upstream() -> Iterator[Callable[..., Any]]:
    """Starts a bench server: upstream(faults=..., packs=("data",), as_of=()). All end with the run.

    Skips where the bench is not beside the repository.
    """
    if not UPSTREAM.is_dir():
        pytest.skip("the upstream bench (../shared/upstream) is not on this machine")
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(UPSTREAM))
    upstream_class = importlib.import_module("emulator.server").Upstream
    started: list[Any] = []

    def start(*, packs: tuple[str, ...] = ("data",), **options: Any) -> Any:
        server = upstream_class([UPSTREAM / name for name in packs], **options)
        started.append(server)
        running = server.__enter__()
        # A command that asks everything must not ask the real service that the bench lacks.
        for name in set(DEFAULT_URLS) - set(running.urls):
            os.environ.setdefault(f"WARDWISE_{name.upper()}_URL", NOBODY)
        return running

    yield start
    for server in started:
        server.__exit__(None, None, None)


@pytest.fixture(scope="session")
def bench(upstream: Callable[..., Any]) -> Any:
    """The bench without faults, one for the whole run."""
    return upstream()


@pytest.fixture
def settings_for(tmp_path: Path) -> Callable[[Any], Settings]:
    """Settings that point at a bench server and an empty data folder."""

    def make(server: Any) -> Settings:
        return Settings(data=tmp_path / "data", urls=dict(server.urls), pause_seconds=0.0)

    return make


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium; skips with one line where none is found, fails where CI demands one."""
    from shutil import which

    found = next(filter(None, map(which, ("chromium", "chromium-browser", "google-chrome"))), "")
    if not found and os.environ.get("WARDWISE_REQUIRE_BROWSER"):
        pytest.fail("no Chromium found, and WARDWISE_REQUIRE_BROWSER says there must be one")
    if not found:
        pytest.skip("no Chromium on this machine: browser tests not run")
    return found


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The embedded sample with all that is derived from it, to be read and never written to."""
    settings = Settings(data=tmp_path_factory.mktemp("sample"))
    failed = [o for o in pipeline.prepare(settings, lambda *_: None) if o.kind != "built"]
    assert not failed
    return settings
