"""The app as people meet it: time to the first map, bytes per page, memory per session.

Run by hand: `uv run python benchmarks/app.py [--data FOLDER] [--sessions 20 50] [--only-memory]`.
Without a folder it is the embedded sample. The server is started as people start it, by `wardwise
serve` and by `streamlit run`. Times are by the browser's own clock, from the page's address being
opened until the map's pixels stand still. Sessions are websocket clients, each of which opens pages
of another council; their memory is what the server's process grows by. The browser shares the
machine with the server.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import map_payload
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

import pipeline
from catalog import settings as settings_room
from catalog import store
from catalog.settings import PROJECT

sys.path.insert(0, str(PROJECT / "tests" / "browser"))
browsing = importlib.import_module("browsing")

PAGES: Final = (
    "profile", "compare", "sectors", "skills", "ward", "map", "premises", "scenario",
    "export", "forecasts", "data-and-methods",
)  # fmt: skip
WAIT_MS: Final = 4_000
SEEN: Final = ("profile", "sectors", "skills", "map")  # by each session whose memory is measured


@contextmanager
def serving(data: Path, command: list[str]) -> Iterator[tuple[str, int]]:
    """Address and process id of a server started by the command, which gets its port last."""
    port = browsing.free_port()
    server = subprocess.Popen(
        [sys.executable, *command, str(port)],
        cwd=PROJECT, env=os.environ | {"WARDWISE_DATA": str(data)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        browsing.await_health(f"http://127.0.0.1:{port}", server)
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait(timeout=20)


STARTS: Final = {
    "wardwise serve": ["-m", "cli", "serve", "--port"],
    "streamlit run": [
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.headless=true",
        "--server.port",
    ],
}


def race(data: Path, councils: dict[str, str], chromium: str) -> None:
    """Prints how soon the map stands, by the way in which the server was started."""
    print(f"{'until the map is on screen':<52}{'seconds':>8}")
    first, second = list(councils)[:2]
    for title, command in STARTS.items():
        with serving(data, command) as (address, _), browsing.windows(chromium) as windows:
            context = windows()
            context.add_init_script(map_payload.WATCH)
            page = context.pages[0]
            for visit in ("first visit", "second visit", "third visit"):
                page.goto(f"{address}/map?area={councils[first]}")
                print(f"{f'{title}: {visit}':<52}{map_payload.settled(page):>8.2f}")
            for council in (second, first, second):
                seconds = map_payload.switch(page, council)
                print(f"{f'{title}: change of council to {council}':<52}{seconds:>8.2f}")


def weigh_pages(data: Path, area: str, chromium: str) -> None:
    """Prints what each page brings: files at a first visit, and messages about the page itself."""
    print(f"\n{'bytes per page':<28}{'files':>12}{'messages':>12}")
    with (
        serving(data, STARTS["wardwise serve"]) as (address, _),
        browsing.windows(chromium) as windows,
    ):
        for path in PAGES:
            page = windows().pages[0]
            files, messages = _counted(page)
            page.goto(f"{address}/{path}?area={area}")
            page.wait_for_timeout(WAIT_MS)
            print(f"{path:<28}{sum(files):>12,}{sum(messages):>12,}")
            page.context.close()


def _counted(page: Any) -> tuple[list[int], list[int]]:
    """Two lists that fill with bytes as sent over the wire: of files, and of websocket frames."""
    files: list[int] = []
    frames: list[int] = []
    page.on("requestfinished", lambda request: files.append(request.sizes()["responseBodySize"]))
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: frames.append(len(frame))),
    )
    return files, frames


async def remember(address: str, process: int, counts: list[int], councils: list[str]) -> None:
    """Prints the server's memory as sessions open, each of them kept open."""
    print(f"\n{'sessions':<12}{'server MB':>12}{'MB per session beyond the first':>34}")
    sessions: list[ClientConnection] = []
    first = 0.0
    for wanted in (1, *counts):
        while len(sessions) < wanted:
            sessions.append(await _session(address, councils[len(sessions) % len(councils)]))
        memory_mb = _megabytes(process)
        first = first or memory_mb
        extra = (memory_mb - first) / max(wanted - 1, 1)
        print(f"{wanted:<12}{memory_mb:>12.0f}{extra:>34.1f}")
    for session in sessions:
        await session.close()


async def _session(address: str, council: str) -> ClientConnection:
    """A visitor who has seen some pages of a council that nobody looked at before, if there are
    as many."""
    socket = await connect(
        address.replace("http", "ws") + "/_stcore/stream", subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=None,
    )  # fmt: skip
    for page in SEEN:
        message = BackMsg()
        message.rerun_script.query_string = f"area={council}"
        message.rerun_script.page_name = page
        await socket.send(message.SerializeToString())
        await _finished(socket)
    return socket


async def _finished(socket: ClientConnection) -> None:
    while True:
        received = ForwardMsg.FromString(await asyncio.wait_for(socket.recv(decode=False), 60))
        if received.WhichOneof("type") == "script_finished":
            return


def _megabytes(process: int) -> float:
    """Memory that the process has to itself, from the kernel."""
    text = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8")
    found = [int(line.split()[1]) for line in text.splitlines() if line.startswith("Private_")]
    return sum(found) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--sessions", type=int, nargs="*", default=[20, 50])
    parser.add_argument("--only-memory", action="store_true", help="no browser, sessions alone")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = given.data.resolve() if given.data else Path(folder)
        settings = replace(settings_room.load({}), data=data)
        pipeline.prepare(settings, lambda _share, _what: None)
        wards, _ = store.read("wards", settings.tables)
        named = wards.select("lad_name", "lad_code").unique().sort("lad_name")
        councils = dict(named.head(3).iter_rows())
        print(f"{wards.height} wards of {wards['lad_code'].n_unique()} councils\n")
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        if given.only_memory:
            pass
        elif chromium:
            race(data, councils, chromium)
            weigh_pages(data, next(iter(councils.values())), chromium)
        else:
            print("No Chromium found: no times and no bytes.")
        with serving(data, STARTS["wardwise serve"]) as (address, process):
            asyncio.run(remember(address, process, given.sessions, named["lad_code"].to_list()))


if __name__ == "__main__":
    main()
