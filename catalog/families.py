"""What families of forecasts are called, on screen and in reports."""

from __future__ import annotations

from typing import Final

FAMILIES: Final = {
    "jobs_section": "Jobs by sector",
    "jobs_division": "Jobs by 2-digit industry",
    "employees_section": "Employees by sector",
    "employees_division": "Employees by 2-digit industry",
    "gva_section": "Real gross value added by sector",
    "gva_division": "Real gross value added by industry below sector",
    "workforce_section": "Workforce jobs by sector (regions and nations)",
    "claimants": "People claiming unemployment benefits",
    "claimants_ward": "Claimants by ward",
    "adverts": "Online job adverts",
    "adverts_occupation": "Online job adverts by occupation",
    "vacancies": "Vacancies by sector (national)",
}
