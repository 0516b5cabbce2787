"""Data sets of the Department for Education, from a small server of the shape that it documents.

Nobody has asked the live service: the replies here are made up, in the shape that its
documentation gives. That the live service is like this is not shown.
"""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from catalog import store
from catalog.settings import Settings
from etl.areas import Areas
from etl.clients.http import FetchError, Http
from etl.run import probe, registry

CSV = """\ufefftime_period,geographic_level,lad_code,lad_name,ssa_t1_desc,sex,ethnicity_group,\
notional_nvq_level,e_and_t_aims_enrolments,e_and_t_aims_ach
202425,Local authority district,E08000032,Bradford,Total,Total,Total,Total,1490,1350
202425,Local authority district,E08000032,Bradford,Total,Female,Total,Total,700,650
202425,National,,,Total,Total,Total,Total,99,88
"""
LEAVERS = """time_period,geographic_level,new_la_code,la_name,lad_code,lad_name,institution_group,\
institution_type,cohort_level_group,cohort_level,breakdown_topic,breakdown,data_type,version,\
cohort,overall,education,he,fe,appren,all_work,all_notsust,all_unknown
202223,Local authority,E08000037,Gateshead,,,State-funded mainstream schools & colleges,Total,\
Level 3,Total,Total,Total,Number of students,Revised,100,90,50,40,10,9,31,8,2
202223,Local authority,E08000037,Gateshead,,,State-funded mainstream schools & colleges,Total,\
Level 3,Total,Sex,Female,Number of students,Revised,60,50,30,20,10,9,11,8,2
202223,Local authority district,E08000037,Gateshead,E08000037,Gateshead,State-funded mainstream \
schools & colleges,Total,Level 3,Total,Total,Total,Number of students,Revised,\
99,90,50,40,10,9,31,8,1
202223,Local authority district,E10000023,North Yorkshire,E07000166,Richmondshire,State-funded \
mainstream schools & colleges,Total,Level 3,Total,Total,Total,Number of students,Revised,\
20,18,10,8,2,2,6,c,c
"""
TITLE = "Education and training geography - local authority district"
Table = dict[str, tuple[int, bytes]]


class _Handler(BaseHTTPRequestHandler):
    server: Any

    def log_message(self, *_: Any) -> None:
        return

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        page = parse_qs(parts.query).get("page", [""])[0]
        self.server.asked.append(self.path)
        status, body = self.server.table.get(f"{parts.path} {page}".strip(), (404, b"none"))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def server() -> Iterator[Any]:
    """A server on this machine; `table` holds its replies by path and page."""
    served: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    served.table, served.asked = {}, []
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    yield served
    served.shutdown()
    served.server_close()
    thread.join(5)


def listed(*entries: dict[str, object], pages: int = 1) -> tuple[int, bytes]:
    paging = {"page": 1, "pageSize": 20, "totalPages": pages, "totalResults": len(entries)}
    return 200, json.dumps({"paging": paging, "results": list(entries)}).encode()


def data_set(number: str, title: str, end: str) -> dict[str, object]:
    return {"id": number, "title": title, "latestVersion": {"timePeriods": {"end": end}}}


def further_education(*entries: dict[str, object]) -> Table:
    return {
        "/v1/publications 1": listed({"id": "p0", "title": "Apprenticeships"}, pages=2),
        "/v1/publications 2": listed({"id": "p1", "title": "Further education and skills"},
                                     pages=2),
        "/v1/publications/p1/data-sets 1": listed(*entries),
    }  # fmt: skip


def fetch(server: Any, root: Any, source: str = "fe_aims") -> tuple[list[str], Settings]:
    """What failed, in words, with a source asked by its name."""
    base = f"http://127.0.0.1:{server.server_address[1]}"
    urls = {"dfe": base, "dfe_catalogue": base}
    settings = Settings(data=root / "data", urls=urls, pause_seconds=0)
    http = Http(pause_seconds=0, attempts=1, urls=urls, only_services=True)
    planned = registry.plan(Areas(()), settings, [source])
    failures = registry.fetch(planned, http, settings, lambda _event: None)
    return [failure.message for failure in failures], settings


