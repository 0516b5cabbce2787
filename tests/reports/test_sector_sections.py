"""Sectors in reports: what has grown with its rate, the outlook, and lists of sectors."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from factory_sector_report import fine_sectors, report_area, sector_frames, sector_growth

from presentation.fine_sector_words import OVERLAP
from reports.choices import Choices
from reports.content import DataTable, Section, Text
from reports.inputs import ReportArea
from reports.render import csv
from reports.sections import pictures, sector_lists, sectors
from reports.sections.headlines import headlines


def made(root: Path, **frames: pl.DataFrame) -> tuple[Section, ...]:
    return sectors.sectors(report_area(root, sector_frames() | frames), {})


def lines(*sections: Section) -> list[str]:
    return [
        line
        for section in sections
        for block in section.blocks
        if isinstance(block, Text)
        for line in block.lines
    ]


def table(sections: tuple[Section, ...], table_id: str) -> DataTable:
    return next(
        block
        for section in sections
        for block in section.blocks
        if isinstance(block, DataTable) and block.id == table_id
    )


def of_section(sections: tuple[Section, ...], section_id: str) -> Section:
    return next(section for section in sections if section.id == section_id)


def test_each_question_is_answered_and_each_tier_has_its_rate(tmp_path: Path) -> None:
    sections = made(tmp_path)
    now, growth, *_ = lines(of_section(sections, "sectors"), of_section(sections, "sectors-grown"))
    assert "The largest sector in Hartfield is health and social care, with 20,000 jobs" in now
    assert "one sector very likely grew in Hartfield: manufacturing (+2,000 jobs)" in growth
    assert "looked like this, 87% were still larger three years later" in growth
    rates = lines(of_section(sections, "sectors-grown"))[3:]
    assert [rate.split(".")[0] for rate in rates] == [
        "Very likely grown", "Likely grown", "Too close to call", "Very likely shrunk",
    ]  # fmt: skip
    assert (
        "Of 450 sectors that looked like this, 84% were still smaller three years later"
        in rates[-1]
    )
    coming, caution = lines(of_section(sections, "sectors-coming"))
    assert "information and communication is likely to grow faster" in coming
    assert caution == "Information and communication: In 2023 two series disagree."


def test_the_table_of_growth_has_tier_rate_and_caution_most_surely_grown_first(
    tmp_path: Path,
) -> None:
    grown = table(made(tmp_path), "sectors-grown")
    rows = grown.frame.select("industry_name", "answer", "tier_rate_pct", "caution").rows()
    assert rows == [
        ("Manufacturing", "Very likely grown", 87.0, ""),
        ("Information and communication", "Likely grown", 75.0,
         "One employer alone could have made this change."),
        ("Health and social care", "Too close to call", 39.0, ""),
        ("Wholesale, retail and motor trades", "Very likely shrunk", 84.0,
         "A business moved to another sector in the statistics could have made this change."),
    ]  # fmt: skip
    assert grown.title == "Change in jobs by sector, 2020 and 2021 to 2023 and 2024"


def test_print_has_the_largest_rises_and_the_largest_falls(tmp_path: Path) -> None:
    growth = table(made(tmp_path), "sectors-grown")
    changes = pl.DataFrame({"judged_jobs": [*range(12, -12, -1), None, None]})
    printed = replace(growth, frame=changes, print_rows=5, full_rows=0).cut("standard")
    assert printed.frame["judged_jobs"].to_list() == [12, 11, 10, -10, -11]
    assert printed.cut_in_words == "The first 3 and the last 2 of 26; the workbook has all."
    few = replace(growth, frame=changes.head(4), print_rows=5).cut("standard")
    assert few.frame.height == 4
    assert not few.cut_in_words


def test_a_sector_without_an_answer_says_so_and_has_no_rate(tmp_path: Path) -> None:
    growth = sector_growth().with_columns(
        growth_tier=pl.lit(""), tier_rate_pct=pl.lit(None, pl.Float64),
        change_jobs=pl.lit(None, pl.Float64), status=pl.lit("missing"),
    )  # fmt: skip
    answered = made(tmp_path, sector_growth=growth)
    frame = table(answered, "sectors-grown").frame
    assert set(frame["answer"]) == {"No answer"}
    assert set(frame["rate_status"]) == {"missing"}
    assert not any("three years later" in line for line in lines(*answered))


def test_the_outlook_is_ranked_and_says_what_cannot_be_foretold(tmp_path: Path) -> None:
    frame = table(made(tmp_path), "sectors-outlook").frame
    assert frame.select("outlook_rank", "answer", "nation_outlook_pct").rows() == [
        (1, "Likely to outgrow", 4.0), (2, "Cannot be predicted", -1.5),
        (3, "Cannot be predicted", 6.0),
    ]  # fmt: skip
    assert frame["rate_status"].to_list() == ["modelled", "missing", "missing"]


def test_lists_say_overlap_area_and_what_sic_cannot_measure(tmp_path: Path) -> None:
    sections = sector_lists.sector_lists(report_area(tmp_path, sector_frames()))
    listed = table(sections, "sector-lists")
    assert listed.frame.select("sector_name", "list_name", "jobs", "remark").rows() == [
        ("Clean Energy Industries", "Industrial Strategy sectors (IS-8)", None,
         "Cannot be measured by SIC"),
        ("Digital and Technologies", "Industrial Strategy sectors (IS-8)", 1_000.0,
         "Grown beyond the noise of its size. SIC has no code for a part, so it may be too low."),
        ("Medical kit", "Our health-tech", 1_000.0, ""),
    ]  # fmt: skip
    words = lines(sections[0])
    assert words[0] == OVERLAP
    assert words[1].startswith("Figures are of Hartshire, the larger area round Hartfield")
    assert words[3] == "Clean Energy Industries cannot be measured by SIC."
    assert "only part of Digital and Technologies, so these are too low" in words[2]


def test_fine_classes_stand_with_what_their_outlook_was_worth(tmp_path: Path) -> None:
    sections = sector_lists.sector_lists(report_area(tmp_path, sector_frames()))
    assert table(sections, "fine-classes").frame["sector_name"].to_list() == [
        "Instruments", "Software",
    ]  # fmt: skip
    assert any(
        "about 3 were among the fifth that grew most, against 2 by chance" in w
        for w in lines(*sections)
    )
    without = fine_sectors().with_columns(carriers_rank=pl.lit(None, pl.Int64))
    (section,) = sector_lists.sector_lists(
        report_area(tmp_path, sector_frames() | {"fine_sectors": without})
    )
    assert [block.id for block in section.blocks if isinstance(block, DataTable)] == [
        "sector-lists"
    ]


def said(area: ReportArea) -> tuple[str, ...]:
    return headlines(area, date(2026, 11, 23), Choices())


def test_headlines_say_what_grew_and_what_shrank(tmp_path: Path) -> None:
    grown, shrunk = said(report_area(tmp_path, sector_frames()))
    assert "manufacturing (+2,000 jobs) ([[sectors-grown]])." in grown
    assert shrunk.startswith(
        "The clearest fall is in wholesale, retail and motor trades: −1,000 jobs (80% interval "
        "−1,300 to −700) ([[sectors-grown]])."
    )


def test_a_section_that_is_left_out_has_no_headline(tmp_path: Path) -> None:
    area = report_area(tmp_path, sector_frames())
    assert headlines(area, date(2026, 11, 23), Choices(without=("sectors",))) == ()


def test_a_fall_within_the_noise_is_no_headline(tmp_path: Path) -> None:
    noisy = sector_growth().with_columns(growth_tier=pl.lit("too close to call"))
    lines_said = said(report_area(tmp_path, sector_frames() | {"sector_growth": noisy}))
    assert not any("fall" in line for line in lines_said)
    assert "no sector in Hartfield grew beyond the noise" in lines_said[0]


@pytest.mark.parametrize("name", sorted(sector_frames()))
def test_each_table_of_sectors_may_be_absent(tmp_path: Path, name: str) -> None:
    area = report_area(tmp_path, sector_frames() | {name: sector_frames()[name].clear()})
    shown = [block.id for section in sectors.sectors(area, {}) for block in section.blocks
             if isinstance(block, DataTable) and block.frame.height]  # fmt: skip
    lost = {"sectors_now": "sectors-now", "sector_growth": "sectors-grown",
            "sector_outlook": "sectors-outlook", "fine_sectors": "sector-lists"}[name]  # fmt: skip
    assert lost not in shown
    assert len(shown) == (3 if name == "fine_sectors" else 4)
    assert all(line.strip() for line in said(area))


def test_the_picture_names_the_largest_rise_and_fall(tmp_path: Path) -> None:
    (picture,) = pictures.draw_sectors(report_area(tmp_path, sector_frames()))
    assert "from Manufacturing (+2,000 jobs) to Wholesale, retail" in picture.alt
    assert "Very likely grown" in picture.svg, "the legend says what a shape means"
    without = sector_growth().with_columns(
        change_jobs=pl.lit(None, pl.Float64), status=pl.lit("missing")
    )
    area = report_area(tmp_path, sector_frames() | {"sector_growth": without})
    assert pictures.draw_sectors(area) == ()


def test_the_csv_has_bounds_and_periods_of_each_figure_of_sectors(tmp_path: Path) -> None:
    figures = [
        dict(zip(csv.COLUMNS, row, strict=True))
        for table_id in ("sectors-now", "sectors-grown", "sector-lists")
        for row in csv._figures(table(made(tmp_path), table_id))
    ]
    by_name = {(f["table"], f["item_code"], f["measure"]): f for f in figures}
    change = by_name["sectors-grown", "C", "change_jobs"]
    assert (change["value"], change["lower"], change["upper"]) == (2_000, 1_700, 2_300)
    assert change["period"] == "2020 and 2021 to 2023 and 2024"
    assert by_name["sectors-grown", "C", "jobs_before"]["period"] == "2020 and 2021"
    now = by_name["sectors-now", "Q", "nowcast_jobs"]
    assert (now["period"], now["status"], now["lower"]) == ("2026", "nowcast", 18_000)
    quotient = by_name["sectors-now", "Q", "location_quotient"]
    assert quotient["period"] == "2023", "of the newest year that the nation has too"
    assert quotient["upper"] == pytest.approx(1.1 * 20 / 14)
    assert not any(name.endswith("80") for _, _, name in by_name)
    assert by_name["sector-lists", "clean", "jobs"]["status"] == "missing"
    assert by_name["sector-lists", "kit", "jobs"]["item_name"] == "Medical kit"
