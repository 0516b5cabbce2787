"""The transparency record (`docs/atrs.md` and `.json`), from the code's own descriptions."""

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
    "This follows the UK Algorithmic Transparency Recording Standard (ATRS), for the forecasts and "
    "indicators of Wardwise. `wardwise record` writes it from the code's own descriptions."
)
# Section: field: what is true of it. What only the organisation can know is left open.
FIELDS: Final[dict[str, dict[str, str]]] = {
    "Tier 1: summary": {
        "Name": "Wardwise",
        "Description": "Turns official statistics into forecasts of jobs, GVA and skills demand, "
        "and these into indicators: which sectors of a council have grown and may grow, which "
        "occupations have more openings than the supply we count, and how wards differ.",
        "Website": OPEN,
        "Contact": OPEN,
    },
    "Tier 2, 1: owner and responsibility": {
        "Organisation, team and senior responsible owner": OPEN,
        "External suppliers": "None: the organisation runs the software itself.",
    },
    "Tier 2, 2: description and rationale": {
        "Detailed description": "Fetches open data, stores it with its origin, forecasts each "
        "series with the kind of model that did best on past data, and calculates the indicators "
        "below with 80% intervals.",
        "Benefits": "Each figure comes with its uncertainty, source and formula; every council "
        "gets the same method.",
        "Previous process": "Spreadsheets and dashboards that mostly show no uncertainty.",
        "Alternatives considered": "A badge for emerging sectors (it could never be given, and its "
        "probability was no better than chance), a composite score of sectors (in our tests it did "
        "not help to predict growth), growth in location quotients (it predicted the opposite), "
        "one forecasting model for all (it did worse than choosing by past accuracy).",
    },
    "Tier 2, 3: decision-making process": {
        "Process integration": "Informs economic development plans, skills plans and councillors. "
        "It makes no decisions and takes no action.",
        "Provided information": "Figures with their interval, status, reliability and source.",
        "Frequency and scale": "About places, not people; each time the data is built.",
        "Human decisions and review": "People read and question the figures and decide whether to "
        "use them; each can be traced to its source and formula (`wardwise explain`).",
        "Required training": "None: explanations and limits are shown beside the figures.",
        "Appeals and review": "It is not used for decisions about individuals. " + OPEN,
    },
    "Tier 2, 4: tool specification": {
        "System architecture": "Python; Parquet tables in a folder; a dashboard (Streamlit), a "
        "terminal command and reports. Only requests for open data leave the machine.",
        "Phase": "In development.",
        "Maintenance": OPEN,
        "Models": "Jobs: the last official figure, carried on to now by employees on payrolls. "
        "Real GVA: carried on by the published output of industries. Adverts and claimants: the "
        "last figure, moving towards that of a year before or towards a slow level with small "
        "seasons (statsmodels, Prophet). Others: a smoothed share of a wider area. Tested beside "
        "naive, seasonal naive, drift, Theta, damped Holt-Winters and ETS, local level "
        "(statsmodels), Prophet and medians of them. The error on councils at past dates decides "
        "for each kind of area and horizon; where a model does not beat naive we use naive or say "
        "so. None is trained on people or learns while in use.",
        "Search of who works on what": "Ranks organisations with public awards for research and "
        "innovation by the words that their projects' titles and themes share with a question "
        "(TF-IDF: a rare word counts more) and by straight-line distance. It shows the shared "
        "words, uses fixed arithmetic, learns from nobody and holds no column about people; "
        "businesses without a company number, who may be a person, are never named.",
        "Performance": "Every model's accuracy against naive and the measured coverage of its "
        "intervals are stored and shown (`wardwise backtest`, `docs/methods/forecasting.md`): of "
        "councils first, with the losses.",
    },
    "Tier 2, 6: risks, mitigations and impact assessments": {
        "Impact assessments": "No personal data is processed: columns of council lists that can "
        "name people are dropped on reading and never stored. " + OPEN,
        "Noise mistaken for fact": "Intervals, reliability classes, hatching on maps, and "
        '"too close to call" as a result. With each answer on growth we show how often the '
        "same answer was right in the past, measured on councils.",
        "The past mistaken for the future": "Growth hardly persists: what has grown, and what may "
        "come, are shown apart. An outlook is given only where it beat its base on past data; "
        "otherwise we say that growth cannot be predicted.",
        "A part mistaken for the total": "Each figure keeps its status from source to map "
        "and report; a gap with part of the supply missing is shown as an upper limit, and none "
        "is given where a main source of people is missing.",
        "A model mistaken for a count": 'Labelled "modelled estimate, not official statistics"; '
        "ward figures add up to the council's.",
        "Old data mistaken for new": "Every figure shows its period; old data is marked. Our "
        "estimates of the time since the last official figure are marked as such (nowcast), and "
        "forecasts count from now.",
        "An absent organisation mistaken for one that does not innovate": "Lists have public "
        "awards alone, at registered or main addresses, as offered and not as spent: said beside "
        "each list, and a source that we do not have reads as no data, never as none.",
        "Wards ranked by their people": "Exposure is described as what it is, the council's "
        "demand as the ward's residents meet it; ranks come with their range.",
    },
}


@app.command(hidden=True)
def record(
    target: Annotated[Path, typer.Option(help="The folder to write the record to.")] = FOLDER,
) -> None:
    """Write the transparency record again, for people and for machines."""
    sections = content()
    for name, text in (("atrs.md", markdown(sections)), ("atrs.json", as_json(sections))):
        with store.replacing(target / name) as temporary:
            temporary.write_text(text, "utf-8")
        err.print(f"Wrote {name}.", markup=False)


def content() -> dict[str, dict[str, str]]:
    """The whole record: section, field and text."""
    registry.modules()
    indicators = {
        explanation.title: " ".join(
            [
                f"{explanation.question} {explanation.formula}.",
                *(f"Assumption: {text}." for text in explanation.assumptions),
                *(f"Limit: {text}" for text in explanation.limits),
            ]
        )
        for explanation in EXPLAINED.values()
    }
    datasets = {
        source.title: f"{source.publisher}, {source.dataset_id}, {source.licence}."
        for _, source in sorted(SOURCES.items())
    }
    sections: dict[str, dict[str, str]] = {}
    for section, fields in FIELDS.items():
        if section.startswith("Tier 2, 6"):
            sections["Tier 2, 4: indicators"] = indicators
            sections["Tier 2, 5: datasets"] = datasets
        sections[section] = fields
    return sections


def as_json(sections: dict[str, dict[str, str]]) -> str:
    return (
        json.dumps({"title": TITLE, "about": LEAD, **sections}, indent=1, ensure_ascii=False) + "\n"
    )


def markdown(sections: dict[str, dict[str, str]]) -> str:
    lines = [f"# {TITLE}", "", LEAD]
    for section, fields in sections.items():
        lines += ["", f"## {section}", ""]
        lines += [f"- **{name}**: {text}" for name, text in fields.items()]
    return "\n".join(lines) + "\n"
