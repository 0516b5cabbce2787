"""Names of the groups of forecast series (the column `family`), on screen and in reports."""

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

# Families with too few councils anywhere go by the record of another of the same survey.
RECORDED_AS: Final = {
    "jobs_section": "employees_section",
    "jobs_division": "employees_section",
    "employees_division": "employees_section",
}
# What each model does, in one line for any reader.
MODELS: Final = {
    "naive": "the last figure again",
    "seasonal naive": "the same month of last year again",
    "middle of naives": "half-way between the last figure and the same month of last year",
    "drift": "the average change so far continues",
    "share under parent": "a smoothed share of the forecast for a wider area's sector",
    "theta": "half the long-run trend on a smoothed level (statsmodels)",
    "damped Holt": "a smoothed level and a trend that fades (statsmodels)",
    "damped Holt-Winters": "a smoothed level, seasons and a trend that fades (statsmodels)",
    "local level": "a level that changes at random, measured with noise (statsmodels)",
    "prophet log": "trend, seasons and COVID steps (Prophet)",
    "prophet level": "small seasons and COVID steps (Prophet) on half the last figure and half a "
    "slow average (statsmodels)",
    "prophet hybrid": "seasons and COVID steps (Prophet) on a smoothed level and half the trend "
    "(statsmodels)",
    "median": "the middle of theta, damped Holt-Winters and prophet hybrid",
    "median anchored": "half-way between the median and the last figure",
    "carried by payrolls": "the last official figure, smoothed with the year before and carried "
    "on by half the growth of employees on payrolls (PAYE): of the sector in the United Kingdom, "
    "of the area for its total; level after the newest quarter",
    "carried by output": "the last official figure, carried on by the published output of "
    "industries in the United Kingdom: the nation's growth and a third of what the sector's "
    "differs; level after the newest month",
    "towards last year": "the last figure, moving half-way to the same month of last year within "
    "six months",
    "towards prophet level": "the last figure, moving within six months to small seasons and COVID "
    "steps (Prophet) on half the last figure and half a slow average (statsmodels)",
    "total x occupation mix": "the forecast of all adverts, split by the latest mix of occupations",
}

# What a model is compared with, as part of a sentence: "its error is 0.97 of that of ...".
YARDSTICKS: Final = {
    "naive": "repeating the last figure",
    "seasonal naive": "repeating the figure of the same month of last year",
    "middle of naives": "going half-way between the last figure and that of the same month of last "
    "year",
    "drift": "carrying on the average change so far",
}
# What carries figures on to now, by model.
CARRIERS: Final = {
    "carried by payrolls": "employees on payrolls",
    "carried by output": "the published output of industries",
}


def describe_model(name: str) -> str:
    """A model with its meaning: no name of a model stands alone on screen.

    >>> describe_model("naive")
    'naive (the last figure again)'
    """
    return f"{name} ({MODELS[name]})" if name in MODELS else name


def describe_yardstick(name: str) -> str:
    """What a model was compared with: a naive in words, any other by name and meaning."""
    return YARDSTICKS.get(name, describe_model(name))
