"""The HTTP client: what is tried again, how long it waits, what it says in the end."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
import requests
from nomis_made import Answer, Session, http

from etl import http as http_room
from etl.http import FetchError, Http, Reply, Unproved

URL = "https://example.org/data"
GOOD = Answer(b"good")


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits, none of which is really waited."""
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", lambda seconds: waits.append(seconds) if seconds else None)
    return waits


def get(session: Session, **options: Any) -> bytes:
    return Http(pause_seconds=0.0, session=session).get(URL, source="test", **options).body  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "wait"),
    [
        (Answer(status=429, Retry_After="7"), 7.0),
        (Answer(status=503, Retry_After="2.5"), 2.5),
        (Answer(status=429, Retry_After="86400"), http_room.LONGEST_WAIT_SECONDS),
        (Answer(status=429, Retry_After="Wed, 21 Oct 2026 07:28:00 GMT"), 1.0),
        (Answer(status=500), 1.0),
        (Answer(status=504), 1.0),
        (Answer(b""), 1.0),
        (requests.ConnectionError("reset"), 1.0),
        (requests.exceptions.ChunkedEncodingError("cut"), 1.0),
        (requests.ReadTimeout("slow"), 1.0),
    ],
)
def test_tries_again_after_the_right_wait(
    first: Answer | Exception, wait: float, slept: list[float]
) -> None:
    assert get(Session(first, GOOD)) == b"good"
    assert slept == [wait]


def test_waits_grow_and_the_message_says_what_to_do(slept: list[float]) -> None:
    with pytest.raises(FetchError, match=r"test: .* HTTP 503 after 5 tries; check the network"):
        get(Session(Answer(status=503)))
    assert slept == [1.0, 2.0, 4.0, 8.0]


def test_a_wrong_address_is_asked_once(slept: list[float]) -> None:
    session = Session(Answer(status=404))
    with pytest.raises(FetchError, match=r"HTTP 404; run `wardwise probe`"):
        get(session)
    assert len(session.asked) == 1
    assert slept == []


def test_an_unproved_reply_is_asked_again_and_a_final_one_is_not(slept: list[float]) -> None:
    def not_bad(reply: Reply) -> None:
        if reply.body == b"bad":
            raise Unproved("a bad reply")
        if reply.body == b"never":
            raise Unproved("a reply that will never do", final=True)

    assert get(Session(Answer(b"bad"), GOOD), accept=not_bad) == b"good"
    session = Session(Answer(b"never"))
    with pytest.raises(FetchError, match=r"will never do$"):
        get(session, accept=not_bad)
    assert len(session.asked) == 1


def test_a_reply_beyond_all_measure_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_room, "MOST_BYTES", 3)
    with pytest.raises(FetchError, match="more than 3 bytes"):
        get(Session(GOOD))


def test_an_unchanged_reply_has_no_body_to_prove() -> None:
    reply = http(Session(Answer(status=304, ETag="new"))).get(URL, source="test", etag="old")
    assert reply.unchanged
    assert reply.etag == "new"


def test_the_key_of_a_user_is_not_in_a_message(slept: list[float]) -> None:
    with pytest.raises(FetchError) as caught:
        get(Session(Answer(status=503)), params={"date": "2024", "uid": "0xsecret"})
    assert "date=2024" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_once_asks_once_whether_it_succeeds_or_not() -> None:
    session = Session(GOOD)
    client = http(session)
    assert [client.once(URL, source="test") for _ in range(3)] == [b"good"] * 3
    assert len(session.asked) == 1

    broken = Session(Answer(status=404))
    client = http(broken)
    for _ in range(3):
        with pytest.raises(FetchError):
            client.once(URL, source="test")
    assert len(broken.asked) == 1


def test_a_service_that_is_down_is_not_waited_for_again_and_again(slept: list[float]) -> None:
    session = Session(Answer(status=503))
    client = Http(pause_seconds=0.0, session=session)  # type: ignore[arg-type]
    tries = []
    for _ in range(4):
        before = len(session.asked)
        with pytest.raises(FetchError):
            client.get(URL, source="test")
        tries.append(len(session.asked) - before)
    assert tries == [5, 5, 1, 1]

    session.answers = [GOOD]
    client.get(URL, source="test")
    session.answers = [Answer(status=503), GOOD]
    assert client.get(URL, source="test").body == b"good", "patience is back once it answers"


def test_requests_keep_their_distance(slept: list[float]) -> None:
    client = Http(pause_seconds=3.0, session=Session(GOOD))  # type: ignore[arg-type]
    client.get(URL, source="test")
    client.get(URL, source="test")
    assert slept[-1] == pytest.approx(3.0, abs=0.2)


@pytest.mark.parametrize("fault", ["429:0", "500", "503", "504", "reset", "truncate", "slow:0.2"])
def test_faults_over_a_real_socket_are_got_over(upstream: Callable[..., Any], fault: str) -> None:
    server = upstream(packs=(), faults=f"nomis/*={fault}#1-2")
    url = f"{server.urls['nomis']}/api/v01/help"
    client = Http(pause_seconds=0.0, backoff_seconds=0.0)
    assert client.get(url, source="test").body.startswith(b"<!DOCTYPE html>")
    assert len(server.requests) == (1 if fault.startswith("slow") else 3)