def test_a_data_set_is_found_by_its_title_and_makes_the_table(server: Any, tmp_path: Any) -> None:
    server.table = further_education(
        data_set("old", TITLE, "2021/22"), data_set("new", TITLE, "2024/25"),
        data_set("other", "Headline figures", "2025/26"),
    ) | {"/v1/data-sets/new/csv": (200, gzip.compress(CSV.encode()))}  # fmt: skip
    failures, settings = fetch(server, tmp_path)
    assert failures == []
    registry.tidy_source("fe_aims", settings)
    frame, origin = store.read("fe_aims", settings.built)
    assert frame.filter(course_measure="achievements")["courses_count"].to_list() == [1350.0]
    assert set(frame["area_code"]) == {"E08000032"}
    assert origin.release == f"{TITLE} 2024/25"
    assert not [path for path in server.asked if "/data-sets/old" in path]


def test_what_is_not_the_table_is_left_and_the_next_one_tried(server: Any, tmp_path: Any) -> None:
    server.table = further_education(
        data_set("a", TITLE, "2025/26"), data_set("b", TITLE, "2024/25")
    ) | {
        "/v1/data-sets/a/csv": (200, b"time_period,lad_code,starts\n202526,E08000032,5\n"),
        "/v1/data-sets/b/csv": (200, CSV.encode()),
    }
    assert fetch(server, tmp_path)[0] == []
    assert any("/data-sets/a/csv" in path for path in server.asked)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({}, "HTTP 404"),
        ({"/v1/publications 1": (200, b"<h1>Sign in</h1>")}, "no JSON that can be read"),
        ({"/v1/publications 1": (200, b'{"results": 3}')}, "without results and paging"),
        ({"/v1/publications 1": listed()}, "no publication called 'Further education and skills'"),
        (further_education(data_set("a", "Headlines", "")), "(there are: Headlines)"),
        (further_education(data_set("a", TITLE, "")), "HTTP 404"),
    ],
)
def test_whatever_fails_is_said_with_what_to_do_by_hand(
    server: Any, tmp_path: Any, table: Table, said: str
) -> None:
    server.table = table
    (words,), settings = fetch(server, tmp_path)
    assert said in words
    assert "not verified live" in words
    assert "`wardwise supply fe_aims FILE`" in words
    assert not list((settings.raw / "fe_aims").glob("*.note.json"))


def test_the_catalogue_has_the_data_set_that_the_api_has_not(server: Any, tmp_path: Any) -> None:
    module = registry.modules()["leaver_destinations"]
    path = f"/data-catalogue/data-set/{module.DATA_SET.file_id}/csv"  # type: ignore[attr-defined]
    server.table = {"/v1/publications 1": listed(), path: (200, LEAVERS.encode())}
    failures, settings = fetch(server, tmp_path, "leaver_destinations")
    assert failures == []
    registry.tidy_source("leaver_destinations", settings)
    everyone = store.read("leaver_destinations", settings.built)[0].filter(destination="all")
    # Authorities' own rows alone: a district would be counted again in its county.
    assert everyone.select("area_code", "leavers_persons").rows() == [("E08000037", 100.0)]


def test_a_plain_fetch_and_probe_ask_nothing_that_nobody_has_tried(tmp_path: Any) -> None:
    settings = Settings(data=tmp_path)
    by_name = {name for name, module in registry.modules().items()
               if registry.list_by_name(module, settings)}  # fmt: skip
    assert by_name == {"fe_aims", "apprenticeships", "leaver_destinations"}
    assert not {source for source, _ in registry.plan(Areas(()), settings)} & by_name


def test_the_probe_says_that_the_address_is_not_verified(server: Any) -> None:
    base = f"http://127.0.0.1:{server.server_address[1]}"
    settings = Settings(urls={"dfe": base, "dfe_catalogue": base}, pause_seconds=0)
    http = Http(pause_seconds=0, attempts=1, urls=settings.urls)
    server.table = further_education(data_set("a", TITLE, "2024/25"))
    (found,) = probe.run(settings, http, ["fe_aims"])
    assert (found.severity, found.source) == ("as expected", "fe_aims")
    assert "not verified live" in found.words
    server.table = {"/v1/publications 1": listed()}
    (found,) = probe.run(settings, http, ["fe_aims"])
    assert found.severity == "differs"
    with pytest.raises(FetchError):
        probe.run(settings, http, ["nothing"])
