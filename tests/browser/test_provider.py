"""Sign-in with a provider, as people do it: button, provider, page; and what is not let in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import browsing
import pytest
from browsing import Windows
from playwright.sync_api import Page, expect
from provider import CLIENT, SECRET, Provider, providing

from catalog.settings import PROJECT

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with providing() as made:
        yield made


@pytest.fixture(scope="module")
def app(chromium: str, tables: Path, provider: Provider, tmp_path_factory: pytest.TempPathFactory
        ) -> Iterator[str]:  # fmt: skip
    """`wardwise serve` with sign-in as docs/how-to/serving.md says, on the invented tables."""
    port = browsing.free_port()
    address = f"http://127.0.0.1:{port}"
    folder = tmp_path_factory.mktemp("started-here")
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "secrets.toml").write_text(
        f'[auth]\nredirect_uri = "{address}/oauth2callback"\n'
        'cookie_secret = "a long text that nobody else has, for this test alone"\n'
        f'client_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n'
        f'server_metadata_url = "{provider.address}/.well-known/openid-configuration"\n',
        "utf-8",
    )
    server = subprocess.Popen(
        [sys.executable, "-m", "cli", "serve", "--port", str(port)], cwd=folder,
        env=os.environ | {"WARDWISE_DATA": str(tables.parent), "PYTHONPATH": str(PROJECT)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        browsing.await_health(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture
def page(windows: Windows) -> Iterator[Page]:
    """A window that nobody has signed in with."""
    context = windows()
    yield context.pages[0]
    context.close()


def sign_in(page: Page, app: str) -> None:
    page.goto(f"{app}/map")
    page.get_by_role("button", name="Sign in").click()


def test_who_is_vouched_for_sees_the_pages_until_signing_out(
    app: str, page: Page, provider: Provider
) -> None:
    provider.spoil = ""
    page.goto(f"{app}/map")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert page.get_by_text("All wards").count() == 0
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert {"/authorize", "/token", "/keys"} <= set(provider.asked)
    page.goto(f"{app}/map")
    browsing.await_polygons(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


@pytest.mark.parametrize("spoil", ["audience", "nonce", "key", "expiry"])
def test_a_word_that_is_not_sound_lets_nobody_in(
    app: str, page: Page, provider: Provider, spoil: str
) -> None:
    provider.spoil = spoil
    before = provider.asked.count("/token")
    sign_in(page, app)
    page.wait_for_timeout(2_000)
    page.wait_for_load_state()
    assert provider.asked.count("/token") == before + 1, "the exchange was made"
    page.goto(f"{app}/map")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    assert page.get_by_role("button", name="Sign out").count() == 0
