"""Councils' networks: proxies with and without a password, inspected traffic, redirects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest
import requests
from factory_networks import PASSWORD, make_authority, proxy, site

from etl.clients import troubles
from etl.clients.http import FetchError, Http, ServiceClosedError

VARIABLES = (
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE",
    "SSL_CERT_FILE",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _no_network_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not which("openssl"):
        pytest.skip("the program openssl is not on this machine")
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def secure(authority: Path) -> Iterator[str]:
    with site(authority) as running:
        yield running.url


def client(url: str) -> Http:
    return Http(pause_seconds=0.0, backoff_seconds=0.0, urls={"nomis": url}, only_services=True)


def failure(url: str, asked_of: Http | None = None) -> str:
    with pytest.raises(FetchError) as caught:
        (asked_of or client(url)).get(f"{url}/data", source="test")
    return str(caught.value)


def test_a_proxy_lets_those_through_who_say_their_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with site() as running, proxy() as between:
        monkeypatch.setenv("HTTP_PROXY", between.known_url)
        asked_of = client(running.url)
        assert asked_of.get(f"{running.url}/data", source="test").body == b"good"
        assert between.asked == [f"{running.url}/data"]


@pytest.mark.parametrize("credentials", ["", f"zebedee:{PASSWORD}-wrong@"])
def test_a_proxy_that_wants_a_password_gets_its_own_sentence(
    monkeypatch: pytest.MonkeyPatch, credentials: str
) -> None:
    with site() as running, proxy() as between:
        monkeypatch.setenv("HTTP_PROXY", between.url.replace("//", f"//{credentials}"))
        words = failure(running.url)
    assert "HTTPS_PROXY=http://name:password@host:port" in words
    assert PASSWORD not in words
    assert "moved" not in words


def test_the_same_over_https(monkeypatch: pytest.MonkeyPatch, authority: Path, secure: str) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority))
    with proxy() as between:
        monkeypatch.setenv("HTTPS_PROXY", between.url)
        assert "needs a name and a password" in failure(secure)
        monkeypatch.setenv("HTTPS_PROXY", between.known_url)
        assert client(secure).get(f"{secure}/data", source="test").body == b"good"
        assert between.asked[-1] == secure.removeprefix("https://")


def test_a_proxy_that_refuses_a_site_is_not_taken_for_a_move(
    monkeypatch: pytest.MonkeyPatch, secure: str
) -> None:
    with proxy(answer=403) as between:
        monkeypatch.setenv("HTTPS_PROXY", between.url)
        words = failure(secure)
    assert "HTTP 403 from your organisation's proxy" in words
    assert "ask your IT service to allow it" in words


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "HTTPS_PROXY"])
def test_a_proxy_that_does_not_answer_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, f"http://zebedee:{PASSWORD}@127.0.0.1:9")
    scheme = variable.removesuffix("_PROXY").lower()
    words = failure(f"{scheme}://127.0.0.1:10")
    assert "the proxy 127.0.0.1:9" in words
    assert PASSWORD not in words


@pytest.mark.parametrize("setting", ["http://[bad", "not an address", "socks5://127.0.0.1:9"])
def test_a_proxy_setting_that_is_no_address_is_said(
    monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setenv("HTTP_PROXY", setting)
    assert failure("http://127.0.0.1:10").startswith("test: ")


def test_inspected_traffic_is_refused_and_the_sentence_says_the_way_out(secure: str) -> None:
    asked_of = client(secure)
    words = failure(secure, asked_of)
    assert "REQUESTS_CA_BUNDLE" in words
    assert "proxy inspects encrypted traffic" in words
    with pytest.raises(ServiceClosedError, match=r"stopped asking Nomis .*REQUESTS_CA_BUNDLE"):
        asked_of.get(f"{secure}/other", source="test")


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_an_authority_of_the_organisation_is_trusted_once_it_is_named(
    monkeypatch: pytest.MonkeyPatch, authority: Path, secure: str, variable: str
) -> None:
    monkeypatch.setenv(variable, str(authority))
    assert client(secure).get(f"{secure}/data", source="test").body == b"good"


def test_an_expired_certificate_is_not_taken_for_a_proxy() -> None:
    import ssl

    cause = ssl.SSLCertVerificationError(1, "certificate verify failed: certificate has expired")
    words = str(troubles.trouble_of_error(requests.exceptions.SSLError(cause), "https://x.org"))
    assert "expired" in words
    assert "REQUESTS_CA_BUNDLE" not in words


def test_a_redirect_within_the_service_is_followed() -> None:
    with site(data="/elsewhere?a=1") as running:
        assert client(running.url).get(f"{running.url}/data", source="test").body == b"good"
        assert running.asked == ["/data", "/elsewhere?a=1"]


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:1/admin", "http://169.254.169.254/latest/meta-data", "https://evil.example/",
        "file:///etc/passwd", "https://www.ons.gov.uk.evil.example/", "https://user@evil.example/",
        "http://www.ons.gov.uk/plain", "https://www.ons.gov.uk:8443/", "//evil.example/x", "http://[::1",
    ],
)  # fmt: skip
def test_a_redirect_to_anywhere_else_is_refused_in_words(target: str) -> None:
    with site(data=target) as running:
        words = failure(running.url)
        assert running.asked == ["/data"]
    assert "redirect" in words or "we cannot request" in words


def test_redirects_without_end_are_not_followed() -> None:
    with site(data="/data") as running:
        assert "more than 5 redirects" in failure(running.url)
        assert len(running.asked) == 6


def test_a_link_on_a_page_leads_no_further_than_the_services() -> None:
    asked_of = client("https://www.nomisweb.co.uk")
    with pytest.raises(FetchError, match="not an address of a service"):
        asked_of.get("http://10.0.0.1/file.xlsx", source="test")
