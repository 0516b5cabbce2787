"""What can go wrong between us and a service, as kinds that are handled alike, and in plain words.

No word here repeats a proxy's password or a user's key: addresses of proxies are shown without the
part before the @.
"""

from __future__ import annotations

import re
import ssl
import traceback
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

import polars as pl
import requests

Kind = Literal["unreachable", "broken", "silent", "busy", "refused", "barred"]
BUSY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
REFUSED: Final = frozenset({401, 403, 407, 451})
YEAR_SECONDS: Final = 366 * 86_400.0
SECRET: Final = frozenset({"uid"})

# Contracts Finder answers 403, without a Retry-After, to who asks too often.
FORBIDS_WHEN_BUSY: Final = frozenset({"contracts"})
FORBIDDEN_SECONDS: Final = 60.0
BUSY_OR_BLOCKED: Final = "HTTP 403: we asked too often, or your organisation's web filter blocks it"

PROXY_WANTS_A_NAME: Final = (
    "HTTP 407: your organisation's proxy needs a name and a password. Set "
    "HTTPS_PROXY=http://name:password@host:port (ask your IT service for host and port), then run "
    "the same command again"
)
NOT_TRUSTED: Final = (
    "a certificate that this computer does not trust. Most likely your organisation's proxy "
    "inspects encrypted traffic and presents its own. Wardwise trusts what the operating system "
    "trusts: ask your IT service to add the organisation's root certificate there, or save it as a "
    "PEM file and set REQUESTS_CA_BUNDLE to that file's path"
)
EXPIRED: Final = (
    "a certificate that has expired: either this computer's clock is wrong or the service needs "
    "to renew it; try again later"
)
BLOCKED: Final = (
    "HTTP {status}: it refused the request. Your organisation's web filter or the service's own "
    "protection is blocking this computer: ask your IT service to allow {host}, or wait an hour "
    "and run the same command again"
)


class Trouble(Exception):  # noqa: N818  it is a verdict on one try, not yet an error
    """One try that came to nothing, in words.

    unreachable: no connection came about. broken: it broke off. silent: no whole reply in time.
    busy: the service says that it cannot now. refused: it says that we may not. barred: nothing
    between here and there can work before a person changes a setting. `wait_seconds` is what the
    service told us to wait.
    """

    def __init__(self, kind: Kind, words: str, wait_seconds: float | None = None) -> None:
        super().__init__(words)
        self.kind = kind
        self.wait_seconds = wait_seconds


def trouble_of_status(answer: requests.Response, service: str = "") -> Trouble | None:
    """The trouble that a status stands for; None for any other status."""
    status = answer.status_code
    if status == 403 and service in FORBIDS_WHEN_BUSY:
        wait = retry_after_seconds(answer)
        return Trouble("busy", BUSY_OR_BLOCKED, FORBIDDEN_SECONDS if wait is None else wait)
    if status in BUSY:
        return Trouble("busy", f"HTTP {status}", retry_after_seconds(answer))
    if status == 407:
        return Trouble("refused", PROXY_WANTS_A_NAME)
    if status in REFUSED:
        host = urlsplit(answer.url).hostname or answer.url
        return Trouble(
            "refused", BLOCKED.format(status=status, host=host), retry_after_seconds(answer)
        )
    return None


def trouble_of_error(error: Exception, url: str) -> Trouble:
    """The trouble that an exception of requests stands for."""
    if isinstance(error, requests.exceptions.ProxyError):
        return _of_proxy(error, url)
    if isinstance(error, requests.exceptions.SSLError):
        return _of_certificate(error)
    if isinstance(error, requests.ConnectTimeout):
        return Trouble("unreachable", f"no connection in time{_by_way_of(url)}")
    if isinstance(error, requests.Timeout):
        return Trouble("silent", "no answer in time")
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return Trouble("broken", "a reply shorter than announced")
    if isinstance(error, requests.ConnectionError):
        return _of_connection(error, url)
    if isinstance(error, requests.exceptions.InvalidProxyURL):
        return Trouble("barred", "a proxy setting (HTTPS_PROXY) that is not an address")
    return Trouble("broken", f"no connection ({type(error).__name__})")


def _of_connection(error: requests.ConnectionError, url: str) -> Trouble:
    text = repr(error)
    if "NameResolution" in text:
        words = "no network (we could not look up the address)"
        return Trouble("unreachable", f"{words}{_by_way_of(url)}")
    if "NewConnectionError" in text or "ConnectTimeout" in text:
        return Trouble("unreachable", f"no connection (it was refused){_by_way_of(url)}")
    return Trouble("broken", f"no connection ({type(error).__name__}: it broke off)")


