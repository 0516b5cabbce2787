"""Networks as councils have them, on this machine: a proxy that asks for a name and a password,
and a certificate that no public authority has signed.
"""

from __future__ import annotations

import base64
import select
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

NAME, PASSWORD = "zebedee", "quillfeather-secret"


class _Proxy(BaseHTTPRequestHandler):
    """Passes GETs and tunnels on, once it knows who asks."""

    server: Any
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        return

    def _is_known(self) -> bool:
        wanted = base64.b64encode(f"{NAME}:{PASSWORD}".encode()).decode()
        self.server.asked.append(self.path)
        if self.server.answer:
            self._answer(self.server.answer, b"<h1>No</h1>")
            return False
        if self.server.open or self.headers.get("Proxy-Authorization") == f"Basic {wanted}":
            return True
        self._answer(407, b"<h1>Who are you?</h1>")
        return False

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        if status == 407:
            self.send_header("Proxy-Authenticate", 'Basic realm="made"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        if self._is_known():
            with build_opener(ProxyHandler({})).open(self.path, timeout=10) as answer:
                self._answer(answer.status, answer.read())

    def do_CONNECT(self) -> None:
        if not self._is_known():
            return
        host, port = self.path.rsplit(":", 1)
        with socket.create_connection((host, int(port)), timeout=10) as far:
            self.send_response(200)
            self.end_headers()
            _pass_on(self.connection, far)


def _pass_on(near: socket.socket, far: socket.socket) -> None:
    """Bytes in both directions, until one side ends or 10 seconds pass in silence."""
    while True:
        ready, _, _ = select.select([near, far], [], [], 10)
        if not ready:
            return
        for side in ready:
            piece = side.recv(65536)
            if not piece:
                return
            (far if side is near else near).sendall(piece)


@contextmanager
def proxy(*, open_to_all: bool = False, answer: int = 0) -> Iterator[Any]:
    """A running proxy: `url` without and `known_url` with name and password, `asked` addresses.

    With `answer` it gives that status to everyone.
    """
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Proxy)
    server.daemon_threads = True
    server.asked, server.open, server.answer = [], open_to_all, answer
    server.url = f"http://127.0.0.1:{server.server_address[1]}"
    server.known_url = server.url.replace("//", f"//{NAME}:{PASSWORD}@")
    with _running(server):
        yield server


class _Site(BaseHTTPRequestHandler):
    server: Any

    def log_message(self, *_: Any) -> None:
        return

    def do_GET(self) -> None:
        target = self.server.redirects.get(urlsplit(self.path).path)
        self.server.asked.append(self.path)
        self.send_response(302 if target else 200)
        if target:
            self.send_header("Location", target)
        self.end_headers()
        if not target:
            self.wfile.write(b"good")


@contextmanager
def site(certificate: Path | None = None, **redirects: str) -> Iterator[Any]:
    """A running site: `url`; with a certificate it speaks HTTPS. `redirects` by path."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.daemon_threads = True
    server.asked = []
    server.redirects = {f"/{path}": target for path, target in redirects.items()}
    scheme = "http"
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, certificate.with_suffix(".key"))
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    server.url = f"{scheme}://127.0.0.1:{server.server_address[1]}"
    with _running(server):
        yield server


@contextmanager
def _running(server: ThreadingHTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def make_authority(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that vouches for itself, with its key beside it (openssl)."""
    certificate = folder / "authority.pem"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
            "-subj", "/O=Made Council/CN=Made inspecting proxy",
            "-addext", "subjectAltName=IP:127.0.0.1",
            "-keyout", str(certificate.with_suffix(".key")), "-out", str(certificate),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )  # fmt: skip
    return certificate
