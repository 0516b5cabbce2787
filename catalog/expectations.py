"""Rows and latest period of each table of the embedded sample.

Counted when the sample was made. A change here shows a reviewer what a new sample brings.
"""

from __future__ import annotations

from typing import Final

# table: (rows, latest period or '' if the table has none)
EXPECTATIONS: Final[dict[str, tuple[int, str]]] = {
    "adverts": (196, "2025-07"),
    "aps": (10_200, "2025-09"),
    "business_demography": (561, "2024"),
    "census_occupations": (1_401, "2021"),
    "census_qualifications": (6_168, "2021"),
    "council_boundaries": (361, ""),
    "councils": (318, ""),
    "gva": (7_644, "2023"),
    "gva_monthly": (8_119, "2026-05"),
    "jobs": (33_000, "2024"),
    "jobs_small_areas": (2_796, "2024"),
    "lad_changes": (48, ""),
    "local_indicator_values": (113_169, "2026-04"),
    "local_indicators": (46, ""),
    "lsoa_wards": (701, ""),
    "payrolled_employees": (3_434, "2022-11"),
    "payrolled_pay": (2_020, "2022-11"),
    "postcode_wards": (40_613, ""),
    "similar_areas": (21_660, ""),
    "vacancies": (5_719, "2026-06"),
    "ward_premises": (630, "2019-20"),
    "wards": (70, ""),
    "workforce_jobs": (26_928, "2021-06"),
    "workforce_jobs_uk": (4_108, "2026-03"),
}
