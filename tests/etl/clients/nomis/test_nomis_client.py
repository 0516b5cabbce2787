"""The Nomis client: a reply is whole and is what was asked for, or it is an error in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from factory_nomis import LAD, LSOA21, SETTINGS, Nomis, http, page, row

from catalog.settings import Settings
from etl.areas import Areas
from etl.clients.http import FetchError, IncompleteReply, Reply
from etl.clients.nomis import codelists as lists
from etl.clients.nomis.client import NEWEST_WARDS, Expected, Query
from etl.clients.nomis.pages import Proof, read_page
from etl.clients.nomis.queries import queries_with_comparators, small_area_queries

TOTAL, FARMS, MINES = (1, "Total", "1"), (2, "A : Farms", "A"), (3, "B : Mines", "B")
EXPECTED = Expected("NM_1_1", {"industry": {1: "^Total$", 2: "^A", 3: "^B"}})
ASK = Query(
    "E08000033",
    EXPECTED,
    "2024",
    (("industry", (1, 2, 3)), ("measures", (20100,))),
    geography=("E08000033", "E07000001"),
)
ROWS = [row(30, industry=TOTAL), row(10, industry=FARMS), row(None, industry=MINES)]
LISTS: dict[str, dict[int | str, str]] = {
    "geography": {}, "industry": {1: "Total", 2: "A : Farms", 3: "B : Mines"},
    "measures": {20100: "Value"},
}  # fmt: skip


def fetch(ask: Query, *pages: bytes, settings: Settings = SETTINGS, **codes: Any) -> Any:
    return ask.fetch(http(Nomis(*pages, **(LISTS | codes))), settings)


# -------------------------------------------------------------------- a page is whole


def proof(offset: int = 0, total: int | None = None) -> Proof:
    return Proof(offset, total, lambda: "")


def test_every_cut_of_a_page_is_refused_or_goes_on_where_it_was_cut() -> None:
    """A law: at whatever byte a page is cut, it never passes for the whole of it."""
    whole = page([row(n, industry=TOTAL, area=f"E060000{n:02}") for n in range(12)])
    rows_kept = []
    for at in range(len(whole)):
        cut = proof()
        try:
            cut(Reply(whole[:at], ""))
        except IncompleteReply:
            continue
        assert cut.total == 12
        rows_kept.append(cut.frame.height)
    assert rows_kept == list(range(1, 12)), "only where a row ends, and then it goes on from there"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "an empty body"),
        (b"<html><body>An error has occurred</body></html>", "not a Nomis table but '<html>"),
        (b'{"error":"Cannot create query"}', "not a Nomis table"),
        (page(ROWS).split(b"\n")[0] + b"\n", "a heading and no rows"),
        (b'"DATE","OBS_VALUE"\n"2024",1\n', "a table without GEOGRAPHY_NAME"),
        (page(ROWS, offset=5), "do not continue from 0"),
        (page(ROWS) + page(ROWS).split(b"\n", 1)[1], "do not continue"),
    ],
)
def test_what_is_not_a_whole_page_is_refused(body: bytes, words: str) -> None:
    with pytest.raises(IncompleteReply, match=words):
        proof()(Reply(body, ""))


def test_a_last_row_with_its_count_cut_short_is_refused() -> None:
    """One row on the last page: 25001 cut to 2500 is only seen against the first page."""
    with pytest.raises(IncompleteReply, match="of which 25001 were announced"):
        proof(25000, 25001)(Reply(page(ROWS[:1], offset=25000, total=2500), ""))


def test_text_that_looks_like_a_number_or_a_truth_stays_text() -> None:
    frame = read_page(page([row(1.5, area="E06000014", industry=(7, "F", "F"))]))
    assert set(frame.schema.values()) == {frame.schema["DATE"]}
    assert frame["INDUSTRY_CODE"].to_list() == ["F"]


# -------------------------------------------------------------------- the whole answer


def test_pages_are_followed_to_the_announced_count() -> None:
    service = Nomis(page(ROWS[:2], total=3), page(ROWS[2:], offset=2, total=3), **LISTS)
    received = ASK.fetch(http(service), SETTINGS)
    assert service.offsets == ["0", "2"]
    assert len(received.pages) == 2
    assert received.release == "2025-10-30"
    assert received.detail == {"not_held": "E07000001"}


def test_the_users_key_is_sent_and_never_kept() -> None:
    received = fetch(ASK, page(ROWS), settings=Settings(nomis_uid="0xsecret"))
    assert "secret" not in received.url
    assert "secret" not in ASK.describe(Settings(nomis_uid="0xsecret"))


def test_a_reply_without_one_figure_is_kept_and_remarked_on() -> None:
    blank = [row(None, industry=code) for code in (TOTAL, FARMS, MINES)]
    assert "nothing published, all 3 cells blank" in fetch(ASK, page(blank)).detail["remark"]
    assert "remark" not in fetch(ASK, page(ROWS)).detail


INVENTED = [ROWS[0], ROWS[1], row(30, industry=TOTAL)]
MISLABELLED = [*ROWS[:2], row(5, industry=(3, "C : Factories", "C"))]
TWO_VALUES = [*ROWS, row(31, industry=TOTAL)]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (INVENTED, r"industry \[3\] missing from the reply"),
        (
            [*ROWS, row(1, industry=(9, "Other", "9"))],
            r"industry \[9\] returned without being requested",
        ),
        (MISLABELLED, r"industry 3 is 'C : Factories' \(expected '\^B'\)"),
        (TWO_VALUES, "1 cells returned with more than one value|2 cells"),
        ([r | {"GEOGRAPHY_CODE": "E09000001"} for r in ROWS], r"areas \['E09000001'\] returned"),
        ([r | {"MEASURES": "20301"} for r in ROWS], r"measures \[20100\] missing"),
    ],
)
def test_an_answer_to_another_question_is_refused(rows: list[dict[str, Any]], words: str) -> None:
    with pytest.raises(FetchError, match=words) as caught:
        fetch(ASK, page(rows))
    assert "run `wardwise probe`" in str(caught.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(FetchError) as caught:
        fetch(ASK, page([*MISLABELLED[:1], MISLABELLED[2]]))
    assert "industry [2] missing" in str(caught.value)
    assert "industry 3 is 'C : Factories'" in str(caught.value)


def test_of_a_councils_codes_one_is_enough_and_of_regions_all_must_come() -> None:
    fetch(ASK, page(ROWS))
    with pytest.raises(FetchError, match=r"areas \['E07000001'\] missing from the reply"):
        fetch(replace(ASK, every_area=True), page(ROWS))


def test_small_areas_must_be_of_the_type_asked_for() -> None:
    small = replace(ASK, area_type=151)
    inside = [row(1, area="E01000001", kind=LSOA21, industry=i) for i in (TOTAL, FARMS, MINES)]
    fetch(small, page(inside))
    with pytest.raises(FetchError, match=r"areas of type \['424'\] returned"):
        fetch(small, page([*inside, row(1, kind=LAD, industry=TOTAL)]))


def test_an_lsoa_that_comes_back_for_two_councils_is_one_lsoa() -> None:
    """North Yorkshire and Hambleton both have the LSOAs of Hambleton."""
    rows = [row(n, kind=LSOA21, industry=i) for n, i in ((3, TOTAL), (2, FARMS), (1, MINES))]
    fetch(replace(ASK, area_type=151), page([*rows, *rows]))


# -------------------------------------------------------------------- a reply of no bytes


@pytest.mark.parametrize(
    ("ask", "codes", "words"),
    [
        (replace(ASK, members=(("sex", (7,)), *ASK.members)), {}, "has no dimension sex; it has"),
        (
            replace(ASK, members=(*ASK.members[:1], ("measures", (20100, 20701)))),
            {"measures": {}},
            "measures 20100, 20701",
        ),
        (replace(ASK, area_type=182), {}, "does not have E08000033TYPE182, E07000001TYPE182"),
    ],
)
def test_no_bytes_twice_is_looked_into(ask: Query, codes: dict[str, Any], words: str) -> None:
    service = Nomis(b"", **(LISTS | codes))
    with pytest.raises(FetchError, match=words):
        ask.fetch(http(service), SETTINGS)
    assert len(service.offsets) == 2, "there is no use in asking again"


def test_no_bytes_from_a_nomis_that_knows_all_of_it_is_tried_on() -> None:
    service = Nomis(b"", b"", page(ROWS), **LISTS, E08000033={1: "Calderdale"})
    assert ASK.fetch(http(service), SETTINGS).pages == (page(ROWS),)
    assert len(service.offsets) == 3


# -------------------------------------------------------------------- what Nomis decides


def test_members_are_asked_only_where_nomis_has_them() -> None:
    two = {"industry": {1: "Total", 2: "A : Farms"}}
    received = fetch(ASK, page(ROWS[:2]), **two)
    assert "industry=1,2&" in received.url
    assert received.detail["not_held"] == ("industry 3 (B), E07000001")
    with pytest.raises(FetchError, match="Nomis has none of industry"):
        fetch(ASK, page(ROWS), industry={9: "Other"})


@pytest.mark.parametrize(
    ("types", "number"),
    [
        ({182: "wards as of May 2025", 397: "wards as of 2015", 424: "districts of 2026"}, 182),
        ({153: "2022 wards", 190: "wards (as of May 2026)", 182: "2025 wards"}, 190),
        ({182: "electoral wards", 153: "census wards"}, 182),
        ({153: "census wards"}, 153),
        ({424: "local authorities", 151: "2021 lower layer", 12: "stewardship areas"}, None),
    ],
)
def test_the_newest_wards_are_known_by_the_year_in_their_name(
    types: dict[int, str], number: int | None
) -> None:
    assert lists.newest_ward_type(types) == number


def test_wards_are_asked_under_the_number_that_nomis_gives_them() -> None:
    ask = replace(ASK, area_type=NEWEST_WARDS, areas=("E08000033",))
    rows = [r | {"GEOGRAPHY_TYPECODE": 190} for r in ROWS]
    received = fetch(ask, page(rows), TYPE={"TYPE153": "2022 wards", "TYPE190": "2026 wards"})
    assert "E08000033TYPE190,E07000001TYPE190" in received.url
    assert "E08000033TYPE<newest wards>," in ask.describe(SETTINGS)
    with pytest.raises(FetchError, match="has no wards among its 1 area types"):
        fetch(ask, page(rows), TYPE={"TYPE424": "local authorities"})


def test_expected_tells_each_difference_from_a_codelist() -> None:
    expected = Expected(
        "NM_1_1",
        {"industry": {1: "^total", 2: "^A\\b", 3: ""}},
        geography_types={151: "lower"},
    )
    assert expected.faults("industry", {1: "Total", 2: "A : Farms", 3: "anything"}) == []
    assert expected.faults("industry", {1: "Sum ", 2: "A : Farms"}) == [
        "industry 1 is 'Sum' (expected '^total')",
        "industry 3 does not exist (expected '')",
    ]
    assert expected.faults("industry", {1: "Total"}, wanted={1}) == []
    assert expected.faults("geography", {298: "2011 upper"}) == [
        "geography 151 does not exist (expected 'lower')"
    ]


def test_a_codelist_may_be_empty_and_may_have_one_member() -> None:
    client = http(Nomis(b"", one={7: "Total"}))
    assert lists.labels(lists.codelist(client, SETTINGS, "NM_1_1", "one")) == {7: "Total"}
    assert lists.codelist(client, SETTINGS, "NM_1_1", "none").is_empty()


# -------------------------------------------------------------------- putting a question


def test_a_question_is_put_to_regions_and_to_each_council_with_its_former_codes() -> None:
    areas = Areas(("E06000065", "E08000033"), (("E06000065", ("E07000164",)),))
    nations, britain, north, calder = queries_with_comparators(replace(ASK, key=""), areas)
    assert (nations.key, nations.areas, nations.every_area) == ("comparators", (), True)
    assert (britain.key, britain.geography) == ("K03000001", ("K03000001",))
    assert (north.key, north.geography) == ("E06000065", ("E06000065", "E07000164"))
    assert (north.areas, north.every_area) == (("E06000065",), False)
    assert calder.geography == ("E08000033",)
    small = small_area_queries(replace(ASK, key="lsoa21", area_type=151), areas)
    assert [ask.key for ask in small] == ["lsoa21-E06000065", "lsoa21-E08000033"]
    assert "geography=E06000065TYPE151,E07000164TYPE151&" in small[0].describe(SETTINGS)
