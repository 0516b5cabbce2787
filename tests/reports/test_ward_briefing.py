"""The one-page briefing of a ward: each figure that is said is that of its table."""

from __future__ import annotations

import io
import math
import zipfile
from pathlib import Path

import polars as pl
import pytest
from factory_pdf import count_pages as pages
from factory_ward_report import HARTFIELD, MILL, NORTH, SOUTH, fill, stored, tables
from pypdf import PdfReader

from catalog.store import StoreError
from reports.briefing import briefing_pdf, ward_briefing, ward_briefings
from reports.briefing.ward_answer import read_answer
from reports.briefing.ward_facts import UnknownWardError
from reports.content import DataTable, Report, Text
from reports.render import html


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stored(tmp_path_factory.mktemp("tables"), tables())


def named(root: Path) -> dict[str, bytes]:
    codes = [NORTH, SOUTH, MILL]
    reports = ward_briefings.read_reports(root, codes, made_on="2026-11-23", version="0.1.0")
    return ward_briefings.render_together(
        reports, ward_briefings.render_single(reports, ["pdf", "html"])
    )


def made(root: Path, ward: str = NORTH) -> Report:
    return ward_briefing.content(root, ward, made_on="2026-11-23", version="0.1.0")


def told(report: Report) -> tuple[str, ...]:
    text = report.sections[0].blocks[0]
    assert isinstance(text, Text)
    return text.lines


def table(report: Report, table_id: str) -> DataTable:
    return next(held for held in report.tables() if held.id == table_id)


def test_sentences_with_figures_of_their_tables(root: Path) -> None:
    assert told(made(root)) == (
        "There are 4,200 jobs at workplaces in North (2024, survey estimate); the largest groups "
        "of sectors are Manufacturing and construction (2,100); Education and health (1,400); "
        "Retail (700) (2024, modelled estimate, not official statistics, rough guide only).",
        # The council: (40% of 1,000 + 20% of 3,000) / 4,000, and likewise 25%.
        "Of residents aged 16 and over, 40.0% have level 4 qualifications or above and 10.0% have "
        "no qualifications (2024, counted), compared with 25.0% and 25.0% in Hartfield; of those "
        "in work, the largest group is skilled trades occupations: 340 people (2024, modelled "
        "estimate, not official statistics).",
        "3.1% of residents aged 16 to 64 claim unemployment benefits (March 2026, rounded), "
        "compared with 5.2% in Hartfield and 4.4% in England.",
        "Of 100 business premises, 80 are recorded as occupied and 20 as empty, 20.0% (2024, "
        "counted), compared with 12.5% in Hartfield.",
        "Demand for the work residents do, in adverts per jobseeker, is higher than across "
        f"Hartfield ({math.exp(0.2):.2f} times; 80% interval {math.exp(0.1):.2f} to "
        f"{math.exp(0.3):.2f}; March 2026, modelled estimate, not official statistics).",
        "Most similar wards in our data: Mill (Milton) and South.",
        "We have no figures for awards of Innovate UK.",
    )


def test_awards_are_said_as_on_the_page_of_the_ward(tmp_path: Path) -> None:
    frames = tables()
    row = {"ward_code": NORTH, "organisations_count": 3, "live_projects_count": 1,
           "newest_title": "Cleaner dyes", "newest_theme": "Manufacturing", "last_year": 2025,
           "note": "Awards in our list, which begins in 2004.", "status": "observed"}  # fmt: skip
    frames["innovation_ward"] = fill("innovation_ward", [row])
    root = stored(tmp_path, frames)
    sentence = (
        "3 organisations here have had Innovate UK awards; the latest: Cleaner dyes (2025, "
        "Manufacturing). Awards in our list, which begins in 2004."
    )
    assert sentence in told(made(root))
    assert sentence in read_answer(root, NORTH).work
    assert not any("Innovate UK" in line for line in told(made(root))[-1:])


def test_compared_with_council_similar_wards_and_nation(root: Path) -> None:
    shares = table(made(root), "shares")
    rows = {row["measure"]: row for row in shares.frame.iter_rows(named=True)}
    graduates = rows["residents_qualification_4_pct"]
    assert graduates["value_pct"] == 40.0
    assert graduates["council_pct"] == 25.0
    assert graduates["similar_pct"] == pytest.approx((33.3 + 20.0) / 2)
    assert (graduates["nation_pct"], graduates["nation_status"]) == (None, "missing")
    claims = rows["claimants_pct"]
    assert (claims["council_pct"], claims["nation_pct"]) == (5.2, 4.4)
    assert (claims["similar_pct"], claims["similar_status"]) == (None, "suppressed")
    assert "nation_pct" in [field.name for field in shares.fields]


