"""Streamlit's own server, behind the gate, in this process with all that pages need loaded."""

from __future__ import annotations

import base64
import faulthandler
import hashlib
import importlib
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Final

import streamlit as st
from starlette.middleware import Middleware

from views.parts import first_visit
from views.serving import gate, workers
from views.serving.gate import Gate, Rules

FIRST: Final = ("profile", "compare", "map", "parts.standing_out_chart")
ENDS_WITHIN: Final = 8  # seconds after the signal to stop


def run(script: Path, options: Mapping[str, object], rules: Rules) -> None:
    """Serves the script until it is stopped; `options` are Streamlit's, such as server.port.

    They go before the script's own `.streamlit/config.toml` and before STREAMLIT_ variables.
    """
    # Libraries of maps and charts take seconds to load, which else the first visitor would wait.
    for page in FIRST:
        importlib.import_module(f"views.{page}")
    importlib.import_module("pandas")  # Streamlit's own map takes it in at its first use
    sys.argv = [str(script)]  # Streamlit looks for settings and secrets beside what was started
    app = st.App(script, lifespan=_lifespan, middleware=[Middleware(Gate, rules=rules)])
    app.run(config=dict(options))


def rules(
    address: str, named: Sequence[str], *, others: bool = False, metrics: bool = False
) -> Rules:
    """What is answered where the server listens on `address`; `named` an administrator gave."""
    everywhere = address in gate.ANY
    own_names = (socket.gethostname(), socket.getfqdn()) if everywhere else (address,)
    hosts = tuple(dict.fromkeys([*gate.LOOPBACK, *(name.lower() for name in own_names), *named]))
    scripts = (*inline_scripts(), *first_visit.script_hashes())
    return Rules(hosts, tuple(named), everywhere, others, scripts, metrics)


def inline_scripts() -> tuple[str, ...]:
    """Hashes, as a policy names them, of the scripts that stand in Streamlit's own page."""
    page = Path(st.__file__).with_name("static") / "index.html"
    scripts = re.findall(r"<script>(.*?)</script>", page.read_text("utf-8"), flags=re.DOTALL)
    digests = [hashlib.sha256(script.encode()).digest() for script in scripts]
    return tuple(f"sha256-{base64.b64encode(digest).decode()}" for digest in digests)


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[dict[str, Any] | None]:
    """Sees to it that the server ends at the signal, whatever its visitors' pages do then."""
    for number in (signal.SIGTERM, signal.SIGINT):
        _end_in_time(number)
    yield None
    workers.shut_down()


def _end_in_time(number: signal.Signals) -> None:
    """Adds a limit of time to what is done at the signal.

    The limit is kept by a thread outside Python, so that no page's thread can hold it up.
    """
    before = signal.getsignal(number)

    def stop(given: int, frame: FrameType | None) -> None:
        silent = open(os.devnull, "w")  # noqa: SIM115, PTH123 - open until the process ends
        faulthandler.dump_traceback_later(ENDS_WITHIN, exit=True, file=silent)
        if callable(before):
            before(given, frame)

    signal.signal(number, stop)
