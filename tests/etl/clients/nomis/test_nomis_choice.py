"""Members, area types, areas and datasets of Nomis are chosen by what they are called."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import polars as pl
import pytest
from factory_nomis import LSOA21, SETTINGS, Answer, Nomis, http, page, row

from etl import raw
from etl.areas import Areas
from etl.clients.http import FetchError
from etl.clients.nomis.client import LONGEST_ADDRESS, Expected, Query, split
from etl.clients.nomis.codes import status, status_notes
from etl.clients.nomis.pages import frame_of
from etl.clients.nomis.queries import COMPARATORS
from etl.datasets.census import census_industry
from etl.datasets.labour import bres

EXPECTED = Expected("NM_1_1", {"industry": {1: "^Total$", 2: "^A", 3: "^B"}})
ASK = Query(
    "E08000033",
    EXPECTED,
    "2024",
    (("industry", (1, 2, 3)), ("measures", (20100,))),
    geography=("E08000033",),
    areas=("E08000033",),
)
TODAY = {1: "Total", 20: "A : Farms", 3: "B : Mines", 2: "C : Factories"}


def rows(*numbers: int, labels: dict[int, str] = TODAY) -> bytes:
    return page([row(n, industry=(n, labels[n], labels[n][0])) for n in numbers])


def fetch(ask: Query, body: bytes, **lists: Any) -> Any:
    return ask.fetch(http(Nomis(body, **({"geography": {}, "measures": {}} | lists))), SETTINGS)


# -------------------------------------------------------------------- members


def test_a_member_is_asked_under_the_number_that_its_label_has_today(tmp_path: Any) -> None:
    received = fetch(ASK, rows(1, 20, 3), industry=TODAY)
    assert "industry=1,20,3&" in received.url
    part = raw.save(received, source="made", key="x", areas=ASK.areas, request="", root=tmp_path)
    frame = frame_of([part])
    assert frame.select("INDUSTRY", "OBS_VALUE").rows() == [("1", "1"), ("2", "20"), ("3", "3")]


@pytest.mark.parametrize(
    ("found", "asked", "absent"),
    [
        ({1: "Total", 2: "A : x", 3: "B : x", 9: "A : y"}, {1: 1, 2: 2, 3: 3}, ""),
        ({1: "Total", 8: "A : x", 9: "A : y", 3: "B : x"}, {1: 1, 3: 3}, "2 labels match '^A'"),
        ({1: "Total", 2: "B : x", 3: "A : x"}, {1: 1, 2: 3, 3: 2}, ""),
        ({1: "Total", 2: "A : x"}, {1: 1, 2: 2}, "industry 3 does not exist"),
        ({1: "Sum", 2: "A : x", 3: "B : x"}, {2: 2, 3: 3}, "industry 1 is 'Sum'"),
    ],
)
def test_the_label_decides_and_the_number_breaks_ties(
    found: dict[int, str], asked: dict[int, int], absent: str
) -> None:
    chosen = EXPECTED.choose("industry", found)
    assert dict(chosen.numbers) == asked
    assert absent in "; ".join(chosen.absent.values())
    assert bool(absent) == bool(chosen.absent)


def test_without_a_codelist_the_numbers_in_code_are_asked_and_the_labels_judged() -> None:
    right = {1: "Total", 2: "A : Farms", 3: "B : Mines"}

    class Silent(Nomis):
        def request(self, method: str, url: str, **options: Any) -> Answer:
            if "industry" in url:
                return Answer(b"", 404)
            return super().request(method, url, **options)

    def ask(body: bytes) -> Any:
        lists: dict[str, Any] = {"geography": {}, "industry": {}, "measures": {}}
        return ASK.fetch(http(Silent(body, **lists)), SETTINGS)

    assert "industry=1,2,3&" in ask(rows(1, 2, 3, labels=right)).url
    assert ask(rows(1, 2, labels=right)).detail["not_held"] == "industry 3 (B)"
    with pytest.raises(FetchError, match="industry 2 is 'C : Factories'"):
        ask(rows(1, 2, 3))


def test_a_member_that_others_are_of_no_use_without_is_needed() -> None:
    ask = replace(ASK, expected=replace(EXPECTED, needed={"industry": (1,)}))
    with pytest.raises(FetchError, match=r"Nomis has none of industry \[1\]"):
        fetch(ask, rows(20, 3), industry={20: "A : Farms", 3: "B : Mines"})


def test_census_industry_asks_for_sections_and_not_for_what_stands_beside_them() -> None:
    found = {0: "Total: All", 1001: "A: Agriculture", 1006: "F: Construction",
             38: "41 Construction of buildings; 42 Civil engineering", 1: "01 Crop production",
             42: "Wholesale and retail not otherwise specified",
             1018: "R, S, T, U Other"}  # fmt: skip
    chosen = census_industry.EXPECTED[0].choose(census_industry.DIMENSION, found)
    assert set(chosen.numbers.values()) == {0, 1001, 1006, 1018}


# -------------------------------------------------------------------- area types, areas, datasets


def test_an_area_type_is_asked_under_the_number_that_its_name_has_today(tmp_path: Any) -> None:
    expected = replace(EXPECTED, geography_types={151: "2021.*lower"})
    ask = replace(ASK, expected=expected, area_type=151)
    kind = (LSOA21[0], 190)
    body = page(
        [row(n, area="E01000001", kind=kind, industry=(n, TODAY[n], "x")) for n in (1, 20, 3)]
    )
    types = {"TYPE190": LSOA21[0], "TYPE151": "2011 something"}
    received = fetch(ask, body, industry=TODAY, TYPE=types)
    assert "E08000033TYPE190" in received.url
    part = raw.save(received, source="made", key="x", areas=(), request="", root=tmp_path)
    assert set(frame_of([part])["GEOGRAPHY_TYPECODE"]) == {"151"}
    with pytest.raises(FetchError, match="publishes nothing for such areas: geography 151"):
        fetch(ask, body, industry=TODAY, TYPE={"TYPE424": "local authorities"})


def test_of_two_codes_of_a_council_the_one_that_the_dataset_lists_is_asked_for() -> None:
    """Sheffield: 2026-11 Nomis has its former code, the portal its new one."""
    ask = replace(ASK, geography=("E08000039", "E08000019"), area_type=151)
    body = page([row(n, area="E01000001", kind=LSOA21, industry=(n, TODAY[n], "x"))
                 for n in (1, 20, 3)])  # fmt: skip
    received = fetch(ask, body, industry=TODAY, E08000019={7: "Sheffield"})
    assert "geography=E08000019TYPE151&" in received.url
    assert received.detail["not_held"] == "E08000039"


def test_an_unknown_code_that_empties_the_reply_is_left_out() -> None:
    class Strict(Nomis):
        def request(self, method: str, url: str, **options: Any) -> Answer:
            if "E08000039" in str(options.get("params")):
                return Answer(b"")
            return super().request(method, url, **options)

    body = page([row(n, area="E08000019", industry=(n, TODAY[n], "x")) for n in (1, 20, 3)])
    lists: dict[str, Any] = {"geography": {}, "industry": TODAY, "measures": {20100: "Value"},
                             "E08000019": {7: "Sheffield"}}  # fmt: skip
    ask = replace(ASK, geography=("E08000039", "E08000019"))
    received = ask.fetch(http(Strict(body, **lists)), SETTINGS)
    assert "geography=E08000019&" in received.url
    assert received.detail["not_held"] == "E08000039"


def test_a_dataset_with_another_name_is_looked_for_by_its_name() -> None:
    class Moved(Nomis):
        def request(self, method: str, url: str, **options: Any) -> Answer:
            family = {"id": "NM_9_1", "name": {"value": "TS060 - Industry"}, "annotations": {},
                      "components": {"dimension": [{"conceptref": "INDUSTRY"}]}}  # fmt: skip
            if "search=" in url:
                assert "TS060" in url
                others = [family, family | {"id": "NM_8_1", "name": {"value": "TS060A - Industry"}}]
                return Answer(
                    json.dumps({"structure": {"keyfamilies": {"keyfamily": others}}}).encode()
                )
            if url.endswith("NM_1_1.def.sdmx.json"):
                other = family | {"id": "NM_1_1", "name": {"value": "TS061 - Travel"}}
                return Answer(
                    json.dumps({"structure": {"keyfamilies": {"keyfamily": [other]}}}).encode()
                )
            return super().request(method, url, **options)

    ask = replace(ASK, expected=replace(EXPECTED, title=r"^TS060\b"))
    service = Moved(rows(1, 20, 3), industry=TODAY)
    assert "/NM_9_1.data.csv?" in ask.fetch(http(service), SETTINGS).url
    nowhere = replace(ASK, expected=replace(EXPECTED, title=r"^TS060B\b"))
    with pytest.raises(
        FetchError, match="NM_1_1 is 'TS061 - Travel', and 0 datasets are named like 'TS060B"
    ):
        nowhere.fetch(http(service), SETTINGS)


# -------------------------------------------------------------------- long addresses


def test_an_address_that_is_too_long_is_asked_in_pieces_that_hold_each_member_once() -> None:
    (question,) = [one for one in bres.requests(Areas(()), SETTINGS) if one.key == "comparators"]
    url = "https://www.nomisweb.co.uk/api/v01/dataset/NM_189_1.data.csv"
    for uid in ({}, {"uid": "0x" + "a" * 60}):
        params = {
            "geography": ",".join(COMPARATORS),
            "industry": ",".join(map(str, dict(question.members)["industry"])),
            "select": "date," * 60,
        } | uid
        pieces = split(url, params)
        assert len(pieces) > 1
        assert all(len(f"{url}?{urlencode(one)}") <= LONGEST_ADDRESS for one in pieces)
        asked = [(g, i) for one in pieces for g in one["geography"].split(",")
                 for i in one["industry"].split(",")]  # fmt: skip
        assert (
            len(asked)
            == len(set(asked))
            == len(COMPARATORS) * len(dict(question.members)["industry"])
        )
    assert split(url, {"geography": "E1", "select": "x" * 3000}) == [
        {"geography": "E1", "select": "x" * 3000}
    ]


def test_the_pages_of_a_question_in_pieces_are_one_answer() -> None:
    numbers = range(1, 401)
    labels = {n: f"{n:03} : Industry" for n in numbers}
    expected = Expected("NM_1_1", {"industry": {n: f"^{n:03}" for n in numbers}})
    ask = replace(ASK, expected=expected, members=(("industry", tuple(numbers)), *ASK.members[1:]))

    class CouncilTotal(Nomis):
        def request(self, method: str, url: str, **options: Any) -> Answer:
            if url.endswith(".data.csv"):
                assert len(url) + len(urlencode(options["params"])) < LONGEST_ADDRESS
                asked = map(int, options["params"]["industry"].split(","))
                return Answer(page([row(n, industry=(n, labels[n], str(n))) for n in asked]))
            return super().request(method, url, **options)

    received = ask.fetch(http(CouncilTotal(b"", industry=labels)), SETTINGS)
    assert len(received.pages) > 1
    assert "not_held" not in received.detail


# -------------------------------------------------------------------- statuses


@pytest.mark.parametrize(
    ("words", "expected", "is_noted"),
    [
        ("Estimate is less than 500", "suppressed", False),
        ("Estimate and confidence interval not available since the group sample size is zero or "
         "disclosive (0-2)", "suppressed", False),
        ("Sample size too small for reliable estimate", "suppressed", False),
        ("Fewer than 3 people", "suppressed", False),
        ("These figures are missing.", "missing", False),
        ("Not available", "missing", False),
        ("Awaiting the new moon", "missing", True),
    ],
)  # fmt: skip
def test_a_blank_says_what_nomis_says_of_it_and_unknown_words_are_noted(
    words: str, expected: str, is_noted: bool
) -> None:
    frame = pl.DataFrame([row(None, status=words), row(5.0)], infer_schema_length=None)
    assert frame.select(status("rounded"))["status"].to_list() == [expected, "rounded"]
    assert bool(status_notes(frame)) == is_noted


def test_a_figure_that_nomis_flags_is_kept_and_noted() -> None:
    """BRES 2024: T where farms are left out of small areas."""
    flagged = row(5.0) | {"OBS_STATUS": "T", "OBS_STATUS_NAME": "Excludes farm agriculture"}
    frame = pl.DataFrame([flagged, row(5.0)])
    assert frame.select(status("estimated"))["status"].to_list() == ["estimated", "estimated"]
    assert status_notes(frame) == ["1 figures with status T 'Excludes farm agriculture'"]
