"""The gate before the pages: which names are served, what a browser may do, and what is closed.

DNS rebinding makes a browser send a stranger's page here under the stranger's own name, so only
names that are meant are answered. An address in figures (an IP) cannot be rebound.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
ANY: Final = ("0.0.0.0", "::")  # noqa: S104 - recognised, not listened on
HEALTH: Final = "/_stcore/health"
METRICS: Final = "/_stcore/metrics"
AGENT: Final = "/_stcore/agent"  # Streamlit's interface for programs, which we do not offer
HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


@dataclass(frozen=True)
class Rules:
    """Names that are served; whether IP addresses are; and what pages may load from other hosts.

    `named` are those that an administrator gave, which may also stand in Origin where a proxy
    passes another Host on. "*.example.org" is every name under it. `scripts` are hashes of scripts
    that stand in the page itself or keep the choice of a start page.
    """

    hosts: tuple[str, ...] = LOOPBACK
    named: tuple[str, ...] = ()
    addresses: bool = False
    others: bool = False
    scripts: tuple[str, ...] = ()
    metrics: bool = False

    def policy(self) -> str:
        """The Content-Security-Policy. Styles are made by the pages' scripts, so may be inline."""
        outside = " https:" if self.others else ""
        inline = "".join(f" '{each}'" for each in self.scripts)
        return "; ".join(
            [
                "default-src 'self'",
                f"script-src 'self' 'wasm-unsafe-eval'{inline}",
                "style-src 'self' 'unsafe-inline'",
                f"img-src 'self' data: blob:{outside}",
                "font-src 'self' data:",
                f"connect-src 'self' data: blob:{outside}",
                "worker-src 'self' blob:",
                "object-src 'none'",
                "base-uri 'self'",
                "form-action 'self'",
                "frame-ancestors 'none'",
            ]
        )


def hostname(text: str) -> str:
    """The name in a Host header, in small letters, without port; "" where it is none."""
    try:
        parts = urlsplit(f"//{text}")
        _ = parts.port  # raises where it is no number
    except ValueError:
        return ""
    if parts.netloc != text or parts.username is not None or parts.password is not None:
        return ""
    return (parts.hostname or "").lower().rstrip(".")


def matches(name: str, hosts: Sequence[str]) -> bool:
    return any(name.endswith(host[1:]) if host.startswith("*.") else name == host for host in hosts)


def is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Gate:
    """ASGI middleware that lets through what the rules say, with the headers that browsers heed."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self.app = app
        self.rules = rules
        self.headers = HEADERS | {"content-security-policy": rules.policy()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        path = scope["path"]
        if path.startswith(AGENT) or (path.startswith(METRICS) and not self.rules.metrics):
            await self._refuse(404, "There is nothing here.", scope, receive, send)
        elif path != HEALTH and not self._is_meant(headers):
            words = (
                "This name is not served here. See WARDWISE_ALLOWED_HOSTS in "
                "docs/how-to/serving.md."
            )
            await self._refuse(400, words, scope, receive, send)
        elif scope["type"] == "websocket" and (host := self._meant_host(headers)) is None:
            await self._refuse(
                403, "Requests from another site are not allowed.", scope, receive, send
            )
        else:
            if scope["type"] == "websocket" and host is not None:
                scope = {**scope, "headers": _with_host(scope, host)}
            await self.app(scope, receive, self._dressed(send))

    def _is_meant(self, headers: Headers) -> bool:
        name = hostname(headers.get("host", ""))
        if not name:
            return False
        return matches(name, self.rules.hosts) or (self.rules.addresses and is_address(name))

    def _meant_host(self, headers: Headers) -> str | None:
        """The Host to go on with; None where the Origin is another site's.

        A proxy that keeps its own Host (nginx's plain `proxy_pass`) parts it from the browser's
        Origin. Where that is a name the administrator gave, it is the Host that was meant.
        Requests without Origin are not a browser's, and no site can send one.
        """
        host, origin = headers["host"], headers.get("origin")
        netloc = urlsplit(origin).netloc if origin else host
        if netloc.lower() == host.lower():
            return host
        return netloc if matches(hostname(netloc) or " ", self.rules.named) else None

    async def _refuse(
        self, status: int, words: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        if scope["type"] == "websocket":  # refused before it opens: the browser sees 403
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": words})
            return
        reply = PlainTextResponse(f"{words}\n", status)
        await reply(scope, receive, self._dressed(send))

    def _dressed(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        return sending


def _with_host(scope: Scope, host: str) -> list[tuple[bytes, bytes]]:
    kept = [(name, value) for name, value in scope["headers"] if name != b"host"]
    return [*kept, (b"host", host.encode("latin-1"))]
