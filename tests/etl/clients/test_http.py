"""The HTTP client: what is tried again, how long it waits, what it says in the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
import requests
from factory_clock import MadeClock
from factory_nomis import Answer, Session, http

from etl.clients import http as http_room
from etl.clients.http import FetchError, Http, IncompleteReply, Reply, ServiceClosedError

URL = "https://example.org/data"
GOOD = Answer(b"good")
RESET = requests.ConnectionError("reset by peer")
REFUSED = requests.ConnectionError("NewConnectionError: refused")


@pytest.fixture
def clock() -> MadeClock:
    return MadeClock()


def client(session: Any, clock: MadeClock, **options: Any) -> Http:
    return Http(**{"pause_seconds": 0.0, "session": session, "clock": clock} | options)


def get(session: Session, clock: MadeClock, **options: Any) -> bytes:
    return client(session, clock).get(URL, source="test", **options).body


def dated(seconds: float, *, clock_ahead: float = 0.0) -> Answer:
    """A 429 whose Retry-After is a date, by a service whose clock is ahead of ours."""
    now = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=clock_ahead)
    return Answer(
        status=429,
        Date=format_datetime(now, usegmt=True),
        Retry_After=format_datetime(now + timedelta(seconds=seconds), usegmt=True),
    )


@pytest.mark.parametrize(
    ("first", "wait"),
    [
        (Answer(status=429, Retry_After="7"), 7.0),
        (Answer(status=503, Retry_After="2.5"), 2.5),
        (Answer(status=429, Retry_After="120"), 120.0),
        (dated(30), 30.0),
        (dated(30, clock_ahead=-7200), 30.0),
        (Answer(status=429, Retry_After="²"), 1.0),
        (Answer(status=429, Retry_After="soon"), 1.0),
        (Answer(status=500), 1.0),
        (Answer(status=504), 1.0),
        (Answer(status=403), 1.0),
        (Answer(status=407), 1.0),
        (Answer(b""), 1.0),
        (RESET, 1.0),
        (requests.exceptions.ChunkedEncodingError("cut"), 1.0),
        (requests.ReadTimeout("slow"), 1.0),
    ],
)
def test_tries_again_after_the_right_wait(
    first: Answer | Exception, wait: float, clock: MadeClock
) -> None:
    assert get(Session(first, GOOD), clock) == b"good"
    assert clock.slept == [wait]


def test_waits_grow_and_the_message_says_what_to_do(clock: MadeClock) -> None:
    with pytest.raises(FetchError, match=r"test: .* HTTP 503 after 5 tries; check the network"):
        get(Session(Answer(status=503)), clock)
    assert clock.slept == [1.0, 2.0, 4.0, 8.0]


def test_a_wrong_address_is_asked_once(clock: MadeClock) -> None:
    session = Session(Answer(status=404))
    with pytest.raises(FetchError, match=r"HTTP 404; run `wardwise probe`"):
        get(session, clock)
    assert len(session.asked) == 1
    assert clock.slept == []


def test_an_unproved_reply_is_asked_again_and_a_final_one_is_not(clock: MadeClock) -> None:
    def not_bad(reply: Reply) -> None:
        if reply.body == b"bad":
            raise IncompleteReply("a bad reply")
        if reply.body == b"never":
            raise IncompleteReply("a reply that will never do", final=True)

    assert get(Session(Answer(b"bad"), GOOD), clock, accept=not_bad) == b"good"
    session = Session(Answer(b"never"))
    with pytest.raises(FetchError, match=r"will never do$"):
        get(session, clock, accept=not_bad)
    assert len(session.asked) == 1


def test_whatever_a_reader_stumbles_over_is_a_verdict_on_the_reply(clock: MadeClock) -> None:
    def wants_a_number(reply: Reply) -> None:
        float({"good": "1"}[reply.body.decode()])

    assert get(Session(Answer(b"odd"), GOOD), clock, accept=wants_a_number) == b"good"
    with pytest.raises(FetchError, match=r"could not read \(KeyError: 'odd', at test_http\.py:"):
        get(Session(Answer(b"odd")), clock, accept=wants_a_number)


def test_ctrl_c_in_a_reader_still_stops(clock: MadeClock) -> None:
    def stopped(_reply: Reply) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        get(Session(GOOD), clock, accept=stopped)


@pytest.mark.parametrize("far", [Answer(status=429, Retry_After="3600"), dated(3600)])
def test_a_long_told_wait_ends_the_service_for_the_run(far: Answer, clock: MadeClock) -> None:
    session = Session(far)
    asked_of = client(session, clock, urls={"ons": "https://www.ons.gov.uk"})
    url = "https://www.ons.gov.uk/a"
    with pytest.raises(ServiceClosedError, match=r"ONS asks us to come back at \d\d:\d\d"):
        asked_of.get(url, source="test")
    for other in ("https://www.ons.gov.uk/b", "https://api.beta.ons.gov.uk/v1/data"):
        with pytest.raises(ServiceClosedError, match="not requested: ONS asks us to come back"):
            asked_of.get(other, source="test")
    assert len(session.asked) == 1
    assert clock.slept == []
    assert set(asked_of.standings.closed_until) == {"ons"}
    session.answers = [GOOD]
    assert asked_of.get("https://www.nomisweb.co.uk/x", source="test").body == b"good"


def test_after_a_told_wait_the_next_question_waits_too(clock: MadeClock) -> None:
    session = Session(Answer(status=429, Retry_After="100"))
    asked_of = client(session, clock, attempts=1)
    with pytest.raises(FetchError, match="HTTP 429"):
        asked_of.get(URL, source="test")
    session.answers = [GOOD]
    asked_of.get(f"{URL}/other", source="test")
    assert clock.slept == [100.0]


def test_a_reply_beyond_all_measure_is_given_up(
    monkeypatch: pytest.MonkeyPatch, clock: MadeClock
) -> None:
    monkeypatch.setattr(http_room, "MOST_BYTES", 3)
    with pytest.raises(FetchError, match="more than 3 bytes"):
        get(Session(GOOD), clock)


def test_the_key_of_a_user_is_not_in_a_message(clock: MadeClock) -> None:
    with pytest.raises(FetchError) as caught:
        get(Session(Answer(status=503)), clock, params={"date": "2024", "uid": "0xsecret"})
    assert "date=2024" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_once_asks_once_whether_it_succeeds_or_not() -> None:
    session = Session(GOOD)
    asked_of = http(session)
    assert [asked_of.get_once(URL, source="test") for _ in range(3)] == [b"good"] * 3
    assert len(session.asked) == 1

    broken = Session(Answer(status=404))
    asked_of = http(broken)
    for _ in range(3):
        with pytest.raises(FetchError):
            asked_of.get_once(URL, source="test")
    assert len(broken.asked) == 1


def test_the_agent_says_who_asks_and_where_to_find_us(clock: MadeClock) -> None:
    sent: list[dict[str, str]] = []

    class Seen(Session):
        def request(self, method: str, url: str, **options: Any) -> Answer:
            sent.append(options["headers"])
            return super().request(method, url, **options)

    get(Seen(GOOD), clock)
    agent = sent[0]["User-Agent"]
    assert agent.startswith("wardwise/")
    assert agent.endswith(" (+https://github.com/wardwise/wardwise)")


def test_an_address_that_is_too_long_is_refused_where_that_is_asked_for(clock: MadeClock) -> None:
    asked_of = client(Session(GOOD), clock, longest_address=100)
    asked_of.get(URL, {"x": "1" * 70}, source="test")
    with pytest.raises(FetchError, match=r"an address of 2\d\d characters"):
        asked_of.get(URL, {"x": "," * 70}, source="test")


def test_requests_to_one_service_keep_their_distance(clock: MadeClock) -> None:
    asked_of = client(Session(GOOD), clock, pause_seconds=3.0)
    for url in (URL, URL, "https://example.com/other"):
        asked_of.get(url, source="test")
    assert clock.slept == [3.0]


@pytest.mark.parametrize(
    ("base", "pause", "waits"),
    [
        ("https://www.ons.gov.uk", 0.0, [1.0]),
        ("https://www.ons.gov.uk", 0.3, [1.0]),
        ("https://www.ons.gov.uk", 2.0, [2.0]),
        ("http://127.0.0.1:8080/ons", 0.3, [1.0]),
        ("http://127.0.0.1:8080/ons", 0.0, []),
    ],
)
def test_ons_is_asked_once_a_second_but_for_a_bench_without_pauses(
    base: str, pause: float, waits: list[float], clock: MadeClock
) -> None:
    asked_of = client(Session(GOOD), clock, pause_seconds=pause, urls={"ons": base})
    for path in ("a", "file?uri=/b.xlsx"):
        asked_of.get(f"{base}/{path}", source="test")
    assert clock.slept == waits


def test_no_fifteen_files_in_ten_seconds(clock: MadeClock) -> None:
    at: list[float] = []

    class Timed(Session):
        def request(self, method: str, url: str, **options: Any) -> Answer:
            at.append(clock.now)
            return super().request(method, url, **options)

    asked_of = client(Timed(GOOD), clock)
    for number in range(40):
        asked_of.get(f"https://www.ons.gov.uk/file?uri=/{number}.xlsx", source="test")
    assert all(later - earlier >= 10 for earlier, later in zip(at, at[14:], strict=False))


def test_a_server_that_drips_is_not_waited_for(upstream: Callable[..., Any]) -> None:
    server = upstream(packs=(), faults="nomis/*=slow:30#1")
    url = f"{server.urls['nomis']}/api/v01/help"
    asked_of = Http(pause_seconds=0.0, backoff_seconds=0.0, grace_seconds=0.3)
    assert asked_of.get(url, source="test").body.startswith(b"<!DOCTYPE html>")
    assert len(server.requests) == 2


@pytest.mark.parametrize("fault", ["429:0", "500", "503", "504", "reset", "truncate", "slow:0.2"])
def test_faults_over_a_real_socket_are_got_over(upstream: Callable[..., Any], fault: str) -> None:
    server = upstream(packs=(), faults=f"nomis/*={fault}#1-2")
    url = f"{server.urls['nomis']}/api/v01/help"
    asked_of = Http(pause_seconds=0.0, backoff_seconds=0.0)
    assert asked_of.get(url, source="test").body.startswith(b"<!DOCTYPE html>")
    assert len(server.requests) == (1 if fault.startswith("slow") else 3)
