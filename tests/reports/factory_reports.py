"""A made-up report that every renderer is tested on, with what can go wrong in it."""

from __future__ import annotations

import polars as pl

from reports.content import DataTable, Field, Picture, Report, Section, SourceLine, Text

FORMULA = '=HYPERLINK("http://evil.example","x")'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20" role="img" '
    'aria-labelledby="p-t p-d"><title id="p-t">A bar</title><desc id="p-d">One blue bar</desc>'
    '<rect x="2" y="2" width="30" height="10" fill="#12436D"/></svg>'
)
GAPS = pl.DataFrame(
    {
        "area_code": ["E06000001"] * 6,
        "area_name": ["Hartfield"] * 6,
        "skill_code": ["11", "12", "21", "22", "23", "24"],
        "skill_name": [FORMULA, "<b>Managers</b> & co", "+44", "-5 up", "@home", "\tTabbed"],
        "gap_persons": [1234.567, -5.25, None, None, 0.0, 0.004],
        "lower80": [1000.0, -9.0, None, None, -1.0, -0.5],
        "upper80": [1500.0, 2.0, None, None, 1.0, 0.5],
        "period": ["2024"] * 6,
        "status": ["modelled", "partial", "suppressed", "missing", "modelled", "modelled"],
    }
)


def gaps_table() -> DataTable:
    return DataTable(
        "gaps",
        "Gaps by occupation",
        GAPS,
        (
            Field("skill_name", "Occupation"),
            Field(
                "gap_persons", "Gap (persons a year)", 0, "persons a year", "status", signed=True
            ),
            Field("lower80", "80% from", 0, "persons a year", "status", signed=True),
            Field("upper80", "80% to", 0, "persons a year", "status", signed=True),
            Field("status", "Status"),
        ),
        "skills_gaps",
        (1, 2),
    )


def report() -> Report:
    wards = DataTable(
        "wards",
        "Wards of Hartfield",
        pl.DataFrame(
            {
                "ward_code": ["E05000001", "E05000002"], "ward_name": ["North", "South"],
                "ward_vintage": ["2025", "2025"], "jobs": [12.0, None],
                "status": ["observed", "missing"],
            }
        ),
        (Field("ward_name", "Ward"), Field("jobs", "Jobs", 0, "jobs", "status")),
        "ward_measures",
    )  # fmt: skip
    return Report(
        title="Sectors and skills gaps",
        subtitle="Hartfield & Milton <group>",
        areas=("Hartfield", "Milton <x>"),
        made_on="2026-11-23",
        version="0.1.0",
        sections=(
            Section(
                "headlines",
                "Headlines",
                (
                    Text(("A paragraph with <i>markup</i> & #signs *stars* $x$.",)),
                    Text(("First point.", "Second point."), listed=True),
                ),
            ),
            Section("gaps", "Skills gaps", (Picture("p", "A bar", "One blue bar", SVG, "gaps"),
                                            gaps_table())),
            Section("wards", "Wards", (wards,), level=2),
        ),
        notes=("Modelled estimate, not official statistics.", "A gap is not a shortage."),
        sources=(
            SourceLine(
                "jobs", "BRES", "Source: ONS, BRES (NM_189_1). OGL.", "ONS, via Nomis",
                "NM_189_1", "https://www.nomisweb.co.uk/", "2024", "2026-11-23",
                "Open Government Licence v3.0", "ab" * 32,
            ),
        ),
    )  # fmt: skip