def _of_proxy(error: requests.exceptions.ProxyError, url: str) -> Trouble:
    refusal = re.search(r"Tunnel connection failed: (\d{3})", repr(error))
    status = int(refusal[1]) if refusal else 0
    if status == 407:
        return Trouble("refused", PROXY_WANTS_A_NAME)
    if status in BUSY:
        return Trouble("busy", f"HTTP {status} from your organisation's proxy")
    if status:
        host = urlsplit(url).hostname or url
        return Trouble(
            "refused",
            f"HTTP {status} from your organisation's proxy, which blocks "
            f"{host}: ask your IT service to allow it",
        )
    return Trouble(
        "unreachable",
        f"no answer from the proxy{_by_way_of(url)}: check HTTPS_PROXY and HTTP_PROXY",
    )


def _of_certificate(error: requests.exceptions.SSLError) -> Trouble:
    verdicts = [one for one in _causes(error) if isinstance(one, ssl.SSLCertVerificationError)]
    if any("expired" in str(one) for one in verdicts):
        return Trouble("barred", EXPIRED)
    if verdicts or "CERTIFICATE_VERIFY_FAILED" in repr(error):
        return Trouble("barred", NOT_TRUSTED)
    return Trouble("broken", "a failed start of an encrypted connection (SSLError)")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception and those behind it, also where requests keeps them in its arguments."""
    seen: list[BaseException] = []
    ahead: list[object] = [error]
    while ahead and len(seen) < 20:
        one = ahead.pop()
        if not isinstance(one, BaseException) or one in seen:
            continue
        seen.append(one)
        yield one
        ahead += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]


def _by_way_of(url: str) -> str:
    """Which proxy the address is asked through, without name and password; "" for none."""
    try:
        through = requests.utils.select_proxy(url, requests.utils.get_environ_proxies(url))
        parts = urlsplit(through or "")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return " through a proxy setting that is not an address"
    return f" through the proxy {parts.hostname}{port}" if parts.hostname else ""


def retry_after_seconds(answer: requests.Response) -> float | None:
    """The seconds of a Retry-After, as a number or as a date; None where it says neither.

    A date is read against the service's own clock where it gives one, so that ours may be wrong.
    """
    header = answer.headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d{1,15}(\.\d{1,6})?", header, re.ASCII):
        return min(float(header), YEAR_SECONDS)
    until, now = _moment(header), _moment(answer.headers.get("Date", ""))
    if until is None:
        return None
    seconds = (until - (now or datetime.now(until.tzinfo))).total_seconds()
    return min(max(seconds, 0.0), YEAR_SECONDS)


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return moment.astimezone()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def come_back_words(seconds: float, now: datetime | None = None) -> str:
    """'at 14:05' by this computer's clock, with the day where it is not today."""
    started = now or datetime.now().astimezone()
    until = started + timedelta(seconds=min(seconds, YEAR_SECONDS), minutes=1)
    day = f" on {until.day} {until:%B %Y}" if until.date() != started.date() else ""
    return f"at {until:%H:%M}{day}"


# A panic of Polars is no Exception, and stops as little as one.
UNFORESEEN: Final = (Exception, pl.exceptions.PanicException)


def unforeseen_words(error: BaseException) -> str:
    """What an unforeseen exception was and where, so that a mistake of ours stays visible."""
    text = " ".join(str(error).split())
    message = f": {text[:160]}" if text else ""
    frames = traceback.extract_tb(error.__traceback__)
    where = f", at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{message}{where}"


def failure_words(
    source: str, url: str, parameters: dict[str, str] | None, error: Exception, tried: int = 0
) -> str:
    """A full sentence on a failed request. `tried` is 0 where asking again is useless."""
    query = f" with {_short(parameters)}" if parameters else ""
    words = f"{source}: {url}{query} gave {error}"
    if not tried or (isinstance(error, Trouble) and error.kind in ("refused", "barred")):
        return f"{words}. Everything already fetched is saved" if tried else words
    tries = "(after one try)" if tried == 1 else f"after {tried} tries"
    return (
        f"{words} {tries}; check the network, then run the same command again: "
        "everything already fetched is saved"
    )


def _short(parameters: dict[str, str]) -> str:
    text = "&".join(f"{k}={v}" for k, v in parameters.items() if k not in SECRET)
    return text if len(text) <= 300 else f"{text[:300]}…"
