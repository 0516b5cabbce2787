"""Universities' exchange (HESA) and the history by area: money in pounds, no totals added up."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from factory_award_lists import stored
from factory_nomis import SETTINGS, Answer, Session, http

from catalog import store
from catalog.schema import check
from catalog.settings import PROJECT, SAMPLE, Settings
from etl.areas import Areas
from etl.clients.hesa import ExpectedTable, TableQuery
from etl.clients.http import FetchError
from etl.datasets.innovation import he_bci, innovation_history
from etl.raw import RawError
from etl.run import recognising, registry

UPSTREAM = PROJECT.parent / "shared" / "upstream"
ABOVE = '"Title:","Table"\n"Licence:","CC BY 4.0"\n"Contact:","Zebedee Quillfeather"\n\n'
MADE = "10007785,University of Made"
SERVICES = f"""{ABOVE}UKPRN,HE Provider,Type of service,Type of organisation,\
Number/Value Marker,Academic Year,Unit,Number/Value
{MADE},Contract research,SME's,Value,2022/23,£000s,780
{MADE},Contract research,SME's,Number,2022/23,Number,12
{MADE},Contract research,Other (non-SME) commercial businesses,Value,2022/23,£000s,"1,000"
{MADE},Contract research,Total,Value,2022/23,£000s,1780
{MADE},Courses,Total,Value,2022/23,£000s,9
"""
SPINOUTS = f"""{ABOVE}UKPRN,HE Provider,Metric,Category Marker,Academic Year,Value
{MADE},Number of active firms,Graduate start-ups,2022/23,7
{MADE},Estimated external investment received (£ thousands),Graduate start-ups,2022/23,350
"""
RESEARCH = f"""{ABOVE}UKPRN,HE Provider,Source of public funding,Type of income,Academic Year,Value
{MADE},All,Total,2022/23,40
{MADE},Research Councils,Total,2022/23,30
{MADE},All,Public funding,2022/23,35
"""
INCOME = f"""{ABOVE}UKPRN,HE Provider,Category Marker,Academic Year,Unit,Value
{MADE},Total IP revenues,2022/23,£000s,4
{MADE},Software licences,2022/23,£000s,3
"""


def test_each_measure_is_in_pounds_by_kind_of_partner(tmp_path: Path) -> None:
    tables = {"a": SERVICES, "b": SPINOUTS, "c": RESEARCH, "d": INCOME}
    parts = [stored(tmp_path, "he_bci", text.encode(), key=key) for key, text in tables.items()]
    frame = check(he_bci.tidy(parts), he_bci.TABLE)
    rows = {
        (measure, partner): value
        for measure, partner, value in frame.select(
            "exchange_measure", "partner_kind", "exchange_value"
        ).iter_rows()
    }
    assert rows == {
        ("contract_research", "small firms"): 780_000.0,
        ("contract_research", "other firms"): 1_000_000.0,
        ("contract_research", "all"): 1_780_000.0,
        ("spinouts_active", "graduate start-ups"): 7.0,
        ("spinout_investment", "graduate start-ups"): 350_000.0,
        ("collaborative_research", ""): 40_000.0,
        ("ip_income", ""): 4_000.0,
    }
    assert set(frame["period"]) == {"2022-23"}


def test_a_table_of_other_rows_is_refused_in_words(tmp_path: Path) -> None:
    part = stored(tmp_path, "he_bci", SPINOUTS.replace("Metric", "Measure").encode())
    with pytest.raises(RawError, match="none of the rows that we read"):
        he_bci.tidy([part])


def test_a_table_is_asked_for_and_kept_without_whom_to_ask() -> None:
    received = TableQuery("table-2a").fetch(http(Session(Answer(SERVICES.encode()))), SETTINGS)
    assert received.url.endswith("/providers/business-community/table-2a.csv")
    assert b"Quillfeather" not in received.pages[0] and b"CC BY" in received.pages[0]
    with pytest.raises(FetchError, match="a table without UKPRN"):
        TableQuery("table-2a").fetch(http(Session(Answer(b"Name,Value\na,1\n"))), SETTINGS)


def test_the_probe_names_the_column_that_is_gone() -> None:
    gone = SERVICES.replace("Type of service", "Service")
    expected = ExpectedTable("table-2a", ("service", "partner"))
    found = expected.differences(http(Session(Answer(gone.encode()))), SETTINGS)
    assert found == ["table-2a has no column Type of service"]
    assert expected.differences(http(Session(Answer(SERVICES.encode()))), SETTINGS) == []


def test_a_supplied_table_is_recognised_and_another_adds_to_it(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    for name, text in (("table-2a", SERVICES), ("table-4e", SPINOUTS)):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
        part = recognising.store_file(tmp_path / f"{name}.csv", settings)
        assert part.note.source == "he_bci"
    assert registry.tidy_source("he_bci", settings)
    frame, origin = store.read("he_bci", settings.built)
    assert frame.height == 5 and "CC BY 4.0" in origin.licence
    files = (one for one in settings.data.rglob("*") if one.is_file())
    assert not [one for one in files if b"Quillfeather" in one.read_bytes()]


def test_a_service_without_an_address_is_not_asked() -> None:
    bench_like = Settings(urls={"ons": "https://example.org"})
    assert registry.plan(Areas(("E08000032",)), bench_like, ["he_bci"]) == []
    assert len(registry.plan(Areas(("E08000032",)), SETTINGS, ["he_bci"])) == 4


HISTORY = """indicator,nuts_id,nuts_year_spec,name,year,value
gbp_innovate_uk_funding,UKE41,2016,Bradford,2019,5
gbp_innovate_uk_funding,UKE41,2016,Bradford,2020,6
contract_research_sme,UKE41,2016,Bradford,2018,7
total_ukri_funding,UKE41,2016,Bradford,2018,8
"""


def test_the_history_has_a_part_of_2020_and_no_total_that_is_wrong(tmp_path: Path) -> None:
    body = innovation_history.clean_supplied(HISTORY.encode(), "made.csv")
    part = stored(tmp_path, "innovation_history", body)
    frame = check(innovation_history.tidy([part]), innovation_history.TABLE)
    rows = frame.select("period", "history_value", "status").rows()
    assert sorted(rows) == [
        ("2018-19", 7.0, "observed"), ("2019", 5.0, "observed"), ("2020", 6.0, "partial"),
    ]  # fmt: skip


def test_the_sample_says_that_it_is_a_part(tmp_path: Path) -> None:
    for name in ("gtr", "gtr_organisations", "innovation_history"):
        frame, origin = store.read(name, SAMPLE)
        assert frame.height and any("part only" in note for note in origin.notes), name
    projects = store.read("gtr", SAMPLE)[0]
    assert (projects.height, set(projects["funder_name"])) == (885, {"AHRC"})
    assert not store.has("innovate_uk", SAMPLE), "no real row is held for the councils"


@pytest.mark.bench
def test_the_history_is_the_publishers_own(tmp_path: Path) -> None:
    if not UPSTREAM.is_dir():
        pytest.skip("the upstream bench (../shared/upstream) is not on this machine")
    file = UPSTREAM / "data" / "innovation" / "innovation_nuts3_2006_2020.csv"
    settings = Settings(data=tmp_path)
    registry.store_supplied_file("innovation_history", file, settings)
    registry.tidy_source("innovation_history", settings)
    frame = store.read("innovation_history", settings.built)[0]
    assert frame.equals(store.read("innovation_history", SAMPLE)[0])
    leeds = frame.filter(pl.col("area_code") == "UKE42", period="2018-19")
    values = dict(leeds.select("history_measure", "history_value").iter_rows())
    assert round(values["spinoff_investment"] / 1e6, 1) == 37.4
    assert round(values["contract_research_sme"] / 1e6, 1) == 3.3
