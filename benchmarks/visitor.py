"""A visitor without a browser: speaks Streamlit's messages over its websocket."""

from __future__ import annotations

import asyncio
import random
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PAGES: Final = (
    "profile", "compare", "sectors", "skills", "ward", "map", "premises", "scenario",
    "export", "forecasts", "data-and-methods",
)  # fmt: skip
MAKE: Final = "Make the report"


class SilentError(Exception):
    """The server did not finish a page in time."""


@dataclass
class Page:
    """What a run of a page brought: words on it, exceptions, buttons by label, seconds."""

    words: list[str] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)  # label and id
    files: dict[str, str] = field(default_factory=dict)  # label and address or, deferred, id
    seconds: float = 0.0

    def take(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.exceptions.append(f"{element.exception.type}: {element.exception.message}")
        elif kind == "button":
            self.buttons[element.button.label] = element.button.id
        elif kind == "download_button":
            self.files[element.download_button.label] = (
                element.download_button.url or element.download_button.deferred_file_id
            )
        elif kind in ("markdown", "heading", "alert", "text", "html"):
            block = getattr(element, kind)
            self.words.append(block.body)


class Visitor:
    """One open window. Every call waits for the page to be whole, `patience_s` seconds at most."""

    def __init__(self, socket: ClientConnection, address: str, patience_s: float) -> None:
        self.socket = socket
        self.address = address
        self.patience_s = patience_s
        self.query = ""
        self.name = ""

    async def open(self, page: str, request: dict[str, list[str]]) -> Page:
        """Opens a page at an address, as a link does."""
        self.name, self.query = page, urlencode(request, doseq=True)
        return await self._run("")

    async def press(self, button: str) -> Page:
        """Presses a button of the page that is open, by its id."""
        return await self._run(button)

    async def fetch(self, place: str) -> bytes:
        """The bytes behind a download button; those made on request are made now."""
        if not place.startswith("/"):
            request = BackMsg()
            request.backend_operation_request.request_id = place
            request.backend_operation_request.deferred_file.file_id = place
            await self.socket.send(request.SerializeToString())
            while True:
                message = await self._next(self.patience_s)
                if message.WhichOneof("type") == "backend_operation_response":
                    place = message.backend_operation_response.deferred_file.url
                    break
        return await asyncio.to_thread(_get, self.address + place)

    async def _run(self, button: str) -> Page:
        request = BackMsg()
        request.rerun_script.query_string = self.query
        request.rerun_script.page_name = self.name
        if button:
            state = request.rerun_script.widget_states.widgets.add()
            state.id, state.trigger_value = button, True
        began = time.monotonic()
        await self.socket.send(request.SerializeToString())
        page = Page()
        while True:
            message = await self._next(self.patience_s - (time.monotonic() - began))
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                page.take(message.delta.new_element)
            early = message.FINISHED_EARLY_FOR_RERUN
            if kind == "script_finished" and message.script_finished != early:
                page.seconds = time.monotonic() - began
                return page

    async def _next(self, seconds: float) -> ForwardMsg:
        try:
            raw = await asyncio.wait_for(self.socket.recv(decode=False), max(seconds, 0.01))
        except TimeoutError:
            raise SilentError(
                f"{self.name}?{self.query}: nothing in {self.patience_s:.0f} s"
            ) from None
        return ForwardMsg.FromString(raw)


async def arrive(address: str, patience_s: float = 60.0) -> Visitor:
    socket = await connect(
        address.replace("http", "ws", 1) + "/_stcore/stream",
        origin=address,  # type: ignore[arg-type]
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=None,
        open_timeout=patience_s,
    )
    return Visitor(socket, address, patience_s)


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=30) as reply:  # noqa: S310 - our own server
        return bytes(reply.read())


def itineraries(seed: int, councils: list[str]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Pages in a shuffled order, again and again, each with one to three councils; repeatable."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    while True:
        pages = list(PAGES)
        chance.shuffle(pages)
        for page in pages:
            areas = chance.sample(councils, chance.choice([1, 1, min(2, len(councils))]))
            request = {"area": areas}
            if page == "scenario":
                request["jobs"] = [f"{chance.choice('CFGQ')}:{chance.randrange(100, 900)}:2026"]
            yield page, request
