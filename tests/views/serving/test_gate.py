"""The gate: names that are meant, other sites' pages, headers, closed addresses, and the end."""

from __future__ import annotations

import asyncio
import http.client
import importlib
import signal
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from catalog import settings as settings_room
from catalog.settings import PROJECT, Settings, SettingsError
from cli.serving import SAFE
from views.serving import gate, server
from views.serving.gate import Rules

sys.path[:0] = [str(PROJECT / "benchmarks"), str(PROJECT / "tests" / "browser")]
load = importlib.import_module("load")

PUBLIC = "wardwise.council.example"


@pytest.fixture(scope="module")
def served(prepared: Settings) -> Iterator[int]:
    """Port of `wardwise serve` on the sample, to which one name is given."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WARDWISE_ALLOWED_HOSTS", f"{PUBLIC}, *.other.example")
        with load.serving(prepared.data) as (address, _):
            yield int(address.rpartition(":")[2])


def get(port: int, path: str, host: str) -> tuple[int, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.putrequest("GET", path, skip_host=True)
        connection.putheader("Host", host)
        connection.endheaders()
        reply = connection.getresponse()
        return reply.status, {name.lower(): value for name, value in reply.getheaders()}
    finally:
        connection.close()


def shaken(port: int, host: str, origin: str | None) -> int:
    """The answer to a websocket's handshake: 101 where it opens."""

    async def shake() -> int:
        options: dict[str, Any] = {"host": "127.0.0.1", "port": port, "origin": origin}
        try:
            async with connect(
                f"ws://{host}/_stcore/stream",
                subprotocols=["streamlit"],  # type: ignore[list-item]
                open_timeout=20,
                **options,
            ):
                return 101
        except InvalidStatus as refused:
            return refused.response.status_code

    return asyncio.run(shake())


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:{port}", 200),
        ("localhost:{port}", 200),
        ("[::1]:{port}", 200),
        (PUBLIC, 200),
        (f"{PUBLIC}:443", 200),
        ("x.other.example", 200),
        ("other.example", 400),
        ("evil.example:{port}", 400),
        ("localhost.evil.example", 400),
        ("127.0.0.1.evil.example", 400),
        ("10.0.0.7", 400),
        ("localhost@evil.example", 400),
        ("localhost:eighty", 400),
        ("", 400),
    ],
)
def test_only_names_that_are_meant_are_answered(served: int, host: str, status: int) -> None:
    assert get(served, "/", host.format(port=served))[0] == status


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("127.0.0.1:{port}", "http://127.0.0.1:{port}", 101),
        ("127.0.0.1:{port}", None, 101),
        (PUBLIC, f"https://{PUBLIC}", 101),
        # What nginx's plain `proxy_pass` sends on.
        ("127.0.0.1:{port}", f"https://{PUBLIC}", 101),
        ("evil.example:{port}", "http://evil.example:{port}", 403),
        ("127.0.0.1:{port}", "http://evil.example", 403),
        ("127.0.0.1:{port}", "http://localhost:9", 403),
        ("127.0.0.1:{port}", "null", 403),
        (PUBLIC, f"https://{PUBLIC}.evil.example", 403),
    ],
)
def test_no_other_site_can_speak_to_it(
    served: int, host: str, origin: str | None, status: int
) -> None:
    answer = shaken(served, host.format(port=served), origin and origin.format(port=served))
    assert answer == status


def test_headers_that_browsers_heed_are_on_every_answer(served: int) -> None:
    own_name = f"127.0.0.1:{served}"
    for path, host in (("/", own_name), ("/_stcore/host-config", own_name), ("/", "evil.example")):
        _, headers = get(served, path, host)
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        scripts = policy.partition("script-src ")[2].partition(";")[0]
        assert "'self'" in scripts
        assert "unsafe-inline" not in scripts
        assert "'unsafe-eval'" not in scripts
        assert "https:" not in policy


def test_what_is_closed_is_closed_and_health_is_open(served: int) -> None:
    own_name = f"127.0.0.1:{served}"
    assert get(served, "/_stcore/metrics", own_name)[0] == 404
    assert get(served, "/_stcore/agent/openapi.json", own_name)[0] == 404
    assert get(served, "/_stcore/health", own_name)[0] == 200
    assert get(served, "/_stcore/health", "a-probe-s-own-name")[0] == 200


def test_rules_by_address() -> None:
    assert server.rules("127.0.0.1", ()).hosts == gate.LOOPBACK
    assert "10.1.2.3" in server.rules("10.1.2.3", ()).hosts
    everywhere = server.rules("0.0.0.0", (PUBLIC,))
    assert everywhere.addresses
    assert PUBLIC in everywhere.hosts
    assert "https:" in Rules(others=True).policy()
    assert all(script.startswith("sha256-") for script in server.inline_scripts())


@pytest.mark.parametrize("name", ["https://a.example", "a.example:80", "*", "a/b", "a b", "-a"])
def test_a_name_that_is_none_is_said(name: str) -> None:
    with pytest.raises(SettingsError, match="WARDWISE_ALLOWED_HOSTS="):
        settings_room.load({"WARDWISE_ALLOWED_HOSTS": name})
    assert settings_room.load(
        {"WARDWISE_ALLOWED_HOSTS": " A.example ,*.b.example"}
    ).allowed_hosts == (
        "a.example",
        "*.b.example",
    )


def test_visitors_on_skills_do_not_stop_it_and_it_ends_when_told(prepared: Settings) -> None:
    """2026-11: five on this page stopped the server for good, and SIGTERM was ignored."""
    councils = load.councils_of(prepared.data)
    with load.serving(prepared.data) as (address, process):

        async def rounds(number: int) -> list[str]:
            guest = await load.visitor.arrive(address, 60.0)
            exceptions = []
            for turn in range(3):
                requests = {"area": [councils[(number + turn) % len(councils)]]}
                exceptions += (await guest.open("skills", requests)).exceptions
            return exceptions

        async def all_of_them() -> list[list[str]]:
            return await asyncio.wait_for(asyncio.gather(*map(rounds, range(8))), 90)

        assert asyncio.run(all_of_them()) == [[]] * 8
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
        assert time.monotonic() - began < 10


def test_files_of_settings_keep_plain_streamlit_run_to_this_machine() -> None:
    text = Path(PROJECT / ".streamlit" / "config.toml").read_text("utf-8")
    assert 'allowedHosts = ["localhost", "127.0.0.1", "::1"]' in text
    # What else `wardwise serve` sets is the same here, where it is said in both.
    kept = tomllib.loads(text)
    said = {
        f"{section}.{key}": value for section, keys in kept.items() for key, value in keys.items()
    }
    both = (set(said) & set(SAFE)) - {"server.allowedHosts"}
    assert {"server.fileWatcherType", "runner.postScriptGC"} <= both
    assert {name: said[name] for name in both} == {name: SAFE[name] for name in both}
