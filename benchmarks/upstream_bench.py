"""The upstream bench as a process of its own, and the command line pointed at it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path
from types import TracebackType

PROJECT = Path(__file__).resolve().parent.parent
BENCH = PROJECT.parent / "shared" / "upstream"


class Bench:
    """A running bench: `urls` by service. It is ended by its own id when the block ends."""

    def __init__(self, folder: Path = BENCH, *options: str) -> None:
        if not (folder / "serve.py").is_file():
            sys.exit(f"no bench at {folder}; say where it is with --bench FOLDER")
        self._command = [sys.executable, "-B", str(folder / "serve.py"), "--port", "0", *options]

    def __enter__(self) -> Bench:
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        self.urls: dict[str, str] = json.loads(self._process.stdout.readline())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.wait(timeout=30)

    def requests(self) -> list[dict[str, object]]:
        """What was asked so far."""
        root = self.urls["nomis"].rsplit("/", 1)[0]
        with urllib.request.urlopen(f"{root}/_log", timeout=30) as answer:  # noqa: S310
            requested: list[dict[str, object]] = json.loads(answer.read())
        return requested

    def environment(self, data: Path) -> dict[str, str]:
        """For a command that asks this bench without pauses and keeps its files in `data`."""
        urls = {f"WARDWISE_{name.upper()}_URL": url for name, url in self.urls.items()}
        return {**os.environ, **urls, "WARDWISE_DATA": str(data), "WARDWISE_PAUSE_SECONDS": "0"}


def command(*words: str) -> list[str]:
    """The command line of this checkout."""
    return [sys.executable, "-m", "cli", *words]
