"""Whole tables of the Census, zipped as Nomis publishes them, and a Nomis that has them too."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

import polars as pl


def zip_of(**members: bytes) -> bytes:
    """A zip of CSVs by name; "_" stands for "-"."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name.replace('_', '-')}.csv", content)
    return held.getvalue()


def whole_table(rows: pl.DataFrame, dimension: str, variable: str) -> bytes:
    """The rows of the API as lines of a whole table: an area each, a column for each category."""
    name = f"{dimension.upper()}_NAME"
    wide = rows.unique(["GEOGRAPHY_CODE", name]).pivot(
        on=name, index=["DATE", "GEOGRAPHY_NAME", "GEOGRAPHY_CODE"], values="OBS_VALUE"
    )
    categories = wide.columns[3:]
    headings = ["date", "geography", "geography code", *(f"{variable}: {c}" for c in categories)]
    wide.columns = headings
    return wide.sort("geography code").write_csv().encode()


class _Nomis(BaseHTTPRequestHandler):
    """Answers for the zips itself, and passes everything else on."""

    server: Any

    def log_message(self, *_: Any) -> None:
        return

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, form: bytes | None) -> None:
        self.server.asked.append(self.path)
        status = 200
        body = self.server.zips.get(urlsplit(self.path).path.rsplit("/", 1)[1])
        if body is None:
            asked = Request(f"{self.server.behind}{self.path}", form)  # noqa: S310
            try:
                with build_opener(ProxyHandler({})).open(asked, timeout=60) as answer:
                    body = answer.read()
            except HTTPError as error:
                status, body = error.code, error.read()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def nomis_with(zips: Mapping[str, bytes], behind: str) -> Iterator[tuple[str, list[str]]]:
    """The address of a Nomis that has these zips by name, and a list of what it was asked."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Nomis)
    server.zips, server.behind, server.asked = zips, behind, []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", server.asked
    finally:
        server.shutdown()
        server.server_close()
