"""The blocks for nginx and Caddy in docs/how-to/serving.md, run on this machine before the app."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import importlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from catalog.settings import PROJECT, Settings

sys.path[:0] = [str(PROJECT / "benchmarks"), str(PROJECT / "tests" / "browser")]
load = importlib.import_module("load")
browsing = importlib.import_module("browsing")

PUBLIC = "wardwise.example.org"


def block(language: str) -> str:
    """The block of that language in the document."""
    text = (PROJECT / "docs" / "how-to" / "serving.md").read_text("utf-8")
    match = re.search(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)
    assert match, language
    return match.group(1)


@pytest.fixture(scope="module")
def app(prepared: Settings) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WARDWISE_ALLOWED_HOSTS", PUBLIC)
        with load.serving(prepared.data) as (address, _):
            yield address.rpartition("/")[2]


def nginx_of(words: str, app: str, port: int, folder: Path) -> list[str]:
    """nginx with the block as it stands, but for certificate and ports; its command."""
    words = re.sub(r" *ssl_certificate.*\n", "", words)
    words = words.replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    words = words.replace("127.0.0.1:8501", app)
    paths = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log stderr;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{paths}{words}}}\n",
        "utf-8",
    )
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]


def caddy_of(words: str, app: str, port: int, folder: Path) -> list[str]:
    words = words.replace(PUBLIC, f"http://{PUBLIC}:{port}").replace("127.0.0.1:8501", app)
    words = words.replace("{", "{\n    bind 127.0.0.1", 1)
    (folder / "Caddyfile").write_text("{\n    admin off\n}\n" + words, "utf-8")
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


MAKERS = {"nginx": nginx_of, "caddy": caddy_of}


@pytest.fixture
def before(request: pytest.FixtureRequest, app: str, tmp_path: Path) -> Iterator[int]:
    """Port of the proxy with a block before the app, killed after a test."""
    name, words = request.param
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed here")
    port = browsing.free_port()
    command = MAKERS[name](words or block(name), app, port, tmp_path)
    proxy = subprocess.Popen(
        command, env=os.environ | {"HOME": str(tmp_path)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _await(port, proxy)
        yield port
    finally:
        proxy.terminate()
        proxy.wait(timeout=20)


def _await(port: int, proxy: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        assert proxy.poll() is None, "the proxy ended"
        try:
            got(port, "/_stcore/health")
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the proxy did not answer")


def got(port: int, path: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers={"Host": PUBLIC, "Accept-Encoding": "gzip"})
        reply = connection.getresponse()
        return reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read()
    finally:
        connection.close()


def shaken(port: int, origin: str) -> int:
    async def shake() -> int:
        try:
            async with connect(
                f"ws://{PUBLIC}/_stcore/stream", host="127.0.0.1", port=port,
                origin=origin, subprotocols=["streamlit"], open_timeout=20,
            ):  # type: ignore[arg-type, list-item]  # fmt: skip
                return 101
        except InvalidStatus as refused:
            return refused.response.status_code

    return asyncio.run(shake())


@pytest.mark.parametrize("before", [("nginx", ""), ("caddy", "")], indirect=True)
def test_pages_connect_through_it_and_are_compressed(before: int) -> None:
    status, headers, page = got(before, "/")
    assert status == 200
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    text = gzip.decompress(page) if headers.get("content-encoding") == "gzip" else page
    script = re.search(rb'src="\./(static/js/index[^"]+)"', text)
    assert script
    status, headers, _ = got(before, f"/{script.group(1).decode()}")
    assert status == 200
    assert headers["content-encoding"] == "gzip"
    assert shaken(before, f"https://{PUBLIC}") == 101
    assert shaken(before, "https://evil.example") == 403


PLAIN = """server {
    listen 443 ssl;
    location / {
        proxy_pass http://127.0.0.1:8501;
        proxy_http_version 1.1;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection "upgrade";
    }
}
"""


@pytest.mark.parametrize("before", [("nginx", PLAIN)], indirect=True)
def test_a_proxy_that_keeps_its_own_host_connects_all_the_same(before: int) -> None:
    """2026-11: nginx sends Host 127.0.0.1:8501 by itself, and Streamlit refused the Origin."""
    assert shaken(before, f"https://{PUBLIC}") == 101
    assert shaken(before, "https://evil.example") == 403
