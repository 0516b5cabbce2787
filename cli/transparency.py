"""The transparency record (`docs/atrs.md` and `.json`), from what the code says of itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer

from catalog import store
from catalog.settings import PROJECT, in_checkout
from catalog.sources import SOURCES
from cli.terminal import app, err
from etl.run import registry
from indicators.explain import EXPLAINED

# An installation is no place to write to.
FOLDER: Final = PROJECT / "docs" if in_checkout() else Path()
OPEN: Final = "To be filled in by the organisation that runs it."
TITLE: Final = "Transparency record"
LEAD: Final = (
    "In the form of the UK Algorithmic Transparency Recording Standard (ATRS), for the forecasts "
    "and indicators of Wardwise. Written by `wardwise record` from the code's own descriptions."
)
# Section: field: what is true of it. What only the organisation can know is left open.
SAID: Final[dict[str, dict[str, str]]] = {
    "Tier 1: summary": {
        "Name": "Wardwise",
        "Description": "Turns official statistics into forecasts of jobs, GVA and skills demand, "
        "and these into indicators: which sectors are likely to grow in a council, in which "
        "occupations openings exceed the supply that is counted, and how wards differ.",
        "Website": OPEN,
        "Contact": OPEN,
    },
    "Tier 2, 1: owner and responsibility": {
        "Organisation, team and senior responsible owner": OPEN,
        "External suppliers": "None: it is software that the organisation runs itself.",
    },
    "Tier 2, 2: description and rationale": {
        "Detailed description": "Pulls open data, stores it with its origin, forecasts each series "
        "with the kind of model that did best on the past, and computes the indicators below with "
        "80 % intervals.",
        "Benefits": "A figure, its doubt, its source and its formula stand together; the same "
        "method serves every council.",
        "Previous process": "Spreadsheets and dashboards that mostly show figures without doubt.",
        "Alternatives considered": "A composite score of sectors (it foretold nothing), growth in "
        "location quotients (it foretold the opposite), one forecasting model for all (it lost to "
        "choosing by record).",
    },
    "Tier 2, 3: decision-making process": {
        "Process integration": "Informs economic development plans, skills plans and councillors. "
        "It makes no decision and takes no action.",
        "Provided information": "Figures with interval, status, reliability and source.",
        "Frequency and scale": "Places, not people; each time the data are built.",
        "Human decisions and review": "People read, question and use or leave the figures; each "
        "can be traced to source and formula (`wardwise explain`).",
        "Required training": "None: words and limits stand beside the figures.",
        "Appeals and review": "No decision about a person rests on it. " + OPEN,
    },
    "Tier 2, 4: tool specification": {
        "System architecture": "Python; Parquet tables in a folder; a dashboard (Streamlit), a "
        "terminal command and reports. Only requests for open data leave the machine.",
        "Phase": "In development.",
        "Maintenance": OPEN,
        "Models": "Naive, seasonal naive, drift, share under a forecast parent, Theta, damped "
        "Holt-Winters and ETS, local level (statsmodels), Prophet, Prophet with Theta, Prophet "
        "with smoothed levels, medians of them, and for GVA a line on the nation's vacancies. "
        "Pooled back-test error decides per family; a model that does not beat naive gives way to "
        "naive and says so. None is trained on people or learns while in use.",
        "Performance": "Every model's record against naive and the measured coverage of its "
        "intervals are stored and shown (`wardwise backtest`, `docs/methods/forecasting.md`).",
    },
    "Tier 2, 6: risks, mitigations and impact assessments": {
        "Impact assessments": "No personal data are processed: columns of council lists that can "
        "name people are dropped on reading and never stored. " + OPEN,
        "Noise taken for fact": "Intervals, reliability classes, hatching on maps, and "
        '"not distinguishable" as an answer.',
        "A part taken for the whole": "Status goes from source to map and report; a gap that lacks "
        "a stream of supply says that it is the most it can be.",
        "A model taken for a count": 'Labelled "modelled estimate, not official statistics"; ward '
        "figures add up to the council's.",
        "Old data taken for new": "Every figure shows its period; what is stale is said.",
        "Wards ranked by their people": "Exposure is called what it is, the council's demand as "
        "the ward's residents meet it; ranks come with their range.",
    },
}


@app.command(hidden=True)
def record(
    target: Annotated[Path, typer.Option(help="The folder that the record goes to.")] = FOLDER,
) -> None:
    """Write the transparency record again, for people and for machines."""
    held = content()
    for name, text in (("atrs.md", markdown(held)), ("atrs.json", as_json(held))):
        with store.replacing(target / name) as temporary:
            temporary.write_text(text, "utf-8")
        err.print(f"Wrote {name}.", markup=False)


def content() -> dict[str, dict[str, str]]:
    """The whole record: section, field and text."""
    registry.modules()
    indicators = {
        told.title: " ".join(
            [
                f"{told.question} {told.formula}.",
                *(f"Assumption: {said}." for said in told.assumptions),
                *(f"Limit: {said}" for said in told.limits),
            ]
        )
        for told in EXPLAINED.values()
    }
    datasets = {
        source.title: f"{source.publisher}, {source.dataset_id}, {source.licence}."
        for _, source in sorted(SOURCES.items())
    }
    found: dict[str, dict[str, str]] = {}
    for section, fields in SAID.items():
        if section.startswith("Tier 2, 6"):
            found["Tier 2, 4: indicators"] = indicators
            found["Tier 2, 5: datasets"] = datasets
        found[section] = fields
    return found


def as_json(held: dict[str, dict[str, str]]) -> str:
    return json.dumps({"title": TITLE, "about": LEAD, **held}, indent=1, ensure_ascii=False) + "\n"


def markdown(held: dict[str, dict[str, str]]) -> str:
    lines = [f"# {TITLE}", "", LEAD]
    for section, fields in held.items():
        lines += ["", f"## {section}", ""]
        lines += [f"- **{name}**: {text}" for name, text in fields.items()]
    return "\n".join(lines) + "\n"
