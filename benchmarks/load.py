"""Many visitors at once: every page, mixed councils, exports; is the server well all the while?

Run by hand: `uv run python benchmarks/load.py [--sessions 50] [--minutes 10] [--data FOLDER]`.
Without a folder it is the embedded sample. Starts `wardwise serve`, opens so many sessions, each
of which goes from page to page, makes and downloads reports, and watches `/_stcore/health` and
the server's memory. At the end the server is told to stop (SIGTERM) while visitors are still
busy. Prints answers, errors, the slowest page and memory a session; exits 1 where anything failed.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Final

from websockets.exceptions import ConnectionClosed

import pipeline
from catalog import settings as settings_room
from catalog import store
from catalog.settings import PROJECT

sys.path[:0] = [str(PROJECT / "benchmarks"), str(PROJECT / "tests" / "browser")]
browsing = importlib.import_module("browsing")
visitor = importlib.import_module("visitor")

HEALTH_S: Final = 5.0  # within which health must be said
ENDS_S: Final = 10.0  # within which the server must end


@dataclass
class Record:
    """What came of it: seconds of each page, faults in words, health, memory."""

    pages: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    exports: int = 0

    def show(self, sessions: int, idle: float) -> None:
        print(f"{'page':<20}{'answers':>9}{'median s':>10}{'slowest s':>11}")
        for page, seconds in sorted(self.pages.items()):
            print(f"{page:<20}{len(seconds):>9}{median(seconds):>10.2f}{max(seconds):>11.2f}")
        answers = sum(map(len, self.pages.values()))
        print(f"\nanswers {answers}, of them reports made and downloaded {self.exports}")
        print(f"faults {len(self.faults)}")
        for fault in self.faults[:20]:
            print(f"  {fault}")
        if self.health:
            print(f"health asked {len(self.health)} times, slowest {max(self.health):.2f} s")
        if self.megabytes:
            most, last = max(self.megabytes), self.megabytes[-1]
            print(
                f"memory {idle:.0f} MB idle, {most:.0f} MB at most, {last:.0f} MB at the end: "
                f"{(most - idle) / sessions:.1f} MB a session at most"
            )


@contextmanager
def serving(data: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """`wardwise serve` over a folder of data; killed at the end where it still runs."""
    port = browsing.free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "cli", "serve", "--port", str(port)],
        cwd=PROJECT, env=os.environ | {"WARDWISE_DATA": str(data)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        browsing.await_health(f"http://127.0.0.1:{port}", server)
        yield f"http://127.0.0.1:{port}", server
    finally:
        if server.poll() is None:
            server.kill()
            server.wait()


async def go_round(
    address: str, seed: int, councils: list[str], until: float, patience_s: float, record: Record
) -> None:
    """One visitor from page to page until the time is over."""
    try:
        guest = await visitor.arrive(address, patience_s)
    except (OSError, TimeoutError) as error:
        record.faults.append(f"visitor {seed} could not come in: {error!r}")
        return
    for page, query in visitor.itineraries(seed, councils):
        if time.monotonic() > until:
            break
        try:
            seen = await guest.open(page, query)
            _note(record, page, seen, query)
            if page == "export" and visitor.MAKE in seen.buttons:
                await _export(guest, seen, record)
        except (visitor.SilentError, ConnectionClosed, OSError) as error:
            record.faults.append(f"visitor {seed}, {page}: {error!r}")
            return
    await guest.socket.close()


def _note(record: Record, name: str, seen: visitor.Page, query: dict[str, list[str]]) -> None:  # type: ignore[name-defined]
    record.pages[name].append(seen.seconds)
    record.faults += [f"{name} {query}: {words}" for words in seen.exceptions]
    if not seen.words:
        record.faults.append(f"{name} {query}: an empty page")


async def _export(guest: visitor.Visitor, seen: visitor.Page, record: Record) -> None:  # type: ignore[name-defined]
    made = await guest.press(seen.buttons[visitor.MAKE])
    record.pages["export, made"].append(made.seconds)
    record.faults += [f"export: {words}" for words in made.exceptions]
    places = [place for label, place in made.files.items() if "ZIP" in label]
    body = await guest.fetch(places[0]) if places else b""
    if body.startswith(b"PK"):
        record.exports += 1
    else:
        record.faults.append(f"export: no archive ({len(body)} bytes)")


async def watch(address: str, process: int, until: float, record: Record) -> None:
    """Asks for health twice a second, and notes memory."""
    while time.monotonic() < until:
        began = time.monotonic()
        try:
            await asyncio.to_thread(_health, address)
            record.health.append(time.monotonic() - began)
        except OSError as error:
            record.faults.append(f"no health after {time.monotonic() - began:.1f} s: {error!r}")
        record.megabytes.append(megabytes(process))
        await asyncio.sleep(0.5)


def _health(address: str) -> None:
    with urllib.request.urlopen(f"{address}/_stcore/health", timeout=HEALTH_S):  # noqa: S310
        pass


def megabytes(process: int) -> float:
    """Memory that the process and those it started have to themselves, from the kernel."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8")
        children = Path(f"/proc/{process}/task/{process}/children").read_text("utf-8").split()
        for task in Path(f"/proc/{process}/task").iterdir():
            if task.name != str(process):
                children += (task / "children").read_text("utf-8").split()
    except OSError:
        return 0.0  # it has ended since
    own = [int(line.split()[1]) for line in text.splitlines() if line.startswith("Private_")]
    return sum(own) / 1024 + sum(megabytes(int(child)) for child in children)


async def load(
    address: str, process: int, sessions: int, seconds: float, councils: list[str],
    patience_s: float, record: Record,
) -> None:  # fmt: skip
    until = time.monotonic() + seconds
    watching = asyncio.create_task(watch(address, process, until, record))
    rounds = [
        go_round(address, seed, councils, until, patience_s, record) for seed in range(sessions)
    ]
    await asyncio.gather(*rounds)
    await watching


async def end(address: str, server: subprocess.Popen[bytes], councils: list[str]) -> float:
    """Seconds from SIGTERM until the server has ended, with visitors' pages half-way."""
    guests = [await visitor.arrive(address) for _ in range(6)]
    tasks = [asyncio.create_task(guest.open("gaps", {"area": councils[:2]})) for guest in guests]
    await asyncio.sleep(0.3)
    began = time.monotonic()
    server.send_signal(signal.SIGTERM)
    while server.poll() is None and time.monotonic() - began < 2 * ENDS_S:
        await asyncio.sleep(0.05)
    for task in tasks:
        task.cancel()
    return time.monotonic() - began


def councils_of(data: Path) -> list[str]:
    settings = replace(settings_room.load({}), data=data)
    pipeline.prepare(settings, lambda _share, _what: None)
    jobs = store.read("jobs", settings.tables)[0].filter(area_type="lad")
    return jobs["area_code"].unique().sort().to_list()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--sessions", type=int, default=12)
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--patience", type=float, default=120.0, help="seconds for one page")
    given = parser.parse_args()
    record = Record()
    with tempfile.TemporaryDirectory() as folder:
        data = given.data.resolve() if given.data else Path(folder)
        councils = councils_of(data)
        with serving(data) as (address, server):
            idle = megabytes(server.pid)
            asyncio.run(
                load(address, server.pid, given.sessions, 60 * given.minutes, councils,
                     given.patience, record)
            )  # fmt: skip
            took = asyncio.run(end(address, server, councils))
    record.show(given.sessions, idle)
    print(f"ended {took:.1f} s after SIGTERM")
    if record.faults or took > ENDS_S:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