def test_groups_of_sectors_have_shares_of_the_council_and_of_the_same_year(root: Path) -> None:
    sectors = table(made(root), "sectors").frame
    assert sectors["sector_code"].to_list() == ["B-F", "P+Q", "G+S", "H"]
    assert sectors["council_share_pct"].to_list() == [70.0, 50.0, 35.0, 0.0]
    assert sectors["ward_pct"].to_list() == pytest.approx([50.0, 100 / 3, 50 / 3, 0.0])
    assert sectors["council_pct"].to_list() == [75.0, 25.0, None, None]
    assert sectors["nation_pct"].to_list() == [25.0, 75.0, None, None]
    assert sectors["nation_status"].to_list() == ["estimated", "estimated", "missing", "missing"]
    names = [field.name for field in table(made(root), "sectors").fields]
    assert "council_share_pct" in names
    assert "region_pct" not in names  # there is nothing for the region


def test_an_unknown_group_leaves_no_share(tmp_path: Path) -> None:
    frames = tables()
    unknown = pl.when(pl.col("sector_code") != "H").then("jobs")
    frames["ward_sector_groups"] = frames["ward_sector_groups"].with_columns(
        unknown.alias("jobs"),
        pl.when(unknown.is_null()).then(pl.lit("missing")).otherwise("status").alias("status"),
    )
    sectors = table(made(stored(tmp_path, frames)), "sectors").frame
    assert sectors["ward_pct"].to_list() == [None] * 4


def test_divisions_that_are_counted_stand_in_place_of_modelled_groups(tmp_path: Path) -> None:
    frames = tables()
    codes = {"B-F": "25", "P+Q": "85", "G+S": "47", "H": "49"}
    frames["ward_sector_groups"] = frames["ward_sector_groups"].with_columns(
        pl.col("sector_code").replace(codes), status=pl.lit("estimated")
    )
    frames["jobs"] = frames["jobs"].with_columns(
        pl.col("industry_code").replace({"C": "25", "Q": "85"}), industry_level=pl.lit("division")
    )
    report = made(stored(tmp_path, frames))
    sectors = table(report, "sectors").frame
    assert sectors["sector_code"].to_list() == ["25", "85", "47", "49"]
    assert sectors["council_pct"].to_list() == [75.0, 25.0, None, None]
    assert "survey estimate, rough guide only" in told(report)[0]


def test_a_figure_that_is_withheld_is_not_said_but_stands_in_the_table(root: Path) -> None:
    report = made(root, SOUTH)
    assert not any("% of residents aged 16 to 64 claim" in line for line in told(report))
    shares = table(report, "shares")
    row = shares.frame.row(by_predicate=pl.col("measure") == "claimants_pct", named=True)
    assert (row["value_pct"], row["status"]) == (None, "suppressed")
    assert "[c]" in html.render(report).decode()


def test_an_interval_around_one_says_that_nothing_can_be_told(root: Path) -> None:
    assert any("is about the same as across Hartfield" in line for line in told(made(root, SOUTH)))
    assert not any("about the same" in line for line in told(made(root, NORTH)))


def test_all_wards_come_as_one_pdf_of_a_page_each_and_a_zip_of_single_files(root: Path) -> None:
    together = named(root)
    stem = "ward-briefings-hartfield-and-milton-2026-11-23"
    assert list(together) == [f"{stem}.pdf", f"{stem}.zip"]
    document = PdfReader(io.BytesIO(together[f"{stem}.pdf"]))
    assert [page.extract_text().split(",")[0] for page in document.pages] == [
        "North",
        "South",
        "Mill",
    ]
    assert document.metadata and document.metadata.title == "Ward briefings: Hartfield and Milton"
    with zipfile.ZipFile(io.BytesIO(together[f"{stem}.zip"])) as zipped:
        assert len(zipped.namelist()) == 6
        single = "ward-briefing-north-hartfield-e05000001-2026-11-23.pdf"
        assert zipped.read(single) == briefing_pdf.render([made(root)])
    assert together == named(root)


def test_a_place_in_the_council_is_said_with_the_wards_that_have_none(root: Path) -> None:
    shares = table(made(root), "shares")
    rows = {row["measure"]: row for row in shares.frame.iter_rows(named=True)}
    assert rows["residents_qualification_4_pct"]["place"] == "highest of 2 wards"
    assert rows["claimants_pct"]["place"] == ""  # the other is withheld
    assert ("place", "Place in council") in [(f.name, f.title) for f in shares.fields]


