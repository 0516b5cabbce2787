"""Services are given up as a whole: how many requests that costs, and what is not given up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from factory_clock import MadeClock
from factory_nomis import Answer

from catalog.settings import Settings
from etl.clients.http import FetchError, Http, ServiceClosedError
from etl.clients.standing import Standings
from etl.run.absences import keep_absences, load_absences

GOOD = Answer(b"good")
DOWN = Answer(status=503)
BLOCKED = Answer(status=403)
CUT = requests.ConnectionError("NewConnectionError: refused")
SERVICES = ("nomis", "arcgis", "ons", "govuk")


class World:
    """Services at hosts of their own; `answers` gives a host's answer, GOOD where none is named.

    An answer may be a function of the address.
    """

    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def request(self, _method: str, url: str, **_options: Any) -> Answer:
        self.asked.append(url)
        answer = self.answers.get(url.split("/")[2], GOOD)
        answer = answer(url) if callable(answer) else answer
        if isinstance(answer, Exception):
            raise answer
        return answer


def client(world: World, clock: MadeClock, **options: Any) -> Http:
    urls = {name: f"http://{name}" for name in SERVICES}
    return Http(pause_seconds=0.1, session=world, clock=clock, urls=urls, **options)  # type: ignore[arg-type]


def ask(asked_of: Http, *urls: str) -> list[str]:
    """What became of each: 'good', 'not asked' or 'failed'."""
    came = []
    for url in urls:
        try:
            asked_of.get(f"http://{url}", source="test")
            came.append("good")
        except ServiceClosedError:
            came.append("not asked")
        except FetchError:
            came.append("failed")
    return came


def test_with_nothing_to_reach_a_whole_fetch_takes_few_tries() -> None:
    clock, world = MadeClock(), World(**dict.fromkeys(SERVICES, CUT))
    asked_of = client(world, clock)
    ask(asked_of, *(f"{name}/{number}" for name in SERVICES for number in range(25)))
    assert len(world.asked) == 3 + 1 + 1 + 3
    assert sum(clock.slept) < 10


def test_a_firewall_that_swallows_packets_costs_few_time_outs() -> None:
    clock, silent = MadeClock(), requests.ConnectTimeout("no answer")
    world = World(**dict.fromkeys(SERVICES, silent))
    ask(client(world, clock), *(f"{name}/{n}" for name in SERVICES for n in range(25)))
    assert len(world.asked) * 10 + sum(clock.slept) < 100


def test_one_service_out_of_reach_leaves_the_others() -> None:
    world = World(ons=CUT)
    asked_of = client(world, MadeClock())
    assert ask(asked_of, "nomis/a", "ons/a", "ons/b", "ons/c", "ons/d", "nomis/b") == [
        "good", "failed", "failed", "failed", "not asked", "good",
    ]  # fmt: skip
    with pytest.raises(FetchError, match=r"stopped asking ONS .*no connection.*HTTPS_PROXY"):
        asked_of.get("http://ons/e", source="test")


def test_a_service_that_answered_before_gets_every_try_again() -> None:
    turns = iter([GOOD, CUT, CUT, CUT, CUT, GOOD])
    world = World(ons=lambda _url: next(turns))
    assert ask(client(world, MadeClock()), "ons/a", "ons/b") == ["good", "good"]


def test_one_dataset_down_for_good_does_not_end_its_service() -> None:
    world = World(nomis=lambda url: DOWN if "aps" in url else GOOD)
    asked_of = client(world, MadeClock())
    assert ask(asked_of, *["nomis/aps"] * 5, "nomis/bres") == [*["failed"] * 5, "good"]
    assert len(world.asked) == 5 + 5 + 1 + 1 + 1 + 1


def test_a_dataset_with_many_addresses_is_one_dataset() -> None:
    world = World(nomis=lambda url: DOWN if "NM_17_5" in url else GOOD)
    asked = [f"nomis/dataset/NM_17_5/list{number}" for number in range(6)]
    came = ask(client(world, MadeClock()), *asked, "nomis/dataset/NM_57_1.data.csv")
    assert came == [*["failed"] * 6, "good"]
    assert len(world.asked) == 5 + 5 + 1 + 1 + 1 + 1 + 1


@pytest.mark.parametrize(("answer", "tries"), [(DOWN, 5 + 5 + 2), (BLOCKED, 3 + 3 + 2)])
def test_a_service_that_is_down_or_blocks_us_everywhere_is_given_up(
    answer: Answer, tries: int
) -> None:
    world = World(ons=answer)
    came = ask(client(world, MadeClock()), *(f"ons/{number}" for number in range(9)))
    assert came == [*["failed"] * 3, *["not asked"] * 6]
    assert len(world.asked) == tries


def test_addresses_that_are_not_there_or_not_provable_end_no_service() -> None:
    world = World(ons=lambda url: Answer(b"") if "odd" in url else Answer(status=404))
    asked_of = client(world, MadeClock())
    assert set(ask(asked_of, *(f"ons/{n}" for n in range(9)))) == {"failed"}
    assert set(ask(asked_of, *(f"ons/odd{n}" for n in range(9)))) == {"failed"}
    world.answers = {}
    assert ask(asked_of, "ons/good") == ["good"]


def test_many_addresses_that_prove_nothing_are_soon_asked_only_once() -> None:
    world = World(ons=Answer(b""))
    ask(client(world, MadeClock()), *(f"ons/{n}" for n in range(13)))
    assert len(world.asked) == 3 * 5 + 10


def test_who_was_told_to_come_back_is_not_asked_before_in_any_run(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    now = datetime.now(UTC)
    keep_absences({"ons": now + timedelta(hours=1)}, settings)
    keep_absences({"nomis": now - timedelta(hours=1)}, settings)
    world = World()
    later = client(world, MadeClock(), standings=Standings(load_absences(settings)))
    assert ask(later, "ons/a", "nomis/a") == ["not asked", "good"]
    assert set(load_absences(settings)) == {"ons"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"ons": 5}', '{"ons": "2126-01-01T00:00:00"}'])
def test_a_damaged_list_of_absences_shuts_nobody_out(tmp_path: Path, text: str) -> None:
    settings = Settings(data=tmp_path)
    settings.raw.mkdir()
    (settings.raw / "come_back.json").write_text(text)
    assert load_absences(settings) == {}


def test_an_absence_of_a_hundred_years_is_kept_for_a_day() -> None:
    standings = Standings()
    standings.send_away("ons", 3e9)
    assert standings.closed_until["ons"] < datetime.now(UTC) + timedelta(hours=25)


def test_the_limits_that_ons_publishes_are_kept_over_a_real_socket(
    upstream: Callable[..., Any],
) -> None:
    """The pace is a hundredth of the real one, and so are the limits."""
    server = upstream(packs=(), ons_limits=True)
    server.limits.clock = _hundredfold(server.limits.clock)
    asked_of = Http(pause_seconds=0.003, backoff_seconds=0.01, urls=server.urls)
    asked_of.pace.least_apart = {"ons": 0.0105}
    for number in range(40):
        with pytest.raises(FetchError, match="HTTP 404"):
            asked_of.get(f"{server.urls['ons']}/file?uri=/{number}.xlsx", source="test")
    assert {entry["status"] for entry in server.requests} == {404}


def _hundredfold(clock: Callable[[], float]) -> Callable[[], float]:
    return lambda: clock() * 100


def test_one_data_set_that_is_down_costs_itself_alone() -> None:
    standings = Standings()
    base = "https://www.nomisweb.co.uk/api/v01/dataset/NM_189_1"
    for rest in (".data.csv", ".overview.json", "/time.def.sdmx.json", "/measure.def.sdmx.json"):
        standings.note_lost("nomis", base + rest, "down", "HTTP 503")
    assert standings.why_closed("nomis") == ""
    for number in (17, 162):
        other = base.replace("NM_189_1", f"NM_{number}_1") + ".data.csv"
        standings.note_lost("nomis", other, "down", "HTTP 503")
    assert "stopped asking" in standings.why_closed("nomis")
