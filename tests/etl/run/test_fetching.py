"""A run of questions: odd replies and stops leave everything else as it should be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from factory_clock import MadeClock
from factory_nomis import Answer, Session

from catalog.pages_need import PAGES_OF, fetch_rank
from catalog.settings import Settings
from catalog.unanswered import Failure, failures_of, unanswered
from etl import raw
from etl.areas import Areas
from etl.clients.http import Http
from etl.raw import Received
from etl.run import fetching, registry

URL = "https://example.org/list"


@dataclass
class Question:
    """Reads a list that is kept for the run and makes sense of it by `read`."""

    key: str = "a"
    read: Callable[[bytes], object] = bytes.decode
    areas: tuple[str, ...] = ()
    times: list[int] = field(default_factory=list)

    def describe(self, settings: Settings) -> str:
        return URL

    def fetch(self, http: Http, settings: Settings) -> Received:
        self.times.append(1)
        body = http.get_once(URL, source="test")
        self.read(body)
        return Received((body,), URL)


def run(
    tmp_path: Path, session: Session, *questions: Question, on_event: Any = lambda _: None
) -> list[Failure]:
    client = Http(pause_seconds=0.0, session=session, clock=MadeClock())  # type: ignore[arg-type]
    planned = [("made", question) for question in questions]
    return fetching.fetch(planned, client, Settings(data=tmp_path), on_event)


def panics(_body: bytes) -> None:
    raise pl.exceptions.PanicException("index out of bounds")


def overflows(_body: bytes) -> None:
    int(float("inf"))


def lacks(body: bytes) -> None:
    {}[body.decode()]


@pytest.mark.parametrize(
    ("read", "kind"),
    [(lacks, "KeyError"), (overflows, "OverflowError"), (panics, "PanicException")],
)
def test_a_reply_nobody_can_make_sense_of_is_a_failure_and_stops_no_other(
    tmp_path: Path, read: Callable[[bytes], object], kind: str
) -> None:
    odd, sound = Question("odd", read), Question("sound")
    (failure,) = run(tmp_path, Session(Answer(b"odd")), odd, sound)
    assert (failure.source, failure.key) == ("made", "odd")
    assert failure.message.startswith("made odd: we could not read the reply")
    assert f"({kind}" in failure.message
    assert "test_fetching.py:" in failure.message
    assert "probe --rehearse --only made" in failure.message
    assert len(sound.times) == 1
    assert failures_of(Settings(data=tmp_path)) == [failure]


def test_an_odd_reply_that_is_kept_for_the_run_is_asked_for_again(tmp_path: Path) -> None:
    session = Session(Answer(b"odd"), Answer(b"1"))
    assert run(tmp_path, session, Question(read=int)) == []
    assert len(session.asked) == 2


def test_a_question_that_cannot_even_be_put_is_a_failure(tmp_path: Path) -> None:
    class Strange(Question):
        def describe(self, settings: Settings) -> str:
            raise LookupError("no such layer")

    (failure,) = run(tmp_path, Session(Answer(b"1")), Strange())
    assert "LookupError: no such layer" in failure.message


def test_ctrl_c_stops_at_once_and_what_failed_before_is_kept(tmp_path: Path) -> None:
    def stop(_body: bytes) -> None:
        raise KeyboardInterrupt

    never = Question("never")
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, Session(Answer(b"x")), Question("odd", lacks), Question("stop", stop), never)
    assert never.times == []
    assert [one.key for one in failures_of(Settings(data=tmp_path))] == ["odd"]


def test_a_told_absence_outlives_the_run(tmp_path: Path) -> None:
    run(tmp_path, Session(Answer(status=429, Retry_After="3600")), Question())
    settings = Settings(data=tmp_path)
    told = fetching.absences.load_absences(settings)["example.org"]
    assert timedelta(minutes=59) < told - datetime.now(UTC) < timedelta(minutes=61)


@pytest.mark.parametrize("text", ["", "{", "null", '[{"source": 1}]', '["a"]', "\udcff"])
def test_a_damaged_list_of_failures_is_said_and_written_anew(tmp_path: Path, text: str) -> None:
    settings = Settings(data=tmp_path)
    settings.raw.mkdir()
    (settings.raw / "failures.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    (failure,) = failures_of(settings)
    assert "failures.json cannot be read" in failure.message
    assert unanswered(settings, ["E08000032"]) == (failure.message,)
    run(tmp_path, Session(Answer(b"1")), Question())
    assert failures_of(settings) == []


def test_an_answer_is_kept_whole_with_its_note(tmp_path: Path) -> None:
    run(tmp_path, Session(Answer(b"good")), Question())
    part = raw.load("made", "a", tmp_path / "raw")
    assert part
    assert part.pages() == [b"good"]


def test_what_most_pages_need_is_asked_first() -> None:
    planned = registry.plan(Areas(("E08000035",)), Settings())
    order = list(dict.fromkeys(source_id for source_id, _ in planned))
    assert order[:5] == ["councils", "wards", "lsoa_wards", "lsoa_changes", "bres"]
    assert order.index("claimants") < order.index("bres_small_areas") < order.index("gva")
    ranks = [fetch_rank(registry.modules()[name].TABLE.name) for name in order]
    assert ranks == sorted(ranks)


def test_every_source_has_its_pages() -> None:
    tables = {module.TABLE.name for module in registry.modules().values()}
    assert tables == set(PAGES_OF)