def test_a_suggestion_stands_with_the_figure_that_set_it_off(tmp_path: Path) -> None:
    frames = tables()
    high = pl.when(pl.col("ward_code") == NORTH, pl.col("measure") == "claimants_pct")
    frames["ward_measures"] = frames["ward_measures"].with_columns(
        high.then(9.0).otherwise("value").alias("value")
    )
    section = next(s for s in made(stored(tmp_path, frames)).sections if s.id == "look")
    (text,) = section.blocks
    assert isinstance(text, Text)
    assert (
        "Ask the jobcentre and adult learning whether they hold sessions in this ward. Why: 9.0% "
        "of residents aged 16 to 64 claim unemployment benefits; Hartfield 5.2% (March 2026)."
    ) in text.lines


def test_what_is_not_held_is_left_out(tmp_path: Path) -> None:
    frames = {name: frame for name, frame in tables().items() if name in ("wards", "councils")}
    frames["ward_measures"] = tables()["ward_measures"].clear()
    report = made(stored(tmp_path, frames))
    assert told(report) == (
        "We have no figures for jobs at workplaces, residents' qualifications, people who claim "
        "unemployment benefits, business premises that stand empty, jobs by sector and awards of "
        "Innovate UK.",
    )
    assert list(report.tables()) == list(report.pictures()) == []
    assert pages(briefing_pdf.render([report])) == 1


def test_a_ward_of_a_council_with_little_is_told_what_there_is(root: Path) -> None:
    report = made(root, MILL)
    assert told(report) == (
        "Of residents aged 16 and over, 33.3% have level 4 qualifications or above (2024, "
        "counted).",
        "We have no figures for jobs at workplaces, people who claim unemployment benefits, "
        "business premises that stand empty, jobs by sector and awards of Innovate UK.",
    )


def test_unknown_wards_say_what_to_do(root: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownWardError, match=r"E05999999.*wardwise fetch"):
        made(root, "E05999999")
    with pytest.raises(StoreError, match="wards"):
        made(tmp_path)


def test_the_map_rings_the_ward_and_says_so(root: Path) -> None:
    (picture,) = made(root).pictures()
    assert picture.alt == (
        "Map of the 2 wards of Hartfield, shaded by: Residents with level 4 or above (degree or "
        "similar), 2024. North is ringed; its figure is in the table."
    )
    assert picture.svg.startswith("<svg")


def test_says_what_is_modelled_and_where_it_is_from(root: Path) -> None:
    report = made(root)
    assert any("Modelled estimate, not official statistics" in note for note in report.notes)
    assert any("Crown copyright" in note for note in report.notes)
    assert "Title of claimants (CLAIMANTS), ONS, release 2025." in [
        line.sentence for line in report.sources
    ]
    assert report.areas == ("Hartfield",)
    assert HARTFIELD not in report.title


@pytest.mark.parametrize("name", ["North", "Bournemouth, Christchurch and Poole with <Marsh> = #x"])
def test_is_one_page(name: str, tmp_path: Path) -> None:
    frames = {
        key: frame.with_columns(
            pl.col(column).str.replace("^(North|Hartfield)$", name)
            for column in ("ward_name", "lad_name", "sector_name")
            if column in frame.columns
        )
        for key, frame in tables().items()
    }
    report = made(stored(tmp_path, frames))
    held = briefing_pdf.render([report])
    assert pages(held) == 1
    assert b"<pdfuaid:part>1</pdfuaid:part>" in held
    assert "<Marsh>" not in html.render(report, compact=True).decode()


def test_a_councils_share_of_some_of_its_wards_is_partial(tmp_path: Path) -> None:
    frames = tables()
    measures = frames["ward_measures"]
    frames["ward_measures"] = measures.filter(
        (pl.col("ward_code") != SOUTH) | (pl.col("measure") != "residents_qualification_4_pct")
    )
    row = table(made(stored(tmp_path, frames)), "shares").frame.row(
        by_predicate=pl.col("measure") == "residents_qualification_4_pct", named=True
    )
    assert (row["council_pct"], row["council_status"]) == (40.0, "partial")


def test_a_ward_whose_share_has_no_count_beside_it_is_not_left_out_unsaid(tmp_path: Path) -> None:
    frames = tables()
    measures = frames["ward_measures"]
    frames["ward_measures"] = measures.filter(
        (pl.col("ward_code") != SOUTH) | (pl.col("measure") != "residents_adults_persons")
    )
    row = table(made(stored(tmp_path, frames)), "shares").frame.row(
        by_predicate=pl.col("measure") == "residents_qualification_4_pct", named=True
    )
    assert (row["council_pct"], row["council_status"]) == (40.0, "partial")
